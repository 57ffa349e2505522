//! How a screen looks: its colours and its characters.

use std::env;

use anstyle::{Ansi256Color, AnsiColor, Style};

/// The colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Theme {
    /// Amber and dark red, for a dark room.
    #[default]
    Ember,
    /// The colours that the terminal has.
    Plain,
    /// None, only bold and dim.
    Mono,
}

/// A style for each thing there is to see. By default it is nothing but text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// What must be seen from across the room while holding.
    pub strong: Style,
    /// The limb that is stretched, and the bar of the hold.
    pub accent: Style,
    /// The drawing.
    pub body: Style,
    /// What may be read.
    pub quiet: Style,
    /// What must be seen from across the room while nothing is held.
    pub calm: Style,
    /// What is there for whoever looks for it.
    pub dim: Style,
}

/// How a screen is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its colours.
    pub palette: Palette,
    /// With characters beyond ASCII.
    pub unicode: bool,
}

impl Palette {
    /// The styles of a theme, on a terminal of 256 colours or of fewer.
    #[must_use]
    pub fn of(theme: Theme, many_colours: bool) -> Self {
        let colour = |number: u8| Ansi256Color(number).on_default();
        match theme {
            Theme::Ember if many_colours => Self {
                strong: colour(172).bold(),
                accent: colour(166),
                body: colour(94),
                quiet: colour(137),
                calm: colour(124),
                dim: colour(94),
            },
            // Nothing is bold: many terminals of few colours make it bright.
            Theme::Ember => Self {
                strong: AnsiColor::Yellow.on_default(),
                accent: AnsiColor::Yellow.on_default(),
                body: AnsiColor::Yellow.on_default().dimmed(),
                quiet: AnsiColor::Yellow.on_default().dimmed(),
                calm: AnsiColor::Red.on_default(),
                dim: AnsiColor::Red.on_default().dimmed(),
            },
            Theme::Plain => Self {
                strong: Style::new().bold(),
                accent: AnsiColor::Yellow.on_default(),
                calm: AnsiColor::Cyan.on_default(),
                dim: Style::new().dimmed(),
                ..Self::default()
            },
            Theme::Mono => Self {
                strong: Style::new().bold(),
                accent: Style::new().bold(),
                dim: Style::new().dimmed(),
                ..Self::default()
            },
        }
    }

    /// The style of a limb in a drawing, which may stand out.
    pub(super) fn of_limb(self, stands_out: bool) -> Style {
        if stands_out { self.accent } else { self.body }
    }
}

impl Look {
    /// What the environment allows: UTF-8 where the locale says so, colours of
    /// the theme unless they are not wanted.
    pub(crate) fn of_environment(theme: Theme, colour: bool) -> Self {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let mut locales = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter();
        let locale = locales.find_map(variable).unwrap_or_default();
        let locale = locale.to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
        let term = variable("TERM").unwrap_or_default();
        let many_colours = term.contains("256color")
            || variable("COLORTERM").is_some()
            || variable("WT_SESSION").is_some();
        Self {
            palette: if colour {
                Palette::of(theme, many_colours)
            } else {
                Palette::default()
            },
            // The console of Linux knows UTF-8, but has no font for the drawings.
            unicode: utf8 && term != "linux",
        }
    }

    /// What stands where a text was cut.
    pub(super) fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// What stands between things in a row.
    pub(super) fn dot(self) -> &'static str {
        if self.unicode { " · " } else { " - " }
    }

    /// The text in characters that the terminal has.
    pub(super) fn printable(self, text: &str) -> String {
        if self.unicode {
            return text.to_owned();
        }
        let ascii = |c: char| match c {
            '–' | '—' => '-',
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '×' => 'x',
            c if c.is_ascii() => c,
            _ => '?',
        };
        text.chars().map(ascii).collect()
    }
}
