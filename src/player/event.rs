//! What can be asked of a player, and what it tells.

use serde::{Deserialize, Serialize, Serializer};
use std::time::Duration;

use crate::routine::{Cue, Side};
use crate::timeline::{Phase, Timeline};

/// The version of the events. A field that goes or means something else gets a
/// higher one; events and fields are added without, since whoever follows them
/// passes over what it doesn't know.
pub const VERSION: u64 = 2;

/// What a person or the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Pause, or go on.
    TogglePause,
    /// Pause, unless paused already.
    Pause,
    /// On to the next hold.
    Next,
    /// On to the next step, or to the same in the next round.
    NextStep,
    /// What [`Command::GoOn`] does where it does anything, else [`Command::Next`].
    Forward,
    /// Back to the start of this hold, or of the one before.
    Back,
    /// The hold hurts: end it, and leave out what its step still has on its side.
    Ouch,
    /// Ten seconds more.
    Longer,
    /// Ten seconds less.
    Shorter,
    /// Go on: ends what waits for a key, or a range hold past its low end.
    GoOn,
    /// The person has had enough.
    Quit,
    /// The system ends the program.
    Interrupt,
}

/// How a routine ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It ran to its end, skipped holds included.
    Completed,
    /// The person quit early, or passed over every hold.
    Quit,
    /// A signal ended it, or nobody was there any more.
    #[default]
    Interrupted,
}

/// The events as a JSON Schema (2020-12), for programs that follow a routine. The
/// tests make it of the types below and their docs:
/// `LEGREST_TEST_BLESS=1 cargo test --lib event::tests` writes it anew.
pub(crate) const EVENTS_SCHEMA: &str = include_str!("events.schema.json");

/// Something that happened. This is the JSON of `--display json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// The routine begins. Always the first line.
    Started(Started),
    /// A segment begins: a stretch of the timeline with one purpose. A key may
    /// lead back to one that has been.
    Segment(SegmentBegan),
    /// A sound, whether or not it can be heard.
    Cue {
        /// What it means.
        cue: Cue,
    },
    /// In a hold with a tempo: a movement begins, or its next part, or a movement
    /// that a pause broke off begins again.
    Count {
        /// Which movement, from 1.
        count: u32,
        /// Of how many; null where not they but a time was written.
        of: Option<u32>,
        /// Which part of it, from 0.
        part: usize,
        /// The word of the part; null where it has none.
        word: Option<String>,
    },
    /// Words of the routine for this moment, such as a note inside a hold.
    Say {
        /// The words.
        text: String,
    },
    /// The clock of the timeline stands still: by a key, or since the last moment
    /// before a suspend or a stop.
    Paused,
    /// It goes on, after the count-in if there was one.
    Resumed,
    /// A segment was cut short by a key.
    Skipped {
        /// Its place on the timeline, from 0.
        index: usize,
        /// Whether a key said that it hurts, this hold or the one before this break:
        /// what is left of the hold's step on its side is not played.
        hurt: bool,
    },
    /// It is over. Always the last line, unless the program is killed.
    Ended {
        /// It ran to its end, a person quit early or passed over every hold, or a
        /// signal or an absence ended it.
        outcome: Outcome,
        /// Time spent in holds, in seconds of the timeline.
        #[serde(rename = "held_s", serialize_with = "seconds")]
        held: Duration,
        /// How many segments were cut short by a key.
        skipped: u32,
    },
}

/// An event with its moment, as programs read it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Stamped<'e> {
    #[serde(flatten)]
    event: &'e Event,
    /// Seconds of the session's clock.
    t: f64,
}

impl<'e> Stamped<'e> {
    pub(crate) fn new(event: &'e Event, at: Duration) -> Self {
        // Nanoseconds are noise to whoever reads this.
        let t = (at.as_secs_f64() * 1e6).round() / 1e6;
        Self { event, t }
    }
}

/// The head of a routine. The session makes it: a player knows no dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Started {
    /// The version of these events.
    pub v: u64,
    /// The routine's name; - for one from standard input.
    pub routine: String,
    /// What people call it.
    pub title: String,
    /// How much of each range: gentle, standard, full, or a number from 0.00 to
    /// 1.00 after --fit.
    pub level: String,
    /// How many times as fast as in earnest; 1 unless it is a rehearsal.
    pub speed: f64,
    /// How long it is planned to take, in seconds of the timeline; null where
    /// something waits for a key.
    #[serde(rename = "total_s", serialize_with = "seconds")]
    pub total: Option<Duration>,
    /// How many segments it has.
    pub segments: usize,
    /// When: RFC 3339, with the offset of the zone.
    pub time: String,
}

/// A segment that begins.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SegmentBegan {
    /// Its place on the timeline, from 0.
    pub index: usize,
    /// The id of its step.
    pub step: String,
    /// The name of its step, as people read it.
    pub name: String,
    /// What it is for: get into position, hold the stretch, let go for a moment,
    /// change sides, or something to do that waits for a key.
    pub phase: Phase,
    /// The side of the body; null where there is none.
    pub side: Option<Side>,
    /// Which hold of this side in this set.
    pub rep: u32,
    /// Of how many.
    pub reps: u32,
    /// Which set.
    pub set: u32,
    /// Of how many.
    pub sets: u32,
    /// Which round of the circuit.
    pub round: u32,
    /// Of how many.
    pub rounds: u32,
    /// When it was planned to begin, in seconds of the timeline.
    #[serde(serialize_with = "seconds")]
    pub at: Duration,
    /// How long it is planned to be, in seconds of the timeline; null where it
    /// waits for a key.
    #[serde(rename = "duration_s", serialize_with = "seconds")]
    pub length: Option<Duration>,
}

impl SegmentBegan {
    /// The segment at `index`, which must be on the timeline.
    pub(crate) fn new(timeline: &Timeline, index: usize) -> Self {
        let segment = &timeline.segments[index];
        let step = timeline.step(segment);
        Self {
            index,
            step: step.id.clone(),
            name: step.name.clone(),
            phase: segment.phase,
            side: segment.side,
            rep: segment.rep.number,
            reps: segment.rep.of,
            set: segment.set.number,
            sets: segment.set.of,
            round: segment.round.number,
            rounds: segment.round.of,
            at: segment.start,
            length: segment.length,
        }
    }
}

/// Writes a duration in seconds, or null for one that is open. A whole number
/// stays whole, so that `1250` does not become `1250.0` for a reader that prints
/// numbers as they came.
pub(crate) fn seconds<'d, S: Serializer>(
    duration: impl Into<Option<&'d Duration>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match duration.into() {
        Some(duration) if duration.subsec_nanos() == 0 => {
            serializer.serialize_u64(duration.as_secs())
        }
        // Microseconds, and not the noise of the last binary digit.
        Some(duration) => serializer.serialize_f64((duration.as_secs_f64() * 1e6).round() / 1e6),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests;
