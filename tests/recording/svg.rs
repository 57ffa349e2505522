//! Frames of a terminal as one SVG that plays by itself: no script, no font and no
//! other file, so that it also plays where a page shows it as a picture.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use vt100::Color;

/// A cell, in the units of the picture.
const CELL: (usize, usize) = (10, 20);
/// What is around the screen: at its sides and below, and above for a headline.
const MARGIN: usize = 8;
const ABOVE: usize = 42;
/// On each side of a cut it gets dark and light again, so that it is seen to be one.
const FADE: f64 = 0.2;

/// What was on the screen, and for how long.
pub struct Shown {
    /// Row by row, as [`row`] draws it.
    pub rows: Vec<String>,
    pub lasts: Duration,
    /// What is told beside it.
    pub caption: String,
    /// Whether it does not go on from the frame before.
    pub is_cut: bool,
}

/// A part of a row: from which unit on, how high up, how wide, and how high.
type Bar = (usize, usize, usize, usize);

/// The cells of a row. Blocks and lines are drawn, because in many fonts they leave
/// gaps; for text, any font will do, since each piece of it is told its width.
pub fn row(screen: &vt100::Screen, row: u16) -> String {
    let mut texts: Vec<(usize, String, String)> = Vec::new();
    let mut bars: BTreeMap<String, Vec<Bar>> = BTreeMap::new();
    let columns = screen.size().1.get();
    let mut blank = 2;
    for (x, cell) in (0..columns).filter_map(|x| Some((x.into(), screen.cell(row, x)?))) {
        let style = style(cell);
        match drawn(cell.contents()) {
            Some((shape, kind)) => {
                let own = bars.entry(style + kind).or_default();
                let move_to = |&(from, y, wide, high): &Bar| (x * CELL.0 + from, y, wide, high);
                own.extend(shape.iter().map(move_to));
                blank = 2;
            }
            None if cell.contents().trim().is_empty() => blank += 1,
            None => {
                match texts.last_mut() {
                    Some((_, own, text)) if *own == style && blank < 2 => {
                        text.push_str(&" ".repeat(blank));
                        text.push_str(cell.contents());
                    }
                    _ => texts.push((x, style, cell.contents().to_owned())),
                }
                blank = 0;
            }
        }
    }
    let mut drawn = String::new();
    for (class, bars) in bars {
        let path: String = joined(bars).iter().map(outline).collect();
        drawn.extend(["<path class=\"", &class, "\" d=\"", &path, "\"/>"]);
    }
    for (x, class, text) in texts {
        let (left, long) = (x * CELL.0, legrest::text::width(&text) * CELL.0);
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(
            drawn,
            "<text class=\"{class}\" x=\"{left}\" y=\"15\" textLength=\"{long}\">{text}</text>"
        );
    }
    drawn
}

/// What a character looks like that is drawn, and with what besides its colour.
fn drawn(character: &str) -> Option<(Vec<Bar>, &'static str)> {
    const QUARTERS: &str = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";
    const EACH: [Bar; 4] = [(0, 0, 5, 10), (5, 0, 5, 10), (0, 10, 5, 10), (5, 10, 5, 10)];
    let line = |bar| Some((vec![bar], " line"));
    match character {
        "" | " " => None,
        "━" => line((0, 9, 10, 3)),
        "╸" => line((0, 9, 5, 3)),
        "─" => line((0, 10, 10, 1)),
        "▒" => Some((EACH.to_vec(), " half")),
        _ => {
            let bits = QUARTERS.chars().position(|it| character.starts_with(it))?;
            let quarters = EACH.into_iter().enumerate();
            let quarters = quarters.filter(|(bit, _)| bits >> bit & 1 == 1);
            Some((quarters.map(|(_, bar)| bar).collect(), ""))
        }
    }
}

/// The same bars with those in one that touch: first beside, then below each other.
fn joined(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by_key(|&(x, y, _, high)| (y, high, x));
    let beside = |a: &mut Bar, b: &mut Bar| {
        let touch = (a.1, a.3) == (b.1, b.3) && a.0 + a.2 == b.0;
        if touch {
            a.2 += b.2;
        }
        touch
    };
    bars.dedup_by(|b, a| beside(a, b));
    bars.sort_unstable();
    let mut joined: Vec<Bar> = Vec::new();
    for bar in bars {
        let above = joined
            .iter_mut()
            .find(|above| (above.0, above.2) == (bar.0, bar.2) && above.1 + above.3 == bar.1);
        match above {
            Some(above) => above.3 += bar.3,
            None => joined.push(bar),
        }
    }
    joined
}

fn outline((x, y, wide, high): &Bar) -> String {
    format!("M{x} {y}h{wide}v{high}h-{wide}z")
}

/// The class of a cell's text: its colour, and whether it is bold.
fn style(cell: &vt100::Cell) -> String {
    let colour = match cell.fgcolor() {
        Color::Idx(number) => format!("c{number}"),
        _ => "c7".to_owned(),
    };
    colour + if cell.bold() { " bold" } else { "" }
}

/// A colour of the 256 as xterm has it, as far as the themes use them.
fn rgb(number: u8) -> [u8; 3] {
    match number {
        16..=231 => {
            let cube = number - 16;
            [cube / 36, cube / 6 % 6, cube % 6]
                .map(|part| [0, 95, 135, 175, 215, 255][usize::from(part)])
        }
        232.. => [8 + 10 * (number - 232); 3],
        _ => [229; 3],
    }
}

/// All of it: each row that there is once, the frames made of them side by side, and
/// a window that goes from one to the next. Where nothing may move, it stays at the
/// frame with the number `still`.
pub fn picture(frames: &[Shown], still: usize, name: &str, told: &str) -> String {
    let (width, height) = size(frames);
    let (left, right) = (MARGIN + 2 * CELL.0, width - MARGIN - 2 * CELL.0);
    let mut known: Vec<&str> = Vec::new();
    let (mut rows, mut strip) = (String::new(), String::new());
    for (number, frame) in frames.iter().enumerate() {
        let _ = write!(strip, "<g transform=\"translate({})\">", number * width);
        for (y, row) in (ABOVE..).step_by(CELL.1).zip(&frame.rows) {
            if row.is_empty() {
                continue;
            }
            let id = known.iter().position(|it| it == row).unwrap_or_else(|| {
                let _ = writeln!(rows, "<g id=\"r{}\">{row}</g>", known.len());
                known.push(row);
                known.len() - 1
            });
            let _ = write!(strip, "<use href=\"#r{id}\" x=\"{MARGIN}\" y=\"{y}\"/>");
        }
        let caption = &frame.caption;
        let _ = writeln!(
            strip,
            "<text class=\"at\" x=\"{right}\" y=\"26\">{caption}</text></g>"
        );
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="name told">
<title id="name">{name}</title>
<desc id="told">{told}</desc>
<style>
{colours}{motion}</style>
<defs>
{rows}</defs>
<rect x=".5" y=".5" width="{inner}" height="{tall}" rx="10" fill="#000" stroke="#332b1f"/>
<text x="{left}" y="26">{name} · in real time, with cuts</text>
<svg width="{width}" height="{height}"><g class="film">
{strip}</g></svg>
<path class="dark" d="M1 {ABOVE}h{dark}v{screen}h-{dark}z"/>
</svg>
"##,
        colours = colours(&rows),
        motion = motion(frames, still),
        inner = width - 1,
        tall = height - 1,
        dark = width - 2,
        screen = height - ABOVE - MARGIN,
    )
}

fn size(frames: &[Shown]) -> (usize, usize) {
    let (columns, rows) = (80, frames[0].rows.len());
    let (wide, high) = (columns * CELL.0, rows * CELL.1);
    (wide + 2 * MARGIN, ABOVE + high + MARGIN)
}

/// What all that is drawn looks like, in the colours that there are.
fn colours(rows: &str) -> String {
    let mut css = r#"text{font:16.6px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:#87775f}
path{shape-rendering:crispEdges}
.line{shape-rendering:auto}
.half{opacity:.5}
.bold{font-weight:bold}
.at{text-anchor:end}
"#.to_owned();
    let classes = rows.split("class=\"c").skip(1);
    let numbers = classes.filter_map(|it| it.split([' ', '"']).next()?.parse().ok());
    for number in numbers.collect::<BTreeSet<u8>>() {
        let [red, green, blue] = rgb(number);
        let _ = writeln!(css, ".c{number}{{fill:#{red:02x}{green:02x}{blue:02x}}}");
    }
    css
}

/// Which frame there is at which time, and the dark at each cut.
fn motion(frames: &[Shown], still: usize) -> String {
    let width = size(frames).0;
    let whole: f64 = frames.iter().map(|it| it.lasts.as_secs_f64()).sum();
    let share = |at: f64| format!("{:.3}%", at / whole * 100.0);
    let (mut film, mut dark) = (String::new(), String::new());
    let mut blink = |at: f64| {
        for (at, opacity) in [(at - FADE, 0), (at, 1), (at + FADE, 0)] {
            if (0.0..=whole).contains(&at) {
                let _ = write!(dark, "{}{{opacity:{opacity}}}", share(at));
            }
        }
    };
    let mut at = 0.0;
    for (number, frame) in frames.iter().enumerate() {
        let (time, place) = (share(at), number * width);
        let _ = write!(film, "{time}{{transform:translate(-{place}px)}}");
        if frame.is_cut {
            blink(at);
        }
        at += frame.lasts.as_secs_f64();
    }
    blink(whole);
    let place = still * width;
    format!(
        "@keyframes film{{{film}}}
@keyframes dark{{{dark}}}
.film{{transform:translate(-{place}px)}}
.dark{{opacity:0}}
@media (prefers-reduced-motion:no-preference){{
.film{{animation:film {whole:.2}s step-end infinite}}
.dark{{animation:dark {whole:.2}s linear infinite}}
}}
"
    )
}
