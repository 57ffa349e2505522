//! The followers that the page for programs shows, run as they stand there.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::harness::{Home, Run, have};
use crate::readme::blocks;

const SHORT: &str = r#"
    title = "Short"
    [[step]]
    name = "Calf stretch"
    hold = "1s"
    prepare = "1s"
    sides = "left"
    [[step]]
    name = "Legs \"up\""
    hold = "1s"
    prepare = "0s"
    [[step]]
    name = "Bridge"
    reps = 2
    tempo = "up 500ms, down 500ms"
    prepare = "0s"
"#;

/// A stream as a later version of the program may write it.
const LATER: &str = r#"printf '%s\n' \
    '{"event":"moonrise","t":0,"phase":"hold","name":"Moon"}' \
    '{"event":"started","t":0,"v":2,"moon":{"phase":"hold"}}' \
    '{"event":"segment","t":0,"name":"Calf","side":null,"phase":"hold","rep":1,"reps":2,"duration_s":null,"moon":1}' \
    '{"event":"count","t":1,"count":1,"of":null,"part":0,"word":"hold"}' \
    '{"t":1}' \
    '{"event":"segment","t":1,"name":"Warm bath","side":null,"phase":"task","rep":1,"reps":1,"duration_s":null}' \
    '{"event":"ended","t":2,"outcome":"quit"}'"#;

/// The script of this name of that page, in a home.
fn script(home: Home, name: &str) -> Home {
    let head = format!("#!/bin/sh\n# {name} ");
    let mut blocks = blocks("routines/programs.md", "sh").into_iter();
    let block = blocks.find(|block| block.starts_with(&head));
    home.with_file(name, block.expect("the script on the page"))
}

fn follow(home: &Home, name: &str, lamp: &str) -> Run {
    let mut command = home.program("sh");
    let output = command.args([name, "short"]).env("LAMP", lamp).output();
    Run::new(&output.expect("the script runs")).success()
}

#[test]
fn the_status_line() {
    if !have(&["jq"]) {
        return;
    }
    let home = Home::new().with_routine("short", SHORT).with_legrest();
    let home = script(home, "legrest-status");
    let said = follow(&home, "legrest-status", "");
    let lines: Vec<&str> = said.stdout.lines().collect();
    let expected = [
        "Calf stretch · left · prepare · 1/1 · 1",
        "Calf stretch · left · hold · 1/1 · 1",
        "Legs \"up\" · hold · 1/1 · 1",
        "Bridge · hold · 1/1 · 2",
        "done",
    ];
    assert_eq!(lines, expected, "{said:#?}");
}

#[test]
fn the_status_line_passes_over_what_it_does_not_know() {
    if !have(&["jq"]) {
        return;
    }
    let home = script(Home::new().with_program("legrest", LATER), "legrest-status");
    let said = follow(&home, "legrest-status", "");
    assert_eq!(
        said.stdout,
        "Calf · hold · 1/2\nWarm bath · task · 1/1\ndone\n"
    );
    assert_eq!(said.stderr, "");
}

/// A lamp: what it was told, request by request.
fn lamp() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (send, told) = mpsc::channel();
    thread::spawn(move || {
        for caller in listener.incoming().map_while(Result::ok) {
            if send.send(listen(caller)).is_err() {
                return;
            }
        }
    });
    (format!("http://{address}/lamp/1"), told)
}

/// Reads one request, and answers it.
fn listen(mut caller: TcpStream) -> String {
    let mut reader = BufReader::new(&caller);
    let mut length = 0;
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line of the request");
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        head.push(line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    let answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    caller.write_all(answer.as_bytes()).expect("an answer");
    let body = String::from_utf8(body).expect("text");
    format!("{} {body}", head[0])
}

const DIM: &str = r#"put /lamp/1 http/1.1 {"on": true, "brightness": 10}"#;
const BRIGHTER: &str = r#"put /lamp/1 http/1.1 {"on": true, "brightness": 30}"#;
const OFF: &str = r#"put /lamp/1 http/1.1 {"on": false}"#;

#[test]
fn the_lamp() {
    if !have(&["jq", "curl"]) {
        return;
    }
    let home = Home::new().with_routine("short", SHORT).with_legrest();
    let home = script(home, "legrest-lamp");
    let (address, told) = lamp();
    follow(&home, "legrest-lamp", &address);
    let told: Vec<String> = told.try_iter().collect();
    assert_eq!(told, [BRIGHTER, DIM, DIM, DIM, OFF]);

    let home = script(Home::new().with_program("legrest", LATER), "legrest-lamp");
    let (address, told) = lamp();
    follow(&home, "legrest-lamp", &address);
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [DIM, BRIGHTER, OFF]);
}

#[test]
fn a_lamp_that_is_away_stops_nothing() {
    if !have(&["jq", "curl"]) {
        return;
    }
    let home = script(Home::new().with_program("legrest", LATER), "legrest-lamp");
    let mut command = home.program("sh");
    let nobody = "http://127.0.0.1:9/";
    let run = command.args(["legrest-lamp"]).env("LAMP", nobody).output();
    let run = Run::new(&run.expect("the script runs"));
    // curl's code for a refused connection: the last command of the pipe.
    assert_eq!((run.code, run.stdout.as_str()), (Some(7), ""), "{run:#?}");
}
