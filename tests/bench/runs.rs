//! Many runs of a program to its end, and what they cost. The system tells the
//! memory and the time on a processor of children that are no more, but only
//! of all together: so a process of its own starts them, which is this very
//! benchmark, told so by its first argument.

use std::env;
use std::io::{Write, stdout};
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

use crate::harness::Home;
use crate::program::Program;

/// How a benchmark is told to be the one that starts runs.
const DO_RUNS: &str = "--do-runs";

/// What runs cost.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// From the start of a run to its end in milliseconds, the median.
    pub(crate) whole: f64,
    /// Milliseconds on a processor a run, the mean.
    pub(crate) processor: f64,
    /// The most resident memory of any run, in KiB. It can't tell less than
    /// what this process had when it started them, which is about 2 MiB.
    pub(crate) peak: i64,
}

/// Runs a program to its end that many times, its output thrown away.
pub(crate) fn cost(home: &Home, program: &Program, arguments: &[&str], times: usize) -> Cost {
    let output = Command::new(env::current_exe().expect("this benchmark"))
        .args([DO_RUNS, &times.to_string()])
        .arg(&program.path)
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .envs(home.environment())
        .output()
        .expect("this benchmark runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {complaint}", program.name);
    serde_json::from_slice(&output.stdout).expect("what runs cost")
}

/// Whether this process is to start runs.
pub(crate) fn was_asked(arguments: &[String]) -> bool {
    arguments.first().is_some_and(|first| first == DO_RUNS)
}

/// Starts the runs that the arguments tell, and writes what they cost.
pub(crate) fn do_them(arguments: &[String]) {
    let [_, times, program, arguments @ ..] = arguments else {
        panic!("{DO_RUNS} TIMES PROGRAM ARGUMENTS");
    };
    let times: usize = times.parse().expect("a number of runs");
    let run = || {
        let mut command = Command::new(program);
        let command = command.args(arguments);
        let command = command.stdin(Stdio::null()).stdout(Stdio::null());
        let began = Instant::now();
        let status = command.stderr(Stdio::null()).status();
        let whole = began.elapsed().as_secs_f64() * 1e3;
        assert!(status.expect("it runs").success(), "it failed");
        whole
    };
    // The first one brings what it needs into the memory of the machine.
    run();
    let before = processor();
    let mut wholes: Vec<f64> = (0..times).map(|_| run()).collect();
    let cost = Cost {
        whole: median(&mut wholes),
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        processor: (processor() - before) / times as f64,
        peak: used().max_rss(),
    };
    let line = serde_json::to_vec(&cost).expect("JSON");
    stdout().write_all(&line).expect("somebody reads it");
}

fn used() -> nix::sys::resource::Usage {
    getrusage(UsageWho::RUSAGE_CHILDREN).expect("what the children used")
}

/// Milliseconds that all children so far were on a processor.
fn processor() -> f64 {
    let used = used();
    let time = used.user_time() + used.system_time();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let microseconds = time.num_microseconds() as f64;
    microseconds / 1e3
}

/// The one in the middle.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
