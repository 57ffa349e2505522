//! What must hold of any text that is taken for a routine, and of all that can
//! be made of it.

use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;

use legrest::diagnostic::is_unprintable;
use legrest::library::understand;
use legrest::routine::amount::Level;
use legrest::routine::tempo::Cycle;
use legrest::routine::{Routine, SCHEMA, Side, Sound, limits, parse};
use legrest::timeline::{Choice, CompileError, compile};

use super::author::{Author, choice};
use super::dice::Dice;
use super::json_schema::JsonSchema;
use super::{NOWHERE, findings, fit, layout};

/// Up to this many segments a routine is laid out at every level, beyond it at
/// a few.
const MANY: usize = 60;

/// Reads the text of a routine.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(routine) = read(&text) {
        laid_out(&routine);
    }
}

/// Reads a routine that somebody may have written, and makes choices.
pub fn plausible(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let text = Author::human(&mut dice).write();
    let Some(routine) = read(&text) else { return };
    let choice = choice(&mut dice, &routine);
    layout::check(&routine, &choice);
    let share = dice.number(0..=110);
    fit::check(&routine, &choice, share);
    laid_out(&routine);
}

/// The routine, where there is one that can be played.
fn read(text: &str) -> Option<Arc<Routine>> {
    let (parsed, problems) = parse(text);
    findings::check(text, parsed.is_some(), &problems);
    let (understood, problems) = understand(text, Path::new(NOWHERE));
    findings::check(text, understood.is_some(), &problems);
    let routine = parsed?;
    can_be_shown(&routine);
    assert!(is_valid_by_schema(text), "not by the schema: {text}");
    match compile(&routine, &Choice::all(Level::FULL)) {
        Ok(_) => {
            // Only its sound files can be missing.
            assert!(understood.as_ref().is_none_or(|it| *it == routine));
            let plays_files = sounds(&routine).any(|sound| matches!(sound, Sound::File(_)));
            assert!(understood.is_some() || plays_files, "{problems:#?}");
            Some(routine)
        }
        Err(CompileError::TooLong { .. } | CompileError::TooManySegments { .. }) => {
            assert_eq!(understood, None);
            None
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn sounds(routine: &Routine) -> impl Iterator<Item = &Sound> {
    let steps = routine.steps.iter().map(|step| &step.sounds);
    steps.chain([&routine.sounds]).flat_map(|it| it.values())
}

/// No text of it steers a terminal.
fn can_be_shown(routine: &Routine) {
    let mut lines: Vec<&str> = vec![&routine.title];
    lines.extend(routine.source.iter().map(String::as_str));
    lines.extend(routine.circuits.iter().map(|circuit| circuit.name.as_str()));
    lines.extend(sounds(routine).filter_map(|sound| match sound {
        Sound::File(path) => Some(path.as_str()),
        Sound::BuiltIn(_) | Sound::None => None,
    }));
    let mut maybe = vec![&routine.summary, &routine.caution, &routine.needs];
    lines.extend(routine.allow.iter().map(String::as_str));
    for step in &routine.steps {
        lines.extend([step.id.as_str(), step.name.as_str()]);
        lines.extend(step.figure.as_ref().map(|figure| figure.name.as_str()));
        lines.extend(step.notes.iter().map(|note| note.text.as_str()));
        maybe.extend([&step.cue, &step.caution, &step.needs]);
        let parts = step.cycle().map(Cycle::parts).unwrap_or_default();
        lines.extend(parts.iter().map(|part| part.word.as_str()));
        let within = limits::TEMPO_PART_MIN..=limits::TEMPO_PART_MAX;
        assert!(parts.iter().all(|part| within.contains(&part.length)));
        let how = step.how.as_deref().unwrap_or_default();
        lines.extend(how.split('\n'));
        assert!(!step.id.is_empty() && !step.name.trim().is_empty());
        assert!(step.notes.is_sorted_by_key(|note| note.at));
    }
    lines.extend(maybe.into_iter().flatten().map(String::as_str));
    for line in lines {
        assert!(!line.contains(is_unprintable), "{line:?}");
    }
}

/// Lays it out at many levels, and with each kind of choice.
fn laid_out(routine: &Arc<Routine>) {
    let full = compile(routine, &Choice::all(Level::FULL)).expect("it was laid out before");
    let is_small = full.segments.len() <= MANY;
    let level = |hundredths| Level::all().nth(hundredths).expect("a level");
    let few = [0, 1, 49, 50, 99, 100].map(level);
    let is_looked_at = |level: &Level| is_small || few.contains(level);
    let mut before = (0, None);
    for level in Level::all().filter(is_looked_at) {
        let timeline = layout::check(routine, &Choice::all(level));
        let timeline = timeline.expect("what fits at the top fits at any level");
        let now = (timeline.segments.len(), timeline.total());
        assert!(before.0 <= now.0 && before.1 <= now.1, "{before:?} {now:?}");
        before = now;
    }
    if !is_small {
        return;
    }
    let all = Choice::all(Level::STANDARD);
    for step in &routine.steps {
        let id = || vec![step.id.clone()];
        for choice in [
            Choice {
                only: id(),
                ..all.clone()
            },
            Choice {
                skip: id(),
                ..all.clone()
            },
            Choice {
                from: Some(step.id.clone()),
                ..all.clone()
            },
            Choice {
                only: id(),
                skip: id(),
                ..all.clone()
            },
        ] {
            layout::check(routine, &choice);
        }
    }
    for side in [Side::Left, Side::Right] {
        let side = Some(side);
        layout::check(
            routine,
            &Choice {
                side,
                ..all.clone()
            },
        );
    }
    for share in [0, 50, 100] {
        fit::check(routine, &all, share);
    }
}

/// Whether an editor that knows the schema has nothing against the text.
fn is_valid_by_schema(text: &str) -> bool {
    thread_local! {
        static CHECKER: OnceCell<JsonSchema> = const { OnceCell::new() };
    }
    let table: toml::Table = text.parse().expect("a routine is TOML");
    let value = serde_json::to_value(table).expect("TOML as JSON");
    CHECKER.with(|cell| {
        let schema = || serde_json::from_str(SCHEMA).expect("JSON");
        let checker = cell.get_or_init(|| JsonSchema::new(schema()));
        checker.accepts(&value)
    })
}
