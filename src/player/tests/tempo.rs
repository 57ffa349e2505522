//! Movements at a tempo, and things to do.

use super::*;

#[test]
fn movements_are_counted_part_by_part() {
    let mut play = Script::new(step(
        "reps = 2\ntempo = \"up 2s, down 1.5s\"\nprepare = \"0s\"",
    ));
    assert_eq!(
        play.until(100),
        "0:HOLD#0 0:start 0:1.0/2up 2:part 2:1.1/2down 3.5:beat 3.5:2.0/2up 5.5:part 5.5:2.1/2down \
         7:finish 7:Completed/7s/0"
    );
}

#[test]
fn a_hold_with_a_tempo_has_whole_cycles_and_no_middle() {
    let mut play = Script::new(step("hold = \"25s\"\ntempo = \"8-8\"\nprepare = \"0s\""));
    // 25 s are nearer to two cycles than to one.
    assert_eq!(
        play.until(500),
        "0:HOLD#0 0:start 0:1.0/- 8:part 8:1.1/- 16:beat 16:2.0/- 24:part 24:2.1/- \
         32:finish 32:Completed/32s/0"
    );
}

#[test]
fn what_is_enough_stands_for_a_beat() {
    let mut play = Script::new(step("reps = \"2-3\"\ntempo = \"2s\"\nprepare = \"0s\""));
    assert_eq!(
        play.until(100),
        "0:HOLD#0 0:start 0:1.0/3 2:beat 2:2.0/3 4:enough 4:3.0/3 6:finish 6:Completed/6s/0"
    );
}

#[test]
fn a_movement_that_a_pause_broke_off_begins_again() {
    let mut play = Script::new(step(
        "reps = 3\ntempo = \"up 2s, down 2s\"\nprepare = \"0s\"",
    ));
    // In the second part of the second movement.
    assert_eq!(
        play.ask(65, Command::TogglePause),
        "0:HOLD#0 0:start 0:1.0/3up 2:part 2:1.1/3down 4:beat 4:2.0/3up 6:part 6:2.1/3down 6.5:paused"
    );
    assert_eq!(play.ask(100, Command::TogglePause), "10:tick");
    assert_eq!(
        play.until(400),
        "11:tick 12:tick 13:resumed 13:start 13:2.0/3up 15:part 15:2.1/3down 17:beat 17:3.0/3up \
         19:part 19:3.1/3down 21:finish 21:Completed/12s/0"
    );
}

#[test]
fn an_open_hold_counts_until_a_key_is_pressed() {
    let mut play = Script::new(step("hold = \"open\"\ntempo = \"3-3\"\nprepare = \"0s\""));
    assert_eq!(
        play.until(70),
        "0:HOLD#0 0:start 0:1.0/- 3:part 3:1.1/- 6:beat 6:2.0/-"
    );
    assert_eq!(play.ask(80, Command::GoOn), "8:finish 8:Completed/8s/0");
}

#[test]
fn longer_and_shorter_are_whole_movements() {
    let mut play = Script::new(step("reps = 4\ntempo = \"4s\"\nprepare = \"0s\""));
    // Two of 4 s are as near to 10 s as three, and fewer.
    assert_eq!(play.ask(10, Command::Longer), "0:HOLD#0 0:start 0:1.0/4");
    assert_eq!(play.until(40), "4:beat 4:2.0/6");
    play.ask(50, Command::Shorter);
    play.ask(51, Command::Shorter);
    assert_eq!(play.until(90), "8:finish 8:Completed/8s/0");
    // The movement that is under way stays whole.
    let mut play = Script::new(step("reps = 3\ntempo = \"4s\"\nprepare = \"0s\""));
    play.ask(50, Command::Shorter);
    play.ask(51, Command::Shorter);
    assert_eq!(play.until(90), "8:finish 8:Completed/8s/0");
}

#[test]
fn longer_takes_nothing_from_a_hold_that_is_longer_than_the_most() {
    // 36 movements of 401 s are nearer to 4 hours than 35, and 36 s longer.
    let line = "hold = \"4h\"\ntempo = \"60-60-60-60-60-60-41\"\nprepare = \"0s\"";
    let mut play = Script::new(step(line));
    play.ask(10, Command::Longer);
    let length = play.0.snapshot(at(10)).length;
    assert_eq!(length, Some(Duration::from_secs(36 * 401)));
}

#[test]
fn at_ones_own_pace_it_waits() {
    let own = step("reps = 15\ntempo = \"own\"\nprepare = \"0s\"");
    assert_eq!(own.total(), None);
    assert_eq!(own.about(), Some(Duration::from_mins(1)));
    let mut play = Script::new(own);
    assert_eq!(play.until(9000), "0:HOLD#0 0:start");
    assert_eq!(play.0.snapshot(at(9000)).movements(), Some(15));
    assert_eq!(
        play.ask(9000, Command::GoOn),
        "900:finish 900:Completed/900s/0"
    );
}

const TASKS: &str = "title = \"T\"\n[[step]]\nname = \"a\"\nhold = \"9s\"\nprepare = \"0s\"\n\
                     [[step]]\nname = \"b\"\ntask = true\n[[step]]\nname = \"c\"\ntask = true\n";

#[test]
fn a_thing_to_do_waits_for_its_key() {
    let tasks = timeline(TASKS, Level::FULL);
    assert_eq!(tasks.total(), Some(Duration::from_secs(9)));
    let mut play = Script::new(tasks);
    assert_eq!(play.until(900), "0:HOLD#0 0:start 9:TASK#1 9:ready");
    assert_eq!(play.ask(900, Command::Longer), "");
    assert_eq!(play.ask(901, Command::Shorter), "");
    assert_eq!(play.ask(1000, Command::GoOn), "100:TASK#2 100:ready");
    assert_eq!(play.ask(1010, Command::Back), "101:TASK#1 101:ready");
    assert_eq!(
        play.ask(1020, Command::Next),
        "102:skipped#1 102:TASK#2 102:ready"
    );
    assert_eq!(
        play.ask(1030, Command::GoOn),
        "103:finish 103:Completed/9s/1"
    );
    assert!(play.0.is_ticked(1) && play.0.is_ticked(2));
}

#[test]
fn next_passes_over_no_thing_to_do() {
    let mut play = Script::new(timeline(TASKS, Level::FULL));
    assert_eq!(
        play.ask(10, Command::Next),
        "0:HOLD#0 0:start 1:skipped#0 1:TASK#1 1:ready"
    );
    play.ask(20, Command::GoOn);
    // The only hold was passed over.
    assert_eq!(play.ask(30, Command::GoOn), "3:Quit/1s/1");
}

#[test]
fn without_a_hold_it_is_done_when_something_was() {
    let text = "title = \"T\"\n[[step]]\nname = \"b\"\ntask = true\n";
    let mut play = Script::new(timeline(text, Level::FULL));
    assert_eq!(
        play.ask(10, Command::GoOn),
        "0:TASK#0 0:ready 1:finish 1:Completed/0s/0"
    );
    let mut play = Script::new(timeline(text, Level::FULL));
    assert_eq!(
        play.ask(10, Command::Next),
        "0:TASK#0 0:ready 1:skipped#0 1:Quit/0s/1"
    );
}

/// However a session is paused and looked at, no movement is lost or doubled.
#[test]
fn pauses_lose_no_movement() {
    arbtest(|u| {
        let reps = u.int_in_range(1..=9)?;
        let parts: Vec<String> = (0..u.int_in_range(1..=4)?)
            .map(|_| Ok(format!("0.{}s", u.int_in_range(5..=9)?)))
            .collect::<Result<_>>()?;
        let line = format!(
            "reps = {reps}\ntempo = \"{}\"\nprepare = \"0s\"",
            parts.join(", ")
        );
        let mut play = Script::new(step(&line));
        let (mut now, mut words) = (0, play.until(0));
        while play.0.outcome().is_none() {
            // Nobody stays away for ever.
            let ends = u.is_empty();
            now += if ends { 1000 } else { u.int_in_range(1..=40)? };
            let is_paused = matches!(play.0.snapshot(at(now)).activity, Activity::Paused(_));
            let asks = if ends { is_paused } else { u.ratio(1, 3)? };
            words += " ";
            words += &if asks {
                play.ask(now, Command::TogglePause)
            } else {
                play.until(now)
            };
        }
        // Each movement goes to its last part once.
        let ends = format!(".{}/{reps}", parts.len() - 1);
        let ended: Vec<&str> = words
            .split(' ')
            .filter(|word| word.ends_with(&ends))
            .collect();
        let mut movements: Vec<&str> = Vec::new();
        for end in &ended {
            let (_, count) = end.split_once(':').expect("a time");
            movements.push(count);
        }
        // A movement that was broken off in its last part has begun that twice.
        movements.dedup();
        let expected: Vec<String> = (1..=reps).map(|n| format!("{n}{ends}")).collect();
        assert_eq!(movements, expected, "{line}: {words}");
        let whole = step(&line).total().expect("a time");
        let held: Duration = play.0.holds().iter().map(|hold| hold.time).sum();
        assert_eq!(held, whole, "{line}: {words}");
        Ok(())
    })
    .budget_ms(500);
}
