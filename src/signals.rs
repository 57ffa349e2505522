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
        let value = |number| match number {
            SIGTSTP => Signal::Stop,
            SIGCONT => Signal::Continue,
            SIGWINCH => Signal::Resize,
            end => Signal::End(end),
        };
        let thread = thread::Builder::new().name("signals".to_owned());
        let listener = move || signals.forever().map(value).all(send);
        thread.spawn(listener).map(drop)
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

/// The system stops no programs here and limits no files, and the exit code says
/// how a program ended.
#[cfg(windows)]
mod system {
    use std::io;
    use std::sync::Arc;
    use std::task::{Context, Wake, Waker};
    use std::thread::{self, Thread};

    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

    use super::{HANG_UP, INTERRUPT, Signal};

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    /// Sends Ctrl-C and Ctrl-Break as an interrupt, and what closes the window as a
    /// hang-up, from a thread of its own, until `send` returns false. A window that
    /// closes waits until this program has ended, though only for some seconds.
    pub(crate) fn listen(send: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
        let (mut interrupt, mut stop) = (ctrl_c()?, ctrl_break()?);
        let (mut close, mut log_off) = (ctrl_close()?, ctrl_logoff()?);
        let mut shut_down = ctrl_shutdown()?;
        let listener = move || {
            let waker = Waker::from(Arc::new(Unpark(thread::current())));
            let mut context = Context::from_waker(&waker);
            loop {
                // Only one that was asked wakes this thread.
                let told = [
                    (interrupt.poll_recv(&mut context), INTERRUPT),
                    (stop.poll_recv(&mut context), INTERRUPT),
                    (close.poll_recv(&mut context), HANG_UP),
                    (log_off.poll_recv(&mut context), HANG_UP),
                    (shut_down.poll_recv(&mut context), HANG_UP),
                ];
                match told.into_iter().find(|(told, _)| told.is_ready()) {
                    None => thread::park(),
                    Some((_, number)) if send(Signal::End(number)) => {}
                    Some(_) => return,
                }
            }
        };
        let thread = thread::Builder::new().name("signals".to_owned());
        thread.spawn(listener).map(drop)
    }

    pub(crate) fn survive_full_files() {}

    pub(crate) fn die_by(_number: i32) {}

    pub(crate) fn stop() {}
}

pub(crate) use system::{die_by, listen, stop, survive_full_files};
