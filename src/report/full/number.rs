//! What the large digits tell.

use std::time::Duration;

use crate::player::{Activity, Snapshot};
use crate::report::Frame;
use crate::text::{clock, whole_seconds_up};
use crate::timeline::Phase;

/// The number of the movement, or how many there are to do at one's own pace.
fn movement(snapshot: &Snapshot) -> Option<u32> {
    let beat = snapshot.beat().map(|(beat, _)| beat.movement);
    beat.or_else(|| snapshot.movements())
}

/// The number of the moment: the time left, or what is in its place.
pub(super) fn number(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    match (snapshot.activity, movement(snapshot), snapshot.left()) {
        (Activity::Paused(_), ..) => "PAUSE".to_owned(),
        (Activity::CountIn(left), ..) => whole_seconds_up(left).as_secs().to_string(),
        (_, Some(movement), _) => movement.to_string(),
        (_, None, Some(left)) => digits(left, snapshot),
        _ if snapshot.segment.phase == Phase::Hold => clock(snapshot.elapsed),
        _ => "ENTER".to_owned(),
    }
}

/// The widest that the number is in this segment.
pub(super) fn widest_number(frame: &Frame) -> String {
    let snapshot = &frame.snapshot;
    let cycle = snapshot.timeline.cycle(snapshot.segment);
    match (snapshot.length, cycle) {
        (Some(length), Some(cycle)) => cycle.nearest(length).to_string(),
        (Some(length), None) => digits(length, snapshot),
        (None, _) => number(frame),
    }
}

/// Within a minute the seconds alone are larger, and say it all.
fn digits(left: Duration, snapshot: &Snapshot) -> String {
    let left = whole_seconds_up(left);
    match snapshot.length.map(|length| length.as_secs()) {
        Some(..=60) => left.as_secs().to_string(),
        _ => clock(left),
    }
}
