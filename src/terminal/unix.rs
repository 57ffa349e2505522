//! Keys, modes and size by way of termios.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::Instant;

use nix::unistd::{getpgrp, getpid, getppid, getsid, tcgetpgrp};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{read, retry_on_intr};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, tcflush, tcgetattr, tcgetwinsize,
    tcsetattr, ttyname,
};

use super::keys::{Decoder, Key};
pub(crate) use super::names_itself as obeys_codes;
use super::{KeysFrom, Restore, TAKEN_AGAIN, Taken, taken};

/// The columns and rows of the terminal on standard error, if it tells.
pub(crate) fn size() -> Option<(usize, usize)> {
    let size = tcgetwinsize(io::stderr()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col.into(), size.ws_row.into()))
}

/// Whether a shell can continue this program after it stops. One that a terminal
/// window or a session was started with has no shell.
///
/// In a container a session, a group or a parent may be one of outside, whose
/// number is 0 here. rustix takes that for impossible and panics; nix does not.
pub(crate) fn may_stop() -> bool {
    let parent = getppid();
    getsid(None).is_ok_and(|session| {
        session != getpid() && parent.as_raw() != 0 && getsid(Some(parent)) == Ok(session)
    })
}

/// The terminal on standard error, if this program may read it. No poll waits for
/// `/dev/tty` on macOS.
fn by_name() -> Option<File> {
    let name = ttyname(io::stderr(), Vec::new()).ok()?;
    let tty = open(name, OFlags::CLOEXEC | OFlags::NOCTTY, Mode::empty()).ok()?;
    tcgetpgrp(&tty).is_ok().then(|| tty.into())
}

#[derive(Clone)]
pub(crate) struct Keyboard(Arc<File>);

impl Keyboard {
    /// The keyboard, unless there is no terminal or it listens to another
    /// program: taking it from the background would stop this one.
    pub(crate) fn open(from: KeysFrom) -> Option<Self> {
        let tty = match from {
            KeysFrom::Stdin if io::stdin().is_terminal() => {
                File::from(io::stdin().as_fd().try_clone_to_owned().ok()?)
            }
            KeysFrom::Stdin => return None,
            KeysFrom::Terminal => by_name().or_else(|| File::open("/dev/tty").ok())?,
        };
        let keyboard = Self(Arc::new(tty));
        keyboard.is_foreground().then_some(keyboard)
    }

    pub(super) fn take(&self) -> Option<Restore> {
        let modes = tcgetattr(&self.0).ok()?;
        let mut taken = modes.clone();
        taken.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
        tcsetattr(&self.0, OptionalActions::Now, &taken).ok()?;
        // What was typed before now was not meant for a running routine.
        let _ = tcflush(&self.0, QueueSelector::IFlush);
        let tty = Arc::clone(&self.0);
        Some(Box::new(move || {
            // Without IXON, output that Ctrl-S has halted goes on. The codes that
            // restore the screen must not wait for the next Ctrl-Q.
            let mut flowing = modes.clone();
            flowing.input_modes -= InputModes::IXON;
            // A terminal that is gone needs no modes.
            let _ = tcsetattr(&tty, OptionalActions::Now, &flowing);
            let _ = tcsetattr(&tty, OptionalActions::Now, &modes);
        }))
    }

    pub(crate) fn is_foreground(&self) -> bool {
        tcgetpgrp(&self.0).is_ok_and(|group| group == getpgrp())
    }

    pub(crate) fn is_gone(&self) -> bool {
        let mut tty = [PollFd::new(&self.0, PollFlags::empty())];
        poll(&mut tty, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
            && tty[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
    }

    pub(super) fn read(&self, send: impl Fn(Key) -> bool) {
        let began = Instant::now();
        let mut decoder = Decoder::default();
        let mut bytes = [0; 256];
        loop {
            if was_given_back() {
                // What had begun was flushed, and another program may have
                // changed what the terminal sends.
                decoder = Decoder::default();
            }
            let mut tty = [PollFd::new(&self.0, PollFlags::IN)];
            if retry_on_intr(|| poll(&mut tty, None)).is_err() {
                return;
            }
            // Given back meanwhile: these bytes are for another program.
            if !has_keys(taken().as_ref()) {
                continue;
            }
            let Ok(count @ 1..) = retry_on_intr(|| read(&self.0, &mut bytes)) else {
                return;
            };
            let at = began.elapsed();
            let bytes = bytes[..count].iter();
            let mut keys = bytes.filter_map(|byte| decoder.push(*byte, at));
            if !keys.all(&send) {
                return;
            }
        }
    }
}

/// Returns as soon as keys are for this program, and whether they were for another.
fn was_given_back() -> bool {
    let taken = taken();
    let was_given_back = !has_keys(taken.as_ref());
    drop(TAKEN_AGAIN.wait_while(taken, |taken| !has_keys(taken.as_ref())));
    was_given_back
}

fn has_keys(taken: Option<&Taken>) -> bool {
    taken.is_some_and(|taken| taken.keyboard.is_some())
}
