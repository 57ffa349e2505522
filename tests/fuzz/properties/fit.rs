//! What must hold of a routine that is fitted into a time.

use std::sync::Arc;
use std::time::Duration;

use legrest::routine::Routine;
use legrest::routine::amount::Level;
use legrest::timeline::{Choice, FitError, PlannedStep, Timeline, compile, fit};

/// To find the steps that could be skipped, a routine is laid out once for each
/// of them; beyond so many segments in all that takes too long here.
const TOO_MANY: usize = 20_000;

/// Fits the routine into a time that is this share, in hundredths, of the way
/// from nothing to the longest that it can be.
pub fn check(routine: &Arc<Routine>, choice: &Choice, share: u64) {
    let at = |level| {
        let choice = Choice {
            level,
            ..choice.clone()
        };
        compile(routine, &choice)
    };
    let Ok(full) = at(Level::FULL) else { return };
    if full.segments.len() * routine.steps.len() > TOO_MANY {
        return;
    }
    let gentlest = at(Level::GENTLE).expect("what fits at the top fits at any level");
    let Some((least, most)) = gentlest.about().zip(full.about()) else {
        assert_eq!(fit(routine, choice, Duration::MAX), Err(FitError::Open));
        return;
    };
    let hundredths = u32::try_from(share).expect("a share");
    let between = most * hundredths / 100;
    for time in [
        between,
        least,
        most,
        least.saturating_sub(Duration::from_nanos(1)),
    ] {
        match fit(routine, choice, time) {
            Ok(timeline) => {
                assert!(least <= time && timeline.about() <= Some(time));
                assert_eq!(timeline.fit, Some(time));
                let unfitted = Timeline {
                    fit: None,
                    ..timeline.clone()
                };
                assert_eq!(at(timeline.level).as_ref(), Ok(&unfitted));
                // No higher level fits.
                let more = Level::all().find(|level| *level > timeline.level);
                let more = more.map(|level| at(level).expect("it fits at the top"));
                assert!(more.is_none_or(|more| more.about() > Some(time)));
            }
            Err(FitError::TooShort {
                shortest,
                skips,
                together,
            }) => {
                assert!(time < least && shortest == least);
                let fits_without = |ids: &[String]| {
                    let mut without = choice.clone();
                    without.level = Level::GENTLE;
                    without.skip.extend_from_slice(ids);
                    compile(routine, &without).is_ok_and(|it| it.about() <= Some(time))
                };
                for PlannedStep { step, .. } in &gentlest.steps {
                    let id = std::slice::from_ref(&step.id);
                    assert_eq!(fits_without(id), skips.contains(&step.id));
                }
                assert!(together.is_empty() || (skips.is_empty() && fits_without(&together)));
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}
