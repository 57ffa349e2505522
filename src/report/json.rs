//! One JSON object a line for each event, for programs.

use std::io::{self, Write};
use std::time::Duration;

use super::{EventWriter, SessionState};
use crate::json::to_json;
use crate::player::Event;
use crate::player::event::Stamped;

/// Writes JSON Lines.
#[derive(Debug)]
pub struct Json<W> {
    out: W,
}

impl<W: Write> Json<W> {
    /// Lines to `out`, each flushed at once.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> EventWriter for Json<W> {
    fn record(&mut self, at: Duration, event: &Event, _: &SessionState) -> io::Result<()> {
        writeln!(self.out, "{}", to_json(&Stamped::new(event, at))?)?;
        self.out.flush()
    }
}
