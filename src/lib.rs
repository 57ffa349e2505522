//! A pre-bed stretch timer for the terminal.

pub mod audio;
pub mod diagnostic;
mod nearest;
pub mod player;
pub mod report;
pub mod routine;
pub mod session;
pub mod signals;
pub mod terminal;
pub mod text;
pub mod timeline;
