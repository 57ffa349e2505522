//! The sound files that a routine names: present, readable, and valid sounds.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use crate::clip::{Clip, ClipError};
use crate::diagnostic::{Problem, values};
use crate::file;

const LARGEST: u64 = 10 << 20;

/// The sound files beside a routine, each decoded once even if it is named
/// often.
pub(super) struct SoundFiles<'f> {
    folder: &'f Path,
    pub(super) clips: BTreeMap<String, Clip>,
}

impl<'f> SoundFiles<'f> {
    pub(super) fn beside(folder: &'f Path) -> Self {
        let clips = BTreeMap::new();
        Self { folder, clips }
    }

    pub(super) fn check(&mut self, name: &str) -> Result<(), Problem> {
        if self.clips.contains_key(name) {
            return Ok(());
        }
        let bytes = read(&super::as_spelled(&self.folder.join(name)), name)?;
        let clip = Clip::decode(bytes).map_err(|error| {
            let help = match error {
                ClipError::Unknown => "a sound is a WAV, FLAC, Ogg Vorbis or MP3 file",
                ClipError::Damaged => "does it play elsewhere? make or copy it once more",
                ClipError::Empty => "for silence, write \"none\"",
                ClipError::TooLong => "a cue is short",
                ClipError::OutOfRange => "from 1 to 384 kHz, and at most 8 channels",
            };
            Problem::of("not-a-sound", values![name, error, help])
        })?;
        self.clips.insert(name.to_owned(), clip);
        Ok(())
    }
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, Problem> {
    let metadata = std::fs::metadata(path)
        .map_err(|error| Problem::of("missing-sound", values![name, error]))?;
    if let Some(kind) = file::other_than_file(&metadata) {
        return Err(Problem::of("not-a-sound kind", values![name, kind]));
    }
    file::read(path, LARGEST).map_err(|error| {
        let what = match error.kind() {
            ErrorKind::FileTooLarge => "not-a-sound large",
            _ => "missing-sound unreadable",
        };
        Problem::of(what, values![name, error])
    })
}
