//! As much of a routine's ranges as fits into a time.

use std::cmp::Reverse;
use std::slice;
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
        /// The longest steps, by id, to skip together where one is not enough.
        together: Vec<String>,
    },
}

/// The timeline at the highest level whose total is at most `time`. The level
/// in `choice` is not looked at.
///
/// # Errors
/// When there is no such level, or no timeline at all.
pub fn fit(routine: &Arc<Routine>, choice: &Choice, time: Duration) -> Result<Timeline, FitError> {
    let compiled = |level, skip: &[String]| {
        let mut choice = choice.clone();
        choice.level = level;
        choice.skip.extend_from_slice(skip);
        compile(routine, &choice).map_err(FitError::Compile)
    };
    let fits = |timeline: Timeline| timeline.about() <= Some(time);
    let gentlest = compiled(Level::GENTLE, &[])?;
    let shortest = gentlest.about().ok_or(FitError::Open)?;
    if shortest > time {
        let without = |skip: &[String]| compiled(Level::GENTLE, skip).map(fits);
        let ids = gentlest.steps.iter().map(|planned| planned.step.id.clone());
        let mut skips: Vec<String> = ids.collect();
        skips.retain(|id| without(slice::from_ref(id)) == Ok(true));
        let together = skips.is_empty().then(|| longest(&gentlest, without));
        return Err(FitError::TooShort {
            shortest,
            skips,
            together: together.unwrap_or_default(),
        });
    }
    // Totals grow with the level, so the last one that fits is found by halves.
    let levels: Vec<Level> = Level::all().collect();
    let best = levels.partition_point(|level| compiled(*level, &[]).is_ok_and(fits));
    Ok(Timeline {
        fit: Some(time),
        ..compiled(levels[best.saturating_sub(1)], &[])?
    })
}

/// As many of the longest steps, by id, as must go so that it fits `without` them.
fn longest(
    timeline: &Timeline,
    without: impl Fn(&[String]) -> Result<bool, FitError>,
) -> Vec<String> {
    let mut steps: Vec<usize> = (0..timeline.steps.len()).collect();
    steps.sort_by_key(|step| Reverse(timeline.length_of(*step)));
    let id = |step: usize| timeline.steps[step].step.id.clone();
    let mut ids: Vec<String> = steps.into_iter().map(id).collect();
    // Where nothing would be left, skipping more leaves nothing either.
    let enough = (1..=ids.len()).find(|count| without(&ids[..*count]) == Ok(true));
    ids.truncate(enough.unwrap_or(0));
    ids
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
        let twenty = total(20);
        assert!(Duration::from_mins(19) < twenty && twenty <= Duration::from_mins(20));
        assert_eq!(total(26), Duration::from_mins(26));
        assert_eq!(total(600), Duration::from_mins(26));
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
        assert_eq!(fitted(18), short(1130, &all, &[]));
        assert_eq!(fitted(8), short(1130, &["elevation"], &[]));
        assert_eq!(fitted(5), short(1130, &[], &["elevation", "hamstring"]));
        assert_eq!(fitted(0), short(1130, &[], &[]));
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
            let time = Duration::from_secs(u.int_in_range(1130..=1659)?);
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
