use super::*;

/// Nobody was there: the player hears of it as of a pause at an earlier moment.
fn absent(play: &mut Script, since: u64, now: u64, goes_on: bool) -> String {
    play.0.handle(Command::Pause, at(since));
    play.0.call_back(at(now), goes_on);
    play.words()
}

#[test]
fn nothing_that_was_due_in_an_absence_happens() {
    let mut play = Script::new(step("hold = \"9s\"\nreps = 6\nprepare = \"0s\""));
    play.until(40);
    assert_eq!(absent(&mut play, 40, 900, false), "4:paused 90:ready");
    assert_eq!(play.until(2000), "");
    assert_eq!(
        play.ask(2000, Command::Interrupt),
        "200:Interrupted/4s/0",
        "nothing of it is held"
    );
}

#[test]
fn after_an_absence_a_key_goes_on_with_the_count_in() {
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"0s\""));
    play.until(40);
    absent(&mut play, 40, 900, false);
    assert_eq!(play.ask(1000, Command::TogglePause), "100:tick");
    assert_eq!(
        play.until(2000),
        "101:tick 102:tick 103:resumed 103:start 108:finish 108:Completed/9s/0"
    );
}

#[test]
fn without_a_key_it_goes_on_by_itself_and_ready_is_the_first_tick() {
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"0s\""));
    play.until(40);
    assert_eq!(absent(&mut play, 40, 900, true), "4:paused 90:ready");
    assert_eq!(
        play.until(2000),
        "91:tick 92:tick 93:resumed 93:start 98:finish 98:Completed/9s/0"
    );
    // In a break there is no count-in.
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"7s\""));
    play.until(0);
    assert_eq!(
        absent(&mut play, 0, 900, true),
        "0:paused 90:ready 90:resumed"
    );
    assert_eq!(
        play.until(980),
        "94:tick 95:tick 96:tick 97:HOLD#1 97:start"
    );
}

#[test]
fn an_absence_in_the_count_in_is_part_of_the_pause() {
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"0s\""));
    play.ask(40, Command::Pause);
    play.ask(100, Command::TogglePause);
    play.until(110);
    assert_eq!(absent(&mut play, 115, 900, false), "90:ready");
    assert_eq!(play.until(1000), "");
}

#[test]
fn only_a_pause_is_called_back_from() {
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"0s\""));
    play.until(40);
    play.0.call_back(at(40), true);
    assert_eq!(play.words(), "");
    play.ask(50, Command::Quit);
    play.0.call_back(at(60), true);
    assert_eq!(play.words(), "");
}
