//! How far from its plan a routine of 25 minutes gets, in 25 minutes. All
//! programs run at the same time, so that a busy machine is as busy for each.

use std::io::{BufRead, BufReader};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::everything;
use crate::harness::Home;
use crate::program::{End, Program};
use crate::table::Table;
use crate::window::Window;

const PLANNED: Duration = Duration::from_mins(25);
/// Later than this, a timer has not come to its end.
const PATIENCE: Duration = Duration::from_mins(30);

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    let (worst, ends) = thread::scope(|scope| {
        let own = scope.spawn(|| events(&programs[0]));
        let others = programs[1..].iter();
        let others: Vec<_> = others
            .map(|program| scope.spawn(|| end_of(program)))
            .collect();
        let (worst, end) = own.join().expect("legrest comes to its end");
        let mut ends = vec![Some(end)];
        ends.extend(others.into_iter().map(|other| other.join().ok()));
        (worst, ends)
    });
    table.row("drift at the end of 25 minutes", "ms", ends);
    table.own("the worst of all its events in them", "ms", worst);
}

/// How late the events of legrest are by the clock of whoever reads them, in
/// milliseconds: at the worst, and at the end.
fn events(legrest: &Program) -> (f64, f64) {
    let home = everything::home();
    let mut arguments = legrest.timer.to_vec();
    arguments.extend(["--display", "json"]);
    let (_window, stdout) = Window::open_piped(&home, legrest, &arguments);
    let mut began = None;
    let (mut worst, mut last) = (0.0_f64, 0.0);
    for line in BufReader::new(stdout).lines() {
        let arrived = began.get_or_insert_with(Instant::now).elapsed();
        let event: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        // Where the plan has it, not where it says that it was.
        let due = match event["event"].as_str() {
            Some("segment") => event["at"].as_f64(),
            Some("ended") => Some(PLANNED.as_secs_f64()),
            _ => continue,
        };
        last = (arrived.as_secs_f64() - due.expect("a place")).abs() * 1e3;
        worst = worst.max(last);
    }
    (worst, last)
}

/// How far from 25 minutes a timer takes, in milliseconds.
fn end_of(program: &Program) -> f64 {
    let home = Home::new();
    let window = Window::open(&home, program, program.timer);
    let mut began = window.first_sight();
    if !program.start_key.is_empty() {
        // It is drawn before it listens.
        thread::sleep(Duration::from_secs(1));
        began = Instant::now();
        window.press(program.start_key);
    }
    let mut planned = PLANNED;
    let end = match program.end {
        End::Says(word) => window.wait_for(word, PATIENCE, |seen| seen.words().contains(word)),
        End::Exit => window.wait_for("its end", PATIENCE, |seen| seen.over),
        End::ExitAfterZero => {
            planned += Duration::from_secs(1);
            window.wait_for("its end", PATIENCE, |seen| seen.over)
        }
    };
    ((end - began).as_secs_f64() - planned.as_secs_f64()).abs() * 1e3
}
