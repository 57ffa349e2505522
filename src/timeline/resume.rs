//! A timeline from the middle: where a routine goes on that was left.

use std::time::Duration;

use super::{Phase, Segment, Timeline};
use crate::text::whole_seconds_up;

/// Holds from this length on go on where they were left.
const LONG: Duration = Duration::from_mins(5);
/// What is left of such a hold, at least.
const LEAST: Duration = Duration::from_mins(1);

impl Timeline {
    /// What is left from a hold on, by its index, after time to get into position.
    /// A long hold goes on with what is left of it after so much was held, one
    /// minute at least; any other begins anew.
    pub fn from_hold(mut self, index: usize, held: Duration) -> Self {
        let mut rest = self.segments.split_off(index);
        if let Some(first) = rest.first_mut() {
            let prepare = self.segments.iter().rfind(|segment| {
                segment.phase == Phase::Prepare
                    && (segment.step, segment.round) == (first.step, first.round)
            });
            let prepare = prepare.map(|prepare| Segment {
                phase: Phase::Prepare,
                length: prepare.length,
                enough: None,
                ..first.clone()
            });
            let cycle = self.steps[first.step].step.cycle();
            if let Some(length) = first.length.filter(|length| *length >= LONG) {
                let left = whole_seconds_up(length.saturating_sub(held));
                let left = left.max(LEAST).min(length);
                let left = cycle.map_or(left, |cycle| cycle.round(left));
                first.length = Some(left);
                // What is enough stays at the beginning of a movement.
                let held = cycle.map_or(held, |_| length.saturating_sub(left));
                // Past its low end there is no sound for it any more.
                let enough = first.enough.map(|enough| enough.saturating_sub(held));
                first.enough = enough.filter(|enough| !enough.is_zero() && *enough < left);
            }
            rest.splice(0..0, prepare);
        }
        rest.retain(|segment| !segment.left_out);
        self.segments = rest;
        self.normalize();
        self
    }

    /// The same with so much more time to get into the first position. What
    /// begins with a hold is for somebody who can't wait, and stays as it is.
    pub(crate) fn with_lead(mut self, lead: Duration) -> Self {
        if let Some(first) = self.segments.first_mut()
            && first.phase == Phase::Prepare
            && let Some(length) = &mut first.length
        {
            *length += lead;
            self.normalize();
        }
        self
    }

    /// Lays the segments end to end from zero, and keeps the steps that they name.
    pub(super) fn normalize(&mut self) {
        let mut kept = Vec::new();
        let mut clock = Duration::ZERO;
        for segment in &mut self.segments {
            segment.start = clock;
            clock = segment.end();
            let place = kept.iter().position(|step| *step == segment.step);
            segment.step = place.unwrap_or_else(|| {
                kept.push(segment.step);
                kept.len() - 1
            });
        }
        let kept = kept.into_iter().map(|step| self.steps[step].clone());
        self.steps = kept.collect();
    }
}

#[cfg(test)]
mod tests {
    use crate::routine::amount::Level;
    use crate::routine::{Side, parse};
    use crate::timeline::{Choice, Phase, compile};

    #[test]
    fn it_goes_on_with_time_to_get_into_position() {
        let text = include_str!("../../routines/bedtime.toml");
        let routine = parse(text).0.expect("a valid routine");
        let whole = compile(&routine, &Choice::all(Level::STANDARD)).expect("it fits");
        let third_left = |segment: &crate::timeline::Segment| {
            segment.phase == Phase::Hold
                && segment.step == 0
                && segment.side == Some(Side::Left)
                && segment.rep.number == 3
        };
        let hold = whole.segments.iter().position(third_left).expect("a hold");
        let left = whole.left_after(hold).expect("no open hold");
        let rest = whole.clone().from_hold(hold, std::time::Duration::ZERO);
        let first: Vec<_> = rest.segments.iter().take(2).collect();
        assert_eq!(first[0].phase, Phase::Prepare);
        assert_eq!(first[0].length.map(|length| length.as_secs()), Some(15));
        for segment in first {
            assert_eq!((segment.side, segment.rep.number), (Some(Side::Left), 3));
        }
        assert_eq!(
            rest.total(),
            Some(left + std::time::Duration::from_secs(15))
        );
        assert_eq!(rest.steps.len(), 5);
        let mut clock = std::time::Duration::ZERO;
        for segment in &rest.segments {
            assert_eq!(segment.start, clock);
            clock = segment.end();
        }
    }

    #[test]
    fn a_lead_makes_the_first_prepare_longer_and_moves_the_rest() {
        let text = include_str!("../../routines/bedtime.toml");
        let routine = parse(text).0.expect("a valid routine");
        let usual = Choice::all(Level::STANDARD);
        let lead = std::time::Duration::from_secs(20);
        let longer = Choice {
            lead,
            ..usual.clone()
        };
        let before = compile(&routine, &usual).expect("it fits");
        let after = compile(&routine, &longer).expect("it fits");
        assert_eq!(after.total(), before.total().map(|total| total + lead));
        let starts = |timeline: &crate::timeline::Timeline, by| {
            let later = timeline.segments.iter().skip(1);
            later.map(|segment| segment.start + by).collect::<Vec<_>>()
        };
        assert_eq!(
            starts(&after, std::time::Duration::ZERO),
            starts(&before, lead)
        );
        // A fit counts it.
        let most = before.total().expect("no open hold");
        let fitted = crate::timeline::fit(&routine, &longer, most).expect("it fits");
        assert!(fitted.total() <= Some(most));

        let cramp = include_str!("../../routines/cramp-calf.toml");
        let cramp = parse(cramp).0.expect("a valid routine");
        let [before, after] = [usual, longer].map(|choice| compile(&cramp, &choice));
        assert_eq!(before, after);
    }

    #[test]
    fn a_long_hold_goes_on_with_what_is_left_of_it() {
        let secs = std::time::Duration::from_secs;
        let text = include_str!("../../routines/bedtime.toml");
        let routine = parse(text).0.expect("a valid routine");
        let whole = compile(&routine, &Choice::all(Level::STANDARD)).expect("it fits");
        // Legs up: 750 s, enough from 600 s on.
        let is_long = |segment: &crate::timeline::Segment| segment.length == Some(secs(750));
        let long = whole.segments.iter().position(is_long).expect("legs up");
        for (held, left, enough) in [
            (0, 750, Some(600)),
            (480, 270, Some(120)),
            (600, 150, None),
            (700, 60, None),
            (7000, 60, None),
        ] {
            let rest = whole.clone().from_hold(long, secs(held));
            let hold = &rest.segments[1];
            assert_eq!((hold.phase, hold.length), (Phase::Hold, Some(secs(left))));
            assert_eq!(hold.enough, enough.map(secs), "{held}");
        }
        // The first holds are short, and begin anew.
        let rest = whole.from_hold(1, secs(8));
        assert_eq!(rest.segments[1].length, Some(secs(10)));
    }

    #[test]
    fn what_is_over_is_gone() {
        let text = include_str!("../../routines/bedtime.toml");
        let routine = parse(text).0.expect("a valid routine");
        let whole = compile(&routine, &Choice::all(Level::STANDARD)).expect("it fits");
        // Legs down follows legs up.
        let last = whole.segments.len() - 2;
        let rest = whole.from_hold(last, std::time::Duration::ZERO);
        assert_eq!(rest.segments.len(), 3);
        assert_eq!(rest.step(&rest.segments[1]).id, "elevation");
        assert_eq!(rest.steps.len(), 2);
    }
}
