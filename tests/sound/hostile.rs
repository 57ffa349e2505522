//! Something listens where a sound server should, and is none, or a bad one.

use std::io::{self, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::Playing;
use super::lost::every;
use crate::harness::{Home, may_take_long};

/// What it does with a connection, until it returns.
type Manner = fn(&mut UnixStream) -> io::Result<()>;

const MANNERS: [(&str, Manner); 14] = [
    ("hangs up", |_| Ok(())),
    ("is silent", |to| to.read_to_end(&mut Vec::new()).map(drop)),
    ("reads nothing", |_| {
        thread::sleep(Duration::from_mins(1));
        Ok(())
    }),
    ("sends zeros", |to| flood(to, &[0; 4096])),
    ("sends ones", |to| flood(to, &[0xff; 4096])),
    ("sends text", |to| {
        flood(to, b"HTTP/1.1 400 Bad Request\r\n\r\n")
    }),
    ("says a message is of 4 GiB", |to| {
        to.write_all(&head(u32::MAX))?;
        flood(to, &[0; 4096])
    }),
    ("has nothing but news", |to| {
        let mut news = head(10).to_vec();
        news.extend(words(61, u32::MAX));
        flood(to, &news)
    }),
    ("sends a byte at a time", |to| {
        loop {
            to.write_all(&[0])?;
            thread::sleep(Duration::from_millis(20));
        }
    }),
    ("answers nothing", |to| answer(to, |_| Vec::new())),
    ("answers with a string without an end", |to| {
        answer(to, |asked| match asked {
            AUTH | NAME => number(35),
            _ => [b"t".as_slice(), &[b'x'; 60_000]].concat(),
        })
    }),
    ("says a blob is of 4 GiB", |to| {
        answer(to, |asked| match asked {
            AUTH | NAME => number(35),
            CREATE => [
                created(),
                b"f\x42\x01Pta\0".to_vec(),
                number(9),
                b"x\xff\xff\xff\xff".to_vec(),
            ]
            .concat(),
            _ => b"x\xff\xff\xff\xff".to_vec(),
        })
    }),
    ("is years behind", |to| {
        answer(to, |asked| timed(asked, u64::MAX, 0))
    }),
    ("is years ahead", |to| {
        answer(to, |asked| timed(asked, 0, i64::MAX))
    }),
];

const AUTH: u32 = 8;
const NAME: u32 = 9;
const CREATE: u32 = 3;
const LATENCY: u32 = 14;

/// The head of a message of so many bytes that is no sound.
fn head(length: u32) -> [u8; 20] {
    let mut head = [0; 20];
    head[..4].copy_from_slice(&length.to_be_bytes());
    head[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
    head
}

fn number(value: u32) -> Vec<u8> {
    [&b"L"[..], &value.to_be_bytes()].concat()
}

/// How a message begins: what it is, and about what question.
fn words(kind: u32, about: u32) -> Vec<u8> {
    [number(kind), number(about)].concat()
}

fn flood(to: &mut UnixStream, bytes: &[u8]) -> io::Result<()> {
    loop {
        to.write_all(bytes)?;
    }
}

/// What is told of a new stream, but for its format.
fn created() -> Vec<u8> {
    let mut told = (0..7).flat_map(number).collect::<Vec<u8>>();
    told.extend(b"a\x03\x01\x00\x00\xac\x44m\x01\x00");
    told.extend(number(0));
    told.extend(b"tnull\x000U\0\0\0\0\0\0\0\0");
    told
}

/// An answer by a server that is well but for its clock.
fn timed(asked: u32, held: u64, read: i64) -> Vec<u8> {
    match asked {
        AUTH | NAME => number(35),
        CREATE => [created(), b"fB\x01PN".to_vec()].concat(),
        LATENCY => {
            let moment = [&b"T"[..], &[0xff; 8]].concat();
            let offset = [&b"r"[..], &read.to_be_bytes()].concat();
            let held = [&b"U"[..], &held.to_be_bytes()].concat();
            let nothing = [&b"U"[..], &[0; 8]].concat();
            let moments = [moment.clone(), moment].concat();
            let ends = [&b"R"[..], &[0; 8], b"R", &[0; 8]].concat();
            let parts = [
                held,
                nothing,
                b"1".to_vec(),
                moments,
                offset.clone(),
                offset,
                ends,
            ];
            parts.concat()
        }
        _ => Vec::new(),
    }
}

/// Answers each question by its kind.
fn answer(to: &mut UnixStream, reply: impl Fn(u32) -> Vec<u8>) -> io::Result<()> {
    let mut from = BufReader::new(to.try_clone()?);
    loop {
        let mut head_of_question = [0; 20];
        from.read_exact(&mut head_of_question)?;
        let (length, rest) = head_of_question.split_first_chunk().expect("20 bytes");
        let mut question = vec![0; u32::from_be_bytes(*length) as usize];
        from.read_exact(&mut question)?;
        if rest[..4] != [0xff; 4] {
            continue;
        }
        let word = |at: usize| {
            let bytes = question[at..at + 4].try_into().expect("four bytes");
            u32::from_be_bytes(bytes)
        };
        let reply = [words(2, word(6)), reply(word(1))].concat();
        let length = u32::try_from(reply.len()).expect("a short reply");
        to.write_all(&head(length))?;
        to.write_all(&reply)?;
    }
}

/// Listens as a server would.
fn listen(home: &Home, manner: Manner) {
    let folder = home.path().join("pulse");
    std::fs::create_dir_all(&folder).expect("a folder");
    let listener = UnixListener::bind(folder.join("native")).expect("a socket");
    thread::spawn(move || {
        for mut connection in listener.incoming().map_while(Result::ok) {
            // The program hangs up, and so a manner ends.
            thread::spawn(move || manner(&mut connection));
        }
    });
}

#[test]
fn whatever_listens_costs_one_warning_and_no_time() {
    if !may_take_long() {
        return;
    }
    let play = |(name, manner): (&str, Manner)| {
        let home = every(1, 3);
        listen(&home, manner);
        let mut playing = Playing::start(&home, &["lost"]);
        // While it still runs: once it has ended it has no memory to measure.
        let last_hold = json!({"event": "segment", "index": 4});
        playing.events.wait_for(&last_hold);
        let memory = super::memory(&playing);
        let said = playing.play_out();
        let warnings = said.lines().count();
        assert!(
            warnings == 1 && said.starts_with("warning: no sound"),
            "{name}: {said}"
        );
        assert!(memory < 32 << 10, "{name}: {memory} KiB");
        let run = home.run("sounds tick");
        assert_eq!(run.code, Some(1), "{name}: {run:?}");
    };
    thread::scope(|scope| {
        for case in MANNERS {
            scope.spawn(move || play(case));
        }
    });
}
