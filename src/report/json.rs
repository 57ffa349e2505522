//! One JSON object a line for each event, for programs.

use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;

use super::{Reporter, to_stderr};
use crate::player::Event;
use crate::timeline::Timeline;

/// Writes JSON Lines.
#[derive(Debug)]
pub struct Json<W> {
    out: W,
}

#[derive(Serialize)]
struct Line<'e> {
    #[serde(flatten)]
    event: &'e Event,
    /// Seconds of the session's clock.
    t: f64,
}

impl<W: Write> Json<W> {
    /// Lines to `out`, each flushed at once.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Reporter for Json<W> {
    fn record(&mut self, at: Duration, event: &Event, _: &Timeline) -> io::Result<()> {
        // Nanoseconds are noise to whoever reads this.
        let t = (at.as_secs_f64() * 1e6).round() / 1e6;
        let mut line = serde_json::to_vec(&Line { event, t })?;
        line.push(b'\n');
        self.out.write_all(&line)?;
        self.out.flush()
    }

    fn notice(&mut self, line: &str) -> io::Result<()> {
        to_stderr(line)
    }
}
