//! Recording a session while it is played.

use jiff::Zoned;

use crate::player::Player;

/// Records a session.
pub(crate) trait Keeper {
    /// A hold has ended, and the session goes on. Called by the loop, so it
    /// must not wait.
    fn progress(&mut self, player: &Player);

    /// The player has come to its end at this moment. Called before the last
    /// sound is over, so that the record can't be lost meanwhile. Returns a
    /// line for the person, if there is one.
    fn finish(&mut self, player: &Player, ended: &Zoned) -> Option<String>;
}

/// Records nothing.
impl Keeper for () {
    fn progress(&mut self, _: &Player) {}

    fn finish(&mut self, _: &Player, _: &Zoned) -> Option<String> {
        None
    }
}
