//! Makes the sounds of `legrest`, twelve short WAV files, from nothing but this text:
//! `cargo run --example make-sounds` writes them into `sounds`, or into a folder given after `--`,
//! and their figures into the `README.md` there.
//!
//! They are heard in the dark, half asleep, with somebody sleeping next door. So each is a sum of
//! sines that swells and never strikes, and its high partials are faint and die first, as they do
//! in wood or metal touched with felt. That none is taken for another, any two differ in at least
//! two of four things: number of strokes, movement of the pitch, length and timbre. All strokes
//! begin on one scale (G A B D E), so that no sequence of them is out of tune.
//!
//! Only `+ - * /` and rounding are used, never the sine of the machine, whose last digit may differ
//! from one to the next: every machine makes the same bytes, so a test can compare them.

#![allow(unreachable_pub, reason = "a test has this file as a module")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a few seconds of samples fit every type used here, and float casts saturate"
)]

pub(crate) mod measure;

use std::{env, f64::consts::TAU, fs, io, path::PathBuf};

/// Samples per second. No partial lies above 4 kHz, so more would only be more bytes.
pub const RATE: u32 = 22_050;

/// What stands before the figures in the text that has them.
pub const BEGIN: &str = "<!-- Made by make.rs, like the sounds. -->\n\n";
/// What stands behind them.
pub const END: &str = "\n<!-- The end of what make.rs made. -->";

/// A sound: strokes that all have the same voice.
struct Sound {
    name: &'static str,
    seconds: f64,
    /// Seconds a stroke takes to swell. Below 0.01 it would click; above 0.06 it is no stroke any
    /// more, but blown (`breath`) or rubbed (`bowl`).
    swell: f64,
    /// The ratio to which the pitch of a stroke glides, and the seconds it takes.
    glide: (f64, f64),
    /// How much the strength trembles: a trembling sine is a narrow band of noise, that is, air.
    air: f64,
    /// Each stroke: start in seconds, pitch in hertz, and strength, found by measuring, so that the
    /// cues are equally loud.
    strokes: &'static [(f64, f64, f64)],
    /// Each sine of a stroke: ratio to its pitch, strength, seconds to fall to about a third.
    partials: &'static [(f64, f64, f64)],
}

/// What a sound has unless it says otherwise.
const PLAIN: Sound = Sound {
    name: "",
    seconds: 1.0,
    swell: 0.02,
    glide: (1.0, 1.0),
    air: 0.0,
    strokes: &[],
    partials: &[],
};

const SOUNDS: [Sound; 12] = [
    // A prepare begins: two blown notes that run into each other, the second higher, like a
    // question. They are long and hollow where the strokes of a change of sides are short and
    // wooden, and lie above them, since a fan covers both where they are alike.
    Sound {
        name: "dawn",
        seconds: 1.48,
        swell: 0.18,
        strokes: &[(0.0, 784.0, 0.0945), (0.28, 987.8, 0.109)],
        partials: &[(1.0, 1.0, 1.2), (3.0, 0.72, 0.6)],
        ..PLAIN
    },
    // A hold begins: one clear stroke of a bell, warmed by the hum an octave below its pitch.
    Sound {
        name: "bell",
        strokes: &[(0.0, 659.3, 0.199)],
        partials: &[(0.5, 0.35, 0.5), (1.0, 1.0, 0.38), (2.76, 0.3, 0.15)],
        ..PLAIN
    },
    // The last hold of a side begins: the same bell, come to by two steps from above.
    Sound {
        name: "fall",
        seconds: 1.28,
        swell: 0.045,
        strokes: &[
            (0.0, 880.0, 0.106),
            (0.26, 784.0, 0.08),
            (0.55, 659.3, 0.129),
        ],
        partials: &[
            (0.5, 0.2, 0.45),
            (1.0, 1.0, 0.29),
            (2.0, 0.8, 0.6),
            (2.76, 0.4, 0.48),
        ],
        ..PLAIN
    },
    // A rest begins: no stroke at all, one airy sigh that sinks an octave.
    Sound {
        name: "breath",
        seconds: 1.15,
        swell: 0.35,
        glide: (0.5, 1.05),
        air: 0.35,
        strokes: &[(0.0, 784.0, 0.129)],
        partials: &[(1.0, 1.0, 9.0), (2.0, 0.12, 0.6)],
    },
    // Change sides: three wooden strokes, low, high, low, over and back.
    Sound {
        name: "swing",
        seconds: 0.85,
        swell: 0.015,
        strokes: &[(0.0, 440.0, 0.27), (0.22, 659.3, 0.22), (0.44, 440.0, 0.27)],
        partials: &[(1.0, 1.0, 0.13), (2.0, 0.2, 0.08), (3.98, 0.2, 0.035)],
        ..PLAIN
    },
    // The middle of a hold: one low drop, soon gone, since nothing needs to be done.
    Sound {
        name: "drop",
        seconds: 0.42,
        glide: (0.6, 0.2),
        strokes: &[(0.0, 587.3, 0.33)],
        partials: &[(1.0, 1.0, 0.14), (2.0, 0.25, 0.07)],
        ..PLAIN
    },
    // Enough, go on if you like: two equal high touches close together.
    Sound {
        name: "glow",
        seconds: 0.65,
        swell: 0.025,
        strokes: &[(0.0, 987.8, 0.232), (0.18, 987.8, 0.232)],
        partials: &[(0.5, 0.15, 0.15), (1.0, 1.0, 0.12), (2.0, 0.12, 0.07)],
        ..PLAIN
    },
    // Each of the last seconds: a tap on wood, over before it can wake anybody.
    Sound {
        name: "tick",
        seconds: 0.09,
        swell: 0.01,
        strokes: &[(0.0, 784.0, 0.37)],
        partials: &[(1.0, 1.0, 0.018), (1.51, 0.4, 0.012), (2.76, 0.2, 0.007)],
        ..PLAIN
    },
    // A movement begins: one low, hollow step, as of a bare foot on a wooden floor. It comes again
    // and again, so it lies far below the others. Only odd partials make it hollow; the third and
    // the fifth are what a small loudspeaker plays of it.
    Sound {
        name: "step",
        seconds: 0.28,
        swell: 0.025,
        strokes: &[(0.0, 293.7, 0.101)],
        partials: &[(1.0, 1.0, 0.1), (3.0, 0.6, 0.07), (5.0, 0.08, 0.03)],
        ..PLAIN
    },
    // The next part of a movement: no stroke, a brush of air that rises a little, softer still.
    Sound {
        name: "brush",
        seconds: 0.32,
        swell: 0.07,
        glide: (1.5, 0.25),
        air: 0.5,
        strokes: &[(0.0, 587.3, 0.087)],
        partials: &[(1.0, 1.0, 0.12), (2.0, 0.15, 0.08)],
    },
    // A note appears: one short note that slips up a fifth, as if somebody looked up. It may come
    // in a long hold, so it is softer than the others.
    Sound {
        name: "chirp",
        seconds: 0.25,
        swell: 0.04,
        glide: (1.5, 0.2),
        strokes: &[(0.0, 784.0, 0.09)],
        partials: &[(1.0, 1.0, 1.0), (2.0, 0.7, 1.0), (3.0, 0.6, 1.0)],
        ..PLAIN
    },
    // The routine is complete: a small singing bowl, rubbed rather than struck. It sounds twice at
    // once, a little out of tune, so that every partial beats, the higher ones faster.
    Sound {
        name: "bowl",
        seconds: 2.75,
        swell: 0.3,
        strokes: &[(0.0, 392.0, 0.132), (0.0, 393.3, 0.04)],
        partials: &[(1.0, 1.0, 1.4), (2.71, 0.35, 0.8), (5.03, 0.06, 0.4)],
        ..PLAIN
    },
];

/// The sine of a number of turns, by its series: exact to less than a millionth.
fn sine(turns: f64) -> f64 {
    let mut x = turns - turns.round();
    // The series is good near zero, so the outer quarters of a turn are folded onto the inner.
    if x.abs() > 0.25 {
        x = 0.5_f64.copysign(x) - x;
    }
    let square = (x * TAU) * (x * TAU);
    let series = [110.0, 72.0, 42.0, 20.0, 6.0];
    x * TAU * series.iter().fold(1.0, |sum, n| 1.0 - square / n * sum)
}

/// From 0 to 1 without a corner, along half a cosine, as `x` goes from 0 to 1.
fn rise(x: f64) -> f64 {
    0.5 + 0.5 * sine(x.clamp(0.0, 1.0) / 2.0 - 0.25)
}

impl Sound {
    fn samples(&self) -> Vec<i16> {
        let rate = f64::from(RATE);
        let mut sum = vec![0.0; (self.seconds * rate) as usize];
        for &(start, pitch, strength) in self.strokes {
            for &(ratio, gain, decay) in self.partials {
                let (mut level, mut turns) = (strength * gain, 0.0);
                // The same seed for all partials, since they tremble in the same stream of air.
                let (mut seed, mut air) = (1_i32, 0.0);
                for (i, out) in sum.iter_mut().skip((start * rate) as usize).enumerate() {
                    let time = i as f64 / rate;
                    // Numbers between -1 and 1 by lot, smoothed to changes below some 500 Hz, which
                    // leaves a sixth of them; the factor 6 undoes that.
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    air += (f64::from(seed) / f64::from(i32::MAX) - air) * 0.14;
                    let tremble = 1.0 + self.air * 6.0 * air;
                    *out += level * tremble * rise(time / self.swell) * sine(turns);
                    level -= level / (decay * rate);
                    let glide = 1.0 + (self.glide.0 - 1.0) * rise(time / self.glide.1);
                    turns += ratio * pitch * glide / rate;
                }
            }
        }
        // The last two fifths fade to nothing, so that the cut is not heard. 1 becomes 32767.
        let fade = |i: usize| rise((sum.len() - 1 - i) as f64 / (0.4 * sum.len() as f64));
        let number = |(i, x): (usize, &f64)| (x * fade(i) * 32_767.0).round() as i16;
        sum.iter().enumerate().map(number).collect()
    }
}

/// The name and the samples of every sound: one channel, 16 bit, [`RATE`] samples a second.
#[must_use]
pub fn sounds() -> Vec<(&'static str, Vec<i16>)> {
    SOUNDS.iter().map(|s| (s.name, s.samples())).collect()
}

/// The WAV file, byte for byte, that holds these samples.
#[must_use]
pub fn wav(samples: &[i16]) -> Vec<u8> {
    let size = samples.len() as u32 * 2;
    // After the name "fmt " come its size, the format (1: plain numbers), one channel, samples and
    // bytes a second, bytes and bits a sample. All numbers begin with their lowest byte.
    let mut file = [&b"RIFF"[..], &(36 + size).to_le_bytes(), b"WAVEfmt "].concat();
    file.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    file.extend([RATE, RATE * 2].iter().flat_map(|n| n.to_le_bytes()));
    file.extend([2, 0, 16, 0]);
    file.extend([&b"data"[..], &size.to_le_bytes()].concat());
    file.extend(samples.iter().flat_map(|n| n.to_le_bytes()));
    file
}

#[allow(dead_code, reason = "a test includes this file for its sounds alone")]
fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map_or("sounds".into(), PathBuf::from);
    let sounds = sounds();
    let write = |name: String, bytes: &[u8]| {
        let path = folder.join(name);
        let named = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", path.display()));
        fs::write(&path, bytes).map_err(named)
    };
    for (name, samples) in &sounds {
        write(format!("{name}.wav"), &wav(samples))?;
    }
    // A folder of one's own may have none.
    let text = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    match text.split_once(BEGIN).zip(text.split_once(END)) {
        Some(((before, _), (_, after))) => {
            let tables = measure::tables(&sounds);
            let text = format!("{before}{BEGIN}{tables}{END}{after}");
            write("README.md".to_owned(), text.as_bytes())
        }
        None => Ok(()),
    }
}
