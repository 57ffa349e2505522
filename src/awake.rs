//! Keeps the machine from suspending.
//!
//! On Linux and macOS a program of the system inhibits it for as long as that
//! program runs. It ends by itself when this program ends, even if that is
//! killed. Where there is no such program, the machine suspends as usual.

pub(crate) use system::Awake;

#[cfg(unix)]
mod system {
    use std::process::{Command, Stdio};
    use std::sync::mpsc;
    use std::time::Duration;

    use crate::child::Process;

    /// How long ending the inhibition may take.
    const LETS_GO: Duration = Duration::from_secs(1);

    /// The program of this system that inhibits suspending, with its arguments.
    const INHIBITOR: &[&str] = if cfg!(target_os = "macos") {
        &["caffeinate", "-i", "-d", "cat"]
    } else if cfg!(target_os = "linux") {
        &[
            "systemd-inhibit",
            "--what=idle:sleep",
            "--mode=block",
            "--who=legrest",
            "--why=A stretch routine is playing",
            "cat",
        ]
    } else {
        &[]
    };

    /// The program that inhibits suspending. It runs a `cat` that waits for the
    /// end of its input, which comes when we close it or die. Dropping it returns
    /// when it has ended: the next command may be `systemctl suspend`.
    pub(crate) struct Awake(Process);

    impl Awake {
        /// Keeps the machine awake from now on, if the system can.
        pub(crate) fn keep() -> Option<Self> {
            let (program, arguments) = INHIBITOR.split_first()?;
            let mut command = Command::new(program);
            command.args(arguments).stdin(Stdio::piped());
            let started = Process::start(&mut command, (*program).to_owned());
            started.ok().map(Self)
        }
    }

    impl Drop for Awake {
        fn drop(&mut self) {
            drop(self.0.stdin());
            let (inbox, ended) = mpsc::channel();
            self.0.watch(&inbox, ());
            let _ = ended.recv_timeout(LETS_GO);
        }
    }
}

#[cfg(windows)]
mod system {
    use keepawake::{Builder, KeepAwake};

    /// Keeps the machine from suspending until it is dropped.
    pub(crate) struct Awake {
        _awake: KeepAwake,
    }

    impl Awake {
        /// Keeps the machine awake from now on, if the system can.
        pub(crate) fn keep() -> Option<Self> {
            let awake = Builder::default()
                .display(true)
                .idle(true)
                .reason("A stretch routine is playing")
                .app_name("legrest")
                .create();
            awake.ok().map(|awake| Self { _awake: awake })
        }
    }
}
