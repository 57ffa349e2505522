//! Finds the program's sounds in a recording.

use std::fs;
use std::ops::Range;

/// The samples a second of a recording.
pub const RATE: u32 = 44_100;
/// It is looked at with fewer: the sounds have nothing above 2.5 kHz.
const COARSE: u32 = 4;

/// Anything louder is a sound; a null sink's silence is exact.
const SILENCE: f32 = 0.0005;

/// The sounds by the names of their files.
pub const SOUNDS: [&str; 12] = [
    "dawn", "bell", "fall", "breath", "swing", "drop", "glow", "tick", "step", "brush", "chirp",
    "bowl",
];

/// The sound of a cue.
pub fn sound_of(cue: &str) -> Sound {
    let name = match cue {
        "ready" => "dawn",
        "start" => "bell",
        "last" => "fall",
        "rest" => "breath",
        "switch" => "swing",
        "half" => "drop",
        "enough" => "glow",
        "tick" => "tick",
        "beat" => "step",
        "part" => "brush",
        "note" => "chirp",
        "finish" => "bowl",
        other => panic!("no cue: {other}"),
    };
    Sound::load(name)
}

/// A built-in sound.
pub struct Sound {
    pub name: &'static str,
    samples: Vec<f32>,
}

/// The samples of a built-in sound, half as many a second as a recording has.
fn half(name: &str) -> Vec<f32> {
    let path = format!("{}/sounds/{name}.wav", env!("CARGO_MANIFEST_DIR"));
    let file = fs::read(path).expect("a built-in sound");
    // `sounds/make.rs` writes a header of 44 bytes.
    samples(&file[44..])
}

/// The same, as many a second.
pub fn file(name: &str) -> Vec<f32> {
    half(name).into_iter().flat_map(|it| [it; 2]).collect()
}

impl Sound {
    pub fn load(name: &'static str) -> Self {
        let samples = thin(&half(name), COARSE / 2);
        Self { name, samples }
    }

    pub fn seconds(&self) -> f64 {
        seconds(self.samples.len())
    }
}

/// Signed 16-bit samples, little end first, as numbers from -1 to 1.
pub fn samples(bytes: &[u8]) -> Vec<f32> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let sample = |pair: &[u8; 2]| f32::from(i16::from_le_bytes(*pair)) / 32_768.0;
    pairs.iter().map(sample).collect()
}

/// A place in a recording where a sound was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Seconds from the beginning.
    pub at: f64,
    /// From 0, nothing like it, to 1, the sound itself.
    pub likeness: f64,
    /// How much louder than in its file.
    pub gain: f64,
}

/// Something recorded.
pub struct Recording {
    samples: Vec<f32>,
}

impl Recording {
    /// From signed 16-bit samples, little end first.
    pub fn new(bytes: &[u8]) -> Self {
        let samples = thin(&samples(bytes), COARSE);
        Self { samples }
    }

    /// When anything sounds for the first time.
    pub fn first_sound(&self) -> Option<f64> {
        let first = self.samples.iter().position(|sample| is_sound(*sample));
        first.map(seconds)
    }

    /// When anything sounds between two moments, for the first time.
    pub fn sound_between(&self, from: f64, to: f64) -> Option<f64> {
        let from = index(from);
        let part = self.samples.get(from..index(to).min(self.samples.len()))?;
        let first = part.iter().position(|sample| is_sound(*sample))?;
        Some(seconds(from + first))
    }

    pub fn seconds(&self) -> f64 {
        seconds(self.samples.len())
    }

    /// The rest of it, from a moment on.
    pub fn after(mut self, moment: f64) -> Self {
        self.samples.drain(..index(moment).min(self.samples.len()));
        self
    }

    /// The mean loudness, as an amplitude.
    pub fn loudness(&self) -> f64 {
        let energy: f64 = dot(&self.samples, &self.samples);
        (energy / seconds(self.samples.len())).sqrt()
    }

    /// Finds where a sound is most likely to begin, around a moment.
    pub fn find(&self, sound: &Sound, around: f64, within: f64) -> Found {
        // The first half second tells a sound from all others.
        self.find_part(sound, 0.0..0.5, around, within)
    }

    /// Finds the beginning of a sound by only a part of it, given in seconds.
    pub fn find_part(&self, sound: &Sound, part: Range<f64>, around: f64, within: f64) -> Found {
        let from = index(part.start);
        let wanted = &sound.samples[from..index(part.end).min(sound.samples.len())];
        let last = self.samples.len().saturating_sub(from + wanted.len());
        let places = index(around - within)..=index(around + within).min(last);
        let likeness = |place| (place, self.likeness(place + from, wanted));
        let best = places.map(likeness).max_by(|a, b| a.1.total_cmp(&b.1));
        let (place, likeness) = best.unwrap_or_default();
        let there = self.samples[place + from..].iter().zip(wanted);
        let product: f64 = there.map(|(a, b)| f64::from(a * b)).sum();
        Found {
            at: seconds(place),
            likeness,
            gain: product / dot(wanted, wanted),
        }
    }

    fn likeness(&self, place: usize, wanted: &[f32]) -> f64 {
        let there = &self.samples[place..place + wanted.len()];
        let energy = dot(there, there) * dot(wanted, wanted);
        if energy > 0.0 {
            dot(there, wanted) / energy.sqrt()
        } else {
            0.0
        }
    }
}

fn is_sound(sample: f32) -> bool {
    sample.abs() > SILENCE
}

/// One sample for every few, their mean.
fn thin(samples: &[f32], every: u32) -> Vec<f32> {
    let every = every as usize;
    let mean =
        |part: &[f32]| part.iter().sum::<f32>() / f32::from(u8::try_from(every).unwrap_or(1));
    samples.chunks_exact(every).map(mean).collect()
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum()
}

fn seconds(samples: usize) -> f64 {
    let samples = u32::try_from(samples).expect("less than a day of samples");
    f64::from(samples) / f64::from(RATE / COARSE)
}

/// The sample at a moment.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "moments before the beginning are the beginning"
)]
fn index(seconds: f64) -> usize {
    (seconds.max(0.0) * f64::from(RATE / COARSE)).round() as usize
}
