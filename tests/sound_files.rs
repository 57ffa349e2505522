//! Sound files that lie about themselves, or are none: each is refused in little
//! time and memory, and no command panics.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use legrest::clip::Clip;

use crate::harness::{Home, LEGREST, may_take_long, run_within};

/// Ten mebibytes, the largest file that is read.
const LARGEST: usize = 10 << 20;

/// Far more than a release build takes, for this one has hardly any optimization.
const LIMIT: Duration = Duration::from_secs(20);

fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fuzz/corpus/sound"
    ));
    let files = fs::read_dir(folder).expect("a corpus");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("an input");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

fn input(name: &str) -> Vec<u8> {
    let all = corpus();
    let found = all.into_iter().find(|(path, _)| path.ends_with(name));
    found.expect("an input of this name").1
}

/// A WAV file of 16 bits and so many bytes of samples.
fn wave(rate: u32, channels: u16, bytes: usize) -> Vec<u8> {
    let bytes = u32::try_from(bytes).expect("a small file");
    let width = channels * 2;
    let head = [
        &b"RIFF"[..],
        &(bytes + 36).to_le_bytes(),
        b"WAVEfmt \x10\0\0\0\x01\0",
    ]
    .concat();
    let form = [&channels.to_le_bytes()[..], &rate.to_le_bytes()].concat();
    let rest = rate.wrapping_mul(width.into()).to_le_bytes();
    let form = [&form[..], &rest, &width.to_le_bytes(), &[16, 0], b"data"].concat();
    [
        head,
        form,
        bytes.to_le_bytes().to_vec(),
        vec![7; bytes as usize],
    ]
    .concat()
}

/// The head of an Ogg file, at the highest rate, and pages of packets of so many
/// bytes each.
fn packets(each: u8) -> Vec<u8> {
    let mut file = input("tone.ogg");
    // The identification header is alone on its page.
    file[28 + 12..28 + 16].copy_from_slice(&384_000_u32.to_le_bytes());
    let is_page = |at: &usize| file[*at..].starts_with(b"OggS");
    let audio = (0..file.len())
        .filter(is_page)
        .nth(2)
        .expect("a third page");
    let serial = file[14..18].to_vec();
    file.truncate(audio);
    let body = vec![0; 255 * usize::from(each)];
    let mut page = [b"OggS\0\0", &[0xff; 8][..], &serial, &[0; 8], &[255]].concat();
    page.extend(vec![each; 255]);
    page.extend(body);
    while file.len() + page.len() < LARGEST {
        file.extend(&page);
    }
    file
}

fn repeated(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().cycle().take(LARGEST).collect()
}

/// Bytes without any order, the same in every run.
fn noise(seed: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(seed | 1), |state| {
        let state = state ^ (state << 13);
        let state = state ^ (state >> 7);
        Some(state ^ (state << 17))
    })
}

fn routine(sound: &str) -> String {
    format!(
        "title = 'T'\n[sounds]\nstart = '{sound}'\n\
         [[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n"
    )
}

#[cfg(target_os = "linux")]
#[test]
fn every_large_file_takes_little_time_and_memory() {
    if !may_take_long() {
        return;
    }
    let frame = input("tone.mp3");
    let files: [(&str, Vec<u8>); 15] = [
        ("a rate of 4294967291", wave(u32::MAX - 4, 1, LARGEST - 44)),
        ("a rate of 192001", wave(192_001, 1, LARGEST - 44)),
        ("eight channels at 384 kHz", wave(384_000, 8, LARGEST - 44)),
        ("far too long", wave(1_000, 1, LARGEST - 44)),
        ("packets of one byte", packets(1)),
        ("packets of nothing", packets(0)),
        ("packets of 254 bytes", packets(254)),
        (
            "no order",
            noise(1)
                .map(|it| it.to_le_bytes()[3])
                .take(LARGEST)
                .collect(),
        ),
        ("zeros", vec![0; LARGEST]),
        ("pages of nothing", repeated(b"OggS\0\x02\0\0\0\0\0\0\0\0")),
        (
            "frames of nothing",
            [
                b"fLaC\x80\0\0\x22\x10\0\x10\0\0\0\0\0\0\0\x0a\xc4\x42\xf0",
                &repeated(&[0xff, 0xf8, 0x69, 0x18, 0, 1])[30..],
            ]
            .concat(),
        ),
        ("beginnings of frames", repeated(&[0xff, 0xfb, 0x90, 0x64])),
        ("tags", repeated(b"ID3\x04\0\0\0\0\0\x01x")),
        ("a tag of 256 MiB", repeated(b"ID3\x04\0\0\x7f\x7f\x7f\x7f")),
        ("the same frame", repeated(&frame[frame.len() / 2..])),
    ];
    for (name, file) in files {
        assert!(file.len() <= LARGEST, "{name}");
        let home = Home::new()
            .with_file("t.toml", routine("f.wav"))
            .with_file("f.wav", file);
        let mut command = home.program("sh");
        // On address space, which is more than what is used.
        let script = "ulimit -v 200000 && exec \"$0\" check t.toml";
        command.args(["-c", script, LEGREST]);
        let run = run_within(command, LIMIT);
        assert!(matches!(run.code, Some(0 | 2)), "{name}: {run:#?}");
        let refused = run.stdout.contains("error[not-a-sound]");
        assert_eq!(refused, run.code == Some(2), "{name}: {run:#?}");
        assert_eq!(run.stderr, "", "{name}");
    }
}

#[test]
fn no_command_panics_at_a_file_that_makes_a_decoder_panic() {
    for name in [
        "no-channels.mp3",
        "impossible-codebook.ogg",
        "rate-zero.wav",
    ] {
        let home = Home::new()
            .with_routine("t", &routine("f.wav"))
            .with_file("config/routines/f.wav", input(name));
        for arguments in [
            &["list"][..],
            &["show", "t"],
            &["check", "t"],
            &["routine", "t", "-q"],
            &["remind", "22:30", "--routine", "t"],
        ] {
            let run = run_within(home.command(arguments), LIMIT);
            let case = format!("{name}: {arguments:?}: {run:#?}");
            let wanted = if arguments == ["list"] { 0 } else { 2 };
            assert_eq!(run.code, Some(wanted), "{case}");
            assert!(!run.stderr.contains("panicked"), "{case}");
        }
    }
}

#[test]
fn whatever_a_file_becomes_it_is_decoded_or_refused() {
    for (path, file) in corpus() {
        let mut noise = noise(file.len() as u64).map(|it| usize::try_from(it >> 16).unwrap_or(0));
        let mut next = || noise.next().unwrap_or(0);
        for _ in 0..150 {
            let mut file = file.clone();
            for _ in 0..=next() % 8 {
                let at = next() % file.len();
                match next() % 4 {
                    0 => file[at] = 0xff,
                    1 => file[at] = 0,
                    2 => file[at] ^= 1 << (next() % 8),
                    _ => file.truncate(at.max(1)),
                }
            }
            let began = Instant::now();
            let length = Clip::decode(file).map(|clip| clip.length());
            assert!(began.elapsed() < LIMIT, "{}: {length:?}", path.display());
        }
    }
}
