//! The record of a session, made from the player that played it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::player::event::seconds;
use crate::player::{Outcome, Player};
use crate::routine::Side;
use crate::timeline::{Choice, Phase, Segment, Timeline};

/// A routine that was played.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// The routine's name.
    pub routine: String,
    /// What people call it.
    pub title: String,
    /// How much of each range.
    pub level: String,
    /// What else was chosen, so that the rest can be played later.
    #[serde(flatten)]
    pub choice: Chosen,
    /// When it ended: RFC 3339 with the offset of the zone.
    pub ended: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Time spent in holds, in seconds.
    #[serde(rename = "held_s", serialize_with = "seconds")]
    pub held: Duration,
    /// How many holds were held to their end.
    pub whole: usize,
    /// How many segments were cut short by a key.
    pub skipped: u32,
    /// What was held of each step and side.
    pub steps: Vec<Part>,
    /// The hold that it had reached, unless it came to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<Place>,
}

/// What was chosen of a routine besides the level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// Only these steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Not these steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// Only this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// What a session's record tells whoever wants to go on with it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Left {
    /// How much of each range.
    pub level: String,
    /// Only these steps; empty for all.
    #[serde(default)]
    pub only: Vec<String>,
    /// Not these steps.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Only this side.
    #[serde(default)]
    pub side: Option<Side>,
    /// The hold that it had reached; `None` where it came to its end.
    #[serde(default)]
    pub reached: Option<Place>,
}

impl Left {
    /// Out of the line of a session's record; `None` where it does not tell.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }
}

/// What was held of a step on a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The step's id.
    pub step: String,
    /// The side, where there is one.
    pub side: Option<Side>,
    /// How many holds there were to be.
    pub holds: usize,
    /// How many were held to their end.
    pub whole: usize,
    /// How many were begun and cut short. The others were not begun.
    pub cut: usize,
    /// Time spent in them, in seconds.
    #[serde(rename = "held_s", serialize_with = "seconds")]
    pub held: Duration,
}

/// One hold of a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The step's id.
    pub step: String,
    /// The side, where there is one.
    pub side: Option<Side>,
    /// The rep, from 1.
    pub rep: u32,
    /// The set, from 1.
    pub set: u32,
    /// The round, from 1.
    pub round: u32,
}

impl Place {
    /// Where a segment of a timeline lies.
    #[must_use]
    pub fn of(timeline: &Timeline, segment: &Segment) -> Self {
        Self {
            step: timeline.steps[segment.step].id.clone(),
            side: segment.side,
            rep: segment.rep.number,
            set: segment.set.number,
            round: segment.round.number,
        }
    }
}

/// What only the one who started a session knows.
#[derive(Clone, Debug)]
pub struct Tonight {
    /// The routine's name.
    pub routine: String,
    /// What was chosen of it.
    pub choice: Choice,
    /// When it ended: RFC 3339 with the offset of the zone.
    pub ended: String,
}

impl Session {
    /// The record of a session that is over.
    #[must_use]
    pub fn of(player: &Player, tonight: Tonight) -> Self {
        let timeline = player.timeline();
        let snapshot = player.snapshot(Duration::ZERO);
        let outcome = player.outcome().unwrap_or(Outcome::Interrupted);
        let steps = parts(player);
        Self {
            routine: tonight.routine,
            title: timeline.title.clone(),
            level: timeline.level.to_string(),
            choice: Chosen {
                only: tonight.choice.only,
                skip: tonight.choice.skip,
                side: tonight.choice.side,
            },
            ended: tonight.ended,
            outcome,
            held: steps.iter().map(|part| part.held).sum(),
            whole: steps.iter().map(|part| part.whole).sum(),
            skipped: snapshot.skipped,
            reached: player
                .reached()
                .map(|index| Place::of(timeline, &timeline.segments[index])),
            steps,
        }
    }
}

/// What was held, step by step and side by side, in the order of the timeline.
fn parts(player: &Player) -> Vec<Part> {
    let timeline = player.timeline();
    // What became of each hold: one to which a person went back counts as its
    // best attempt, and the time of all of them.
    let mut best: Vec<Option<bool>> = vec![None; timeline.segments.len()];
    let mut times = vec![Duration::ZERO; timeline.segments.len()];
    for hold in player.holds() {
        times[hold.index] += hold.time;
        let whole = best[hold.index].unwrap_or(false) || hold.whole;
        best[hold.index] = Some(whole);
    }
    let mut parts: Vec<(usize, Part)> = Vec::new();
    for (index, segment) in timeline.segments.iter().enumerate() {
        if segment.phase != Phase::Hold {
            continue;
        }
        let found = parts
            .iter()
            .position(|(step, part)| (*step, part.side) == (segment.step, segment.side));
        let place = found.unwrap_or_else(|| {
            let part = Part {
                step: timeline.steps[segment.step].id.clone(),
                side: segment.side,
                holds: 0,
                whole: 0,
                cut: 0,
                held: Duration::ZERO,
            };
            parts.push((segment.step, part));
            parts.len() - 1
        });
        let part = &mut parts[place].1;
        part.holds += 1;
        part.whole += usize::from(best[index] == Some(true));
        part.cut += usize::from(best[index] == Some(false));
        part.held += times[index];
    }
    let rounded = |(_, part): (usize, Part)| Part {
        // What is finer than this is the clock's, not the person's.
        held: Duration::from_millis(u64::try_from(part.held.as_millis()).unwrap_or(u64::MAX)),
        ..part
    };
    parts.into_iter().map(rounded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::Command;
    use crate::routine::amount::Level;
    use crate::timeline::compile;

    const TEXT: &str = r#"
title = "T"
[[step]]
name = "Calf"
sides = "each"
reps = 2
hold = "10s"
prepare = "5s"
[[step]]
name = "Legs up"
hold = "60s"
"#;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// Plays the routine with these commands, and tells the record.
    fn played(commands: &[(u64, Command)]) -> Session {
        let (routine, _) = crate::routine::parse(TEXT);
        let choice = Choice::all(Level::STANDARD);
        let timeline = compile(&routine.expect("valid"), &choice).expect("it fits");
        let mut player = Player::new(timeline);
        for (at, command) in commands {
            player.handle(*command, secs(*at));
        }
        player.advance(secs(10_000));
        let tonight = Tonight {
            routine: "t".to_owned(),
            choice,
            ended: "2026-11-21T22:00:00+01:00".to_owned(),
        };
        Session::of(&player, tonight)
    }

    fn counts(session: &Session) -> Vec<(usize, usize, usize, u64)> {
        let count = |part: &Part| (part.holds, part.whole, part.cut, part.held.as_secs());
        session.steps.iter().map(count).collect()
    }

    #[test]
    fn a_routine_that_ran_to_its_end() {
        let session = played(&[]);
        assert_eq!(session.outcome, Outcome::Completed);
        assert_eq!(session.reached, None);
        assert_eq!(
            counts(&session),
            [(2, 2, 0, 20), (2, 2, 0, 20), (1, 1, 0, 60)]
        );
        assert_eq!((session.whole, session.held), (5, secs(100)));
    }

    #[test]
    fn what_was_cut_short_and_what_was_not_begun() {
        // 5 s prepare, right 10 s, 3 s rest, 4 s of the second right hold.
        let session = played(&[(22, Command::Next), (24, Command::Quit)]);
        assert_eq!(session.outcome, Outcome::Quit);
        assert_eq!(
            counts(&session),
            [(2, 1, 1, 14), (2, 0, 1, 2), (1, 0, 0, 0)]
        );
        assert_eq!((session.whole, session.skipped), (1, 1));
        let reached = session.reached.expect("a hold");
        assert_eq!((reached.side, reached.rep), (Some(Side::Left), 1));
    }

    #[test]
    fn between_holds_the_next_one_is_reached() {
        let session = played(&[(16, Command::Interrupt)]);
        assert_eq!(session.outcome, Outcome::Interrupted);
        let reached = session.reached.expect("a hold");
        assert_eq!((reached.side, reached.rep), (Some(Side::Right), 2));
    }

    #[test]
    fn what_was_passed_over_leaves_nothing_to_resume() {
        let session = played(&[(6, Command::Next); 6]);
        assert_eq!((session.outcome, session.reached), (Outcome::Quit, None));
        assert_eq!(session.whole, 0);
    }

    #[test]
    fn a_hold_held_again_counts_once() {
        let session = played(&[(10, Command::Back)]);
        assert_eq!(counts(&session)[0], (2, 2, 0, 25));
    }
}
