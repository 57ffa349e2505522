//! Many programs at once, and programs that are killed: no record that was
//! confirmed is ever lost.

use std::io::Read;
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use super::{home, records, text};

#[test]
fn eight_programs_write_fifty_times_each_at_once() {
    let home = home();
    thread::scope(|scope| {
        for writer in 0..8 {
            let home = &home;
            scope.spawn(move || {
                for turn in 0..50 {
                    let note = format!("{writer} {turn}");
                    home.run(&["log", "--cramps", "1", "--note", &note])
                        .success();
                }
            });
        }
    });
    let records = records(&home);
    assert_eq!(records.len(), 400);
    let mut ids: Vec<&str> = records
        .iter()
        .filter_map(|record| record["id"].as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 400);
    for writer in 0..8 {
        for turn in 0..50 {
            let note = format!("{writer} {turn}");
            assert!(
                records.iter().any(|record| record["note"] == *note),
                "{note}"
            );
        }
    }
}

#[test]
fn what_was_confirmed_survives_any_kill() {
    let home = home();
    let mut confirmed = Vec::new();
    let began = Instant::now();
    home.run("log --pain 0").success();
    let life = began.elapsed();
    // Spread over the life of the program by numbers that repeat themselves
    // in no pattern, the same in every run of the test.
    let mut chance: u32 = 0x9e37_79b9;
    for turn in 0..200 {
        let note = format!("kill {turn}");
        let mut child = home
            .command(&["log", "--pain", "1", "--note", &note])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("legrest runs");
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let moment = life.mul_f64(f64::from((chance >> 8) % 1500) / 1000.0);
        // Not to wait for something: to strike at any moment.
        thread::sleep(moment);
        let _ = child.kill();
        let mut said = String::new();
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_to_string(&mut said).expect("words");
        child.wait().expect("it ends");
        if said.starts_with("Recorded") {
            confirmed.push(note);
        }
    }
    home.run("log --cramps 3").success();
    let text = text(&home);
    let whole: Vec<serde_json::Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    for note in &confirmed {
        let kept = whole.iter().any(|record| record["note"] == **note);
        assert!(kept, "{note} is lost");
    }
    assert_eq!(whole.last().expect("a record")["cramps"], 3);
}
