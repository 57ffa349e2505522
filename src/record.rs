//! What the journal keeps: records as they are written. How they are read is
//! in [`entry`], so that what others and later versions wrote can be read too.

pub mod entry;
mod session;

use std::time::Duration;

use serde::Serialize;

pub use entry::{Entry, Kind};
pub use session::{Left, Place, Session, Tonight};

use crate::night::Night;
use crate::player::event::maybe_seconds;

/// The version of records that this program writes. One that changes what the
/// fields here mean gets a higher one, and this program then leaves it alone.
pub const VERSION: u64 = 1;

/// How many cramps a night may have: more is a slip of the finger.
pub const MOST_CRAMPS: u32 = 99;
/// The worst pain.
pub const MOST_PAIN: u8 = 10;

/// One line of a journal.
#[derive(Clone, Debug, Serialize)]
pub struct Record<'r> {
    /// [`VERSION`].
    pub v: u64,
    /// What tells it from every other record of every machine.
    pub id: String,
    /// When it happened: RFC 3339 with the offset of the zone there and then.
    pub at: String,
    /// The night it belongs to.
    pub night: Night,
    /// What it says.
    #[serde(flatten)]
    pub body: &'r Body,
}

/// What a record says.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Body {
    /// A routine was played.
    Session(Box<Session>),
    /// How a night was.
    Report(Report),
    /// A cramp, and relief for it.
    Cramp(Cramp),
    /// A line of advice was shown, which is not to be shown again soon.
    Advice(Advice),
}

/// How a night was, as far as somebody has said. What is left out stays as an
/// earlier report has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many cramps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cramps: Option<u32>,
    /// The pain, from 0 for none to 10 for the worst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain: Option<u8>,
    /// Anything else; an empty one takes back what was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Report {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A cramp, and relief for it.
#[derive(Clone, Debug, Serialize)]
pub struct Cramp {
    /// The muscle: `calf`, `hamstring`, `thigh`.
    pub muscle: String,
    /// How long it was held until it let go, in seconds; null where it was
    /// ended before anybody said so.
    #[serde(rename = "held_s", serialize_with = "maybe_seconds")]
    pub held: Option<Duration>,
}

/// A line of advice that was shown.
#[derive(Clone, Debug, Serialize)]
pub struct Advice {
    /// Which: `often` for cramps on many nights.
    pub advice: &'static str,
}
