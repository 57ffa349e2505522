//! As much of a routine's ranges as fits into a time.

use std::sync::Arc;
use std::time::Duration;

use super::{Choice, CompileError, Timeline, compile};
use crate::routine::Routine;
use crate::routine::amount::Level;

/// Why a routine can't be fitted into a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FitError {
    /// The options make no timeline at all.
    Compile(CompileError),
    /// Something waits for a key, so nobody knows how long it takes.
    Open,
    /// It is too long even at the low end of every range.
    TooShort {
        /// The least that it takes.
        shortest: Duration,
        /// The steps, by id, of which skipping one would make it fit.
        skips: Vec<String>,
        /// The longest steps, by id, that make it fit if all of them are
        /// skipped; empty where one is enough, or all would have to go.
        together: Vec<String>,
    },
}

impl From<CompileError> for FitError {
    fn from(error: CompileError) -> Self {
        Self::Compile(error)
    }
}

/// The timeline at the highest level whose total is at most `time`. The level
/// in `choice` is not looked at.
///
/// # Errors
/// When there is no such level, or no timeline at all.
pub fn fit(routine: &Arc<Routine>, choice: &Choice, time: Duration) -> Result<Timeline, FitError> {
    let at = |level| {
        let choice = Choice {
            level,
            ..choice.clone()
        };
        compile(routine, &choice)
    };
    let gentlest = at(Level::GENTLE)?;
    let shortest = gentlest.total().ok_or(FitError::Open)?;
    if shortest > time {
        let skips = skips(routine, choice, &gentlest, time);
        let together = if skips.is_empty() {
            together(routine, choice, &gentlest, time)
        } else {
            Vec::new()
        };
        return Err(FitError::TooShort {
            shortest,
            skips,
            together,
        });
    }
    // Totals grow with the level, so the last one that fits is found by halves.
    let levels: Vec<Level> = Level::all().collect();
    let fits = |level: &Level| at(*level).is_ok_and(|timeline| timeline.total() <= Some(time));
    let best = levels.partition_point(fits).saturating_sub(1);
    Ok(Timeline {
        fit: Some(time),
        ..at(levels[best])?
    })
}

/// The steps of which skipping one makes the gentlest timeline fit.
fn skips(
    routine: &Arc<Routine>,
    choice: &Choice,
    gentlest: &Timeline,
    time: Duration,
) -> Vec<String> {
    let fits_without = |id: &String| {
        let mut without = choice.clone();
        without.level = Level::GENTLE;
        without.skip.push(id.clone());
        compile(routine, &without).is_ok_and(|timeline| timeline.total() <= Some(time))
    };
    let ids = gentlest.steps.iter().map(|planned| planned.step.id.clone());
    ids.filter(fits_without).collect()
}

/// The longest steps, as many as must be skipped to make it fit.
fn together(
    routine: &Arc<Routine>,
    choice: &Choice,
    gentlest: &Timeline,
    time: Duration,
) -> Vec<String> {
    let takes = |index| -> Option<Duration> {
        let own = gentlest.segments_of(index);
        own.map(|segment| segment.length).sum()
    };
    let mut longest: Vec<usize> = (0..gentlest.steps.len()).collect();
    longest.sort_by_key(|index| std::cmp::Reverse(takes(*index)));
    let mut without = choice.clone();
    without.level = Level::GENTLE;
    let mut skipped = Vec::new();
    for index in longest {
        skipped.push(gentlest.steps[index].step.id.clone());
        without.skip.push(gentlest.steps[index].step.id.clone());
        match compile(routine, &without) {
            Ok(timeline) if timeline.total() <= Some(time) => return skipped,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::parse;
    use arbtest::arbtest;

    const BEDTIME: &str = include_str!("../../routines/bedtime.toml");

    fn bedtime() -> Arc<Routine> {
        parse(BEDTIME).0.expect("bedtime is valid")
    }

    fn fitted(minutes: u64) -> Result<Timeline, FitError> {
        let all = Choice::all(Level::FULL);
        fit(&bedtime(), &all, Duration::from_mins(minutes))
    }

    #[test]
    fn the_most_that_fits_is_taken() {
        let total = |minutes| {
            fitted(minutes)
                .expect("it fits")
                .total()
                .expect("nothing is open")
        };
        let nineteen = total(19);
        assert!(Duration::from_mins(18) < nineteen && nineteen <= Duration::from_mins(19));
        assert_eq!(total(25), Duration::from_mins(25));
        assert_eq!(total(600), Duration::from_mins(25));
    }

    #[test]
    fn what_does_not_fit_says_what_would() {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let short = |shortest, skips: &[&str], together: &[&str]| {
            Err(FitError::TooShort {
                shortest: Duration::from_secs(shortest),
                skips: owned(skips),
                together: owned(together),
            })
        };
        let all = ["hamstring", "calf", "quad", "elevation"];
        assert_eq!(fitted(17), short(1070, &all, &[]));
        assert_eq!(fitted(8), short(1070, &["elevation"], &[]));
        assert_eq!(fitted(5), short(1070, &[], &["elevation", "hamstring"]));
        assert_eq!(fitted(0), short(1070, &[], &[]));
    }

    #[test]
    fn what_waits_for_a_key_can_not_be_fitted() {
        let open = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"open\"\n";
        let open = parse(open).0.expect("it is valid");
        let all = Choice::all(Level::FULL);
        assert_eq!(
            fit(&open, &all, Duration::from_mins(9)),
            Err(FitError::Open)
        );
    }

    #[test]
    fn a_fit_never_exceeds_and_one_more_step_would() {
        arbtest(|u| {
            let time = Duration::from_secs(u.int_in_range(1070..=1599)?);
            let all = Choice::all(Level::FULL);
            let fitted = fit(&bedtime(), &all, time).expect("it fits");
            assert!(fitted.total() <= Some(time), "{time:?}");
            if let Some(more) = Level::all().find(|level| *level > fitted.level) {
                let more = compile(&bedtime(), &Choice::all(more)).expect("it compiles");
                assert!(more.total() > Some(time), "{time:?}");
            }
            Ok(())
        })
        .budget_ms(500);
    }
}
