//! How far off their places the segments of `bedtime` are at a hundred times
//! the speed, by the clock of whoever reads them.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Instant;

use serde_json::Value;

use crate::harness::Home;
use crate::program::Program;
use crate::runs::median;
use crate::table::Table;

pub(crate) fn measure(_: &[Program], table: &mut Table) {
    let home = Home::new();
    let arguments = ["routine", "bedtime", "--display", "json", "--quiet"];
    let mut command = home.command(&arguments);
    command.args(["--speed", "100"]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("legrest runs");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut began = None;
    let mut late = Vec::new();
    for line in lines {
        let arrived = began.get_or_insert_with(Instant::now).elapsed();
        let event: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        if event["event"] == "segment" {
            let place = event["at"].as_f64().expect("a place") / 100.0;
            late.push((arrived.as_secs_f64() - place).abs() * 1e3);
        }
    }
    let _ = child.wait();
    let what = "off their places at 100 times the speed";
    table.own(&format!("segments {what}, median"), "ms", median(&mut late));
    let worst = late.last().copied().expect("segments");
    table.own(&format!("segments {what}, worst"), "ms", worst);
}
