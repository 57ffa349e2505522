//! What keeps a record of a session while it is played.

use jiff::Zoned;

use crate::player::Player;

/// Keeps a record of a session.
pub trait Keeper {
    /// A hold has ended, and the session goes on. Called by the loop, which
    /// must not wait.
    fn progress(&mut self, player: &Player);

    /// The player has come to its end at this moment. Called before the last
    /// sound dies away, lest the record be lost with it. Returns a line for the
    /// person, if there is something to say about it.
    fn finish(&mut self, player: &Player, ended: &Zoned) -> Option<String>;
}

/// Keeps nothing.
impl Keeper for () {
    fn progress(&mut self, _: &Player) {}

    fn finish(&mut self, _: &Player, _: &Zoned) -> Option<String> {
        None
    }
}
