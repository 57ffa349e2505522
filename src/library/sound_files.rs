//! The sound files that a routine names: present, readable, and valid sounds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::as_spelled;
use crate::clip::{Clip, ClipError};
use crate::document::Unreadable;
use crate::file;

/// The largest sound file, in bytes.
const LARGEST: u64 = 10 << 20;

/// The sound files beside a routine, each decoded once even if it is named
/// often.
pub(super) struct SoundFiles<'f> {
    folder: &'f Path,
    clips: RefCell<BTreeMap<String, Clip>>,
}

impl<'f> SoundFiles<'f> {
    pub(super) fn beside(folder: &'f Path) -> Self {
        let clips = RefCell::default();
        Self { folder, clips }
    }

    /// Reads and decodes a file, or says what is wrong with it.
    pub(super) fn look(&self, name: &str) -> Result<(), Unreadable> {
        if self.clips.borrow().contains_key(name) {
            return Ok(());
        }
        let bytes = read(&as_spelled(&self.folder.join(name)), name)?;
        let clip = Clip::decode(bytes).map_err(|trouble| {
            let message = format!("\"{name}\" {trouble}");
            no_sound(
                message,
                match trouble {
                    ClipError::Unknown => "a sound is a WAV, FLAC, Ogg Vorbis or MP3 file",
                    ClipError::Damaged => "does it play elsewhere? make or copy it once more",
                    ClipError::Empty => "for silence, write \"none\"",
                    ClipError::TooLong => "a cue is short",
                    ClipError::OutOfRange => "from 1 to 384 kHz, and at most 8 channels",
                },
            )
        })?;
        self.clips.borrow_mut().insert(name.to_owned(), clip);
        Ok(())
    }

    /// The decoded sounds, by the paths that the routine gives.
    pub(super) fn into_clips(self) -> BTreeMap<String, Clip> {
        self.clips.into_inner()
    }
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, Unreadable> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            let message = format!("the sound file \"{name}\" can't be found: {error}");
            let help = "its path starts from the folder of the routine";
            return Err(missing(message, help));
        }
    };
    if let Some(kind) = file::other_than_file(&metadata) {
        let message = format!("\"{name}\" is {kind}, not a file");
        return Err(no_sound(message, "name a sound file"));
    }
    file::read(path, LARGEST).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => no_sound(
            format!("\"{name}\" is larger than 10 MiB"),
            "a cue is short",
        ),
        _ => missing(
            format!("the sound file \"{name}\" can't be read: {error}"),
            "make it readable for yourself",
        ),
    })
}

fn missing(message: String, help: &str) -> Unreadable {
    Unreadable {
        code: "missing-sound",
        message,
        help: help.to_owned(),
    }
}

fn no_sound(message: String, help: &str) -> Unreadable {
    Unreadable {
        code: "not-a-sound",
        message,
        help: help.to_owned(),
    }
}
