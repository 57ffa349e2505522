//! How a screen looks: its colours and its characters.

use std::env;

use anstyle::{Ansi256Color, AnsiColor, Color, RgbColor, Style};
use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::routine::figure::Emphasis;

/// The colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Amber on black, for a dark room.
    #[default]
    Ember,
    /// Dark colours, for a terminal that is white.
    Light,
    /// The few colours of the terminal that can be read on black and on white.
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
    /// Who stretches, and words in large letters.
    pub body: Style,
    /// What stands around in a drawing.
    pub prop: Style,
    /// What may be read.
    pub quiet: Style,
    /// What must be seen from across the room while nothing is held.
    pub calm: Style,
    /// What is there for whoever looks for it.
    pub dim: Style,
    /// What a whole screen is painted with, so that it is dark on every terminal.
    pub ground: Option<Color>,
    /// What stands large on a dark screen, and one of how many cells it may cover
    /// so that the screen stays dark; nothing stands there at none.
    pub night: (Style, usize),
}

/// How a screen is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Its colours.
    pub palette: Palette,
    /// With characters beyond ASCII.
    pub unicode: bool,
}

impl Palette {
    /// The styles of a theme, on a terminal of 256 colours or of fewer.
    pub fn of(theme: Theme, many_colours: bool) -> Self {
        let value = theme.to_possible_value();
        let name = value.as_ref().map_or("", PossibleValue::get_name);
        let rows = include_str!("themes.txt").lines();
        let mut rows = rows.filter_map(|row| row.split_once(' '));
        let is_of =
            |row: &str| row == name || many_colours && row.strip_suffix("-256") == Some(name);
        // The one for many colours comes first.
        let row = rows.find(|(row, _)| is_of(row));
        let cells = row.and_then(|(_, cells)| cells.rsplit_once(' '));
        let (styles, share) = cells.unwrap_or_default();
        let mut styles = styles.split_whitespace().map(style);
        let mut next = || styles.next().unwrap_or_default();
        Self {
            strong: next(),
            accent: next(),
            body: next(),
            prop: next(),
            quiet: next(),
            calm: next(),
            dim: next(),
            ground: next().get_fg_color(),
            night: (next(), share.parse().unwrap_or_default()),
        }
    }

    pub(super) fn of_part(self, emphasis: Emphasis) -> Style {
        match emphasis {
            Emphasis::Prop => self.prop,
            Emphasis::Body => self.body,
            Emphasis::Stretched => self.accent,
        }
    }
}

/// A style as the table of the themes has it: `136+bold`, `red+dim`.
fn style(text: &str) -> Style {
    let add = |style: Style, word| match word {
        "bold" => style.bold(),
        "dim" => style.dimmed(),
        "red" => style.fg_color(Some(AnsiColor::Red.into())),
        "yellow" => style.fg_color(Some(AnsiColor::Yellow.into())),
        "magenta" => style.fg_color(Some(AnsiColor::Magenta.into())),
        number => style.fg_color(number.parse().ok().map(|it| Ansi256Color(it).into())),
    };
    text.split('+').fold(Style::new(), add)
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
        let depth = variable("COLORTERM").unwrap_or_default();
        let many_colours =
            term.contains("256color") || !depth.is_empty() || variable("WT_SESSION").is_some();
        let palette = colour.then(|| Palette::of(theme, many_colours));
        let mut palette = palette.unwrap_or_default();
        // Some change the 16th colour, too. GNU screen takes three numbers for
        // something else, but passes on the word of the terminal around it.
        if matches!(&*depth, "truecolor" | "24bit") && !term.starts_with("screen") {
            palette.ground = palette.ground.map(|_| RgbColor(0, 0, 0).into());
        }
        Self {
            palette,
            // The console of Linux knows UTF-8, but has no font for the drawings.
            unicode: utf8 && term != "linux",
        }
    }

    /// The one with characters beyond ASCII, or the one without.
    pub(super) fn either<T>(self, unicode: T, ascii: T) -> T {
        if self.unicode { unicode } else { ascii }
    }

    /// What stands where a text was cut.
    pub(super) fn ellipsis(self) -> &'static str {
        self.either("…", "...")
    }

    /// The text in characters that the terminal has.
    pub(super) fn printable(self, text: &str) -> String {
        if self.unicode {
            return text.to_owned();
        }
        let ascii = |c: char| match c {
            '–' | '—' | '·' => '-',
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '×' => 'x',
            c if c.is_ascii() => c,
            _ => '?',
        };
        text.chars().map(ascii).collect()
    }
}

#[cfg(test)]
mod tests {
    use anstyle::Effects;

    use super::*;

    /// Red, green and blue as light, from 0 to 1.
    type Light = [f64; 3];
    const BLACK: Light = [0.0; 3];
    const WHITE: Light = [1.0; 3];

    /// What xterm shows for a colour; `None` is the terminal's own.
    fn light(style: Style) -> Option<Light> {
        let parts = match style.get_fg_color()? {
            Color::Ansi(AnsiColor::Red) => [205, 0, 0],
            Color::Ansi(AnsiColor::Magenta) => [205, 0, 205],
            Color::Ansi256(Ansi256Color(number @ 16..=231)) => {
                let cube = number - 16;
                let level = |part: u8| [0, 95, 135, 175, 215, 255][usize::from(part)];
                [cube / 36, cube / 6 % 6, cube % 6].map(level)
            }
            other => panic!("{other:?} is not known here"),
        };
        Some(parts.map(|part| match f64::from(part) / 255.0 {
            part if part <= 0.04045 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        }))
    }

    fn luminance([red, green, blue]: Light) -> f64 {
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(a: Light, b: Light) -> f64 {
        let [a, b] = [luminance(a), luminance(b)].map(|light| light + 0.05);
        a.max(b) / a.min(b)
    }

    /// The same for eyes without the cones for red, after Viénot 1999.
    fn seen_by_protanope(light: Light) -> Light {
        let [red, green, blue] = light.map(|part| 0.992_052 * part + 0.003_974);
        let medium = 3.45565 * red + 27.1554 * green + 3.86714 * blue;
        let short = 0.029_956_6 * red + 0.184_309 * green + 1.46709 * blue;
        let long = 2.02344 * medium - 2.52581 * short;
        [
            0.080_944 * long - 0.130_504 * medium + 0.116_721 * short,
            -0.010_248_5 * long + 0.054_019_4 * medium - 0.113_615 * short,
            -0.000_365_294 * long - 0.004_121_63 * medium + 0.693_513 * short,
        ]
        .map(|part| part.max(0.0))
    }

    fn colours(theme: Theme) -> Vec<Light> {
        let it = Palette::of(theme, true);
        let styles = [it.strong, it.accent, it.body, it.quiet, it.calm, it.dim];
        styles.into_iter().filter_map(light).collect()
    }

    #[test]
    fn every_theme_is_in_the_table() {
        for theme in Theme::value_variants() {
            let [many, few] = [true, false].map(|many| Palette::of(*theme, many));
            assert!(
                many.strong.get_effects().contains(Effects::BOLD),
                "{many:?}"
            );
            assert_ne!(few.accent, Style::new(), "{theme:?}");
            let has_more = matches!(theme, Theme::Ember | Theme::Light);
            assert_eq!(many != few, has_more, "{theme:?}");
        }
    }

    #[test]
    fn every_theme_can_be_read_on_what_it_is_for() {
        let grounds: [(Theme, f64, &[Light]); 3] = [
            (Theme::Ember, 3.5, &[BLACK]),
            (Theme::Light, 4.5, &[WHITE]),
            (Theme::Plain, 3.5, &[BLACK, WHITE]),
        ];
        for (theme, least, grounds) in grounds {
            for colour in colours(theme) {
                for ground in grounds {
                    let is = contrast(colour, *ground);
                    assert!(is >= least, "{theme:?}: {colour:?} {is}");
                }
            }
        }
    }

    #[test]
    fn ember_is_for_every_eye_and_has_little_blue() {
        for colour in colours(Theme::Ember) {
            let is = contrast(seen_by_protanope(colour), BLACK);
            assert!(is >= 3.0, "{colour:?} {is}");
            assert!(colour[2] <= colour[1] / 2.0, "{colour:?}");
        }
    }
}
