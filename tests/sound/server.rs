//! A sound server without a loudspeaker, and a recorder of what it plays.

use std::fs::File;
use std::io::Read;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::recording::{RATE, Recording};
use crate::harness::Home;
use crate::pty::eventually;

/// A server of its own in the runtime folder of a home.
pub struct Server {
    process: Child,
}

impl Server {
    pub fn start(home: &Home) -> Self {
        let log = File::create(home.path().join("server.log")).expect("a log");
        let process = Command::new("pulseaudio")
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1"])
            .arg("--load=module-native-protocol-unix")
            .arg("--load=module-null-sink sink_name=null rate=44100")
            .env_clear()
            .envs(home.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("a sound server starts");
        let socket = home.path().join("pulse/native");
        eventually("the sound server listens", || {
            UnixStream::connect(&socket).ok()
        });
        Self { process }
    }

    /// Lets it do nothing at all from now on.
    pub fn freeze(&self) {
        let stopped = kill_process(Pid::from_child(&self.process), Signal::STOP);
        stopped.expect("the sound server runs");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Records what a server plays.
pub struct Recorder {
    process: Child,
    tape: Arc<Mutex<Tape>>,
}

#[derive(Default)]
struct Tape {
    bytes: Vec<u8>,
    /// How many bytes there were at which moment.
    blocks: Vec<(Instant, usize)>,
}

impl Recorder {
    /// Starts to record. What is played from when this returns is recorded;
    /// the server's first blocks, up to two seconds long, would get lost.
    pub fn start(home: &Home) -> Self {
        let mut process = Command::new("parec")
            .args(["-d", "null.monitor", "--latency-msec=5", "--raw"])
            .args(["--format=s16le", "--channels=1"])
            .arg(format!("--rate={RATE}"))
            .env_clear()
            .envs(home.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a recorder starts");
        let mut stdout = process.stdout.take().expect("a pipe from the recorder");
        let tape = Arc::new(Mutex::new(Tape::default()));
        let writer = Arc::clone(&tape);
        thread::spawn(move || {
            let mut block = [0; 4096];
            while let Ok(count @ 1..) = stdout.read(&mut block) {
                let mut tape = writer.lock().expect("nobody panics with it");
                tape.bytes.extend_from_slice(&block[..count]);
                let length = tape.bytes.len();
                tape.blocks.push((Instant::now(), length));
            }
        });
        let recorder = Self { process, tape };
        recorder.wait_for_half_a_second_more();
        recorder
    }

    fn tape(&self) -> MutexGuard<'_, Tape> {
        self.tape.lock().expect("nobody panics with it")
    }

    fn wait_for_half_a_second_more(&self) {
        // Two bytes a sample.
        let enough = self.tape().bytes.len() + RATE as usize;
        let is_enough = || (self.tape().bytes.len() >= enough).then_some(());
        eventually("the recorder records", is_enough);
    }

    /// What has been recorded so far.
    pub fn so_far(&self) -> Recording {
        Recording::new(&self.tape().bytes)
    }

    /// Where in the recording a moment is, in seconds from its beginning.
    pub fn place_of(&self, moment: Instant) -> f64 {
        let tape = self.tape();
        let block = tape.blocks.partition_point(|(at, _)| *at < moment);
        let block = tape.blocks.get(block).or(tape.blocks.last());
        Recording::new(&tape.bytes[..block.map_or(0, |(_, bytes)| *bytes)]).seconds()
    }

    /// Whether it has recorded up to a moment.
    pub fn reaches(&self, moment: Instant) -> Option<()> {
        let tape = self.tape();
        let last = tape.blocks.last()?;
        (last.0 >= moment).then_some(())
    }

    /// How far into the recording a moment is, in seconds.
    ///
    /// A block can't arrive before it was recorded, so the one of those around
    /// the moment that was held up least tells. The recording has no clock that
    /// is true for long: a null sink gains 0.1 ms and more a second.
    pub fn exact_place_of(&self, moment: Instant) -> f64 {
        const AROUND: Duration = Duration::from_secs(1);
        let tape = self.tape();
        let arrived_near = |(at, _): &&(Instant, usize)| {
            let apart = at.max(&moment).duration_since(*at.min(&moment));
            apart < AROUND
        };
        // The first sample of a block is heard when it arrives.
        let before = std::iter::once(0).chain(tape.blocks.iter().map(|block| block.1));
        let blocks = tape.blocks.iter().zip(before);
        let near = blocks.filter(|(block, _)| arrived_near(block));
        let places = near.map(|((at, _), before)| {
            // Two bytes a sample.
            let samples = u32::try_from(before / 2).expect("less than a day of samples");
            f64::from(samples) / f64::from(RATE)
                + moment.saturating_duration_since(*at).as_secs_f64()
                - at.saturating_duration_since(moment).as_secs_f64()
        });
        places.max_by(f64::total_cmp).expect("a recorded moment")
    }

    /// Ends, with everything that was played before.
    pub fn stop(self) -> Recording {
        self.wait_for_half_a_second_more();
        self.so_far()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
