//! The words of a person's first session.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::safety;
use crate::settings::Settings;
use crate::text::fold;
use crate::timeline::Timeline;

const TO_READ_IT: Duration = Duration::from_secs(10);

/// What every first page says: what is heard, unless there is no sound, how to stop,
/// and how to get to the wall.
const USUAL: [&str; 3] = [
    "Soft sounds tell when to change; m turns them off and on.",
    "q stops, space pauses. o is for pain: it ends the hold and spares that side.",
    "Time to walk to the wall: set prepare_lead with \"legrest config --edit\".",
];

/// How somebody is greeted who is new here; all of it is empty for anybody else.
pub(super) struct Greeting {
    /// What is read before anything begins.
    pub(super) page: Vec<String>,
    /// What was said where nobody waits for it to be read.
    pub(super) lines: Vec<String>,
    said: Instant,
}

impl Greeting {
    /// Greets somebody who has not been greeted before, which the timeline learns,
    /// and has time to read it. A session in earnest with a keyboard `may_wait` until it was read.
    pub(super) fn say(timeline: &mut Timeline, settings: &Settings, may_wait: bool) -> Self {
        timeline.is_first_evening = !greeted().is_some_and(|file| file.exists());
        // A rehearsal is too short to read it.
        let has_time =
            settings.speed <= 1.0 && timeline.prepares() && settings.display.is_for_people();
        let is_new = (may_wait || has_time) && timeline.is_first_evening;
        let lines = is_new.then(|| safety::FIRST_TIME.map(str::to_owned).to_vec());
        let mut lines = lines.unwrap_or_default();
        // Where something else comes first, it is said before the stretches.
        if timeline.first_stretch() != Some(timeline.segments[0].step)
            && let Some(first) = lines.first_mut()
        {
            safety::NOT_ADVICE.clone_into(first);
        }
        let mut page = Vec::new();
        if may_wait && !lines.is_empty() {
            let needs = timeline.needs().unwrap_or_else(|| "nothing".to_owned());
            let title = &timeline.routine.title;
            page.push(format!("{title}. This page comes only once."));
            page.push(format!("At hand: {}.", needs.trim_end_matches('.')));
            let usual = &USUAL[usize::from(settings.tuning.volume == 0)..];
            page.extend(usual.iter().copied().map(str::to_owned));
            page.append(&mut lines);
        }
        let columns = crate::terminal::size().map_or(80, |(columns, _)| columns);
        for line in lines.iter().flat_map(|line| fold(line, columns)) {
            crate::outlet::say(&line);
        }
        let said = Instant::now();
        Self { page, lines, said }
    }

    /// Notes that somebody was greeted, if there was time enough to read it.
    pub(super) fn remember(&self) {
        if !self.lines.is_empty() && self.said.elapsed() >= TO_READ_IT {
            remember();
        }
    }
}

/// Notes that somebody was greeted. Where this can't be noted, a person is greeted
/// again.
pub(super) fn remember() {
    if let Some(file) = greeted() {
        let folder = file.parent().unwrap_or(&file);
        let _ = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, ""));
    }
}

fn greeted() -> Option<PathBuf> {
    crate::paths::data().map(|folder| folder.join("greeted"))
}
