//! Ogg files with Vorbis in them: pages, the packets that lie across them, and
//! limits on the memory that their headers ask for.

use std::mem::take;

use symphonia::core::codecs::{CODEC_TYPE_VORBIS, CodecParameters};
use symphonia::core::errors::Result as Bits;
use symphonia::core::formats::Packet;
use symphonia::core::io::{BitReaderRtl, ReadBitsRtl};

use super::{ClipError, EncodedStream, check_ranges};
use crate::clip::decode::MAX_PACKETS;

/// The most entries in all codebooks of a file, and the most numbers that they stand
/// for: ten times what the usual encoder writes.
const MAX_ENTRIES: u32 = 1 << 18;
const MAX_NUMBERS: u32 = 1 << 20;

struct Page<'f> {
    /// The first packet began on an earlier page.
    continues: bool,
    /// How many frames there are up to its end.
    frames: Option<u64>,
    stream: &'f [u8],
    /// Of the pieces of packets: one of less than 255 is the last of its packet.
    lengths: &'f [u8],
    /// The pieces. They may end too early.
    body: &'f [u8],
    rest: &'f [u8],
}

impl<'f> Page<'f> {
    /// The first page.
    fn find(file: &'f [u8]) -> Option<Self> {
        const HEAD: usize = 27;
        let at = file.windows(4).position(|bytes| bytes == b"OggS")?;
        let head = file.get(at..at + HEAD)?;
        let body = at + HEAD + usize::from(head[26]);
        let lengths = file.get(at + HEAD..body)?;
        let length: usize = lengths.iter().map(|&length| usize::from(length)).sum();
        let end = (body + length).min(file.len());
        let frames = u64::from_le_bytes(*head[6..].first_chunk()?);
        Some(Self {
            continues: head[5] & 1 != 0,
            frames: Some(frames).filter(|&frames| frames != u64::MAX),
            stream: &head[14..18],
            lengths,
            body: &file[body..end],
            rest: &file[end..],
        })
    }
}

/// The packets of the stream that begins the file, and how many frames it says it has.
fn first_stream(mut file: &[u8]) -> Result<(Vec<Vec<u8>>, Option<u64>), ClipError> {
    let is_vorbis = |page: &Page| page.body.starts_with(b"\x01vorbis");
    let first = Page::find(file).filter(is_vorbis);
    let stream = first.ok_or(ClipError::Unknown)?.stream;
    let (mut packets, mut part, mut frames) = (Vec::new(), Vec::new(), None);
    while let Some(page) = Page::find(file) {
        file = page.rest;
        if page.stream != stream {
            continue;
        }
        frames = page.frames.or(frames);
        // The rest of a packet without a beginning is skipped.
        let mut skips_rest = page.continues && part.is_empty();
        if !page.continues {
            part.clear();
        }
        let mut body = page.body;
        for &length in page.lengths {
            let (piece, rest) = body.split_at(body.len().min(length.into()));
            part.extend_from_slice(piece);
            body = rest;
            if length < 255 {
                let packet = take(&mut part);
                if !take(&mut skips_rest) {
                    packets.push(packet);
                }
            }
        }
        if packets.len() > MAX_PACKETS {
            return Err(ClipError::Damaged);
        }
    }
    Ok((packets, frames))
}

pub(super) fn open(file: &[u8]) -> Result<EncodedStream, ClipError> {
    let (packets, frames) = first_stream(file)?;
    let mut packets = packets.into_iter();
    let mut head = || packets.next().ok_or(ClipError::Damaged);
    // The second header holds titles, which nothing here reads.
    let (ident, _, setup) = (head()?, head()?, head()?);
    let Some(&[channels, a, b, c, d]) = ident.get(11..16) else {
        return Err(ClipError::Damaged);
    };
    let rate = u32::from_le_bytes([a, b, c, d]);
    check_ranges(rate, channels.into())?;
    if !is_within_limits(&setup).unwrap_or(false) {
        return Err(ClipError::Damaged);
    }
    let mut params = CodecParameters::new();
    params
        .for_codec(CODEC_TYPE_VORBIS)
        .with_sample_rate(rate)
        .with_extra_data([ident, setup].concat().into());
    params.n_frames = frames.filter(|&frames| frames > 0);
    // The decoder knows by itself how long each packet sounds.
    let packets = packets.map(|packet| Packet::new_from_boxed_slice(0, 0, 0, packet.into()));
    Ok(EncodedStream {
        params,
        packets: Box::new(packets),
    })
}

/// Whether the codebooks in a setup header keep to the limits. Fifteen bytes are
/// enough to ask for a terabyte of memory.
fn is_within_limits(setup: &[u8]) -> Bits<bool> {
    let mut bits = BitReaderRtl::new(setup.get(7..).unwrap_or_default());
    let (mut all_entries, mut all_numbers) = (0_u32, 0_u32);
    for _ in 0..=bits.read_bits_leq32(8)? {
        let _sync = bits.read_bits_leq32(24)?;
        let width = bits.read_bits_leq32(16)?;
        let entries = bits.read_bits_leq32(24)?;
        skip_lengths(&mut bits, entries)?;
        let kind = bits.read_bits_leq32(4)?;
        let numbers = entries.saturating_mul(if kind == 0 { 0 } else { width });
        all_entries = all_entries.saturating_add(entries);
        all_numbers = all_numbers.saturating_add(numbers);
        if all_entries > MAX_ENTRIES || all_numbers > MAX_NUMBERS {
            return Ok(false);
        }
        if kind != 0 {
            // The smallest value and the step between two.
            bits.ignore_bits(64)?;
            let each = bits.read_bits_leq32(4)? + 1;
            bits.ignore_bits(1)?;
            let lattice = (kind == 1).then(|| root(entries, width));
            bits.ignore_bits(lattice.unwrap_or(numbers) * each)?;
        }
    }
    Ok(true)
}

/// Skips the lengths of a codebook's words.
fn skip_lengths(bits: &mut impl ReadBitsRtl, entries: u32) -> Bits<()> {
    if bits.read_bool()? {
        bits.ignore_bits(5)?;
        let mut left = entries;
        // One length more with each number, until all have one.
        while left > 0 {
            let same = bits.read_bits_leq32(u32::BITS - left.leading_zeros())?;
            left = left.saturating_sub(same);
        }
        return Ok(());
    }
    let sparse = bits.read_bool()?;
    for _ in 0..entries {
        if !sparse || bits.read_bool()? {
            bits.ignore_bits(5)?;
        }
    }
    Ok(())
}

/// The largest number whose power is at most `most`.
fn root(most: u32, power: u32) -> u32 {
    let fits = |root: &u32| root.checked_pow(power).is_some_and(|it| it <= most);
    let roots = (1..).take_while(|root| power > 0 && fits(root));
    roots.last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers one after the other, each so many bits wide, the lowest bit first.
    fn packed(numbers: &[(u64, u32)]) -> Vec<u8> {
        let bits = numbers
            .iter()
            .flat_map(|&(number, width)| (0..width).map(move |bit| number >> bit & 1 == 1));
        let bits: Vec<bool> = bits.collect();
        let byte = |bits: &[bool]| {
            bits.iter()
                .rev()
                .fold(0, |byte, &bit| byte << 1 | u8::from(bit))
        };
        bits.chunks(8).map(byte).collect()
    }

    /// A setup header with so many codebooks of two words of one bit, and then one
    /// of so many words, all of them of one length, for as many numbers each.
    fn setup(before: u64, words: u64, width: u64) -> Vec<u8> {
        let mut numbers = vec![(before, 8)];
        for _ in 0..before {
            numbers.extend([(0x0056_4342, 24), (1, 16), (2, 24), (0, 2), (0, 10), (0, 4)]);
        }
        let bits = u64::BITS - words.leading_zeros();
        // Ordered, of one length, and a table of numbers that is its own.
        numbers.extend([(0x0056_4342, 24), (width, 16), (words, 24), (1, 1), (0, 5)]);
        numbers.extend([(words, bits), (2, 4), (0, 64), (0, 4), (0, 1)]);
        numbers.extend([(0, 64); 64]);
        [b"\x05vorbis".to_vec(), packed(&numbers)].concat()
    }

    #[test]
    fn a_few_bytes_do_not_ask_for_more_memory_than_a_sound_needs() {
        for (before, words, width, modest) in [
            (0, 16, 4, true),
            (40, 16, 4, true),
            (0, (1 << 24) - 1, 0, false),
            (0, (1 << 24) - 1, 65_535, false),
            (3, 4_000, 1_000, false),
            (255, 1 << 18, 1, false),
        ] {
            let header = setup(before, words, width);
            let found = is_within_limits(&header).expect("a whole header");
            assert_eq!(found, modest, "{words} of {width}");
        }
        // One that ends in the middle is none.
        assert!(is_within_limits(&setup(3, 16, 4)[..40]).is_err());
    }

    #[test]
    fn the_root_is_the_largest_whose_power_fits() {
        for (most, power, wanted) in [(81, 4, 3), (80, 4, 2), (1, 9, 1), (7, 1, 7), (5, 0, 0)] {
            assert_eq!(root(most, power), wanted, "{most}, {power}");
        }
    }
}
