//! Measures how loud the sounds are, and how well they are told apart.
//!
//! Two sounds are compared as recognizers of speech do it: each becomes a row of short frames, each
//! frame a few numbers that tell its timbre and strength (mel-frequency cepstral coefficients), and
//! one row is stretched to fit the other (dynamic time warping). What is left between them, a frame,
//! is their distance. It is measured twice: as they are, and played through the loudspeaker of a
//! laptop beside a fan.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a few seconds of samples fit every type used here, and float casts saturate"
)]

use std::f64::consts::PI;

const RATE: f64 = 22_050.0;
/// Samples from one frame to the next, samples of a frame, and of its spectrum.
const HOP: usize = 275;
const FRAME: usize = 882;
const SPECTRUM: usize = 1024;
const BANDS: usize = 40;
const COEFFICIENTS: usize = 13;
/// The bands lie between these pitches.
const PITCHES: [f64; 2] = [50.0, 6000.0];
/// What is so much fainter than the loudest band of a sound is silence.
const SILENCE: f64 = 1e-9;
/// Brings the distances to the scale of the first measurement of these sounds, which had 8.8 for a
/// pair that was too alike.
const SCALE: f64 = 1.3;
/// How loud the sounds and the fan are where they are heard beside each other, as factors: the
/// sounds at the usual volume.
const PLAYED: f64 = 0.316;
const FAN: f64 = 0.009;
/// Below this pitch, a small loudspeaker plays little.
const LOWEST: f64 = 500.0;

type Frame = [f64; COEFFICIENTS];

/// A sound by name.
pub(crate) type Named = (&'static str, Vec<i16>);

fn numbers(samples: &[i16]) -> Vec<f64> {
    samples.iter().map(|x| f64::from(*x) / 32_768.0).collect()
}

fn decibels(energy: f64) -> f64 {
    10.0 * energy.max(1e-12).log10()
}

/// A filter of second order, by the factors of what came in and of what went out.
fn filter(sound: &[f64], input: [f64; 3], output: [f64; 2]) -> Vec<f64> {
    let (mut x, mut y) = ([0.0; 2], [0.0; 2]);
    let mut step = |now: f64| {
        let out = input[0] * now + input[1] * x[0] + input[2] * x[1]
            - output[0] * y[0]
            - output[1] * y[1];
        (x, y) = ([now, x[0]], [out, y[0]]);
        out
    };
    sound.iter().map(|now| step(*now)).collect()
}

/// Takes away what is below a pitch.
fn without_low(sound: &[f64], pitch: f64, quality: f64) -> Vec<f64> {
    let k = (PI * pitch / RATE).tan();
    let whole = 1.0 + k / quality + k * k;
    let output = [
        2.0 * (k * k - 1.0) / whole,
        (1.0 - k / quality + k * k) / whole,
    ];
    filter(sound, [1.0 / whole, -2.0 / whole, 1.0 / whole], output)
}

/// The ear's weighting of ITU-R BS.1770, on which EBU R 128 builds.
fn weighted(sound: &[f64]) -> Vec<f64> {
    let (k, quality) = ((PI * 1681.974 / RATE).tan(), 0.707_175);
    let (high, band) = (1.584_865, 1.258_721);
    let whole = 1.0 + k / quality + k * k;
    let input = [
        (high + band * k / quality + k * k) / whole,
        2.0 * (k * k - high) / whole,
        (high - band * k / quality + k * k) / whole,
    ];
    let output = [
        2.0 * (k * k - 1.0) / whole,
        (1.0 - k / quality + k * k) / whole,
    ];
    let low = without_low(&filter(sound, input, output), 38.135, 0.500_327);
    // The standard leaves the gain of this filter at what it is for low rates.
    let k = (PI * 38.135 / RATE).tan();
    let gain = 1.0 + k / 0.500_327 + k * k;
    low.iter().map(|x| x * gain).collect()
}

/// The integrated loudness in LUFS with a second of silence before and after, and the loudest 0.4 s.
pub(crate) fn loudness(samples: &[i16]) -> [f64; 2] {
    let quiet = vec![0.0; RATE as usize];
    let sound = weighted(&[quiet.clone(), numbers(samples), quiet].concat());
    let mut sums = vec![0.0];
    sums.extend(sound.iter().scan(0.0, |sum, x| {
        *sum += x * x;
        Some(*sum)
    }));
    let window = (0.4 * RATE) as usize;
    let energy = |from: usize| (sums[from + window] - sums[from]) / window as f64;
    let lufs = |energy: f64| decibels(energy) - 0.691;
    let mean = |blocks: &[f64]| blocks.iter().sum::<f64>() / blocks.len() as f64;
    let starts = 0..=sound.len() - window;
    let most = starts.clone().map(energy).fold(0.0, f64::max);
    let mut blocks: Vec<f64> = starts.step_by(window / 4).map(energy).collect();
    blocks.retain(|block| lufs(*block) > -70.0);
    let gate = mean(&blocks) / 10.0;
    blocks.retain(|block| *block > gate);
    [lufs(mean(&blocks)), lufs(most)]
}

/// The energy at each pitch, of up to [`SPECTRUM`] samples.
fn spectrum(frame: &[f64]) -> Vec<f64> {
    let bits = SPECTRUM.ilog2();
    let (mut re, mut im) = (vec![0.0; SPECTRUM], vec![0.0; SPECTRUM]);
    for (i, x) in frame.iter().enumerate() {
        re[i.reverse_bits() >> (usize::BITS - bits)] = *x;
    }
    for half in (0..bits).map(|bit| 1 << bit) {
        for at in (0..SPECTRUM).filter(|at| at & half == 0) {
            let (sin, cos) = (-PI * (at % half) as f64 / half as f64).sin_cos();
            let (a, b) = (re[at + half], im[at + half]);
            let (a, b) = (a * cos - b * sin, a * sin + b * cos);
            (re[at + half], im[at + half]) = (re[at] - a, im[at] - b);
            (re[at], im[at]) = (re[at] + a, im[at] + b);
        }
    }
    let energy = |(a, b): (&f64, &f64)| (a * a + b * b) / SPECTRUM as f64;
    re.iter().zip(&im).take(SPECTRUM / 2).map(energy).collect()
}

/// How much of each pitch belongs to each band.
fn bands() -> Vec<Vec<f64>> {
    let mel = |pitch: f64| 2595.0 * (1.0 + pitch / 700.0).log10();
    let [low, high] = PITCHES.map(mel);
    let edge = |i: usize| {
        let mel = low + (high - low) * i as f64 / (BANDS + 1) as f64;
        700.0 * (10_f64.powf(mel / 2595.0) - 1.0)
    };
    let weight = |band: usize, bin: usize| {
        let [from, middle, to] = [0, 1, 2].map(|i| edge(band + i));
        let pitch = bin as f64 * RATE / SPECTRUM as f64;
        ((pitch - from) / (middle - from))
            .min((to - pitch) / (to - middle))
            .max(0.0)
    };
    let band = |band| (0..SPECTRUM / 2).map(|bin| weight(band, bin)).collect();
    (0..BANDS).map(band).collect()
}

/// What of a sound is compared.
fn frames(sound: &[f64], bands: &[Vec<f64>]) -> Vec<Frame> {
    let window = |i: usize| 0.54 - 0.46 * (2.0 * PI * i as f64 / (FRAME - 1) as f64).cos();
    let energies: Vec<Vec<f64>> = sound
        .windows(FRAME)
        .step_by(HOP)
        .map(|frame| {
            let frame: Vec<f64> = frame
                .iter()
                .enumerate()
                .map(|(i, x)| x * window(i))
                .collect();
            let energy = spectrum(&frame);
            let sum = |band: &Vec<f64>| band.iter().zip(&energy).map(|(a, b)| a * b).sum();
            bands.iter().map(sum).collect()
        })
        .collect();
    let most = energies.iter().flatten().fold(0.0, |a: f64, b| a.max(*b));
    let coefficients = |energy: &Vec<f64>| {
        std::array::from_fn(|k| {
            let share = |(i, x): (usize, &f64)| {
                x.max(most * SILENCE).ln() * (PI * k as f64 * (i as f64 + 0.5) / BANDS as f64).cos()
            };
            let norm = if k == 0 { 1.0 } else { 2.0 } / BANDS as f64;
            energy.iter().enumerate().map(share).sum::<f64>() * norm.sqrt()
        })
    };
    energies.iter().map(coefficients).collect()
}

fn distance(one: &[Frame], other: &[Frame]) -> f64 {
    let apart = |a: &Frame, b: &Frame| {
        a.iter()
            .zip(b)
            .map(|(a, b)| (a - b) * (a - b))
            .sum::<f64>()
            .sqrt()
    };
    let mut costs = vec![f64::INFINITY; other.len() + 1];
    costs[0] = 0.0;
    for frame in one {
        let mut before = std::mem::replace(&mut costs[0], f64::INFINITY);
        for (i, wanted) in other.iter().enumerate() {
            let least = before.min(costs[i]).min(costs[i + 1]);
            before = std::mem::replace(&mut costs[i + 1], least + apart(frame, wanted));
        }
    }
    costs[other.len()] / (one.len() + other.len()) as f64 * SCALE
}

/// Noise that has as much energy in each octave, with an effective value of 1.
fn pink(length: usize) -> Vec<f64> {
    let (mut seed, mut slow) = (1_i32, [0.0; 3]);
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let white = f64::from(seed) / f64::from(i32::MAX);
        let factors = [(0.997_65, 0.099_046), (0.963, 0.296_516), (0.57, 1.052_691)];
        for (slow, (stays, comes)) in slow.iter_mut().zip(factors) {
            *slow = *slow * stays + white * comes;
        }
        slow.iter().sum::<f64>() + white * 0.1848
    };
    let noise: Vec<f64> = (0..length).map(|_| next()).collect();
    let level = (noise.iter().map(|x| x * x).sum::<f64>() / length as f64).sqrt();
    noise.iter().map(|x| x / level).collect()
}

/// The distances of all pairs: as they are, and through a small loudspeaker beside a fan.
pub(crate) fn distances(sounds: &[Named]) -> [Vec<Vec<f64>>; 2] {
    let bands = bands();
    let near: Vec<Vec<f64>> = sounds.iter().map(|(_, sound)| numbers(sound)).collect();
    let mut fan = pink(near.iter().map(Vec::len).sum()).into_iter();
    let mut far = |sound: &Vec<f64>| -> Vec<f64> {
        let played = without_low(sound, LOWEST, 0.5_f64.sqrt()).into_iter();
        played
            .zip(&mut fan)
            .map(|(x, fan)| x * PLAYED + fan * FAN)
            .collect()
    };
    let far = near.iter().map(&mut far).collect();
    [near, far].map(|sounds: Vec<Vec<f64>>| {
        let frames: Vec<_> = sounds.iter().map(|sound| frames(sound, &bands)).collect();
        let row = |one: &Vec<Frame>| frames.iter().map(|other| distance(one, other)).collect();
        frames.iter().map(row).collect()
    })
}

/// The tables of `README.md`.
pub(crate) fn tables(sounds: &[Named]) -> String {
    let mut lines = vec![
        "| File | Length | Centroid | Peak | RMS | Loudness | at most |".to_owned(),
        "|---|---|---|---|---|---|---|".to_owned(),
    ];
    for (name, samples) in sounds {
        let sound = numbers(samples);
        let level = sound.iter().map(|x| x * x).sum::<f64>() / sound.len() as f64;
        let peak = sound.iter().map(|x| x * x).fold(0.0, f64::max);
        let (mut all, mut high) = (0.0, 0.0);
        for frame in sound.chunks(SPECTRUM) {
            for (bin, energy) in spectrum(frame).iter().enumerate() {
                all += energy;
                high += energy * bin as f64 * RATE / SPECTRUM as f64;
            }
        }
        let (seconds, centroid) = (sound.len() as f64 / RATE, high / all);
        let [peak, level] = [peak, level].map(decibels);
        let [whole, most] = loudness(samples);
        lines.push(format!(
            "| `{name}.wav` | {seconds:.2} s | {centroid:.0} Hz | {peak:.1} dBFS | {level:.1} dB \
             | {whole:.1} LUFS | {most:.1} LUFS |"
        ));
    }
    let names: Vec<&str> = sounds.iter().map(|(name, _)| *name).collect();
    let titles = ["As they are", "Through a small loudspeaker, beside a fan"];
    for (title, rows) in titles.iter().zip(distances(sounds)) {
        lines.push(format!("\n{title}:\n"));
        lines.push(format!("| Sound | {} |", names.join(" | ")));
        lines.push(format!("|---|{}", "--:|".repeat(names.len())));
        for (name, row) in names.iter().zip(rows) {
            // To itself it has none.
            let cells = row.iter().map(|far| format!("{far:.1}"));
            let cells: Vec<String> = cells
                .map(|it| if it == "0.0" { String::new() } else { it })
                .collect();
            lines.push(format!("| {name} | {} |", cells.join(" | ")));
        }
    }
    lines.join("\n") + "\n"
}
