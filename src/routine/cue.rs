//! What a person hears, and by which sound.

use std::collections::BTreeMap;

use serde::Serialize;

/// A moment that a person hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Cue {
    /// A prepare begins.
    Ready,
    /// A hold begins.
    Start,
    /// The last of several holds of a side begins.
    Last,
    /// A rest begins.
    Rest,
    /// Change sides.
    Switch,
    /// The middle of a hold.
    Half,
    /// The low end of a range: a person may go on.
    Enough,
    /// The last seconds before something begins.
    Tick,
    /// A movement begins.
    Beat,
    /// A part of a movement begins, other than the first.
    Part,
    /// A note appears.
    Note,
    /// The routine is complete.
    Finish,
}

impl Cue {
    /// Every cue, in the order in which a routine is likely to sound them.
    pub(crate) const ALL: [Self; 12] = {
        use Cue::{Beat, Enough, Finish, Half, Last, Note, Part, Ready, Rest, Start, Switch, Tick};
        [
            Ready, Start, Last, Half, Enough, Rest, Switch, Tick, Beat, Part, Note, Finish,
        ]
    };

    /// The name in routine files and events.
    pub(crate) const fn name(self) -> &'static str {
        self.texts().0
    }

    /// The built-in sound that plays where a routine names no other.
    pub(crate) const fn default_sound(self) -> &'static str {
        self.texts().1
    }

    /// What it tells, in a few words.
    pub(crate) const fn meaning(self) -> &'static str {
        self.texts().2
    }

    /// The name, the built-in sound, and the meaning.
    const fn texts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Ready => ("ready", "dawn", "get into position"),
            Self::Start => ("start", "bell", "hold"),
            Self::Last => ("last", "fall", "hold, for the last time on this side"),
            Self::Half => ("half", "drop", "half of the hold is over"),
            Self::Enough => ("enough", "glow", "enough: you may go on"),
            Self::Rest => ("rest", "breath", "let go and rest"),
            Self::Switch => ("switch", "swing", "change sides"),
            Self::Tick => ("tick", "tick", "one of the last three seconds"),
            Self::Beat => ("beat", "step", "the next movement"),
            Self::Part => ("part", "brush", "the next part of a movement"),
            Self::Note => ("note", "chirp", "a note appears"),
            Self::Finish => ("finish", "bowl", "the routine is complete"),
        }
    }
}

/// What a cue sounds like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sound {
    /// One of the built-in sounds, by name.
    BuiltIn(&'static str),
    /// A file, by its path from the folder of the routine.
    File(String),
    /// Silence.
    None,
}

/// Sounds that replace the built-in ones, by cue.
pub type Sounds = BTreeMap<Cue, Sound>;
