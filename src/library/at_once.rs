//! A routine for somebody who can't wait: whatever is wrong with the person's
//! own routine, there is one to play.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::sound_files::SoundFiles;
use super::{Loaded, Source, find, read, text, understand_with};
use crate::clip::Clip;
use crate::error::Error;
use crate::file;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unused {
    /// All of it: the built-in one is used instead.
    Routine,
    /// Its sounds, or one of them: the default ones are used instead.
    Sounds,
}

/// The person's own routine of a name as far as it can be used, else the
/// built-in one. A file of more than `most` bytes takes long to read and is not
/// used. Sounds that take longer than `patience` to decode are left out.
pub(crate) fn at_once(
    name: &'static str,
    most: u64,
    patience: Duration,
) -> Result<(Loaded, Option<Unused>), Error> {
    let built_in = || read(Source::BuiltIn(name));
    let Ok(Source::Own(path)) = find(name) else {
        return Ok((built_in()?, None));
    };
    let is_short = !file::is_larger(&path, most);
    let source = Source::Own(path);
    let mut named = Vec::new();
    let mut name_it = |path: &str| {
        named.push(path.to_owned());
        Ok(())
    };
    let text = is_short.then(|| text(&source).ok()?.ok()).flatten();
    let routine = text.and_then(|text| understand_with(&text, name, &mut name_it).0);
    let Some(routine) = routine else {
        return Ok((built_in()?, Some(Unused::Routine)));
    };
    let decoded = decode(source.clone(), named, patience);
    let unused = decoded.is_none().then_some(Unused::Sounds);
    let loaded = Loaded {
        name: source.name(),
        source,
        routine,
        clips: decoded.unwrap_or_default(),
    };
    Ok((loaded, unused))
}

/// The sounds of a routine, unless one of them is bad or all take too long.
fn decode(
    source: Source,
    named: Vec<String>,
    patience: Duration,
) -> Option<BTreeMap<String, Clip>> {
    if named.is_empty() {
        return Some(BTreeMap::new());
    }
    let (send, inbox) = mpsc::channel();
    let work = move || {
        let mut sounds = SoundFiles::beside(source.folder());
        let all_good = named.iter().all(|path| sounds.check(path).is_ok());
        // The receiver is gone if the caller has stopped waiting.
        let _ = send.send(all_good.then_some(sounds.clips));
    };
    thread::Builder::new().spawn(work).ok()?;
    inbox.recv_timeout(patience).ok().flatten()
}
