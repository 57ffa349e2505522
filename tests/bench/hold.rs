//! What a hold costs: `cargo bench --bench hold` plays the released program in
//! a pseudo terminal, with everything on the screen, and reads from /proc what
//! it took. The second table is how late the segments of `bedtime` arrive at a
//! hundred times the speed, by the clock of whoever reads them.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures, and has none where something is missing"
)]

#[cfg(target_os = "linux")]
fn main() {
    linux::cost_of_a_hold(std::time::Duration::from_mins(1));
    linux::lateness();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("only Linux has the /proc that this reads");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::{Command, Stdio};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};

    use pty_process::blocking::{Command as PtyCommand, open};

    const LEGREST: &str = env!("CARGO_BIN_EXE_legrest");

    /// What a process has used so far.
    struct Use {
        /// Times that one of its threads went to sleep or was put aside.
        switches: u64,
        /// Nanoseconds on a processor.
        cpu: u64,
        /// Resident memory in KiB.
        resident: u64,
    }

    impl Use {
        fn of(pid: u32) -> Self {
            let number = |text: &str, key: &str| -> u64 {
                let line = text.lines().find_map(|line| line.strip_prefix(key));
                let word = line.and_then(|line| line.split_whitespace().next());
                word.and_then(|word| word.parse().ok()).unwrap_or(0)
            };
            let read = |path: String| fs::read_to_string(path).unwrap_or_default();
            let (mut switches, mut cpu) = (0, 0);
            for thread in fs::read_dir(format!("/proc/{pid}/task")).expect("its threads") {
                let path = thread.expect("a thread").path().display().to_string();
                let status = read(format!("{path}/status"));
                switches += number(&status, "voluntary_ctxt_switches:");
                switches += number(&status, "nonvoluntary_ctxt_switches:");
                cpu += number(&read(format!("{path}/schedstat")), "");
            }
            let resident = number(&read(format!("/proc/{pid}/status")), "VmRSS:");
            Self {
                switches,
                cpu,
                resident,
            }
        }
    }

    pub(crate) fn cost_of_a_hold(time: Duration) {
        let (pty, inner) = open().expect("a pseudo terminal");
        pty.resize(pty_process::Size::new(30, 100)).expect("a size");
        let began = Instant::now();
        let mut child = PtyCommand::new(LEGREST)
            .args(["routine", "bedtime", "--only", "elevation"])
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .spawn(inner)
            .expect("legrest runs");
        let mut pty = pty;
        let mut bytes = [0; 4096];
        let _ = pty.read(&mut bytes).expect("a first frame");
        let first_frame = began.elapsed();
        // The reader has a handle of its own: the other one presses keys.
        let output = Arc::new(AtomicU64::new(0));
        let pty = Arc::new(pty);
        let (from, count) = (Arc::clone(&pty), Arc::clone(&output));
        thread::spawn(move || {
            while let Ok(read) = (&*from).read(&mut bytes) {
                count.fetch_add(read as u64, Ordering::Relaxed);
            }
        });
        thread::sleep(Duration::from_secs(1));
        (&*pty).write_all(b"n").expect("a key");
        thread::sleep(Duration::from_secs(4));
        let (before, bytes_before) = (Use::of(child.id()), output.load(Ordering::Relaxed));
        thread::sleep(time);
        let (after, bytes_after) = (Use::of(child.id()), output.load(Ordering::Relaxed));
        (&*pty).write_all(b"q").expect("a key");
        let _ = child.wait();
        let seconds = time.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let per_second = |count: u64| count as f64 / seconds;
        println!("over {seconds} s of a hold, bars at 100x30");
        println!(
            "  first frame      {:8.1} ms",
            first_frame.as_secs_f64() * 1e3
        );
        println!(
            "  wake-ups         {:8.2} a second",
            per_second(after.switches - before.switches)
        );
        println!(
            "  processor        {:8.3} %",
            per_second(after.cpu - before.cpu) / 1e7
        );
        println!("  resident         {:8} KiB", after.resident);
        println!(
            "  to the terminal  {:8.0} bytes a second",
            per_second(bytes_after - bytes_before)
        );
    }

    pub(crate) fn lateness() {
        let mut child = Command::new(LEGREST)
            .args([
                "routine",
                "bedtime",
                "--display",
                "json",
                "--speed",
                "100",
                "-q",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("legrest runs");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut began = None;
        let mut late = Vec::new();
        for line in lines {
            let line = line.expect("a line");
            let arrived = began
                .get_or_insert_with(Instant::now)
                .elapsed()
                .as_secs_f64();
            let event: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            if event["event"] == "segment" {
                late.push((arrived - event["at"].as_f64().expect("a place") / 100.0).abs() * 1e3);
            }
        }
        let _ = child.wait();
        late.sort_by(f64::total_cmp);
        println!("{} segments of bedtime at 100 times the speed", late.len());
        println!(
            "  median           {:8.2} ms off their place",
            late[late.len() / 2]
        );
        println!("  worst            {:8.2} ms", late[late.len() - 1]);
    }
}
