//! What a person does at a keyboard, and when the machine gets round to it.

use std::time::Duration;

use legrest::player::Command;

use super::super::dice::Dice;

/// Some time, and then a key.
pub struct Move {
    wait: Wait,
    /// What the key asks for.
    pub command: Command,
}

/// How long the player is not looked at.
#[derive(Clone, Copy)]
enum Wait {
    For(Duration),
    /// To the next deadline, and so many nanoseconds more, or less.
    Deadline(i8),
}

impl Move {
    /// At once, this.
    pub fn at_once(command: Command) -> Self {
        Self {
            wait: Wait::For(Duration::ZERO),
            command,
        }
    }

    /// Whatever the dice say.
    pub fn next(dice: &mut Dice) -> Self {
        let wait = match dice.number(0..=9) {
            0..=1 => Wait::For(Duration::ZERO),
            2 => Wait::Deadline(0),
            3 => Wait::Deadline(-1),
            4 => Wait::Deadline(1),
            5..=6 => Wait::For(Duration::from_millis(dice.number(0..=4000))),
            7 => Wait::For(Duration::from_secs(dice.number(0..=120))),
            8 => Wait::For(Duration::from_nanos(dice.number(0..=5_000_000_000))),
            // Somebody fell asleep, or the machine did.
            _ => Wait::For(Duration::from_mins(dice.number(1..=600))),
        };
        let command = if dice.once_in(40) {
            dice.one_of(&[Command::Quit, Command::Interrupt])
        } else {
            dice.one_of(&[
                Command::TogglePause,
                Command::Next,
                Command::GoOn,
                Command::Back,
                Command::Longer,
                Command::Shorter,
                Command::Pause,
                Command::NextStep,
                Command::Forward,
                Command::Ouch,
                Command::Back,
                Command::TogglePause,
            ])
        };
        Self { wait, command }
    }

    /// When the key is pressed, as of now.
    pub fn moment(&self, now: Duration, deadline: Option<Duration>) -> Duration {
        let moment = match self.wait {
            Wait::For(time) => now + time,
            Wait::Deadline(by) => {
                let nanos = Duration::from_nanos(u64::from(by.unsigned_abs()));
                let due = deadline.unwrap_or(now);
                if by < 0 {
                    due.saturating_sub(nanos)
                } else {
                    due + nanos
                }
            }
        };
        moment.max(now)
    }
}
