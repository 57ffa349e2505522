//! One JSON object a line for each event, for programs.

use std::io::{self, Write};
use std::time::Duration;

use super::{EventWriter, SessionState};
use crate::json::to_json;
use crate::player::Event;
use crate::player::event::Stamped;

/// Writes JSON Lines, each flushed at once.
#[derive(Debug)]
pub struct Json<W>(pub W);

impl<W: Write> EventWriter for Json<W> {
    fn record(&mut self, at: Duration, event: &Event, _: &SessionState) -> io::Result<()> {
        writeln!(self.0, "{}", to_json(&Stamped::new(event, at))?)?;
        self.0.flush()
    }
}
