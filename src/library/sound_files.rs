//! Whether the sound files that a routine names are there and are sounds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::routine::amount::Unreadable;

/// The largest sound file, in bytes.
const LARGEST: u64 = 10 << 20;

/// Looks at a sound file beside a routine.
pub(super) fn look(folder: &Path, name: &str) -> Result<(), Unreadable> {
    let trouble = |code, message, help: &str| Unreadable {
        code,
        message,
        help: help.to_owned(),
    };
    let missing = |message, help| Err(trouble("missing-sound", message, help));
    let no_sound = |message, help| Err(trouble("not-a-sound", message, help));
    let path = folder.join(name);
    let metadata = match std::fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) => {
            let message = format!("the sound file \"{name}\" can't be found: {error}");
            return missing(message, "its path starts from the folder of the routine");
        }
    };
    // Asking before opening: opening a pipe would wait for somebody to write.
    if !metadata.is_file() {
        return no_sound(format!("\"{name}\" is no file"), "name a sound file");
    }
    if metadata.len() > LARGEST {
        return no_sound(
            format!("\"{name}\" is larger than 10 MiB"),
            "a cue is short",
        );
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(12).read_to_end(&mut head));
    if let Err(error) = read {
        let message = format!("the sound file \"{name}\" can't be read: {error}");
        return missing(message, "make it readable for yourself");
    }
    if is_sound(&head) {
        return Ok(());
    }
    let message = format!("\"{name}\" is no sound file that is known here");
    no_sound(message, "a sound is a WAV, FLAC, Ogg Vorbis or MP3 file")
}

/// Whether a file begins as sound files do.
fn is_sound(head: &[u8]) -> bool {
    let wav = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WAVE");
    let frame = matches!(head, [0xff, second, ..] if second & 0xe6 == 0xe2);
    wav || frame
        || [&b"fLaC"[..], b"OggS", b"ID3"]
            .iter()
            .any(|magic| head.starts_with(magic))
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn sound_files_are_known_by_their_first_bytes() {
        assert!(is_sound(b"RIFF\x24\x08\0\0WAVE"));
        assert!(is_sound(b"fLaC"));
        assert!(is_sound(b"OggS"));
        assert!(is_sound(b"ID3\x04"));
        assert!(is_sound(&[0xff, 0xfb, 0x90]));
        assert!(!is_sound(b"RIFF\x24\x08\0\0AVI "));
        assert!(!is_sound(b"title = \"T\""));
        assert!(!is_sound(b""));
        // UTF-16 text begins with the same byte as an MP3 frame.
        assert!(!is_sound(&[0xff, 0xfe, 0x41]));
    }
}
