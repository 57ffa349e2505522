//! What is not played because it hurts.

use super::{Phase, Segment, Timeline};

impl Timeline {
    /// Leaves out what comes after a hold, by its index, of its step on its side.
    /// What opens a set leads to the other side then, where that is still played.
    pub(crate) fn leave_out_after(&mut self, hold: usize) {
        let (before, rest) = self.segments.split_at_mut(hold + 1);
        let Some(hold) = before.last() else { return };
        let is_other = |it: &&Segment| {
            it.step == hold.step && it.side != hold.side && it.phase == Phase::Hold && !it.left_out
        };
        let other = rest.iter().find(is_other).map(|segment| segment.side);
        let rest = rest.iter_mut().enumerate();
        for (offset, segment) in rest.filter(|(_, segment)| segment.step == hold.step) {
            let is_first = segment.rep.number == 1;
            let is_same_set = (segment.set, segment.round) == (hold.set, hold.round);
            let opens = segment.phase == Phase::Prepare || segment.phase == Phase::Rest && is_first;
            match (segment.phase, other) {
                (_, Some(other)) if segment.side == hold.side && opens => segment.side = other,
                _ if segment.side == hold.side => segment.left_out = true,
                (Phase::Switch, _) if is_first && !is_same_set => segment.left_out = true,
                // The hold before it was on the same side.
                (Phase::Switch, _) if !is_first && offset > 0 => segment.phase = Phase::Rest,
                _ => {}
            }
        }
        self.keep_rests_between_rounds();
    }

    /// A rest between rounds leads to whatever its round begins with now.
    fn keep_rests_between_rounds(&mut self) {
        for index in 0..self.segments.len() {
            let (before, rest) = self.segments.split_at_mut(index + 1);
            let pause = &mut before[index];
            let opens_round = (pause.set.number, pause.rep.number) == (1, 1);
            if !pause.left_out || pause.phase != Phase::Rest || !opens_round {
                continue;
            }
            let circuit = |segment: &Segment| self.steps[segment.step].step.circuit;
            let (round, own) = (pause.round, circuit(pause));
            let mut rest = rest.iter();
            let next = rest.find(|it| it.phase == Phase::Hold && !it.left_out);
            if let Some(next) = next.filter(|it| it.round == round && circuit(it) == own) {
                *pause = Segment {
                    phase: Phase::Rest,
                    enough: None,
                    start: pause.start,
                    length: pause.length,
                    ..next.clone()
                };
            }
        }
    }
}
