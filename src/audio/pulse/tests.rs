use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;

use super::*;

const LIMIT: Duration = Duration::from_millis(300);

/// What connecting to a server at this path fails with.
fn failure(path: &Path) -> String {
    let named = format!("unix:{}", path.display());
    let deadline = Instant::now() + LIMIT;
    let wire = socket::connect(Some(&named), deadline).and_then(|socket| {
        let wire = Wire::new(socket, vec![0; 256], deadline);
        wire.map_err(failed("refuses"))
    });
    wire.err().expect("this is no server")
}

/// What connecting fails with where something listens that does this.
fn failure_with(serve: impl FnOnce(UnixStream) + Send + 'static) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("native");
    let listener = UnixListener::bind(&path).expect("a socket");
    let served = thread::spawn(move || serve(listener.accept().expect("a connection").0));
    let failure = failure(&path);
    served.join().expect("no panic");
    failure
}

#[test]
fn each_way_in_which_a_server_fails_has_a_kind() {
    let refuses = |why| format!("the sound server refuses: {why}");
    let gone = Path::new("/nowhere/native");
    let no_server = format!("no PulseAudio or PipeWire server at {}", gone.display());
    assert_eq!(failure(gone), no_server);
    let silent = failure_with(|mut stream| {
        // Until the other side has given up.
        while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    });
    assert_eq!(silent, refuses("it doesn't answer"));
    let hangs_up = failure_with(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
    });
    assert_eq!(hangs_up, refuses("it hung up"));
    let talks = failure_with(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    });
    assert_eq!(talks, refuses("what it says makes no sense"));
    let denied = failure_with(|mut stream| {
        let mut head = [0; protocol::DESCRIPTOR_SIZE];
        let _ = stream.read_exact(&mut head);
        // An error, in answer to the first question, that says no.
        let fields = [b'L', 0, 0, 0, 0, b'L', 0, 0, 0, 0, b'L', 0, 0, 0, 1];
        let answer = protocol::Descriptor {
            length: 15,
            channel: u32::MAX,
            offset: 0,
            flags: protocol::DescriptorFlags::empty(),
        };
        let mut message = Vec::new();
        protocol::write_descriptor(&mut message, &answer).expect("memory");
        message.extend(fields);
        let _ = stream.write_all(&message);
        while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    });
    let without_cookie = "it lets in only who has its cookie; PULSE_COOKIE says where that is";
    assert_eq!(denied, refuses(without_cookie));
}
