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
    let minute = std::time::Duration::from_mins(1);
    // The last minute of a long hold in which keys keep the screen awake, the
    // same with the screen settled, and stretches with everything moving.
    linux::cost(
        "a long hold, kept awake",
        "elevation",
        linux::Keys::Some,
        minute,
    );
    linux::cost(
        "a long hold, settled",
        "elevation",
        linux::Keys::None,
        minute,
    );
    linux::cost(
        "stretches and breaks",
        "hamstring",
        linux::Keys::None,
        minute,
    );
    linux::first_instruction();
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

    use pty_process::blocking::{Command as PtyCommand, Pty, open};

    const LEGREST: &str = env!("CARGO_BIN_EXE_legrest");

    /// What a process has used so far.
    struct Use {
        /// Times that one of its threads went to sleep, and so was woken.
        wake_ups: u64,
        /// Times that one of them had to make room for another program.
        put_aside: u64,
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
            let (mut wake_ups, mut put_aside, mut cpu) = (0, 0, 0);
            for thread in fs::read_dir(format!("/proc/{pid}/task")).expect("its threads") {
                let path = thread.expect("a thread").path().display().to_string();
                let status = read(format!("{path}/status"));
                wake_ups += number(&status, "voluntary_ctxt_switches:");
                put_aside += number(&status, "nonvoluntary_ctxt_switches:");
                cpu += number(&read(format!("{path}/schedstat")), "");
            }
            let resident = number(&read(format!("/proc/{pid}/status")), "VmRSS:");
            Self {
                wake_ups,
                put_aside,
                cpu,
                resident,
            }
        }
    }

    /// Whether somebody presses keys that mean nothing.
    #[derive(Clone, Copy)]
    pub(crate) enum Keys {
        None,
        Some,
    }

    /// A program in a pseudo terminal, whose output is counted and thrown away.
    struct Playing {
        child: std::process::Child,
        pty: Arc<Pty>,
        output: Arc<AtomicU64>,
        /// How long it took until something was on the screen.
        first_frame: Duration,
    }

    impl Playing {
        fn start(arguments: &[&str]) -> Self {
            let (mut pty, inner) = open().expect("a pseudo terminal");
            pty.resize(pty_process::Size::new(40, 120)).expect("a size");
            let began = Instant::now();
            let child = PtyCommand::new(LEGREST)
                .args(arguments)
                .args(["--display", "full"])
                .env("TERM", "xterm-256color")
                .env("LANG", "C.UTF-8")
                .spawn(inner)
                .expect("legrest runs");
            let mut bytes = [0; 4096];
            let mut seen = Vec::new();
            // What takes the screen comes before what stands on it.
            while !seen.windows(8).any(|at| at == b"\x1b[?2026l") {
                let count = pty.read(&mut bytes).expect("a first frame");
                seen.extend_from_slice(&bytes[..count]);
            }
            let first_frame = began.elapsed();
            let output = Arc::new(AtomicU64::new(0));
            let pty = Arc::new(pty);
            let (from, count) = (Arc::clone(&pty), Arc::clone(&output));
            thread::spawn(move || {
                while let Ok(read) = (&*from).read(&mut bytes) {
                    count.fetch_add(read as u64, Ordering::Relaxed);
                }
            });
            Self {
                child,
                pty,
                output,
                first_frame,
            }
        }

        fn press(&self, key: &[u8]) {
            (&*self.pty).write_all(key).expect("a key");
        }

        fn quit(mut self) {
            self.press(b"q");
            let _ = self.child.wait();
        }
    }

    pub(crate) fn cost(what: &str, step: &str, keys: Keys, time: Duration) {
        let playing = Playing::start(&["routine", "bedtime", "--only", step]);
        thread::sleep(Duration::from_secs(1));
        playing.press(b"n");
        // Long enough for a screen to settle that nobody touches.
        for _ in 0..25 {
            thread::sleep(Duration::from_secs(1));
            if matches!(keys, Keys::Some) {
                playing.press(b"x");
            }
        }
        let now = || {
            (
                Use::of(playing.child.id()),
                playing.output.load(Ordering::Relaxed),
            )
        };
        let (before, bytes_before) = now();
        let until = Instant::now() + time;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            thread::sleep(left.min(Duration::from_secs(15)));
            if matches!(keys, Keys::Some) {
                playing.press(b"x");
            }
        }
        let (after, bytes_after) = now();
        let seconds = time.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let per_second = |count: u64| count as f64 / seconds;
        let first_frame = playing.first_frame.as_secs_f64() * 1e3;
        let wake_ups = per_second(after.wake_ups - before.wake_ups);
        let put_aside = per_second(after.put_aside - before.put_aside);
        let processor = per_second(after.cpu - before.cpu) / 1e7;
        let resident = after.resident;
        let bytes = per_second(bytes_after - bytes_before);
        println!("over {seconds} s of {what}, the whole screen at 120x40");
        println!("  first frame      {first_frame:8.1} ms");
        println!("  wake-ups         {wake_ups:8.2} a second");
        println!("  put aside        {put_aside:8.2} times a second by other programs");
        println!("  processor        {processor:8.3} %");
        println!("  resident         {resident:8} KiB");
        println!("  to the terminal  {bytes:8.0} bytes a second");
        playing.quit();
    }

    /// How long somebody with a cramp waits.
    pub(crate) fn first_instruction() {
        let mut times: Vec<f64> = (0..20)
            .map(|_| {
                let playing = Playing::start(&["cramp"]);
                let time = playing.first_frame.as_secs_f64() * 1e3;
                playing.quit();
                time
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("from the start of \"legrest cramp\" to the first instruction");
        println!("  median           {:8.1} ms", times[times.len() / 2]);
        println!("  worst            {:8.1} ms", times[times.len() - 1]);
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
