//! Keeps the machine from suspending. On Linux and macOS a program of the system
//! does, if there is one, for as long as it runs. It ends by itself when this
//! program ends, even if that is killed.

pub(crate) use system::Awake;

#[cfg(unix)]
mod system {
    use std::io::Read;
    use std::net::Shutdown;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    use std::process::Command;
    use std::time::Duration;

    use crate::child::Process;

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
    pub(crate) struct Awake {
        input: UnixStream,
        _inhibitor: Process,
    }

    impl Awake {
        /// Keeps the machine awake from now on, if the system can.
        pub(crate) fn keep() -> Option<Self> {
            let (program, arguments) = INHIBITOR.split_first()?;
            let (input, its_end) = UnixStream::pair().ok()?;
            input.set_read_timeout(Some(LETS_GO)).ok()?;
            let mut command = Command::new(program);
            command.args(arguments).stdin(OwnedFd::from(its_end));
            let started = Process::start(&mut command, (*program).to_owned());
            Some(Self {
                input,
                _inhibitor: started.ok()?,
            })
        }
    }

    impl Drop for Awake {
        fn drop(&mut self) {
            let _ = self.input.shutdown(Shutdown::Write);
            // Nothing is ever written at the other end, which closes when the last
            // program that has it ends.
            let _ = self.input.read_exact(&mut [0]);
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
