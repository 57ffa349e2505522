//! The pace of a movement or a breath: parts with a word and a time.

mod read;

use std::time::Duration;

pub(crate) use read::read;

/// How movements are paced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// As the person likes.
    Own,
    /// Part by part, by the clock.
    Parts(Cycle),
}

/// The parts of one movement, at least one, each longer than nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle(Vec<Part>);

/// A part of a movement, or of a breath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What to do in it: "up", "in"; empty where only a number was written.
    pub word: String,
    /// How long it takes.
    pub length: Duration,
    /// Whether nobody wrote how long, so that it takes two seconds.
    pub is_default: bool,
}

/// A moment in a hold with a tempo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// The number of the movement, from 1.
    pub movement: u32,
    /// The index of its part.
    pub part: usize,
    /// When the part begins, from the start of the hold.
    pub at: Duration,
}

impl Tempo {
    pub(crate) fn cycle(&self) -> Option<&Cycle> {
        match self {
            Self::Own => None,
            Self::Parts(cycle) => Some(cycle),
        }
    }
}

impl Cycle {
    /// The parts of one movement.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// How long one movement takes.
    pub fn length(&self) -> Duration {
        self.0.iter().map(|part| part.length).sum()
    }

    /// How many whole movements come nearest to a time, rather fewer, at least one.
    pub(crate) fn nearest(&self, time: Duration) -> u32 {
        let (time, one) = (time.as_nanos(), self.length().as_nanos());
        u32::try_from((2 * time + one - 1) / (2 * one))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    /// The whole number of movements that comes nearest to a time, as a time.
    pub fn round(&self, time: Duration) -> Duration {
        self.length() * self.nearest(time)
    }

    /// The beat that was the last at a time from the start of the hold.
    pub(crate) fn beat_at(&self, time: Duration) -> Beat {
        let one = self.length();
        let before = u32::try_from(time.as_nanos() / one.as_nanos()).unwrap_or(u32::MAX);
        let mut beat = Beat {
            movement: before.saturating_add(1),
            part: 0,
            at: one.saturating_mul(before),
        };
        for (part, length) in self.0.iter().map(|part| part.length).enumerate() {
            beat.part = part;
            if beat.at + length > time {
                break;
            }
            beat.at += length;
        }
        beat
    }

    /// When the movement began that is under way at a time in the hold.
    pub(crate) fn movement_at(&self, time: Duration) -> Duration {
        self.length() * (self.beat_at(time).movement - 1)
    }

    /// The first beat after a time from the start of the hold.
    pub(crate) fn beat_after(&self, time: Duration) -> Beat {
        let last = self.beat_at(time);
        self.beat_at(last.at + self.0[last.part].length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_movements_come_nearest_to_a_time() {
        let cycle = |text| read(text).expect("a tempo").cycle().expect("parts").clone();
        let cycle = cycle("4-4-4-4");
        for (seconds, nearest) in [(1, 1), (16, 1), (24, 1), (25, 2), (40, 2), (180, 11)] {
            assert_eq!(cycle.nearest(Duration::from_secs(seconds)), nearest);
        }
    }

    #[test]
    fn beats_follow_each_other_without_a_gap() {
        let Tempo::Parts(cycle) = read("up 1.5s, hold 0.5s, down 3s").expect("a tempo") else {
            panic!("no parts");
        };
        let told = |beat: Beat| (beat.movement, beat.part, beat.at.as_millis());
        let mut beat = cycle.beat_at(Duration::ZERO);
        let mut all = vec![told(beat)];
        for _ in 0..5 {
            let next = cycle.beat_after(beat.at);
            let just_before = next.at.saturating_sub(Duration::from_nanos(1));
            assert_eq!(cycle.beat_at(just_before), beat);
            assert_eq!(cycle.beat_at(next.at), next);
            beat = next;
            all.push(told(beat));
        }
        assert_eq!(
            all,
            [
                (1, 0, 0),
                (1, 1, 1_500),
                (1, 2, 2_000),
                (2, 0, 5_000),
                (2, 1, 6_500),
                (2, 2, 7_000)
            ]
        );
    }
}
