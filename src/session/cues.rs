//! The sounds of a session: each cue once, requested before its moment.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::audio::{self, Audio, AudioRequest};
use crate::clip::Clip;
use crate::player::{Player, TimedCue};
use crate::routine::{Cue, Sound};

use super::SessionClock;

/// How far ahead cues are scheduled: more than any lead.
const AHEAD: Duration = Duration::from_secs(30);
/// The next cues are scheduled when less than this is left.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// A later cue would only confuse.
const TOO_LATE: Duration = Duration::from_millis(500);

#[derive(Default)]
pub(super) struct CueScheduler {
    audio: Option<Audio>,
    clips: BTreeMap<String, Clip>,
    muted: bool,
    /// The scheduled cues that are still to come, in order.
    scheduled: VecDeque<(Duration, Cue)>,
    /// All cues up to this time are scheduled.
    scheduled_to: Duration,
}

impl CueScheduler {
    /// Without `audio`, no cue is heard.
    pub(super) fn new(audio: Option<Audio>, clips: BTreeMap<String, Clip>) -> Self {
        Self {
            audio,
            clips,
            ..Self::default()
        }
    }

    /// Whether the sound is muted; `None` if there is none.
    pub(super) fn muted(&self) -> Option<bool> {
        self.audio.is_some().then_some(self.muted)
    }

    pub(super) fn audio(&self) -> Option<&Audio> {
        self.audio.as_ref().filter(|_| !self.muted)
    }

    /// Schedules the coming cues, if it is time to. The player has advanced to
    /// `now`.
    pub(super) fn look_ahead(&mut self, player: &Player, clock: SessionClock, now: Duration) {
        if self.audio().is_none() || player.next_deadline().is_none() {
            return;
        }
        let left = clock.unscaled(self.scheduled_to.saturating_sub(now));
        if left > LOOK_AGAIN {
            return;
        }
        let until = now + clock.scaled(AHEAD);
        for cue in player.foresee(until) {
            if cue.at > self.scheduled_to {
                self.scheduled.push_back((cue.at, cue.cue));
                self.play(player, clock, cue);
            }
        }
        self.scheduled_to = until;
    }

    pub(super) fn next_look(&self, player: &Player, clock: SessionClock) -> Option<Instant> {
        self.audio()?;
        player.next_deadline()?;
        clock.moment(self.scheduled_to).checked_sub(LOOK_AGAIN)
    }

    /// Handles a cue at its moment. A cue that was not foreseen is played now,
    /// unless it is too late.
    pub(super) fn cue(&mut self, player: &Player, clock: SessionClock, due: TimedCue) {
        if !self.was_scheduled(due.at, due.cue) && clock.moment(due.at).elapsed() <= TOO_LATE {
            self.play(player, clock, due);
        }
    }

    /// Whether a cue was scheduled. Scheduled cues before it have not come, and
    /// are removed, because they would hide all later cues.
    fn was_scheduled(&mut self, at: Duration, cue: Cue) -> bool {
        while self
            .scheduled
            .front()
            .is_some_and(|(scheduled, _)| *scheduled <= at)
        {
            if self.scheduled.pop_front() == Some((at, cue)) {
                return true;
            }
        }
        false
    }

    /// Cancels the cues after `now`: they may not come, or at another time.
    pub(super) fn forget(&mut self, clock: SessionClock, now: Duration) {
        if let Some(audio) = &self.audio {
            audio.request(AudioRequest::Forget(clock.moment(now)));
        }
        self.scheduled.retain(|(at, _)| *at <= now);
        self.scheduled_to = now;
    }

    pub(super) fn hush(&self) {
        if let Some(audio) = &self.audio {
            audio.request(AudioRequest::Hush);
        }
    }

    /// Mutes the sound, or unmutes it; returns whether it is muted.
    pub(super) fn toggle_mute(&mut self, clock: SessionClock, now: Duration) -> bool {
        self.muted = !self.muted;
        self.forget(clock, now);
        self.hush();
        self.muted
    }

    fn play(&self, player: &Player, clock: SessionClock, due: TimedCue) {
        if let (Some(audio), Some(clip)) = (self.audio(), self.clip(player, due)) {
            audio.request(AudioRequest::Play(clip, due.softer, clock.moment(due.at)));
        }
    }

    /// The sound of a cue, unless it is muted or the routine wants silence.
    pub(super) fn clip(&self, player: &Player, due: TimedCue) -> Option<Clip> {
        self.audio()?;
        let timeline = player.timeline();
        let own = timeline.steps[due.step].step.sounds.get(&due.cue);
        let usual = || audio::built_in(due.cue.default_sound());
        match own.or_else(|| timeline.routine.sounds.get(&due.cue)) {
            Some(Sound::None) => None,
            Some(Sound::BuiltIn(name)) => audio::built_in(name),
            Some(Sound::File(path)) => self.clips.get(path).cloned().or_else(usual),
            None => usual(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_that_did_not_come_doubles_no_other() {
        let second = Duration::from_secs;
        let mut cues = CueScheduler::new(None, BTreeMap::new());
        cues.scheduled.extend([
            (second(1), Cue::Start),
            (second(5), Cue::Half),
            (second(9), Cue::Rest),
            (second(12), Cue::Start),
        ]);
        assert!(cues.was_scheduled(second(1), Cue::Start));
        // Neither this cue nor the next was scheduled, but another one was.
        assert!(!cues.was_scheduled(second(4), Cue::Half));
        assert!(!cues.was_scheduled(second(5), Cue::Enough));
        assert!(cues.was_scheduled(second(9), Cue::Rest));
        assert!(!cues.was_scheduled(second(9), Cue::Rest), "once");
        assert!(cues.was_scheduled(second(12), Cue::Start));
    }
}
