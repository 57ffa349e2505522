//! What can be asked of a player, and what it tells.

use serde::{Serialize, Serializer};
use std::time::Duration;

use crate::routine::{Cue, Side};
use crate::timeline::{Count, Phase, Timeline};

/// The version of the events. A field that goes or means something else gets a
/// higher one; events and fields are added without, since whoever follows them
/// passes over what it doesn't know.
pub const VERSION: u64 = 1;

/// What a person or the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Pause, or go on.
    TogglePause,
    /// Pause, unless paused already.
    Pause,
    /// On to the next hold.
    Next,
    /// Back to the start of this hold, or of the one before.
    Back,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It ran to its end, skipped holds included.
    Completed,
    /// The person quit early, or passed over every hold.
    Quit,
    /// A signal ended it, or nobody was there any more.
    Interrupted,
}

/// Something that happened. This is the JSON of `--display json`;
/// [`schema`](super::schema()) tells other programs what each field means.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// The routine begins.
    Started(Started),
    /// A segment begins.
    Segment(SegmentBegan),
    /// A sound, at this moment.
    Cue {
        /// Which.
        cue: Cue,
    },
    /// Words, at this moment.
    Say {
        /// What is said.
        text: String,
    },
    /// The clock stands still.
    Paused,
    /// The clock goes on, after the count-in if there was one.
    Resumed,
    /// A segment was cut short by a key.
    Skipped {
        /// Its index.
        index: usize,
    },
    /// It is over.
    Ended {
        /// How.
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
pub struct Stamped<'e> {
    #[serde(flatten)]
    event: &'e Event,
    /// Seconds of the session's clock.
    t: f64,
}

impl<'e> Stamped<'e> {
    /// An event that was due at this time of the session's clock.
    #[must_use]
    pub fn new(event: &'e Event, at: Duration) -> Self {
        // Nanoseconds are noise to whoever reads this.
        let t = (at.as_secs_f64() * 1e6).round() / 1e6;
        Self { event, t }
    }
}

/// The head of a routine. The session makes it: a player knows no dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Started {
    /// [`VERSION`].
    pub v: u64,
    /// The routine's name, as it was asked for.
    pub routine: String,
    /// What people call it.
    pub title: String,
    /// How much of each range.
    pub level: String,
    /// How many times as fast as it will be in earnest.
    pub speed: f64,
    /// How long it takes; `None` where something waits for a key.
    #[serde(rename = "total_s", serialize_with = "maybe_seconds")]
    pub total: Option<Duration>,
    /// The number of segments.
    pub segments: usize,
    /// When, as RFC 3339 with offset.
    pub time: String,
}

/// A segment that begins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentBegan {
    /// Its index on the timeline.
    pub index: usize,
    /// The id of its step.
    pub step: String,
    /// The name of its step.
    pub name: String,
    /// What it is for.
    pub phase: Phase,
    /// The side, where there is one.
    pub side: Option<Side>,
    /// The rep, from 1.
    pub rep: u32,
    /// The reps on a side, in a set.
    pub reps: u32,
    /// The set, from 1.
    pub set: u32,
    /// The sets.
    pub sets: u32,
    /// The round, from 1.
    pub round: u32,
    /// The rounds.
    pub rounds: u32,
    /// When it was planned to begin, in seconds of the timeline.
    #[serde(serialize_with = "seconds")]
    pub at: Duration,
    /// How long it is planned to be; `None` until a key is pressed.
    #[serde(rename = "duration_s", serialize_with = "maybe_seconds")]
    pub length: Option<Duration>,
}

impl SegmentBegan {
    /// The segment at `index`, which must be on the timeline.
    #[must_use]
    pub fn new(timeline: &Timeline, index: usize) -> Self {
        let segment = &timeline.segments[index];
        let step = timeline.step(segment);
        let Count { number, of } = segment.rep;
        Self {
            index,
            step: step.id.clone(),
            name: step.name.clone(),
            phase: segment.phase,
            side: segment.side,
            rep: number,
            reps: of,
            set: segment.set.number,
            sets: segment.set.of,
            round: segment.round.number,
            rounds: segment.round.of,
            at: segment.start,
            length: segment.length,
        }
    }
}

/// Writes a duration in seconds: whole where it is whole, so that `1250` does
/// not become `1250.0` for a reader that prints numbers as they came.
///
/// # Errors
/// Those of the serializer.
pub fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    if duration.subsec_nanos() == 0 {
        serializer.serialize_u64(duration.as_secs())
    } else {
        serializer.serialize_f64(duration.as_secs_f64())
    }
}

/// The same for a duration that may be open; an open one is null.
///
/// # Errors
/// Those of the serializer.
pub fn maybe_seconds<S: Serializer>(
    duration: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => seconds(duration, serializer),
        None => serializer.serialize_none(),
    }
}
