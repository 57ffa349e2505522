//! `legrest remind`: prints what reminds a person at a time of day. It installs
//! nothing and changes nothing.

mod quote;
mod timers;

use std::env;
use std::path::Path;

use clap::ValueEnum;

use super::tonight;
use crate::cli::{RemindArgs, ReminderKind};
use crate::console::{print, to_stderr};
use crate::diagnostic::Problem;
use crate::diagnostic::is_unprintable;
use crate::error::Error;
use crate::library;
use crate::night::Days;
use crate::reminder::TimeOfDay;

struct Reminder {
    at: TimeOfDay,
    days: Days,
    title: String,
    command: String,
    unit: String,
}

pub(super) fn run(args: &RemindArgs) -> Result<(), Error> {
    let at = args.time.join(" ").parse();
    let at: TimeOfDay = at.map_err(|wrong: Problem| {
        Error::usage(wrong.message).with_help(wrong.help.unwrap_or_default())
    })?;
    let wanted = &*args.routine;
    if wanted == "-" {
        let error = Error::usage("a reminder can't be of a routine from standard input");
        return Err(error.with_help("name one that \"legrest list\" shows, or a file"));
    }
    let loaded = library::load(wanted)?;
    let called = if library::is_path(wanted) {
        // The reminder is read in another folder.
        std::path::absolute(wanted)?.to_string_lossy().into_owned()
    } else {
        loaded.name.clone()
    };
    if called.contains(is_unprintable) {
        let error = Error::usage("a name with control characters can't stand in a reminder");
        return Err(error.with_help("give the routine's file another name"));
    }
    let evenings = tonight::evenings(&loaded.routine.steps);
    let days = args.days.unwrap_or_else(|| match at.hour {
        ..NOON => evenings.mornings(),
        _ => evenings,
    });
    let by = args.by.unwrap_or_else(usual);
    let quoted = match by {
        ReminderKind::Windows => quote::windows,
        _ => quote::shell,
    };
    let reminder = Reminder {
        at,
        days,
        title: loaded.routine.title.clone(),
        command: format!("{} routine {}", quoted(&program()), quoted(&called)),
        unit: unit(&loaded.name, &called, at, days),
    };
    let text = timers::installer(&reminder, by, &others(by));
    let Reminder { days, command, .. } = &reminder;
    // Every reader of these files takes such lines for a comment.
    print(&format!(
        "# At {at} {days}, a notification says that it is time for\n#   {command}\n{text}"
    ))?;
    let (last, whose) = match args.days {
        Some(_) => (MORNING, "these days are the calendar's"),
        None => (NOON, "something of the routine is due then"),
    };
    if at.hour < last && !days.are_all() {
        to_stderr(&format!(
            "note: {at} on {} is still the night of {}: {whose}",
            days.names(),
            days.evenings().names()
        ))?;
    }
    if at.is_ambiguous {
        to_stderr(&format!(
            "note: {at} is in the morning; for the evening write {at}pm"
        ))?;
    }
    Ok(())
}

/// The kinds that this system knows, the best first.
fn of_this_system() -> &'static [ReminderKind] {
    if cfg!(windows) {
        &[ReminderKind::Windows]
    } else if cfg!(target_os = "macos") {
        &[ReminderKind::Launchd, ReminderKind::Cron]
    } else {
        &[ReminderKind::Systemd, ReminderKind::Cron]
    }
}

fn usual() -> ReminderKind {
    match of_this_system() {
        // It is there while systemd runs the machine, and only then.
        [ReminderKind::Systemd, ..] if !Path::new("/run/systemd/system").is_dir() => {
            ReminderKind::Cron
        }
        known => known[0],
    }
}

/// How this program is started: by its name where that finds it.
fn program() -> String {
    let name = Path::new("legrest").with_extension(env::consts::EXE_EXTENSION);
    let here = env::current_exe().ok();
    here.filter(|_| crate::child::find(&name).is_none())
        .and_then(|path| path.into_os_string().into_string().ok())
        .filter(|path| !path.contains(is_unprintable))
        .unwrap_or_else(|| "legrest".to_owned())
}

/// Somebody who names a day and a time before this hour may mean its evening.
const MORNING: u8 = 5;

/// Times before this hour belong to the night before.
const NOON: u8 = 12;

const LONGEST_SLUG: usize = 60;

/// A name that another routine, time or choice of days doesn't have, and the same
/// one always has: `desk-1500-mon-fri`. `called` is what the command calls the
/// routine.
fn unit(name: &str, called: &str, at: TimeOfDay, days: Days) -> String {
    let slug = slug(name);
    // What the slug has lost may be all that tells two routines apart.
    let lost = (slug != called).then(|| format!("{:08x}", fingerprint(called)));
    let time = format!("{:02}{:02}", at.hour, at.minute);
    let days = (!days.are_all()).then(|| days.names().replace(',', "-").to_lowercase());
    let parts = [Some(slug), lost, Some(time), days];
    parts.into_iter().flatten().collect::<Vec<_>>().join("-")
}

/// Small letters, digits and single dashes: what may stand in any file's name,
/// also where capitals make no difference, and needs no quotes.
fn slug(name: &str) -> String {
    let name: String = name.chars().take(LONGEST_SLUG).collect();
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match &*words {
        [] => "routine".to_owned(),
        words => words.join("-").to_ascii_lowercase(),
    }
}

/// The FNV-1a hash of a text, which stays the same in every version.
fn fingerprint(text: &str) -> u32 {
    let add = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, add)
}

fn others(but: ReminderKind) -> String {
    let others = of_this_system().iter().copied().filter(|by| *by != but);
    let named = |by: ReminderKind| Some(format!("--for {}", by.to_possible_value()?.get_name()));
    let others: Vec<String> = others.filter_map(named).collect();
    if others.is_empty() {
        return String::new();
    }
    format!("# Other ways: {}.\n", others.join(", "))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Days, TimeOfDay, fingerprint, slug, unit};

    #[test]
    fn any_name_becomes_the_name_of_a_file() {
        for (name, file) in [
            ("bedtime", "bedtime"),
            ("cramp-calf", "cramp-calf"),
            ("My knee's 50% <b>", "my-knee-s-50-b"),
            ("../../etc", "etc"),
            ("伸展", "routine"),
            ("", "routine"),
        ] {
            assert_eq!(slug(name), file);
        }
        assert_eq!(slug(&"x".repeat(1000)).len(), 60);
    }

    #[test]
    fn no_two_reminders_share_a_name() {
        let long = "x".repeat(70);
        let names = [
            "desk",
            "Desk",
            "a b",
            "a,b",
            "a|b",
            "a-b",
            "a--b",
            "-a-b",
            "a b ",
            "伸展",
            "休息",
            "routine",
            "desk-1500",
            "desk-1500-mon",
            "desk-mon",
            "",
            &long,
            &(long.clone() + "y"),
        ];
        let mut seen = HashSet::new();
        for name in names {
            for time in ["10:30", "15:00", "0:05"] {
                for days in ["mon-sun", "mon", "mon-fri", "sat,sun"] {
                    let at: TimeOfDay = time.parse().expect(time);
                    let days: Days = days.parse().expect(days);
                    let unit = unit(name, name, at, days);
                    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                    assert!(unit.chars().all(plain), "{unit}");
                    assert!(unit.len() < 120 && !unit.starts_with('-'), "{unit}");
                    assert!(seen.insert(unit.clone()), "{unit}");
                }
            }
        }
        let at: TimeOfDay = "10:30".parse().expect("a time");
        assert_eq!(unit("desk", "desk", at, Days::ALL), "desk-1030");
        let by_path = |path| unit("desk", path, at, Days::ALL);
        assert_ne!(by_path("/a/desk.toml"), by_path("/b/desk.toml"));
        // The names of units that people have installed must stay.
        assert_eq!(fingerprint("a b"), 0x10a3_f9f2);
    }
}
