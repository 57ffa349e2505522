#[path = "../../../sounds/measure.rs"]
#[allow(dead_code, reason = "only the loudness is asked for here")]
mod measure;

use std::time::Duration;

use super::*;
use crate::audio::gain;
use crate::player::Player;
use crate::routine::amount::Level;
use crate::routine::{Cue, parse};
use crate::timeline::{Choice, compile};

#[test]
fn every_cue_has_a_sound_that_is_short_and_soft() {
    assert_eq!(SOUNDS.len(), Cue::ALL.len());
    for (name, file) in SOUNDS {
        // One channel, half of the rate, 16 bits.
        let form = [&[1, 0][..], &(crate::clip::RATE / 2).to_le_bytes()].concat();
        assert_eq!(file[22..28], form, "{name}");
        assert_eq!((&file[34..36], &file[36..40]), (&[16, 0][..], &b"data"[..]));
    }
    for cue in Cue::ALL {
        let clip = clip(cue.default_sound()).expect("a built-in sound");
        let length = clip.length();
        assert!(length <= Duration::from_secs(3), "{cue:?}: {length:?}");
        let peak = (0..clip.samples()).map(|x| clip.sample(x).abs());
        let peak = peak.fold(0.0, f32::max);
        // -9 dB of full scale, and more than silence.
        assert!((0.05..0.355).contains(&peak), "{cue:?}: {peak}");
    }
}

/// The loudest 0.4 s, in decibels.
fn loudness(cue: Cue) -> f32 {
    let clip = clip(cue.default_sound()).expect("a built-in sound");
    let energy = |x: usize| clip.sample(x).powi(2);
    let window = crate::clip::RATE as usize * 2 / 5;
    let mut now: f32 = (0..window.min(clip.samples())).map(energy).sum();
    let mut most = now;
    for x in window..clip.samples() {
        now += energy(x) - energy(x - window);
        most = most.max(now);
    }
    10.0 * most.log10()
}

/// The loudness of a cue at the usual volume, in LUFS.
fn heard(cue: Cue, softer: u8) -> f64 {
    let is_its = |(name, _): &&(&str, &[u8])| *name == cue.default_sound();
    let (_, file) = SOUNDS.iter().find(is_its).expect("a built-in sound");
    let (pairs, _) = file[44..].as_chunks::<2>();
    let samples: Vec<i16> = pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
    measure::loudness(&samples)[0] + 20.0 * f64::from(gain(75, softer)).log10()
}

#[test]
fn nothing_in_legs_up_is_loud_but_what_ends_it_is_heard() {
    for text in [
        include_str!("../../../routines/bedtime.toml"),
        include_str!("../../../routines/elevate.toml"),
    ] {
        let routine = parse(text).0.expect("a valid routine");
        let timeline = compile(&routine, &Choice::all(Level::FULL)).expect("it fits");
        let player = Player::new(timeline);
        let length = |step: usize| player.timeline().steps[step].hold;
        let up = |step| length(step) >= Some(Duration::from_mins(10));
        let cues = player.foresee(Duration::MAX);
        let begins = |cue: &_| matches!(cue, Cue::Ready | Cue::Tick);
        let legs_up = cues.iter().filter(|it| up(it.step) && !begins(&it.cue));
        let legs_up: Vec<_> = legs_up
            .map(|it| (it.cue, heard(it.cue, it.softer)))
            .collect();
        let most = legs_up.iter().map(|(_, heard)| *heard);
        let most = most.fold(f64::NEG_INFINITY, f64::max);
        assert!(legs_up.len() >= 3 && most <= -43.0, "{legs_up:?}");
        let down = cues
            .iter()
            .rfind(|it| it.cue == Cue::Start)
            .expect("legs down");
        let down = heard(down.cue, down.softer);
        assert!((most..-39.0).contains(&down), "{down} after {most}");
    }
    // Whatever sounds there.
    for cue in Cue::ALL.into_iter().filter(|cue| *cue != Cue::Finish) {
        assert!(heard(cue, 11) <= -43.0, "{cue:?}");
    }
}

#[test]
fn what_comes_again_and_again_is_far_softer() {
    use Cue::{Enough, Half, Ready, Rest, Start, Switch};
    for usual in [Ready, Start, Half, Enough, Rest, Switch] {
        for (cue, below) in [(Cue::Beat, 9.0..13.0), (Cue::Part, 12.0..16.0)] {
            let softer = loudness(usual) - loudness(cue);
            assert!(below.contains(&softer), "{cue:?}: {softer} below {usual:?}");
        }
    }
}
