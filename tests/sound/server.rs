//! A sound server without a loudspeaker, and a recorder of what it plays.

use std::fs::File;
use std::io::Read;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::recording::{RATE, Recording, samples};
use crate::harness::{Home, have};
use crate::pty::{eventually, until};

/// Whose server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    PulseAudio,
    PipeWire,
}

impl Kind {
    /// Whether there is what a server of this kind, its recorder and its commands
    /// need.
    #[track_caller]
    pub fn is_there(self) -> bool {
        let own: &[&str] = match self {
            Self::PulseAudio => &["pulseaudio"],
            Self::PipeWire => &["dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse"],
        };
        have(&[own, &["parec", "pactl"]].concat())
    }
}

/// What `PipeWire` itself plays to, so that a restart of the server in front of
/// it doesn't take the sink away.
///
/// The longest cycle that it has by itself, 46 ms: a virtual machine that stands
/// still for a shorter cycle tears a hole into what is recorded.
const NULL_SINK: &str = r#"
    context.properties = {
        default.clock.rate = 44100
        default.clock.min-quantum = 2048
        default.clock.quantum = 2048
    }
    context.objects = [{
        factory = adapter
        args = {
            factory.name = support.null-audio-sink
            node.name = "null"
            media.class = Audio/Sink
            audio.position = [ FL FR ]
            audio.rate = 44100
            monitor.channel-volumes = true
            object.linger = true
        }
    }]
"#;

/// A server of its own in the runtime folder of a home. All that it plays goes
/// to a sink called `null`.
pub struct Server {
    kind: Kind,
    /// Those it is made of; the last one is spoken to.
    processes: Vec<Child>,
}

impl Server {
    pub fn start(home: &Home) -> Self {
        Self::of(Kind::PulseAudio, home)
    }

    pub fn of(kind: Kind, home: &Home) -> Self {
        Self::with(kind, home, &[])
    }

    /// The same with options of `pulseaudio`.
    pub fn with(kind: Kind, home: &Home, options: &[&str]) -> Self {
        let mut server = Self {
            kind,
            processes: Vec::new(),
        };
        if kind == Kind::PipeWire {
            let folder = home.path().join(".config/pipewire/pipewire.conf.d");
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(folder.join("null.conf"), NULL_SINK).expect("a file");
            let address = format!("--address={}", bus(home));
            server.run(home, "dbus-daemon", &["--session", "--nofork", &address]);
            until("the bus listens", || home.path().join("bus").exists());
            server.run(home, "pipewire", &[]);
            let socket = home.path().join("pipewire-0");
            eventually("PipeWire listens", || socket.exists().then_some(()));
            server.run(home, "wireplumber", &[]);
        }
        server.run_front(home, options);
        server
    }

    /// Ends what the program speaks to, and starts it again.
    pub fn restart(&mut self, home: &Home) {
        self.processes.pop().as_mut().map(end);
        self.run_front(home, &[]);
    }

    /// Runs what the program speaks to.
    fn run_front(&mut self, home: &Home, options: &[&str]) {
        match self.kind {
            Kind::PulseAudio => {
                let usual = [
                    "-n",
                    "--daemonize=no",
                    "--exit-idle-time=-1",
                    "--load=module-null-sink sink_name=null rate=44100",
                ];
                // When it listens here, all else is there.
                let last = ["--load=module-native-protocol-unix"];
                let arguments = [&usual[..], options, &last].concat();
                self.run(home, "pulseaudio", &arguments);
            }
            Kind::PipeWire => self.run(home, "pipewire-pulse", &[]),
        }
        let socket = home.path().join("pulse/native");
        eventually("the sound server listens", || {
            UnixStream::connect(&socket).ok()
        });
        if self.kind == Kind::PipeWire {
            until("its sink is there", || {
                ask(home, &["get-default-sink"]).trim() == "null"
            });
        }
    }

    fn run(&mut self, home: &Home, program: &str, arguments: &[&str]) {
        let log = File::create(home.path().join(format!("{program}.log")));
        let process = punctual(home, program)
            .args(arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", bus(home))
            .stdout(Stdio::null())
            .stderr(log.expect("a log"))
            .spawn();
        self.processes.push(process.expect("a sound server starts"));
    }

    /// Lets it do nothing at all from now on.
    pub fn freeze(&self) {
        let front = self.processes.last().expect("it runs");
        let stopped = kill_process(Pid::from_child(front), Signal::STOP);
        stopped.expect("the sound server runs");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.processes.iter_mut().rev().for_each(end);
    }
}

/// A program that runs in real time where that is allowed, as a desktop lets its
/// sound server. Without it, the tests beside this one tear holes into what is
/// played and into what is recorded.
fn punctual(home: &Home, program: &str) -> Command {
    static IS_ALLOWED: LazyLock<bool> = LazyLock::new(|| {
        let tried = Command::new("chrt")
            .args(["--fifo", "10", "true"])
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    });
    if !*IS_ALLOWED {
        return home.program(program);
    }
    let mut command = home.program("chrt");
    command.args(["--fifo", "10", program]);
    command
}

fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}

/// The address of the bus in a home.
fn bus(home: &Home) -> String {
    format!("unix:path={}/bus", home.path().display())
}

/// What `pactl` answers, which is nothing where it fails.
pub fn ask(home: &Home, question: &[&str]) -> String {
    let asked = home.program("pactl").args(question).output();
    String::from_utf8_lossy(&asked.expect("pactl runs").stdout).into_owned()
}

/// Tells the server to do something.
#[track_caller]
pub fn tell(home: &Home, what: &[&str]) {
    let mut command = home.program("pactl");
    let status = command.args(what).stdout(Stdio::null()).status();
    assert!(status.expect("pactl runs").success(), "pactl {what:?}");
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
        Self::of_sink(home, "null")
    }

    /// The same of another sink.
    pub fn of_sink(home: &Home, sink: &str) -> Self {
        let mut process = punctual(home, "parec")
            .args([
                "-d",
                &format!("{sink}.monitor"),
                "--latency-msec=5",
                "--raw",
            ])
            .args(["--format=s16le", "--channels=1"])
            .arg(format!("--rate={RATE}"))
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

    /// All samples between two moments of the recording, in seconds.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "moments before the beginning are the beginning"
    )]
    pub fn samples(&self, from: f64, to: f64) -> Vec<f32> {
        let tape = self.tape();
        // Two bytes a sample.
        let byte = |seconds: f64| (seconds.max(0.0) * f64::from(RATE)) as usize * 2;
        let end = byte(to).min(tape.bytes.len());
        samples(&tape.bytes[byte(from).min(end)..end])
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

    /// Whether the recording may have lost something around a moment.
    ///
    /// A machine that stands still for a moment costs a server a cycle or two of
    /// what is recorded, whoever plays: all blocks from then on arrive later than
    /// their length says. Only the earliest block of a while tells, for the
    /// others were held up.
    pub fn is_torn_around(&self, moment: Instant, seconds: f64) -> bool {
        const WHILE: f64 = 0.25;
        const HARMLESS: f64 = 0.004;
        let tape = self.tape();
        let Some((began, _)) = tape.blocks.first() else {
            return true;
        };
        let middle = moment.saturating_duration_since(*began).as_secs_f64();
        let (from, to) = (middle - seconds - WHILE, middle + seconds + WHILE);
        let mut earliest: Vec<f64> = Vec::new();
        let mut end = from;
        for (at, bytes) in &tape.blocks {
            let arrived = at.duration_since(*began).as_secs_f64();
            if !(from..to).contains(&arrived) {
                continue;
            }
            // Two bytes a sample.
            let samples = u32::try_from(bytes / 2).expect("less than a day of samples");
            let late = arrived - f64::from(samples) / f64::from(RATE);
            match earliest.last_mut() {
                Some(earliest) if arrived < end => *earliest = earliest.min(late),
                _ => {
                    earliest.push(late);
                    end = arrived + WHILE;
                }
            }
        }
        // The last while may be too short to tell.
        earliest.pop();
        earliest
            .windows(2)
            .any(|pair| (pair[1] - pair[0]).abs() > HARMLESS)
    }

    /// Ends, with everything that was played before.
    pub fn stop(self) -> Recording {
        self.wait_for_half_a_second_more();
        self.so_far()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}
