//! The sound files that a routine names: present, readable, and valid sounds.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use crate::clip::{Clip, ClipError};
use crate::document::InvalidValue;
use crate::file;

const LARGEST: u64 = 10 << 20;
const MISSING: &str = "missing-sound";
const NO_SOUND: &str = "not-a-sound";

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

    pub(super) fn check(&mut self, name: &str) -> Result<(), InvalidValue> {
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
            InvalidValue::new(NO_SOUND, format!("\"{name}\" {error}"), help)
        })?;
        self.clips.insert(name.to_owned(), clip);
        Ok(())
    }
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, InvalidValue> {
    let metadata = std::fs::metadata(path).map_err(|error| {
        let message = format!("the sound file \"{name}\" can't be found: {error}");
        let help = "its path starts from the folder of the routine";
        InvalidValue::new(MISSING, message, help)
    })?;
    if let Some(kind) = file::other_than_file(&metadata) {
        let message = format!("\"{name}\" is {kind}, not a file");
        return Err(InvalidValue::new(NO_SOUND, message, "name a sound file"));
    }
    file::read(path, LARGEST).map_err(|error| {
        if error.kind() == ErrorKind::FileTooLarge {
            let message = format!("\"{name}\" is larger than 10 MiB");
            return InvalidValue::new(NO_SOUND, message, "a cue is short");
        }
        let message = format!("the sound file \"{name}\" can't be read: {error}");
        InvalidValue::new(MISSING, message, "make it readable for yourself")
    })
}
