//! The program in a real terminal: a pseudo terminal, with an emulator at its
//! other end that knows what a person would see.

mod bars;
mod edit;
mod endings;
pub mod events;
mod first_page;
mod full;
mod jobs;
mod keys;
mod log;
mod matrix;
mod only_keys;
mod ouch;
pub mod pictures;
mod reflow;
pub mod screen;
mod seen;
mod sheet;
mod stuck;

use std::time::{Duration, Instant};

/// What takes longer than this will not come any more. It is generous: nothing
/// waits that long on a program that works, however busy the machine is.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something that can only be asked for again and again.
#[track_caller]
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until something is so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    eventually(what, || is_so().then_some(()));
}
