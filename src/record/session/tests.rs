use super::*;
use crate::player::Command;
use crate::routine::amount::Level;
use crate::timeline::compile;

const TEXT: &str = r#"
title = "T"
[[step]]
name = "Calf"
sides = "each"
reps = 2
hold = "10s"
prepare = "5s"
[[step]]
name = "Legs up"
hold = "60s"
"#;

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Plays the routine with these commands, and tells the record.
fn played(commands: &[(u64, Command)]) -> SessionRecord {
    played_after(None, commands)
}

/// The same, where it goes on from another session.
fn played_after(resumed: Option<Resumed>, commands: &[(u64, Command)]) -> SessionRecord {
    record_of(TEXT, resumed, commands)
}

/// The record of another routine, in the same way.
fn record_of(text: &str, resumed: Option<Resumed>, commands: &[(u64, Command)]) -> SessionRecord {
    let (routine, _) = crate::routine::parse(text);
    let choice = Choice::all(Level::STANDARD);
    let timeline = compile(&routine.expect("valid"), &choice).expect("it fits");
    let mut player = Player::new(timeline);
    for (at, command) in commands {
        player.handle(*command, secs(*at));
    }
    player.advance(secs(10_000));
    let tonight = Tonight {
        routine: "t".to_owned(),
        choice,
        resumed,
    };
    let ended = serde_json::from_str("\"2026-11-21T22:00:00+01:00\"");
    SessionRecord::of(&player, &tonight, ended.expect("a moment"))
}

fn counts(session: &SessionRecord) -> Vec<(u32, u32, u32, u64)> {
    let count = |part: &StepRecord| (part.holds, part.whole, part.cut, part.held.as_secs());
    session.steps.iter().map(count).collect()
}

#[test]
fn a_routine_that_ran_to_its_end() {
    let session = played(&[]);
    assert_eq!(session.outcome, Outcome::Completed);
    assert_eq!(session.reached, None);
    assert_eq!(
        counts(&session),
        [(2, 2, 0, 20), (2, 2, 0, 20), (1, 1, 0, 60)]
    );
    assert_eq!((session.whole, session.held), (5, secs(100)));
}

#[test]
fn what_was_cut_short_and_what_was_not_begun() {
    // 5 s prepare, right 10 s, 3 s rest, 4 s of the second right hold.
    let session = played(&[(22, Command::Next), (24, Command::Quit)]);
    assert_eq!(session.outcome, Outcome::Quit);
    assert_eq!(
        counts(&session),
        [(2, 1, 1, 14), (2, 0, 1, 2), (1, 0, 0, 0)]
    );
    assert_eq!((session.whole, session.skipped), (1, 1));
    let reached = session.reached.expect("a hold");
    assert_eq!((reached.side, reached.rep), (Some(Side::Left), 1));
    assert_eq!(reached.held, secs(2));
}

#[test]
fn what_was_held_of_a_hold_before_counts_where_it_goes_on() {
    let quit = [(9, Command::Quit)];
    let first = played(&quit).reached.expect("a hold");
    assert_eq!(first.held, secs(4));
    let resumed = |reached| Resumed {
        id: "a".to_owned(),
        reached,
    };
    let second = played_after(Some(resumed(first.clone())), &quit);
    assert_eq!(second.resumes.as_deref(), Some("a"));
    assert_eq!(second.reached.map(|hold| hold.held), Some(secs(8)));
    // Another hold is none of it.
    let other = HoldRef { rep: 2, ..first };
    let second = played_after(Some(resumed(other)), &quit);
    assert_eq!(second.reached.map(|hold| hold.held), Some(secs(4)));
}

#[test]
fn a_session_is_read_as_it_was_written() {
    for commands in [&[][..], &[(22, Command::Next), (24, Command::Quit)]] {
        let session = played(commands);
        let line = serde_json::to_vec(&session).expect("JSON");
        let read = serde_json::from_slice::<SessionRecord>(&line);
        assert_eq!(read.expect("a session"), session);
    }
}

#[test]
fn between_holds_the_next_one_is_reached() {
    let session = played(&[(16, Command::Interrupt)]);
    assert_eq!(session.outcome, Outcome::Interrupted);
    let reached = session.reached.expect("a hold");
    assert_eq!((reached.side, reached.rep), (Some(Side::Right), 2));
}

#[test]
fn a_hold_held_again_counts_once() {
    let session = played(&[(10, Command::Back)]);
    assert_eq!(counts(&session)[0], (2, 2, 0, 25));
}

#[test]
fn what_was_passed_over_leaves_nothing_to_resume() {
    let session = played(&[(6, Command::Next); 6]);
    assert_eq!((session.outcome, session.reached), (Outcome::Quit, None));
    assert_eq!(session.whole, 0);
}

const TASKS: &str = r#"
title = "T"
[[step]]
name = "Bath"
task = true
[[step]]
name = "Calf"
hold = "10s"
prepare = "0s"
[[step]]
name = "Lights"
task = true
"#;

fn tasks(session: &SessionRecord) -> Vec<(String, bool)> {
    let told = session.tasks.iter();
    told.map(|task| (task.step.clone(), task.done)).collect()
}

#[test]
fn things_to_do_are_no_steps() {
    let session = record_of(TASKS, None, &[(60, Command::GoOn), (75, Command::Next)]);
    assert_eq!(session.outcome, Outcome::Completed);
    assert_eq!(counts(&session), [(1, 1, 0, 10)]);
    let wanted = [("bath".to_owned(), true), ("lights".to_owned(), false)];
    assert_eq!(tasks(&session), wanted);
    let line = serde_json::to_string(&session).expect("JSON");
    assert!(
        line.contains(r#""tasks":[{"step":"bath","done":true},{"step":"lights","done":false}]"#),
        "{line}"
    );
    let read: SessionRecord = serde_json::from_str(&line).expect("a session");
    assert_eq!(read, session);
    // Where there are none, nothing is said of them.
    let line = serde_json::to_string(&played(&[])).expect("JSON");
    assert!(!line.contains("tasks"), "{line}");
}

#[test]
fn a_thing_to_do_is_reached_and_gone_on_from() {
    let session = record_of(TASKS, None, &[(60, Command::GoOn), (75, Command::Quit)]);
    let reached = session.reached.expect("a thing to do");
    assert_eq!(
        (reached.step.as_str(), reached.held),
        ("lights", Duration::ZERO)
    );
}
