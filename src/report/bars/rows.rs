//! What each row says.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use jiff::SignedDuration;

use super::Look;
use crate::player::{Activity, Snapshot};
use crate::report::Frame;
use crate::routine::Side;
use crate::text::{self, clock, countdown, fit};
use crate::timeline::{Phase, Segment};

/// A line of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) style: Style,
}

/// What must be seen from across the room.
const STRONG: Style = AnsiColor::Yellow.on_default().bold();
/// The bars.
const ACCENT: Style = AnsiColor::Yellow.on_default();
/// What may be read.
const QUIET: Style = Style::new();
/// What is there for whoever looks for it.
const DIM: Style = Style::new().dimmed();

/// All rows, none wider than `columns`, and no more than the window has.
pub(super) fn rows(
    frame: &Frame,
    look: Look,
    columns: usize,
    segment: String,
    whole: String,
) -> Vec<Row> {
    let row = |text: String, style| Row { text, style };
    let dot = if look.unicode { " · " } else { " - " };
    let mut advice = wrap(&advice(&frame.snapshot), columns);
    let ellipsis = if look.unicode { "…" } else { "..." };
    // In a low window the keys make room for the words, and then what comes
    // next: who reads how to stand can't press keys at the same time.
    let fixed = |rows| frame.size.1.saturating_sub(rows);
    let crowded = advice.len() > fixed(5);
    let very_crowded = advice.len() > fixed(4);
    let room = if very_crowded {
        fixed(3)
    } else {
        fixed(4 + usize::from(!crowded))
    };
    if advice.len() > room {
        advice.truncate(room);
        if let Some(last) = advice.last_mut() {
            let longer = format!("{last} {ellipsis}");
            *last = if text::width(&longer) <= columns {
                longer
            } else {
                fit(&format!("{last}{ellipsis}"), columns, ellipsis)
            };
        }
    }
    let mut rows = vec![row(headline(frame, dot), STRONG)];
    rows.extend(advice.into_iter().map(|line| row(line, QUIET)));
    rows.push(row(segment, ACCENT));
    rows.push(row(whole, DIM));
    if !very_crowded {
        rows.push(row(next(&frame.snapshot), QUIET));
    }
    if frame.keyboard && !crowded {
        let keys = keys(frame);
        rows.extend(
            wrap_at(dot, &keys, columns)
                .into_iter()
                .map(|line| row(line, DIM)),
        );
    }
    rows.truncate(frame.size.1.max(1));
    for row in &mut rows {
        row.text = fit(&printable(&row.text, look), columns, ellipsis);
    }
    rows
}

/// The bar's place where there is nothing to measure.
pub(super) fn waiting(snapshot: &Snapshot) -> String {
    let elapsed = clock(snapshot.elapsed);
    match snapshot.segment.phase {
        Phase::Hold => format!("{elapsed}   Enter when it lets go"),
        _ => format!("{elapsed}   Enter when you are ready"),
    }
}

/// `12:30 left, ends 23:41`, as far as it can be told.
pub(super) fn total_left(frame: &Frame) -> String {
    let Some(left) = frame.snapshot.total_left() else {
        return "ends when you say so".to_owned();
    };
    let real = left.div_f64(frame.speed);
    let end = SignedDuration::try_from(real)
        .ok()
        .and_then(|real| frame.now.checked_add(real).ok());
    match (frame.snapshot.activity, end) {
        (Activity::Playing | Activity::CountIn(_), Some(end)) => {
            format!("{} left, ends {}", countdown(left), end.strftime("%H:%M"))
        }
        // While paused, the end moves.
        _ => format!("{} left", countdown(left)),
    }
}

/// What is to be done, and with which leg.
fn headline(frame: &Frame, dot: &str) -> String {
    let snapshot = &frame.snapshot;
    let segment = snapshot.segment;
    let step = &snapshot.timeline.steps[segment.step];
    let mut parts = Vec::new();
    match snapshot.activity {
        Activity::Paused(since) => {
            let since = since.div_f64(frame.speed);
            parts.push(format!("PAUSED {}", clock(since)));
        }
        Activity::CountIn(left) => {
            parts.push(format!("On in {}", text::whole_seconds_up(left).as_secs()));
        }
        Activity::Playing | Activity::Ended(_) => {}
    }
    parts.push(match (segment.phase, segment.side) {
        (Phase::Prepare, _) => format!("Get ready: {}", step.name),
        (Phase::Hold, _) => step.name.clone(),
        (Phase::Rest, _) => format!("Rest{dot}{}", step.name),
        (Phase::Switch, Some(side)) => format!("Switch to {}", shout(side)),
        (Phase::Switch, None) => "Switch".to_owned(),
    });
    if segment.phase != Phase::Switch {
        parts.extend(segment.side.map(shout));
    }
    if segment.phase == Phase::Hold {
        parts.extend(places(segment));
    }
    parts.extend(adjusted(snapshot));
    if frame.muted == Some(true) {
        parts.push("sound off".to_owned());
    }
    parts.join(dot)
}

/// By how much a person made the segment longer or shorter.
fn adjusted(snapshot: &Snapshot) -> Option<String> {
    let (length, planned) = (snapshot.length?, snapshot.segment.length?);
    let by = length.abs_diff(planned).as_secs();
    let sign = if length > planned { '+' } else { '-' };
    (length != planned).then(|| format!("{sign}{by}s"))
}

fn shout(side: Side) -> String {
    side.to_string().to_uppercase()
}

/// Which hold of how many, where there are several.
fn places(segment: &Segment) -> impl Iterator<Item = String> {
    [
        ("", segment.rep),
        ("set ", segment.set),
        ("round ", segment.round),
    ]
    .into_iter()
    .filter(|(_, count)| count.of > 1)
    .map(|(noun, count)| format!("{noun}{} of {}", count.number, count.of))
}

/// The words for this moment.
fn advice(snapshot: &Snapshot) -> String {
    let step = &snapshot.timeline.steps[snapshot.segment.step];
    let mut texts = Vec::new();
    if snapshot.introduces {
        texts.extend([&step.how, &step.caution]);
        if snapshot.index == 0 {
            texts.push(&snapshot.timeline.caution);
        }
    } else if snapshot.segment.phase == Phase::Hold {
        texts.push(&step.cue);
    }
    let texts = texts.into_iter().flatten();
    let texts: Vec<&str> = note(snapshot)
        .into_iter()
        .chain(texts)
        .map(String::as_str)
        .collect();
    texts.join(" ")
}

/// A note stays until the next one, or for a quarter of a minute.
fn note<'p>(snapshot: &Snapshot<'p>) -> Option<&'p String> {
    const STAYS: Duration = Duration::from_secs(15);
    if snapshot.segment.phase != Phase::Hold {
        return None;
    }
    let notes = &snapshot.timeline.steps[snapshot.segment.step].notes;
    let said = notes
        .iter()
        .rev()
        .find(|note| note.at <= snapshot.elapsed)?;
    (snapshot.elapsed < said.at + STAYS).then_some(&said.text)
}

/// What comes after this.
fn next(snapshot: &Snapshot) -> String {
    let timeline = snapshot.timeline;
    let segment = snapshot.segment;
    let after = snapshot.index + 1;
    if matches!(segment.phase, Phase::Prepare | Phase::Switch | Phase::Rest) {
        let hold = timeline.segments.get(after).unwrap_or(segment);
        let mut parts = vec![format!("hold {}", segment_length(hold))];
        if segment.phase != Phase::Prepare {
            parts.extend(hold.side.map(shout));
            parts.extend(places(hold));
        }
        return format!("Next: {}", parts.join(", "));
    }
    let Some(hold) = timeline
        .hold_from(after)
        .map(|index| &timeline.segments[index])
    else {
        return "Next: done".to_owned();
    };
    let mut parts = Vec::new();
    let between = &timeline.segments[after];
    let first = match between.phase {
        Phase::Rest => format!("rest {}, then ", segment_length(between)),
        Phase::Switch => format!("switch {}, then ", segment_length(between)),
        Phase::Prepare | Phase::Hold => String::new(),
    };
    if hold.step == segment.step {
        parts.extend(hold.side.map(shout));
        parts.extend(places(hold));
    } else {
        parts.push(timeline.steps[hold.step].name.clone());
        parts.extend(hold.side.map(shout));
    }
    if parts.is_empty() {
        parts.push(format!("hold {}", segment_length(hold)));
    }
    format!("Next: {first}{}", parts.join(", "))
}

fn segment_length(segment: &Segment) -> String {
    segment
        .length
        .map_or_else(|| "until you press Enter".to_owned(), text::length)
}

fn keys(frame: &Frame) -> Vec<&'static str> {
    let paused = matches!(frame.snapshot.activity, Activity::Paused(_));
    let space = if paused { "space go on" } else { "space pause" };
    let mut keys = vec![space, "n next", "b back"];
    if frame.help {
        keys.extend(["+/- 10s longer, shorter", "Enter go on"]);
        if frame.muted.is_some() {
            keys.push("m sound");
        }
        keys.extend(["q quit", "? fewer keys"]);
    } else {
        keys.extend(["q quit", "? keys"]);
    }
    keys
}

/// The text in lines that each fit into a row.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let paragraphs = text.lines().map(|paragraph| {
        let words = paragraph.split_whitespace();
        words.flat_map(|word| broken(word, columns)).collect()
    });
    paragraphs
        .flat_map(|words: Vec<String>| wrap_at(" ", &words, columns))
        .collect()
}

/// A word in pieces that each fit into a row: whole, unless it is as long as
/// the sentences of a script that has no spaces.
fn broken(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        if let Some(piece) = pieces.last_mut() {
            let mut longer = piece.clone();
            longer.push(c);
            if piece.is_empty() || text::width(&longer) <= columns {
                *piece = longer;
                continue;
            }
        }
        pieces.push(c.to_string());
    }
    pieces
}

/// The parts with `between` between them, in lines that each fit into a row.
fn wrap_at(between: &str, parts: &[impl AsRef<str>], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts.iter().map(AsRef::as_ref) {
        match lines.last_mut() {
            Some(line)
                if text::width(line) + text::width(between) + text::width(part) <= columns =>
            {
                line.push_str(between);
                line.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

/// The text in characters that the terminal has.
pub(super) fn printable(text: &str, look: Look) -> String {
    if look.unicode {
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
