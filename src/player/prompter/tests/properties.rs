//! What holds of the words for any routine.

use super::*;

/// All kinds of routines to the end, with and without a hurry.
fn all_scripts() -> impl Iterator<Item = (SpokenScript, f64, Voice)> {
    let tempo = "title = 'T'\n[[step]]\nname = 'Calf raise'\nhow = 'Hold on to a wall. Go slowly.'\n\
                 sides = 'each'\nreps = 12\nsets = 2\ntempo = 'up 1.5s, hold 1s, lower down 4s'\n\
                 [[step]]\nname = 'Breathe'\nhold = '90s'\ntempo = 'in 0.5s, out 1s'";
    let texts = BUNDLED.into_iter().chain([tempo]);
    let cases = texts.flat_map(|text| {
        [Level::GENTLE, Level::STANDARD, Level::FULL].map(|level| timeline(text, level))
    });
    let cases = cases.flat_map(|timeline| [0.5, 1.0, 3.0, 20.0].map(|it| (timeline.clone(), it)));
    cases.flat_map(|(timeline, speed)| {
        [Voice::On, Voice::Count, Voice::Full].map(|voice| {
            let mut script = SpokenScript::of(timeline.clone(), speed, voice);
            script.play_out();
            (script, speed, voice)
        })
    })
}

#[test]
fn nothing_runs_into_the_next_cue() {
    let mut count = 0;
    for (script, speed, _) in all_scripts() {
        for (at, phrase) in &script.said {
            let cue = script.cues.iter().find(|cue| *cue > at);
            let latest = phrase.slack + phrase::time_of(&phrase.text);
            let room = cue.map(|cue| cue.saturating_sub(*at).div_f64(speed));
            assert!(
                room.is_none_or(|room| latest <= room),
                "{phrase:?} at {at:?}, {room:?} before the next cue"
            );
            count += 1;
        }
    }
    assert!(count > 1000, "{count} phrases were looked at");
}

#[test]
fn minutes_are_told_a_second_from_any_cue() {
    let mut count = 0;
    for (script, _, voice) in all_scripts() {
        for (at, phrase) in &script.said {
            if !phrase.text.ends_with(" left.") {
                continue;
            }
            assert_eq!(voice, Voice::Full);
            let end = *at + phrase::time_of(&phrase.text);
            for cue in &script.cues {
                assert!(
                    *cue + APART <= *at || end + APART <= *cue,
                    "{phrase:?} {cue:?}"
                );
            }
            count += 1;
        }
    }
    assert!(count > 20, "{count} phrases were looked at");
}

#[test]
fn every_step_is_told_with_how_it_is_done_where_there_is_room() {
    for text in BUNDLED {
        let timeline = timeline(text, Level::STANDARD);
        let mut script = SpokenScript::new(timeline.clone(), 1.0);
        script.play_out();
        let said: Vec<&str> = script
            .said
            .iter()
            .map(|(_, phrase)| &*phrase.text)
            .collect();
        let said = said.join(" ");
        for planned in &timeline.steps {
            let step = &planned.step;
            let texts = [&step.how, &step.cue].into_iter().flatten();
            for sentence in texts.flat_map(|text| phrase::sentences(text)) {
                // In the seconds of a squat only a few words fit.
                let room = planned
                    .hold
                    .filter(|hold| *hold < phrase::time_of(sentence) * 2);
                assert!(room.is_some() || said.contains(sentence), "{sentence}");
            }
        }
    }
}
