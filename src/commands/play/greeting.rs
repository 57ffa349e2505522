//! The words of a person's first session.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cli::Display;
use crate::outlet;
use crate::paths;
use crate::safety;
use crate::settings::Settings;
use crate::terminal;
use crate::text::fold;
use crate::timeline::Timeline;

/// How long a person needs to read them.
const TO_READ_IT: Duration = Duration::from_secs(10);

/// What was said before a session to somebody who is new here.
pub(super) struct Greeting {
    /// Empty for anybody else.
    pub(super) lines: Vec<String>,
    said: Instant,
}

impl Greeting {
    /// Greets somebody who has not been greeted before and has time to read it.
    pub(super) fn say(timeline: &Timeline, settings: &Settings, display: Display) -> Self {
        // A rehearsal is too short to read it.
        let in_earnest = settings.speed <= 1.0;
        let has_time = in_earnest && timeline.prepares() && display.is_for_people();
        let mut lines = if has_time && !greeted().is_some_and(|file| file.exists()) {
            safety::FIRST_TIME.map(str::to_owned).to_vec()
        } else {
            Vec::new()
        };
        // Where something else comes first, it is said before the stretches.
        if timeline.first_stretch() != Some(timeline.segments[0].step)
            && let Some(first) = lines.first_mut()
        {
            safety::NOT_ADVICE.clone_into(first);
        }
        let columns = terminal::size().map_or(80, |(columns, _)| columns);
        for line in lines.iter().flat_map(|line| fold(line, columns)) {
            outlet::say(&line);
        }
        let said = Instant::now();
        Self { lines, said }
    }

    /// Notes that somebody was greeted, if there was time enough to read it.
    /// Where this can't be noted, a person is greeted again.
    pub(super) fn remember(&self) {
        if self.lines.is_empty() || self.said.elapsed() < TO_READ_IT {
            return;
        }
        if let Some(file) = greeted() {
            let folder = file.parent().unwrap_or(&file);
            let _ = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, ""));
        }
    }
}

/// The file that is there once somebody has been greeted.
fn greeted() -> Option<PathBuf> {
    paths::data().map(|folder| folder.join("greeted"))
}
