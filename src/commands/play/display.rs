//! How a session is shown: what the terminal can carry, and what draws there.

use std::env;
use std::io::{self, IsTerminal};

use crate::cli::Display;
use crate::console::has_colour;
use crate::outlet::{self, NonBlockingWriter};
use crate::report::{Bars, Full, Json, Look, Plain, Reporter, Theme};
use crate::terminal::{self, Screen};

/// The smallest window, in columns and rows, that is worth all of itself.
const FULL_FROM: (usize, usize) = (40, 10);

impl Display {
    /// The display that the terminal can carry.
    pub(super) fn on_this_terminal(self) -> Self {
        let is_large = |(columns, rows)| columns >= FULL_FROM.0 && rows >= FULL_FROM.1;
        let reads_lines = env::var_os("ACCESSIBLE").is_some_and(|it| !it.is_empty() && it != "0");
        match self {
            Self::Full | Self::Bars | Self::Auto if !terminal::understands_codes() => Self::Plain,
            Self::Auto if reads_lines => Self::Plain,
            Self::Auto if terminal::size().is_some_and(is_large) => Self::Full,
            Self::Auto => Self::Bars,
            other => other,
        }
    }

    /// Whether a person reads what is shown.
    pub(super) fn is_for_people(self) -> bool {
        !matches!(self, Self::Json | Self::None) && io::stderr().is_terminal()
    }

    /// The part of the screen it takes, what is written to, and what writes there;
    /// a whole screen shows `welcome` at first.
    pub(super) fn reporter(
        self,
        theme: Theme,
        welcome: Vec<String>,
    ) -> (Screen, NonBlockingWriter, Reporter) {
        let look = Look::of_environment(theme, has_colour(&io::stderr()));
        let (screen, out) = match self {
            Self::Auto | Self::Full => (Screen::Alternate(look.palette.ground), outlet::stderr()),
            Self::Bars => (Screen::Inline, outlet::stderr()),
            Self::Plain | Self::Json | Self::None => (Screen::None, outlet::stdout()),
        };
        let to = out.clone();
        let reporter = match self {
            Self::Auto | Self::Full => Reporter::Screen(Box::new(Full::new(to, look, welcome))),
            Self::Bars => Reporter::Screen(Box::new(Bars::new(to, look))),
            Self::Plain => Reporter::Events(Box::new(Plain::new(to, &welcome))),
            Self::Json => Reporter::Events(Box::new(Json(to))),
            Self::None => Reporter::None,
        };
        (screen, out, reporter)
    }
}
