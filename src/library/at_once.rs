//! A routine for somebody who can't wait: whatever is wrong with the person's
//! own routine, there is one to play.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::{Loaded, Source, find, read, text_at_once, understand_with};
use crate::error::Error;

/// How long own sounds may take to decode: the instruction comes within 50 ms.
const PATIENCE: Duration = Duration::from_millis(25);

/// Whether a config file or a routine is over 64 KiB: nobody writes as much, and to
/// refuse it can take a second.
pub(crate) fn is_too_long(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.len() > 64 << 10)
}

/// The person's own routine of a name as far as it can be used, else the
/// built-in one; and what is to be said of what is not used.
pub(crate) fn at_once(name: &'static str) -> Result<(Loaded, Option<String>), Error> {
    let built_in = || read(Source::BuiltIn(name));
    let Ok(Source::Own(path)) = find(name) else {
        return Ok((built_in()?, None));
    };
    let is_short = !is_too_long(&path);
    let source = Source::Own(path);
    let mut has_sounds = false;
    let mut leave_for_later = |_: &str| {
        has_sounds = true;
        Ok(())
    };
    let text = is_short.then(|| text_at_once(&source)).flatten();
    let routine = text.and_then(|text| understand_with(&text, name, &mut leave_for_later).0);
    let Some(routine) = routine else {
        let unused = not_used(&format!("your own {name}"), &format!("check {name}"));
        return Ok((built_in()?, Some(unused)));
    };
    if has_sounds && let Some(whole) = read_in_time(source.clone()) {
        return Ok((whole, None));
    }
    let unused = has_sounds.then(|| {
        format!("the sounds of your own {name} are not used; \"legrest check {name}\" tells why")
    });
    let loaded = Loaded {
        name: source.name(),
        source,
        routine,
        clips: BTreeMap::new(),
    };
    Ok((loaded, unused))
}

pub(crate) fn not_used(what: &str, tells: &str) -> String {
    format!("{what} is not used, not valid or over 64 KiB; \"legrest {tells}\" tells more")
}

/// The routine with its sounds, unless one of them is bad or all take too long.
fn read_in_time(source: Source) -> Option<Loaded> {
    let (send, inbox) = std::sync::mpsc::channel();
    // The receiver is gone if the caller has stopped waiting.
    let work = move || send.send(read(source).ok());
    std::thread::Builder::new().spawn(work).ok()?;
    inbox.recv_timeout(PATIENCE).ok().flatten()
}
