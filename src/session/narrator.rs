//! The voice of a session: it says the phrases of the prompter.

use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::{Input, SessionClock, sender};
use crate::audio::gain;
use crate::player::{Event, Phrase, Prompter, Snapshot, TimedCue, Voice};
use crate::routine::Cue;
use crate::settings::Settings;
use crate::speech::{Speech, SpeechRequest, Synthesizer, Utterance};

/// From the end of a sound to the first word.
const APART: Duration = Duration::from_millis(200);
/// How much softer than the others the sound at the end is, in decibels.
const LAST: u8 = 4;

pub(super) struct Narrator {
    on: bool,
    /// The person's own synthesizer, instead of one of the system's.
    own_voice: Option<Synthesizer>,
    /// At 0 there is no voice.
    volume: u8,
    muted: bool,
    prompter: Prompter,
    /// What has happened since the prompter was asked.
    unheard: Vec<Event>,
    /// When the last sound is over, so that words cover none.
    free_from: Instant,
    /// How much softer than usual that sound is, in decibels.
    softer: u8,
    pub(super) speech: Option<Speech>,
    pub(super) send: Sender<Input>,
}

impl Narrator {
    pub(super) fn new(settings: &Settings, send: Sender<Input>) -> Self {
        Self {
            on: settings.voice != Voice::Off,
            own_voice: settings.own_voice.clone(),
            volume: settings.tuning.volume,
            muted: false,
            prompter: Prompter::new(settings.speed, settings.voice),
            unheard: Vec::new(),
            free_from: Instant::now(),
            softer: 0,
            speech: None,
            send,
        }
    }

    /// Starts the voice if it is on; returns a notice for the person, if there
    /// is one.
    pub(super) fn begin(&mut self) -> Option<String> {
        if !self.on || self.speech.is_some() {
            return None;
        }
        let lack = self.start().err();
        self.on = lack.is_none();
        lack
    }

    fn start(&mut self) -> Result<(), String> {
        if self.volume == 0 {
            return Err("warning: no voice, because there is to be no sound at all".to_owned());
        }
        let own = self.own_voice.clone();
        let voices = own.map_or_else(Synthesizer::of_system, |own| vec![own]);
        if voices.is_empty() {
            let how = if cfg!(target_os = "linux") {
                "install espeak-ng or speech-dispatcher"
            } else {
                "this system has none that legrest knows"
            };
            return Err(format!(
                "warning: no voice: {how}, or name a command in LEGREST_VOICE_COMMAND"
            ));
        }
        let started = Speech::start(voices, sender(&self.send, Input::Voice));
        self.speech = Some(started.map_err(|error| format!("warning: no voice: {error}"))?);
        Ok(())
    }

    /// Switches the voice on or off; returns what it is now, and a notice for the
    /// person, if there is one. A voice that is switched on says the present step.
    pub(super) fn toggle(&mut self, snapshot: &Snapshot) -> (&'static str, Option<String>) {
        self.on = !self.on;
        if !self.on {
            self.hush();
            return ("voice off", None);
        }
        let notice = self.begin();
        if self.voice().is_some() {
            let phrase = self.prompter.orient(snapshot);
            self.say(phrase);
        }
        let is = if self.on { "voice on" } else { "no voice here" };
        (is, notice)
    }

    pub(super) fn mute(&mut self, muted: bool) {
        self.muted = muted;
        if muted {
            self.hush();
        }
    }

    /// Notes a cue, and when its sound ends, if it has one. Beats are so soft that
    /// they go with the count.
    pub(super) fn cue(&mut self, due: TimedCue, ends: Option<Instant>) {
        // A late phrase must not run into the cue.
        self.hush();
        if let Some(ends) = ends.filter(|_| !matches!(due.cue, Cue::Beat | Cue::Part)) {
            self.free_from = ends + APART;
        }
        let last = if due.cue == Cue::Finish { LAST } else { 0 };
        self.softer = last + due.softer;
    }

    pub(super) fn hear(&mut self, event: &Event, snapshot: &Snapshot) {
        if let Event::Segment(_) = event {
            // It is followed by a cue, which drops what was to be said.
            self.prompter.hear(event, snapshot);
        } else if self.voice().is_some() {
            self.unheard.push(event.clone());
        }
    }

    /// Says what is due, once no sound is heard; returns when there is more to say.
    pub(super) fn look(&mut self, snapshot: &Snapshot, clock: SessionClock) -> Option<Instant> {
        self.voice()?;
        let now = Instant::now();
        if now < self.free_from && !self.unheard.is_empty() {
            return Some(self.free_from);
        }
        for event in std::mem::take(&mut self.unheard) {
            let phrase = self.prompter.hear(&event, snapshot);
            self.say(phrase);
        }
        loop {
            let (due, phrase) = self.prompter.ahead(snapshot)?;
            let left = due.saturating_sub(snapshot.elapsed);
            let due = self.free_from.max(now + clock.unscaled(left));
            if due > now {
                return Some(due);
            }
            self.prompter.pass_ahead(snapshot);
            self.say(Some(phrase));
        }
    }

    /// Falls silent, and says nothing more of what has happened.
    pub(super) fn hush(&mut self) {
        self.unheard.clear();
        self.free_from = Instant::now();
        if let Some(speech) = &self.speech {
            speech.request(SpeechRequest::Hush);
        }
    }

    /// Says the last phrase after all sounds; an update follows unless it is false.
    pub(super) fn finish(&mut self, snapshot: &Snapshot, clock: SessionClock) -> bool {
        self.free_from = Instant::now();
        self.look(snapshot, clock);
        self.voice()
            .map(|it| it.request(SpeechRequest::Finish))
            .is_some()
    }

    fn say(&self, phrase: Option<Phrase>) {
        if let (Some(speech), Some(phrase)) = (self.voice(), phrase) {
            speech.request(SpeechRequest::Say(Utterance {
                text: phrase.text,
                gain: gain(self.volume, self.softer),
                must_begin_by: Instant::now() + phrase.slack,
            }));
        }
    }

    fn voice(&self) -> Option<&Speech> {
        let speaks = self.on && !self.muted;
        self.speech.as_ref().filter(|_| speaks)
    }
}
