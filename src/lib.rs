//! A pre-bed stretch timer for the terminal.

pub mod diagnostic;
mod nearest;
pub mod player;
pub mod routine;
pub mod timeline;
