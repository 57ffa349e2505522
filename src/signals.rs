//! Signals as values, and passing them on to the default action.

/// A signal that a session handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// A signal that ends the program, by its number.
    End(i32),
    /// The terminal's stop character.
    #[cfg(unix)]
    Stop,
    /// The program goes on after a stop.
    #[cfg(unix)]
    Continue,
    /// The window has another size.
    #[cfg(unix)]
    Resize,
}

pub(crate) const HANG_UP: i32 = 1;
pub(crate) const INTERRUPT: i32 = 2;

#[cfg(unix)]
mod system {
    use std::io;
    use std::process::Command;
    use std::sync::Arc;
    use std::thread;

    use signal_hook::consts::signal::{
        SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::Signal;

    /// Sends every signal from a thread of its own, until `send` returns false.
    pub(crate) fn listen(send: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
        let mut numbers = vec![SIGINT, SIGTERM, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        if !is_ignored(SIGHUP) {
            numbers.push(SIGHUP);
        }
        let mut signals = Signals::new(numbers)?;
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                let mut signals = signals.forever().map(|number| match number {
                    SIGTSTP => Signal::Stop,
                    SIGCONT => Signal::Continue,
                    SIGWINCH => Signal::Resize,
                    end => Signal::End(end),
                });
                signals.all(send)
            })
            .map(drop)
    }

    /// Whether the program was started with a signal ignored, as `nohup` does
    /// with the hang-up. Only Linux says so without a call that needs `unsafe`.
    fn is_ignored(signal: i32) -> bool {
        let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
            // A child ignores what its parent does, and survives it.
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("kill -{signal} $$")]);
            return shell.status().is_ok_and(|ended| ended.success());
        };
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.unwrap_or(0) >> (signal - 1) & 1 == 1
    }

    /// Makes a limit on the size of files a write error that does not kill.
    pub(crate) fn survive_full_files() {
        // Without the handler the default action remains.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
    }

    /// Ends the program by the signal itself, as a shell expects. Returns where
    /// that is not possible: the kernel keeps signals that are not handled from
    /// process 1, and `abort` would end it by another signal.
    pub(crate) fn die_by(number: i32) {
        const INIT: u32 = 1;
        if std::process::id() != INIT {
            let _ = emulate_default_handler(number);
        }
    }

    /// Stops the program; returns when it goes on.
    pub(crate) fn stop() {
        let _ = emulate_default_handler(SIGTSTP);
    }
}

/// Nothing is needed: the system handles Ctrl-C and closing, stops no programs and
/// limits no files, and the exit code says how it ended.
#[cfg(not(unix))]
mod system {
    use std::io;

    use super::Signal;

    pub(crate) fn listen(_send: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn survive_full_files() {}

    pub(crate) fn die_by(_number: i32) {}

    pub(crate) fn stop() {}
}

pub(crate) use system::{die_by, listen, stop, survive_full_files};
