//! What a voice says to somebody who touches no key.

use std::time::Duration;

use legrest::player::{Command, Player, Prompter, Voice};
use legrest::timeline::{Phase, Timeline};

/// Longer than any voice takes for so many characters, however long its words.
fn time_of(characters: usize) -> Duration {
    Duration::from_secs(2) + Duration::from_millis(200) * u32::try_from(characters).expect("few")
}

/// How each step is done, and what to mind, is said where its first hold has room
/// for all of it.
pub fn is_told(timeline: &Timeline) {
    let mut player = Player::new(timeline.clone());
    let mut prompter = Prompter::new(1.0, Voice::On);
    let mut said = String::new();
    let mut now = Duration::ZERO;
    while player.outcome().is_none() {
        while let Some((_, event)) = player.poll_event() {
            let phrase = prompter.hear(&event, &player.snapshot(now));
            said.extend(
                phrase
                    .into_iter()
                    .flat_map(|phrase| [phrase.text, "\n".to_owned()]),
            );
        }
        // Movements of an open hold go on for ever.
        let is_open = player.snapshot(now).length.is_none();
        if let Some(due) = player.next_deadline().filter(|_| !is_open) {
            now = due;
            player.advance(now);
        } else {
            player.handle(Command::GoOn, now);
        }
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    for (index, planned) in timeline.steps.iter().enumerate() {
        let step = &planned.step;
        let mut segments = timeline.segments.iter();
        let hold = segments.find(|it| it.step == index && it.phase == Phase::Hold && !it.left_out);
        let texts = || [&step.how, &step.cue].into_iter().flatten();
        let caution = step.caution.as_ref().map_or(0, |text| text.chars().count());
        // The name, the side, the count, a caution; a cue may sound in the middle.
        let all: usize = texts().map(|text| text.chars().count()).sum();
        let all = time_of(all + caution + step.name.chars().count() + 80) * 2;
        let room = hold.and_then(|hold| hold.enough.or(hold.length));
        if step.tempo.is_none() && step.notes.is_empty() && room.is_some_and(|room| room >= all) {
            for word in texts().flat_map(|text| text.split_whitespace()) {
                assert!(words.contains(&word), "{word:?} of {} in {said}", step.name);
            }
        }
    }
}
