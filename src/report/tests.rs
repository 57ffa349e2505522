//! What the tests of the screens play.

use std::time::Duration;

use super::{Frame, Look, Palette, SessionState, Theme};
use crate::player::Player;
use crate::routine::amount::Level;
use crate::routine::parse;
use crate::timeline::{Choice, Timeline, compile};

pub(super) const BEDTIME: &str = include_str!("../../routines/bedtime.toml");

pub(super) const SHEET: &str = include_str!("tests/sheet.toml");

pub(super) fn look(unicode: bool) -> Look {
    let palette = Palette::of(Theme::Ember, true);
    Look { palette, unicode }
}

pub(super) fn timeline(text: &str) -> Timeline {
    let routine = parse(text).0.expect("the routine is valid");
    compile(&routine, &Choice::all(Level::STANDARD)).expect("the routine compiles")
}

pub(super) fn player(text: &str) -> Player {
    Player::new(timeline(text))
}

pub(super) fn frame(player: &Player, now: Duration, size: (usize, usize)) -> Frame<'_> {
    Frame {
        snapshot: player.snapshot(now),
        now: "2026-11-22T23:20:00+00:00[UTC]".parse().expect("a date"),
        speed: 1.0,
        muted: Some(false),
        voice: None,
        page: &[],
        help: false,
        keyboard: true,
        idle: Duration::ZERO,
        notices: &[],
        size,
    }
}

/// A session that resumes no other.
pub(super) fn session(player: &Player) -> SessionState<'_> {
    SessionState {
        player,
        resumed: None,
        keyboard: true,
    }
}

pub(super) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
