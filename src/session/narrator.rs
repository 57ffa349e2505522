//! The voice of a session: it says the phrases of the prompter.

use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::{Input, sender};
use crate::player::{Event, Phrase, Prompter, Snapshot};
use crate::speech::{START_TIMEOUT, Speech, SpeechRequest, Synthesizer, Utterance};

/// Speaks during a session, while the voice is on.
pub(super) struct Narrator {
    pub(super) on: bool,
    /// The person's own synthesizer, instead of one of the system's.
    pub(super) own_voice: Option<Synthesizer>,
    /// At 0 there is no voice.
    pub(super) volume: u8,
    pub(super) muted: bool,
    pub(super) prompter: Prompter,
    pub(super) speech: Option<Speech>,
    /// The hint how to get a voice was given.
    pub(super) told_lack: bool,
    pub(super) send: Sender<Input>,
}

impl Narrator {
    /// Starts the voice if it is on; returns a notice for the person, if there
    /// is one.
    pub(super) fn begin(&mut self) -> Option<String> {
        if !self.on || self.speech.is_some() {
            return None;
        }
        let lack = self.start().err();
        self.on = lack.is_none();
        lack.filter(|_| !std::mem::replace(&mut self.told_lack, true))
    }

    fn start(&mut self) -> Result<(), String> {
        if self.volume == 0 {
            return Err("warning: no voice, because there is to be no sound at all".to_owned());
        }
        let voices = match &self.own_voice {
            Some(voice) => vec![voice.clone()],
            None => Synthesizer::of_system(self.volume),
        };
        if voices.is_empty() {
            return Err(format!(
                "warning: no voice: {}, or name a command in LEGREST_VOICE_COMMAND",
                Synthesizer::how_to_get_one()
            ));
        }
        let started = Speech::start(voices, START_TIMEOUT, sender(&self.send, Input::Voice));
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

    /// Says the phrase for an event of the player.
    pub(super) fn hear(&mut self, event: &Event, snapshot: &Snapshot) {
        if self.voice().is_none() {
            return;
        }
        if let Event::Cue { .. } = event {
            // A late phrase must not run into the cue.
            self.hush();
        }
        let phrase = self.prompter.hear(event, snapshot);
        self.say(phrase);
    }

    /// Says what is due by itself; returns the time of the timeline until the
    /// next of it.
    pub(super) fn look(&mut self, snapshot: &Snapshot) -> Option<Duration> {
        self.voice()?;
        loop {
            let (due, phrase) = self.prompter.ahead(snapshot)?;
            if due > snapshot.elapsed {
                return Some(due.saturating_sub(snapshot.elapsed));
            }
            self.prompter.pass_ahead(snapshot);
            self.say(Some(phrase));
        }
    }

    pub(super) fn hush(&self) {
        if let Some(speech) = &self.speech {
            speech.request(SpeechRequest::Hush(None));
        }
    }

    /// Returns when it is silent.
    pub(super) fn hush_now(&self) {
        if let Some(speech) = &self.speech {
            speech.hush_now();
        }
    }

    /// Asks for an update when the last phrase was said; false if none is being
    /// said.
    pub(super) fn finish(&self) -> bool {
        let voice = self.voice();
        voice.map(|it| it.request(SpeechRequest::Finish)).is_some()
    }

    fn say(&self, phrase: Option<Phrase>) {
        if let (Some(speech), Some(phrase)) = (self.voice(), phrase) {
            speech.request(SpeechRequest::Say(Utterance {
                text: phrase.text,
                must_begin_by: Instant::now() + phrase.slack,
            }));
        }
    }

    fn voice(&self) -> Option<&Speech> {
        let speaks = self.on && !self.muted;
        self.speech.as_ref().filter(|_| speaks)
    }
}
