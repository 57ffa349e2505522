//! `legrest log`: how the night was.

use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, IsTerminal};

use jiff::Zoned;
use serde::Serialize;
use serde_json::value::RawValue;

use super::journal;
use crate::cli::journal::{cramps as count, distinct, note, pain, places as several};
use crate::cli::{Format, LogArgs};
use crate::console::{self, print, print_json, to_stderr};
use crate::diagnostic::printable;
use crate::diary::{Diary, Summary};
use crate::error::Error;
use crate::journal::Journal;
use crate::night::Night;
use crate::record::{NightReport, RecordKind, Undo};
use crate::text::plural;

pub(super) fn run(args: &LogArgs) -> Result<(), Error> {
    let now = super::now();
    let night = args.night.unwrap_or_else(|| Night::last(now.datetime()));
    if night > Night::of(now.datetime()) {
        let error = Error::usage(format!("the night of {night} is still to come"));
        return Err(error.with_help("leave --night out for the one that began yesterday"));
    }
    let journal = journal::open()?;
    let stretched = args.stretched.is_some() || args.not_stretched;
    let mut told = NightReport {
        cramps: args.cramps,
        pain: args.pain,
        woken: args.woken,
        places: args.places.clone().map(distinct),
        urge: args.urge,
        stretched: stretched.then_some(!args.not_stretched),
        routine: args.stretched.clone().filter(|name| !name.is_empty()),
        note: args.note.clone(),
    };
    // Whoever says something need not see what can't be read.
    let diary = journal::read(&journal, told.is_empty())?;
    if args.undo {
        return undo(&journal, &diary, &now, args.format);
    }
    let before = diary.night(night);
    let has_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    if told.is_empty() && args.format == Format::Human && has_terminal {
        told = match ask(&before, &name(night, &now)) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(to_stderr("\nNothing was recorded.")?);
            }
            answers => answers?,
        };
    }
    // Whoever only looks leaves no trace.
    if told.is_empty() {
        return tell(&journal, &now, &before, None, args.format);
    }
    let note = journal.append(&now, night, RecordKind::Report(told))?;
    note.map(journal::warn);
    tell(&journal, &now, &before, Some("Recorded. "), args.format)
}

/// Takes back the last report of this machine that stands.
fn undo(journal: &Journal, diary: &Diary, now: &Zoned, format: Format) -> Result<(), Error> {
    let mut last = None;
    // What can't be read was told before.
    journal.read(|found| {
        let record = found.record;
        let is_report = matches!(record.kind, RecordKind::Report(_));
        if found.own && is_report && !diary.undone.contains(&record.id) {
            last = Some((record.id.clone(), record.night));
        }
    });
    let (id, night) = last.ok_or_else(|| {
        Error::failed("there is nothing to take back: this machine has no report of a night")
            .with_help("\"legrest log --night DATE\" shows what is recorded of a night")
    })?;
    let before = diary.night(night);
    let undo = RecordKind::Undo(Undo { undoes: id });
    journal.append(now, night, undo)?.map(journal::warn);
    tell(journal, now, &before, Some("Taken back. "), format)
}

/// Tells what is recorded of the night now. `did` is what was done before, if
/// anything.
fn tell(
    journal: &Journal,
    now: &Zoned,
    before: &Summary,
    did: Option<&str>,
    format: Format,
) -> Result<(), Error> {
    let told = match format {
        Format::Human => say(journal, now, before, did),
        Format::Json => document(journal, before.night),
    };
    told.map_err(|error| match did {
        Some(_) => Error::from(error).after("the record is safe"),
        None => error.into(),
    })
}

fn say(journal: &Journal, now: &Zoned, before: &Summary, did: Option<&str>) -> io::Result<()> {
    let after = match did {
        // It may have more than was added here.
        Some(_) => journal::diary(journal).0.night(before.night),
        None => before.clone(),
    };
    let mut lines = Vec::new();
    for ((field, was), (_, is)) in fields(before).into_iter().zip(fields(&after)) {
        lines.extend(match (was, is) {
            (None, None) => None,
            (Some(was), Some(is)) if was != is => Some(format!("  {field}  {is} (was {was})")),
            (_, Some(is)) => Some(format!("  {field}  {is}")),
            (Some(was), None) => Some(format!("  {field}  taken back (was {was})")),
        });
    }
    for played in &after.sessions {
        let cut = (!played.completed).then_some(", not to its end");
        let (routine, end) = (printable(&played.routine), cut.unwrap_or_default());
        lines.push(format!("  played  {routine}{end}"));
    }
    let mut head = did.unwrap_or_default();
    if lines.is_empty() {
        head = did.unwrap_or("Nothing is recorded. ");
        let advice = "  \"legrest log --cramps 0 --pain 0\" says that it was a quiet one";
        lines.push(advice.to_owned());
    }
    let lines = lines.join("\n");
    print(&format!("{head}{}:\n{lines}\n", name(before.night, now)))
}

/// `Last night, Saturday, 21 November 2026`.
fn name(night: Night, now: &Zoned) -> String {
    format!("{}, {}", night.called(now.datetime()), night.long())
}

/// What is recorded of the night, for programs: what it comes to, and the
/// records as they are.
fn document(journal: &Journal, night: Night) -> io::Result<()> {
    let mut diary = Diary::default();
    let mut shown = HashSet::new();
    let (lines, _) = journal::in_order(journal, |found| {
        diary.add(found);
        let is_shown = found.record.night == night && shown.insert(found.record.id.clone());
        is_shown.then(|| String::from_utf8_lossy(found.text).into_owned())
    });
    let records = lines.into_iter().map(RawValue::from_string);
    print_json(&NightJson {
        summary: diary.night(night),
        records: records.collect::<Result<_, _>>()?,
    })
}

#[derive(Serialize)]
struct NightJson {
    #[serde(flatten)]
    summary: Summary,
    records: Vec<Box<RawValue>>,
}

fn fields(night: &Summary) -> [(&'static str, Option<String>); 7] {
    let safe = |text: &str| printable(text).into_owned();
    let scale = |value: Option<u8>| value.map(|value| format!("{value} of 10"));
    let places = Some(night.places.join(", ")).filter(|places| !places.is_empty());
    let by_hand = night.by_hand.as_ref();
    let stretched = by_hand.map(|by_hand| match (by_hand.stretched, &by_hand.routine) {
        (false, _) => "no".to_owned(),
        (true, None) => "yes".to_owned(),
        (true, Some(routine)) => safe(routine),
    });
    [
        ("stretched", stretched),
        ("cramps", night.cramps.map(|cramps| cramps.to_string())),
        ("pain", scale(night.pain)),
        ("woken", night.woken.map(|count| plural(count, "time"))),
        ("where", places.as_deref().map(safe)),
        ("urge to move", scale(night.urge)),
        ("note", night.note.as_deref().map(safe)),
    ]
}

/// Asks how the night was. Enter keeps what stands in brackets. An unexpected
/// end when the person leaves before the last answer: then nothing was said.
fn ask(night: &Summary, name: &str) -> io::Result<NightReport> {
    const KEYS: &str = "Enter takes what is in [brackets], Ctrl-C leaves.";
    to_stderr(&format!("{name}:\n{KEYS}"))?;
    // What the program recorded in the night is an answer already.
    let known = night.cramps.unwrap_or(0);
    let cramps = answer("Cramps", Some(known), count)?.unwrap_or(known);
    // Without a cramp there was most likely nothing; with one, nobody knows.
    let known = night.pain.or((cramps == 0).then_some(0));
    let worst = answer("Worst leg pain last night, 0 to 10", known, pain)?.or(known);
    let known = night.woken.or((cramps == 0).then_some(0));
    let woken = answer("How often your legs woke you", known, count)?.or(known);
    let mut places = None;
    if cramps > 0 {
        let mut known = night.places.clone();
        if known.is_empty() {
            known.extend(night.recorded.iter().map(|it| it.cramp.muscle.clone()));
            known.dedup();
        }
        let known = Some(known).filter(|known| !known.is_empty());
        let shown = known.as_ref().map(|known| known.join(", "));
        places = answer("Where, like left-calf, foot", shown, several)?.or(known);
    }
    // Without a new one it stays as it is.
    let known = night.note.as_deref().unwrap_or("none");
    let note = answer("Note", Some(known), note)?;
    Ok(NightReport {
        cramps: Some(cramps),
        pain: worst,
        woken,
        places,
        note,
        ..NightReport::default()
    })
}

/// Asks until the answer makes sense; `None` where Enter alone keeps what is known.
fn answer<T>(
    question: &str,
    known: Option<impl Display>,
    read: fn(&str) -> Result<T, String>,
) -> io::Result<Option<T>> {
    let known = known.map_or("not said".to_owned(), |known| known.to_string());
    let question = format!("{question} [{}]: ", printable(&known));
    loop {
        let line = console::ask(&question)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if line.is_empty() {
            return Ok(None);
        }
        match read(&line) {
            Ok(answer) => return Ok(Some(answer)),
            Err(advice) => to_stderr(&format!("  {advice}"))?,
        }
    }
}
