//! The formats of sound files, and checks of what a decoder would rely on.

mod ogg;

use std::io::Cursor;
use std::iter;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::formats::{FormatOptions, FormatReader, Packet};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::default::formats::{FlacReader, MpaReader, WavReader};

use super::ClipError;

/// The rates that are played, in samples a second.
const MIN_RATE: u32 = 1_000;
pub(super) const MAX_RATE: u32 = 384_000;
const MAX_CHANNELS: usize = 8;

pub(super) struct EncodedStream {
    pub(super) params: CodecParameters,
    pub(super) packets: Box<dyn Iterator<Item = Packet>>,
}

/// Opens a file by the format that its beginning shows.
pub(super) fn open(mut file: Vec<u8>) -> Result<EncodedStream, ClipError> {
    let tags = tags(&file);
    file.drain(..tags);
    if file.starts_with(b"OggS") {
        ogg::open(&file)
    } else if file.starts_with(b"fLaC") {
        pad_flac(&mut file);
        reader::<FlacReader>(file)
    } else if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WAVE") {
        check_wave(&mut file)?;
        reader::<WavReader>(file)
    } else {
        // MP3 has only frames, in which every rate and number of channels is in range.
        reader::<MpaReader>(file)
    }
}

fn reader<R: FormatReader + 'static>(file: Vec<u8>) -> Result<EncodedStream, ClipError> {
    let file = Box::new(Cursor::new(file));
    let source = MediaSourceStream::new(file, MediaSourceStreamOptions::default());
    let options = FormatOptions {
        enable_gapless: true,
        ..FormatOptions::default()
    };
    let mut reader = R::try_new(source, &options).map_err(|_| ClipError::Unknown)?;
    let track = reader.default_track().ok_or(ClipError::Unknown)?;
    Ok(EncodedStream {
        params: track.codec_params.clone(),
        packets: Box::new(iter::from_fn(move || reader.next_packet().ok())),
    })
}

/// How many bytes of tags (ID3) stand before the sound. Nothing here reads tags,
/// and a reader would allocate whatever length they claim.
fn tags(file: &[u8]) -> usize {
    let mut at = 0;
    while let Some([b'I', b'D', b'3', _, _, flags, length @ ..]) = file.get(at..at + 10) {
        let bits = length.iter().map(|byte| usize::from(byte & 0x7f));
        let length = bits.fold(0, |sum, bits| sum << 7 | bits);
        let foot = if flags & 0x10 == 0 { 0 } else { 10 };
        at += 10 + length + foot;
    }
    at.min(file.len())
}

/// Checks the ranges of a WAV file, and renames its metadata so that the reader
/// skips it: the reader would allocate whatever length it claims.
fn check_wave(file: &mut [u8]) -> Result<(), ClipError> {
    let mut at = 12_usize;
    while let Some(&[a, b, c, d, e, f, g, h]) = file.get(at..at + 8) {
        let length = u32::from_le_bytes([e, f, g, h]) as usize;
        match &[a, b, c, d] {
            b"data" => break,
            b"fmt " => {
                if let Some(&[a, b, c, d, e, f]) = file.get(at + 10..at + 16) {
                    let channels = u16::from_le_bytes([a, b]);
                    check_ranges(u32::from_le_bytes([c, d, e, f]), channels.into())?;
                }
            }
            b"LIST" => file[at..at + 4].copy_from_slice(b"JUNK"),
            _ => {}
        }
        at = at.saturating_add(8 + length + length % 2);
    }
    Ok(())
}

/// The same for the metadata of a FLAC file, which becomes padding.
fn pad_flac(file: &mut [u8]) {
    const PADDING: u8 = 1;
    let mut at = 4;
    while let Some(&[kind, a, b, c]) = file.get(at..at + 4) {
        let (last, kind) = (kind & 0x80, kind & 0x7f);
        if kind != 0 {
            file[at] = last | PADDING;
        }
        if last != 0 {
            break;
        }
        at += 4 + (usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c));
    }
}

/// Fails where no sound that is played has this rate or number of channels.
pub(super) fn check_ranges(rate: u32, channels: usize) -> Result<(), ClipError> {
    match (rate, channels) {
        (MIN_RATE..=MAX_RATE, 1..=MAX_CHANNELS) => Ok(()),
        _ => Err(ClipError::OutOfRange),
    }
}
