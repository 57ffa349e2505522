//! The formats of sound files. What a file says of itself is judged here, before
//! a decoder takes its word for it.

mod ogg;

use std::io::Cursor;

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
    pub(super) packets: Box<dyn FnMut() -> Option<Packet>>,
    /// Whether the last packet may hold more than belongs to the sound. Where it
    /// is cut off by whoever gives the packets, it does not.
    pub(super) last_is_padded: bool,
}

/// Finds out by its beginning what kind of file it is.
pub(super) fn open(mut file: Vec<u8>) -> Result<EncodedStream, ClipError> {
    let tags = tags(&file);
    file.drain(..tags);
    match file.get(..12) {
        Some([b'O', b'g', b'g', b'S', ..]) => ogg::open(file),
        Some([b'f', b'L', b'a', b'C', ..]) => {
            check_flac(&mut file)?;
            reader::<FlacReader>(file)
        }
        Some([b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E']) => {
            check_wave(&mut file)?;
            reader::<WavReader>(file)
        }
        // These have no beginning to be known by, only frame after frame, in
        // which all rates and channels are in range.
        _ => reader::<MpaReader>(file),
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
        packets: Box::new(move || reader.next_packet().ok()),
        last_is_padded: false,
    })
}

/// How many bytes of tags (ID3) stand before the sound. Nobody here reads them,
/// and a reader would make room for whatever length they claim.
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

/// Judges the form of a WAV file, and has its lists of titles passed over, whose
/// lengths a reader would believe.
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

/// Judges the form of a FLAC file, and has everything passed over that stands
/// between it and the sound: titles, pictures, whose lengths a reader would
/// believe.
fn check_flac(file: &mut [u8]) -> Result<(), ClipError> {
    const PADDING: u8 = 1;
    if let Some(&[a, b, c]) = file.get(18..21) {
        let rate = u32::from(a) << 12 | u32::from(b) << 4 | u32::from(c) >> 4;
        check_ranges(rate, usize::from(c >> 1 & 7) + 1)?;
    }
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
    Ok(())
}

/// Whether a sound can have this many samples a second and channels.
pub(super) fn check_ranges(rate: u32, channels: usize) -> Result<(), ClipError> {
    let is_in_range =
        (MIN_RATE..=MAX_RATE).contains(&rate) && (1..=MAX_CHANNELS).contains(&channels);
    is_in_range.then_some(()).ok_or(ClipError::OutOfRange)
}
