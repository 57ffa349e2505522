//! What a session lets be heard: each cue once, handed over before its moment.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::audio::{Audio, SoundSource};
use crate::clip::Clip;
use crate::player::{Player, Setting};
use crate::routine::{Cue, Sound};

use super::Pace;

/// How far ahead cues are handed over: more than any lead.
const AHEAD: Duration = Duration::from_secs(30);
/// The next ones are, when less than this is left of it.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// A cue that comes later than this would only confuse.
const TOO_LATE: Duration = Duration::from_millis(500);
/// How much attenuation_db cues are, in decibels, where somebody may be dozing off.
const CALM: u8 = 6;

/// The ears of a session: knows which cues were handed over already.
pub(super) struct Hearing {
    audio: Option<Audio>,
    /// The person's own sounds, by the path that routines give.
    clips: BTreeMap<String, Clip>,
    muted: bool,
    /// Cues that were handed over and are still to come, in order.
    told: VecDeque<(Duration, Cue)>,
    /// All cues up to here were.
    told_to: Duration,
}

impl Hearing {
    /// Without `audio`, nothing is heard.
    pub(super) fn new(audio: Option<Audio>, clips: BTreeMap<String, Clip>) -> Self {
        Self {
            audio,
            clips,
            muted: false,
            told: VecDeque::new(),
            told_to: Duration::ZERO,
        }
    }

    /// Waits a moment for the sound to be ready, if there is any.
    pub(super) fn get_ready(&self) {
        if let Some(audio) = &self.audio {
            audio.get_ready();
        }
    }

    /// Whether the person wants no sound for now; `None` where there is none.
    pub(super) fn muted(&self) -> Option<bool> {
        self.audio.is_some().then_some(self.muted)
    }

    /// Whether the person wants nothing to be heard for now.
    pub(super) fn is_muted(&self) -> bool {
        self.muted
    }

    /// The sound, unless the person wants none for now.
    pub(super) fn audio(&self) -> Option<&Audio> {
        self.audio.as_ref().filter(|_| !self.muted)
    }

    /// Hands over the cues that will come, if it is time to; the player has
    /// advanced to `now`.
    pub(super) fn look_ahead(&mut self, player: &Player, pace: Pace, now: Duration) {
        let Some(audio) = self.audio.as_ref().filter(|_| !self.muted) else {
            return;
        };
        let left = pace.unscaled(self.told_to.saturating_sub(now));
        if left > LOOK_AGAIN || player.next_deadline().is_none() {
            return;
        }
        let until = now + pace.scaled(AHEAD);
        for foreseen in player.foresee(until) {
            if foreseen.at <= self.told_to {
                continue;
            }
            self.told.push_back((foreseen.at, foreseen.cue));
            if let Some(voice) = self.voice(player, foreseen.cue, foreseen.setting) {
                audio.play(
                    voice,
                    attenuation_db(foreseen.setting),
                    pace.moment(foreseen.at),
                );
            }
        }
        self.told_to = until;
    }

    /// When to look ahead again.
    pub(super) fn next_look(&self, player: &Player, pace: Pace) -> Option<Instant> {
        self.audio()?;
        player.next_deadline()?;
        pace.moment(self.told_to).checked_sub(LOOK_AGAIN)
    }

    /// A cue has come. One that nobody could foresee is played now, unless its
    /// moment is long past.
    pub(super) fn cue(&mut self, player: &Player, pace: Pace, at: Duration, cue: Cue) {
        if self.was_told(at, cue) {
            return;
        }
        let moment = pace.moment(at);
        let Some(audio) = self.audio().filter(|_| moment.elapsed() <= TOO_LATE) else {
            return;
        };
        let setting = player.setting(at);
        if let Some(voice) = self.voice(player, cue, setting) {
            audio.play(voice, attenuation_db(setting), moment);
        }
    }

    /// Whether a cue was handed over already. What was to come before it has
    /// not come, and is forgotten, lest it hide all cues after it.
    fn was_told(&mut self, at: Duration, cue: Cue) -> bool {
        while self.told.front().is_some_and(|(told, _)| *told <= at) {
            if self.told.pop_front() == Some((at, cue)) {
                return true;
            }
        }
        false
    }

    /// What was to come after `now` may not come, or not then.
    pub(super) fn forget(&mut self, pace: Pace, now: Duration) {
        if let Some(audio) = &self.audio {
            audio.forget(pace.moment(now));
        }
        self.told.retain(|(at, _)| *at <= now);
        self.told_to = now;
    }

    /// Cuts off what sounds.
    pub(super) fn hush(&self) {
        if let Some(audio) = &self.audio {
            audio.hush();
        }
    }

    /// Turns the sound off, or on again.
    pub(super) fn toggle_mute(&mut self, pace: Pace, now: Duration) {
        self.muted = !self.muted;
        self.forget(pace, now);
        self.hush();
    }

    /// What a cue sounds like; `None` where the routine wants silence.
    fn voice(&self, player: &Player, cue: Cue, setting: Setting) -> Option<SoundSource> {
        let timeline = player.timeline();
        let own = timeline.steps[setting.step].step.sounds.get(&cue);
        match own.or_else(|| timeline.routine.sounds.get(&cue)) {
            Some(Sound::None) => None,
            Some(Sound::BuiltIn(name)) => Some(SoundSource::BuiltIn(name)),
            Some(Sound::File(path)) => {
                let clip = self.clips.get(path).cloned();
                Some(clip.map_or(SoundSource::BuiltIn(cue.default_sound()), SoundSource::Own))
            }
            None => Some(SoundSource::BuiltIn(cue.default_sound())),
        }
    }
}

fn attenuation_db(setting: Setting) -> u8 {
    if setting.calm { CALM } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_that_did_not_come_doubles_no_other() {
        let second = Duration::from_secs;
        let mut hearing = Hearing::new(None, BTreeMap::new());
        hearing.told.extend([
            (second(1), Cue::Start),
            (second(5), Cue::Half),
            (second(9), Cue::Rest),
            (second(12), Cue::Start),
        ]);
        assert!(hearing.was_told(second(1), Cue::Start));
        // Neither this one nor the next was handed over, and another was.
        assert!(!hearing.was_told(second(4), Cue::Half));
        assert!(!hearing.was_told(second(5), Cue::Enough));
        assert!(hearing.was_told(second(9), Cue::Rest));
        assert!(!hearing.was_told(second(9), Cue::Rest), "once");
        assert!(hearing.was_told(second(12), Cue::Start));
    }
}
