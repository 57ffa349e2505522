use std::io::Read;
use std::os::unix::net::UnixStream;
use std::sync::mpsc;

use super::*;

const LINE: usize = 100;

fn line(number: usize) -> String {
    format!("{number:>width$}\n", width = LINE - 1)
}

/// A writer into a socket that is full after some kilobytes, and both ends.
fn socket() -> (NonBlockingWriter, UnixStream, UnixStream) {
    let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
    let copy = ours.try_clone().expect("a copy");
    (NonBlockingWriter::of(Sink::of(ours)), copy, theirs)
}

fn write(out: &mut NonBlockingWriter, text: &str) {
    out.write_all(text.as_bytes()).expect("memory");
    out.flush().expect("nobody waits");
}

#[test]
fn a_late_reader_gets_whole_lines_in_order_and_the_last_of_them() {
    let (mut out, writer, mut reader) = socket();
    let all = 4 * MAX_BUFFERED / LINE;
    let began = std::time::Instant::now();
    for number in 0..all {
        write(&mut out, &line(number));
        assert!(out.waiting() <= MAX_BUFFERED + LINE, "{}", out.waiting());
    }
    assert!(began.elapsed() < Duration::from_secs(5));
    let lost = out.lost();
    assert!(lost > all / 2, "{lost} of {all}");
    let copy = thread::spawn(move || {
        let mut text = String::new();
        reader.read_to_string(&mut text).expect("text");
        text
    });
    out.drain(Duration::from_secs(20));
    assert_eq!(out.waiting(), 0);
    // The thread that wrote it keeps the socket open.
    let shut = writer.shutdown(std::net::Shutdown::Write);
    shut.expect("a socket");
    let text = copy.join().expect("a reader");
    let numbers: Vec<usize> = text
        .split_inclusive('\n')
        .map(|it| {
            assert_eq!(it.len(), LINE, "{it:?}");
            it.trim().parse().expect("a number")
        })
        .collect();
    assert_eq!(numbers.len(), all - lost);
    assert!(numbers.is_sorted_by(|a, b| a < b));
    assert_eq!((numbers[0], numbers.last()), (0, Some(&(all - 1))));
}

#[test]
fn whoever_found_it_full_hears_of_room_and_of_failure() {
    let (mut out, _writer, mut reader) = socket();
    let (send, news) = mpsc::channel();
    out.on_change(move || send.send(()).expect("somebody listens"));
    write(&mut out, &"x".repeat(MAX_BUFFERED));
    assert!(out.waiting() > 0);
    let mut bytes = vec![0; MAX_BUFFERED];
    reader.read_exact(&mut bytes).expect("all of it");
    let patience = Duration::from_secs(20);
    news.recv_timeout(patience).expect("news of room");
    assert_eq!(out.waiting(), 0);
    // Nobody waited, so nobody is told.
    write(&mut out, "x");
    reader.read_exact(&mut bytes[..1]).expect("a byte");
    drop(reader);
    write(&mut out, "x");
    news.recv_timeout(patience).expect("news of failure");
    let error = out.check().expect_err("nobody reads");
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    assert!(out.check().is_ok());
}
