//! The sounds of a session: each cue once, requested before its moment.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::audio::{self, Audio};
use crate::clip::Clip;
use crate::player::{CueContext, Player};
use crate::routine::{Cue, Sound};

use super::SessionClock;

/// How far ahead cues are scheduled: more than any lead.
const AHEAD: Duration = Duration::from_secs(30);
/// The next cues are scheduled when less than this is left.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// A later cue would only confuse.
const TOO_LATE: Duration = Duration::from_millis(500);
/// The attenuation of cues while somebody may be dozing off, in decibels.
const CALM: u8 = 6;

/// Schedules the cues of a session, and knows which are scheduled already.
pub(super) struct CueScheduler {
    audio: Option<Audio>,
    /// The person's own sounds, by the path that routines give.
    clips: BTreeMap<String, Clip>,
    muted: bool,
    /// The scheduled cues that are still to come, in order.
    told: VecDeque<(Duration, Cue)>,
    /// All cues up to this time are scheduled.
    told_to: Duration,
}

impl CueScheduler {
    /// Without `audio`, no cue is heard.
    pub(super) fn new(audio: Option<Audio>, clips: BTreeMap<String, Clip>) -> Self {
        Self {
            audio,
            clips,
            muted: false,
            told: VecDeque::new(),
            told_to: Duration::ZERO,
        }
    }

    /// Waits a moment until the sound is ready, if there is any.
    pub(super) fn get_ready(&self) {
        if let Some(audio) = &self.audio {
            audio.get_ready();
        }
    }

    /// Whether the sound is muted; `None` if there is none.
    pub(super) fn muted(&self) -> Option<bool> {
        self.audio.is_some().then_some(self.muted)
    }

    /// Whether the person has muted everything.
    pub(super) fn is_muted(&self) -> bool {
        self.muted
    }

    /// The sound, unless it is muted.
    pub(super) fn audio(&self) -> Option<&Audio> {
        self.audio.as_ref().filter(|_| !self.muted)
    }

    /// Schedules the coming cues, if it is time to. The player has advanced to
    /// `now`.
    pub(super) fn look_ahead(&mut self, player: &Player, clock: SessionClock, now: Duration) {
        let Some(audio) = self.audio.as_ref().filter(|_| !self.muted) else {
            return;
        };
        let left = clock.unscaled(self.told_to.saturating_sub(now));
        if left > LOOK_AGAIN || player.next_deadline().is_none() {
            return;
        }
        let until = now + clock.scaled(AHEAD);
        for foreseen in player.foresee(until) {
            if foreseen.at <= self.told_to {
                continue;
            }
            self.told.push_back((foreseen.at, foreseen.cue));
            if let Some(voice) = self.voice(player, foreseen.cue, foreseen.context) {
                audio.play(
                    voice,
                    attenuation_db(foreseen.context),
                    clock.moment(foreseen.at),
                );
            }
        }
        self.told_to = until;
    }

    /// When to schedule cues again.
    pub(super) fn next_look(&self, player: &Player, clock: SessionClock) -> Option<Instant> {
        self.audio()?;
        player.next_deadline()?;
        clock.moment(self.told_to).checked_sub(LOOK_AGAIN)
    }

    /// Handles a cue at its moment. A cue that was not foreseen is played now,
    /// unless it is too late.
    pub(super) fn cue(&mut self, player: &Player, clock: SessionClock, at: Duration, cue: Cue) {
        if self.was_told(at, cue) {
            return;
        }
        let moment = clock.moment(at);
        let Some(audio) = self.audio().filter(|_| moment.elapsed() <= TOO_LATE) else {
            return;
        };
        let context = player.context(at);
        if let Some(voice) = self.voice(player, cue, context) {
            audio.play(voice, attenuation_db(context), moment);
        }
    }

    /// Whether a cue was scheduled. Scheduled cues before it have not come, and
    /// are removed, because they would hide all later cues.
    fn was_told(&mut self, at: Duration, cue: Cue) -> bool {
        while self.told.front().is_some_and(|(told, _)| *told <= at) {
            if self.told.pop_front() == Some((at, cue)) {
                return true;
            }
        }
        false
    }

    /// Cancels the cues after `now`: they may not come, or at another time.
    pub(super) fn forget(&mut self, clock: SessionClock, now: Duration) {
        if let Some(audio) = &self.audio {
            audio.forget(clock.moment(now));
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

    /// Mutes the sound, or unmutes it.
    pub(super) fn toggle_mute(&mut self, clock: SessionClock, now: Duration) {
        self.muted = !self.muted;
        self.forget(clock, now);
        self.hush();
    }

    /// The sound of a cue; `None` if the routine wants silence.
    fn voice(&self, player: &Player, cue: Cue, context: CueContext) -> Option<Clip> {
        let timeline = player.timeline();
        let own = timeline.steps[context.step].step.sounds.get(&cue);
        match own.or_else(|| timeline.routine.sounds.get(&cue)) {
            Some(Sound::None) => None,
            Some(Sound::BuiltIn(name)) => audio::built_in(name),
            Some(Sound::File(path)) => {
                let own = self.clips.get(path).cloned();
                own.or_else(|| audio::built_in(cue.default_sound()))
            }
            None => audio::built_in(cue.default_sound()),
        }
    }
}

fn attenuation_db(context: CueContext) -> u8 {
    if context.calm { CALM } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_that_did_not_come_doubles_no_other() {
        let second = Duration::from_secs;
        let mut cues = CueScheduler::new(None, BTreeMap::new());
        cues.told.extend([
            (second(1), Cue::Start),
            (second(5), Cue::Half),
            (second(9), Cue::Rest),
            (second(12), Cue::Start),
        ]);
        assert!(cues.was_told(second(1), Cue::Start));
        // Neither this cue nor the next was scheduled, but another one was.
        assert!(!cues.was_told(second(4), Cue::Half));
        assert!(!cues.was_told(second(5), Cue::Enough));
        assert!(cues.was_told(second(9), Cue::Rest));
        assert!(!cues.was_told(second(9), Cue::Rest), "once");
        assert!(cues.was_told(second(12), Cue::Start));
    }
}
