//! A history as a page to print.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use super::{calendar, plot, words};
use crate::commands::html::{self, escaped};
use crate::commands::outline::grouped;
use crate::diary::{HistorySummary, Pain, RecordedCramp, Stretched, Summary};
use crate::text::{length, plural};

pub(super) fn page(history: &HistorySummary) -> String {
    let nights = history.nights.iter().filter(|night| history.reaches(night));
    let nights: Vec<&Summary> = nights.collect();
    let title = match (nights.first(), nights.last()) {
        (Some(first), Some(last)) => format!("Nights, {} to {}", first.night, last.night),
        _ => "Nights".to_owned(),
    };
    let body = if nights.is_empty() {
        format!("<p>{}</p>", escaped(words::NOTHING))
    } else {
        // The lines to fill in by hand: Mayo Clinic asks patients to bring all
        // symptoms and all medicines.
        format!(
            include_str!("page.html"),
            overview = overview(history, &nights),
            exercises = exercises(&nights),
            plot = plot::plot(&nights),
            notes = notes(&nights),
            table = table(&nights)
        )
    };
    let end = "A night runs from noon to noon and has the date of its evening.";
    html::page(&title, include_str!("page.css"), &body, end)
}

fn overview(history: &HistorySummary, nights: &[&Summary]) -> String {
    let count = |nights: usize| plural(nights, "night");
    let on = |is: fn(&Summary) -> bool| nights.iter().filter(|night| is(night)).count();
    let part = match on(|night| night.stretched == Stretched::Part) {
        0 => String::new(),
        nights => format!(", in part on {nights}"),
    };
    let stretched = on(|night| night.stretched == Stretched::Yes);
    let logged = format!("{} of {}.", on(|night| night.reported), count(nights.len()));
    let tried = format!(
        "stretching on {}, {} a week{part}. {}",
        count(stretched),
        a_week(stretched, nights.len()),
        ranked("By nights: ", nights.iter().map(|it| routines(it)), ".")
    );
    let lines = [
        ("Logged", logged),
        ("Cramps", cramps(history, nights)),
        ("Pain and sleep", pain(nights)),
        ("Where and how long", places(nights) + &timed(nights)),
        ("Tried", tried),
    ];
    let lines = lines.iter().filter(|(_, text)| !text.is_empty());
    let lines = lines.map(|(label, it)| format!("<b>{label}:</b> {}", escaped(it.trim_end())));
    lines.collect::<Vec<_>>().join("<br>\n")
}

fn cramps(history: &HistorySummary, nights: &[&Summary]) -> String {
    let reported: Vec<_> = nights.iter().filter(|night| night.reported).collect();
    let Some(most) = reported.iter().filter_map(|night| night.cramps).max() else {
        return String::new();
    };
    let with_cramps = |nights: &[&&Summary]| nights.iter().filter(|it| it.has_cramps()).count();
    let rate = |nights: &[&&Summary]| a_week(with_cramps(nights), nights.len());
    let (earlier, later) = reported.split_at(reported.len() / 2);
    let [one, other] = [earlier, later].map(rate);
    let halves = match earlier.len() {
        0..7 => String::new(),
        _ => format!(" ({one} in the earlier half, {other} in the later)"),
    };
    format!(
        "on {} of {}, {} a week{halves}. From Monday to Sunday, week by week: {}. Most in a night: {most}.",
        with_cramps(&reported),
        plural(reported.len(), "night"),
        rate(&reported),
        words::by_week(history)
    )
}

fn pain(nights: &[&Summary]) -> String {
    let on = |is: fn(&Summary) -> bool| nights.iter().filter(|night| is(night)).count();
    let cramped = nights.iter().filter(|night| night.has_cramps());
    let usual = Pain::of(cramped.filter_map(|night| night.pain));
    let usual = usual.map(|it| format!("usual pain in nights with cramps {} of 10", it.median));
    let worst = nights.iter().filter_map(|night| night.pain).max();
    let worst = worst.map(|worst| format!("worst {worst}"));
    let woken = nights.iter().filter_map(|night| night.woken).max();
    let woken = woken.map(|most| {
        let woken = plural(on(|night| night.woken > Some(0)), "night");
        format!("woken on {woken}, up to {} in one", plural(most, "time"))
    });
    let urge = Some(on(|night| night.urge > Some(0))).filter(|nights| *nights > 0);
    let urge = urge.map(|it| format!("an urge to move the legs on {}", plural(it, "night")));
    let told: Vec<String> = [usual, worst, woken, urge].into_iter().flatten().collect();
    told.join("; ")
}

/// So many of these nights are how many in a week.
fn a_week(some: usize, of: usize) -> String {
    let [some, of] = [some, of].map(|count| f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    format!("{:.1}", 7.0 * some / of)
}

/// Names, and on how many nights each comes, the most frequent first, between
/// these words; nothing where there is no name.
fn ranked<'n>(before: &str, nights: impl Iterator<Item = Vec<&'n str>>, after: &str) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for mut names in nights {
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return String::new();
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let counts = counts.iter().map(|(name, count)| format!("{name} {count}"));
    format!("{before}{}{after}", counts.collect::<Vec<_>>().join(", "))
}

/// Where it hurt, as somebody said or else as was recorded.
fn places(nights: &[&Summary]) -> String {
    let places = nights.iter().map(|night| {
        let said = night.places.iter().map(String::as_str);
        let recorded = night.recorded.iter().map(|it| &*it.cramp.muscle);
        let recorded = recorded.filter(|_| night.places.is_empty());
        said.chain(recorded).collect()
    });
    ranked("", places, " (by nights). ")
}

fn timed(nights: &[&Summary]) -> String {
    let recorded: Vec<_> = nights.iter().flat_map(|night| &night.recorded).collect();
    let mut held: Vec<Duration> = recorded.iter().filter_map(|it| it.cramp.held).collect();
    held.sort_unstable();
    let Some(longest) = held.last() else {
        return String::new();
    };
    let whole = |held: Duration| length(Duration::from_secs(held.as_secs()));
    let mut times: Vec<String> = recorded.iter().map(|it| it.at.clock()).collect();
    // Noon comes first.
    times.sort_by_key(|time| (time.as_str() < "12", time.clone()));
    let quarter = |number: usize| &times[times.len() * number / 4];
    let when = match times.len() {
        0..4 => String::new(),
        _ => format!("; half of these between {} and {}", quarter(1), quarter(3)),
    };
    format!(
        "Timed {}: usually {}, longest {}{when}.",
        plural(held.len(), "cramp"),
        whole(held[held.len() / 2]),
        whole(*longest)
    )
}

fn routines(night: &Summary) -> Vec<&str> {
    let played = night.sessions.iter().map(|played| &*played.routine);
    let by_hand = night.by_hand.iter();
    let by_hand = by_hand.filter_map(|it| it.routine.as_deref());
    played.chain(by_hand).collect()
}

fn exercises(nights: &[&Summary]) -> String {
    let sessions = nights.iter().flat_map(|night| &night.sessions);
    let parts = sessions.flat_map(|played| played.steps.iter().map(move |part| (played, part)));
    let counts = parts.map(|(played, part)| {
        let mut hurt = played.hurt.iter();
        let hurt = hurt.any(|hold| hold.is_of(&part.step, part.side));
        let begun = part.whole.saturating_add(part.cut);
        let left = part.holds.saturating_sub(begun);
        let counts = [part.holds, part.whole, part.cut, left, 1, hurt.into()];
        ((&part.step, part.side), counts.map(u64::from))
    });
    let rows = grouped(counts).into_iter().map(|((step, side), counts)| {
        let sum = |column: usize| counts.iter().map(|row| row[column]).sum::<u64>();
        let [planned, whole, cut, left, evenings, hurt] = std::array::from_fn(sum);
        let numbers = [planned, whole, cut, left].map(|it| number(Some(it)));
        let side = side.map_or(String::new(), |side| format!(" {side}"));
        let hurt = match hurt {
            0 => String::new(),
            hurt => format!("on {hurt} of {}", plural(evenings, "evening")),
        };
        format!(
            "<tr><td>{}{side}</td>{}<td>{hurt}</td></tr>\n",
            escaped(step),
            numbers.concat()
        )
    });
    rows.collect()
}

fn number(number: Option<impl Display>) -> String {
    let number = number.map_or(String::new(), |number| number.to_string());
    format!("<td class=\"n\">{number}</td>")
}

fn notes(nights: &[&Summary]) -> String {
    let notes = nights.iter().filter_map(|night| {
        let note = night.note.as_deref()?;
        Some(format!("{}: {}", night.night, escaped(note)))
    });
    let notes: Vec<String> = notes.collect();
    match notes.join("<br>\n") {
        none if none.is_empty() => none,
        some => format!("<h2>Notes</h2><p>{some}</p>\n"),
    }
}

fn table(nights: &[&Summary]) -> String {
    let nights = nights.iter().rev().filter(|night| !night.is_empty());
    let rows = nights.map(|night| {
        let mut played = routines(night);
        played.dedup();
        let recorded = night.recorded.iter().map(RecordedCramp::in_words);
        format!(
            "<tr><td>{} {} {}</td><td>{}</td>{}{}{}<td>{}</td><td>{}</td></tr>\n",
            calendar::mark(night.stretched, true),
            night.night.day(),
            night.night,
            escaped(&played.join(", ")),
            number(night.cramps),
            number(night.pain),
            number(night.woken),
            escaped(&night.places.join(", ")),
            escaped(&recorded.collect::<Vec<_>>().join("; "))
        )
    });
    rows.collect()
}
