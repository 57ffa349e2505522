//! A home in which everything is on that legrest can do beside its clock.

use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::Home;

/// Programs of the person's own that are told of everything.
const CONFIG: &str = r#"keep_awake = true

[hooks]
on_start = ["true"]
on_step = ["true"]
on_finish = ["true"]
on_quit = ["true"]
"#;

/// Stands in for the program that keeps the machine awake where no logind runs:
/// like it, runs what comes behind its options.
const KEEPER: &str = r#"while [ "${1#--}" != "$1" ]; do shift; done; exec "$@""#;

/// A home with hooks, in which the machine is kept awake.
pub(crate) fn home() -> Home {
    let home = Home::new().with_file("config/config.toml", CONFIG);
    let real = Command::new("systemd-inhibit")
        .arg("true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if real.is_ok_and(|status| status.success()) {
        home
    } else {
        home.with_program("systemd-inhibit", KEEPER)
    }
}

/// A sound server without a loudspeaker in the runtime folder of a home, and
/// somebody who listens: with nobody there it would play two seconds at a time,
/// as no device does.
pub(crate) struct Server {
    server: Child,
    listener: Child,
}

impl Server {
    /// `None` where there is no server to be started.
    pub(crate) fn start(home: &Home) -> Option<Self> {
        let start = |program: &str, arguments: &[&str]| {
            Command::new(program)
                .args(arguments)
                .env_clear()
                .envs(home.environment())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
        };
        let server = start(
            "pulseaudio",
            &[
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--load=module-native-protocol-unix",
                "--load=module-null-sink sink_name=null rate=44100",
            ],
        );
        let Ok(server) = server else {
            eprintln!("NOT MEASURED, for lack of pulseaudio: what sound costs");
            return None;
        };
        let socket = home.path().join("pulse/native");
        let patience = Instant::now() + Duration::from_secs(20);
        while UnixStream::connect(&socket).is_err() {
            assert!(Instant::now() < patience, "the sound server never listens");
            thread::sleep(Duration::from_millis(20));
        }
        let listener = start("parec", &["-d", "null.monitor", "--latency-msec=20"]);
        let listener = listener.expect("parec comes with pulseaudio-utils");
        Some(Self { server, listener })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for child in [&mut self.listener, &mut self.server] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
