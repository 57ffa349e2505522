//! What several verbs do with the journal: find it, read it, keep a record.

use jiff::{Timestamp, Zoned};

use crate::cli::Muscle;
use crate::diagnostic::printable;
use crate::diary::{Diary, Moments};
use crate::error::Error;
use crate::journal::{self, Journal, Note, ReadErrors, RunningRecord};
use crate::night::Night;
use crate::paths;
use crate::player::{Outcome, Player};
use crate::record::{
    Cramp, FoundRecord, LocalTime, RecordKind, SessionRecord, Tonight, let_go_after,
};
use crate::safety;
use crate::session::SessionRecorder;
use crate::zone;

pub(super) enum RecordAs {
    Session(Tonight),
    Cramp(Muscle),
}

pub(super) fn open() -> Result<Journal, Error> {
    paths::check(paths::DATA_DIR)?;
    let folder = paths::needed(paths::journal(), "the journal", paths::DATA_DIR)?;
    Ok(Journal { folder })
}

pub(super) fn diary(journal: &Journal) -> (Diary, ReadErrors) {
    let mut diary = Diary::default();
    let errors = journal.read(|found| diary.add(found));
    (diary, errors)
}

/// What is picked of the records, oldest first, and what can't be read.
pub(super) fn in_order<T>(
    journal: &Journal,
    mut pick: impl FnMut(&FoundRecord) -> Option<T>,
) -> (Vec<T>, ReadErrors) {
    let mut moments = Moments::default();
    let mut picked = Vec::new();
    let errors = journal.read(|found| {
        let place = moments.note(found);
        picked.extend(pick(found).map(|it| (place, it)));
    });
    picked.sort_by_key(|(place, _)| moments.order(*place));
    (picked.into_iter().map(|(_, it)| it).collect(), errors)
}

/// Reads the whole journal, and warns of what can't be read or makes no sense. It
/// is an error when the folder can't be read, and with `is_shown` also when a file
/// can't be read and no other file has a record.
pub(super) fn read(journal: &Journal, is_shown: bool) -> Result<Diary, Error> {
    let (diary, errors) = diary(journal);
    if errors.is_closed {
        return Err(unreadable(&errors.to_string()));
    }
    let mut trouble = Vec::new();
    if !errors.is_none() {
        trouble.push(errors.to_string());
    }
    if diary.moments.reach_beyond(zone::now().timestamp()) {
        trouble.push("a record in it is later than now: was a clock wrong?".to_owned());
    }
    // "Nothing is recorded yet" would not be true.
    if is_shown && diary.first().is_none() && !errors.files.is_empty() {
        return Err(unreadable(&trouble.join("; ")));
    }
    if !trouble.is_empty() {
        warn(&trouble.join("; "));
    }
    Ok(diary)
}

pub(super) fn unreadable(why: &str) -> Error {
    Error::failed(format!("the journal can't be read: {why}"))
}

pub(super) fn warn(what: &str) {
    // Where even this can't be written, there is nobody to tell.
    let _ = crate::console::warn(&format!("the journal: {what}"));
}

/// Keeps the record of what is played in the journal. Where that is not
/// possible, it costs a warning and nothing else.
pub(super) struct JournalRecorder {
    record_as: RecordAs,
    started: Zoned,
    id: String,
    /// The file that has the record until the session ends.
    running: Option<RunningRecord>,
    /// Whether the end of the session is shown to a person.
    talks: bool,
}

impl JournalRecorder {
    pub(super) fn new(record_as: RecordAs, talks: bool) -> Self {
        Self {
            record_as,
            id: String::new(),
            started: zone::now(),
            running: None,
            talks,
        }
    }

    /// The record as it is if the session ended at this moment.
    fn record(&self, player: &Player, ended: &Zoned) -> RecordKind {
        match &self.record_as {
            RecordAs::Session(tonight) => {
                let ended = LocalTime::from(ended);
                RecordKind::Session(SessionRecord::of(player, tonight, ended))
            }
            RecordAs::Cramp(muscle) => RecordKind::Cramp(Cramp {
                muscle: muscle.routine().trim_start_matches("cramp-").into(),
                held: let_go_after(player),
            }),
        }
    }

    fn line(&self, player: &Player, ended: &Zoned) -> std::io::Result<Vec<u8>> {
        let record = self.record(player, ended);
        journal::line(&self.id, &self.started, self.night(), record)
    }

    fn night(&self) -> Night {
        Night::of(self.started.datetime())
    }

    fn add(&mut self, player: &Player, ended: &Zoned) -> Result<(Journal, Note), Error> {
        let journal = open()?;
        let note = match self.running.take() {
            Some(running) => running.end(self.line(player, ended)?)?,
            None => journal.append(&self.started, self.night(), self.record(player, ended))?,
        };
        Ok((journal, note))
    }

    fn last_words(&self, player: &Player, journal: &Journal) -> Option<String> {
        let RecordAs::Session(Tonight { routine, .. }) = &self.record_as else {
            return Some(safety::AFTER_A_CRAMP.to_owned());
        };
        if player.outcome() != Some(Outcome::Completed) {
            let is_left = player.reached().is_some() && !player.holds().is_empty();
            return is_left.then(|| "The same again with --resume goes on tonight.".to_owned());
        }
        if !safety::TRIALS.contains(&&**routine) {
            return None;
        }
        // What can't be read is told to whoever asks for the history.
        let (diary, _) = diary(journal);
        let counts = diary.is_of_trial(self.night(), routine);
        let done = diary.trial(routine, self.night());
        let lines = safety::of_trial(routine, done.nights, done.recent);
        counts.then(|| lines.join("\n"))
    }
}

impl SessionRecorder for JournalRecorder {
    fn begin(&mut self, tell: Box<dyn FnOnce(String) + Send>) {
        self.started = zone::now();
        // Without an id there is no record either; that is told at the end.
        self.id = journal::new_id(&self.started).unwrap_or_default();
        // In a cramp it is no help to know.
        let is_told = matches!(self.record_as, RecordAs::Session(_));
        let zone = self.started.time_zone().clone();
        let on_other = move |began: Timestamp| {
            let began = crate::text::time_of_day(began.to_zoned(zone).time());
            if is_told {
                let other = format!("Another legrest has been playing since {began}");
                tell(other + "; this one plays too.");
            }
        };
        let journal = open().ok();
        self.running = journal.and_then(|journal| journal.begin(&self.id, on_other).ok());
    }

    fn progress(&mut self, player: &Player) {
        if let Some(running) = &self.running
            && let Ok(line) = self.line(player, &zone::now())
        {
            running.progress(line);
        }
    }

    fn finish(&mut self, player: &Player, ended: &Zoned) -> Option<String> {
        match self.add(player, ended) {
            Ok((journal, note)) => {
                let note = note.map(|note| format!("warning: the journal: {note}"));
                let words = self.talks.then(|| self.last_words(player, &journal));
                let lines: Vec<String> = note.into_iter().chain(words.flatten()).collect();
                (!lines.is_empty()).then(|| lines.join("\n"))
            }
            Err(error) => {
                let head = "warning: the journal: tonight could not be recorded";
                Some(format!("{head}: {}", printable(&error.in_one_line())))
            }
        }
    }
}
