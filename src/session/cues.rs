//! The sounds of a session: each cue once, requested before its moment.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::audio::{self, Audio, AudioRequest};
use crate::clip::Clip;
use crate::player::{Player, TimedCue};
use crate::routine::Sound;
use crate::terminal;

use super::SessionClock;

/// How far ahead cues are scheduled: more than any lead.
const AHEAD: Duration = Duration::from_mins(2);
/// The next cues are scheduled when less than this is left.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// A later bell would only confuse.
const TOO_LATE: Duration = Duration::from_millis(500);

#[derive(Default)]
pub(super) struct CueScheduler {
    audio: Option<Audio>,
    clips: BTreeMap<String, Clip>,
    muted: bool,
    scheduled_to: Option<Duration>,
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
        let to = self.scheduled_to.unwrap_or_default();
        if clock.unscaled(to.saturating_sub(now)) > LOOK_AGAIN {
            return;
        }
        let until = now + clock.scaled(AHEAD);
        let mut cues = player.foresee(until);
        cues.retain(|cue| !self.is_scheduled(cue.at));
        for cue in cues {
            self.play(player, clock, cue);
        }
        self.scheduled_to = Some(until);
    }

    pub(super) fn next_look(&self, player: &Player, clock: SessionClock) -> Option<Instant> {
        self.audio()?;
        player.next_deadline()?;
        let to = self.scheduled_to.unwrap_or_default();
        clock.moment(to).checked_sub(LOOK_AGAIN)
    }

    /// Handles a cue at its moment; returns when its sound ends, if it has one. A cue
    /// that was not foreseen is played now, and one that can't be heard is rung,
    /// unless it is too late.
    pub(super) fn cue(
        &self,
        player: &Player,
        clock: SessionClock,
        due: TimedCue,
    ) -> Option<Instant> {
        let moment = clock.moment(due.at);
        if !self.is_scheduled(due.at) {
            self.play(player, clock, due);
        } else if self.audio().is_some_and(|audio| audio.is_missed(moment))
            && moment.elapsed() <= TOO_LATE
        {
            terminal::bell();
        }
        Some(moment + self.clip(player, due)?.length())
    }

    /// Whether what is due at this time was foreseen: as nobody has pressed a key
    /// since, it comes as it was foreseen.
    fn is_scheduled(&self, at: Duration) -> bool {
        self.scheduled_to >= Some(at)
    }

    /// Cancels the cues from `now` on: they may not come, or at another time.
    pub(super) fn forget(&mut self, clock: SessionClock, now: Duration) {
        if let Some(audio) = &self.audio {
            audio.request(AudioRequest::Forget(clock.moment(now)));
        }
        self.scheduled_to = now.checked_sub(Duration::from_nanos(1));
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
    fn clip(&self, player: &Player, due: TimedCue) -> Option<Clip> {
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
    fn what_a_key_does_is_heard_and_what_was_foreseen_is_not_doubled() {
        let second = Duration::from_secs;
        let clock = SessionClock {
            began: Instant::now(),
            speed: 1.0,
        };
        let mut cues = CueScheduler::new(None, BTreeMap::new());
        assert!(!cues.is_scheduled(second(0)), "the very first");
        cues.scheduled_to = Some(second(30));
        assert!(cues.is_scheduled(second(30)) && !cues.is_scheduled(second(31)));
        cues.forget(clock, second(12));
        assert!(cues.is_scheduled(second(11)), "before the key");
        assert!(!cues.is_scheduled(second(12)), "what the key begins");
        cues.forget(clock, second(0));
        assert!(!cues.is_scheduled(second(0)), "after the first page");
    }
}
