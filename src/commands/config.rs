//! `legrest config`: every setting, its value, and where that comes from.

use std::path::{Path, is_separator};
use std::process::ExitCode;

use super::draft::{Draft, Subject};
use crate::console::{print_lines, shown, to_stderr};
use crate::diagnostic::printable;
use crate::error::Error;
use crate::exit;
use crate::hooks::{Hook, MOMENTS};
use crate::paths;
use crate::settings::catalogue::ALL;
use crate::settings::{BUILT_IN, Sources, TEMPLATE, at_line, examine};

const CONFIG: Subject = Subject {
    what: "config file",
    command: "legrest config --edit",
    invalid: "Until it is mended, no routine is played; \"legrest cramp\" goes on without it.",
    examine: |draft| Ok(examine(draft)?.1),
};

pub(super) fn run(edit: bool) -> Result<ExitCode, Error> {
    let path = paths::needed(paths::config_file(), "the config file", paths::CONFIG_DIR)?;
    if edit {
        // One that somebody else could have written is looked at first.
        examine(&path)?;
        return Draft::begin(CONFIG, path, "config", || Ok(TEMPLATE.to_owned()))?.edit();
    }
    let sources = Sources::load()?;
    let mut lines = table(&sources);
    let file = path.display();
    let whereabouts = if path.exists() {
        format!("The config file is {file}")
    } else {
        format!("The config file would be {file}; \"legrest config --edit\" begins it")
    };
    lines.extend([String::new(), whereabouts]);
    print_lines(lines.iter().map(|line| printable(line).into_owned()))?;
    if let Some(journal) = paths::journal() {
        to_stderr(&format!("The journal is in {}", shown(&journal)))?;
    }
    let valid = sources.without_nonsense().ignored.is_empty();
    Ok(ExitCode::from(if valid { exit::DONE } else { exit::USAGE }))
}

fn table(sources: &Sources) -> Vec<String> {
    let settings = ALL.iter().map(|setting| {
        let (value, origin) = sources.text(setting);
        let origin = match setting.read.expected(&value) {
            Some(expected) => format!("{origin}: NOT VALID, it is {expected}"),
            None => origin,
        };
        let value = if value.is_empty() { "-".into() } else { value };
        [setting.key.to_owned(), value, origin]
    });
    let hooks = MOMENTS.into_iter().map(|moment| {
        let name = format!("hooks.{moment}");
        match sources.config.hooks.get(moment) {
            Some(hook) => [name, format!("{:?}", hook.command), origin_of(hook)],
            None => [name, "-".to_owned(), BUILT_IN.to_owned()],
        }
    });
    let rows: Vec<[String; 3]> = settings.chain(hooks).collect();
    super::outline::columns(&rows, 40)
}

/// Where a hook comes from, and whether it can be called at all: at night is
/// no time to find that out.
fn origin_of(hook: &Hook) -> String {
    let origin = at_line(hook.line);
    let program = hook.command.first().map_or("", String::as_str);
    let is_name = !program.contains(is_separator);
    if is_name && crate::child::find(Path::new(program)).is_none() {
        format!("{origin}: THERE IS NO PROGRAM {program}")
    } else {
        origin
    }
}
