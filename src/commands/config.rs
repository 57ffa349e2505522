//! `legrest config`: every setting, its value, and where that comes from.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::draft::{Draft, Subject};
use crate::cli::ConfigArgs;
use crate::diagnostic::{Findings, printable};
use crate::error::Error;
use crate::hooks::Moment;
use crate::paths;
use crate::settings::{Origin, Sources, examine, template};
use crate::text::{pad, width};

const CONFIG: Subject = Subject {
    what: "config file",
    command: "legrest config --edit",
    examine: findings,
};

pub(super) fn run(args: &ConfigArgs) -> Result<ExitCode, Error> {
    let path = paths::config_file().ok_or_else(|| {
        Error::failed("there is no folder for the config file: the system names no home")
            .with_help("set HOME, or LEGREST_CONFIG_DIR to a folder")
    })?;
    if args.edit {
        return Draft::begin(CONFIG, path, "config", || Ok(template()))?.edit();
    }
    let sources = Sources::load()?;
    let mut out = io::stdout().lock();
    for line in table(&sources) {
        writeln!(out, "{}", printable(&line))?;
    }
    writeln!(out, "\n{}", printable(&whereabouts(&path)))?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn findings(draft: &Path) -> Result<Findings, Error> {
    let examined = examine(draft)?;
    examined.map(|(_, findings)| findings).ok_or_else(|| {
        let draft = draft.display();
        Error::failed(format!("the draft is gone: {draft}"))
    })
}

/// A line for each setting and each hook: name, value, where it comes from.
fn table(sources: &Sources) -> Vec<String> {
    let settings = sources.all().map(|(key, value, origin)| {
        let value = if value.is_empty() {
            "-".to_owned()
        } else {
            value
        };
        (key.to_owned(), value, origin)
    });
    let hooks = Moment::ALL.into_iter().map(|moment| {
        let name = format!("hooks.{}", moment.name());
        match sources.hooks().get(moment) {
            Some(hook) => (
                name,
                format!("{:?}", hook.command),
                Origin::Config(hook.line),
            ),
            None => (name, "-".to_owned(), Origin::BuiltIn),
        }
    });
    let rows: Vec<_> = settings.chain(hooks).collect();
    let widest = |column: fn(&(String, String, Origin)) -> &String| {
        let widths = rows.iter().map(|row| width(column(row)));
        widths.max().unwrap_or(0).min(40)
    };
    let (names, values) = (widest(|row| &row.0), widest(|row| &row.1));
    let line = |(name, value, origin): &(String, String, Origin)| {
        format!("{}  {}  {origin}", pad(name, names), pad(value, values))
    };
    rows.iter().map(line).collect()
}

fn whereabouts(path: &Path) -> String {
    let shown = path.display();
    if path.exists() {
        format!("The config file is {shown}")
    } else {
        format!("The config file would be {shown}; \"legrest config --edit\" begins it")
    }
}
