//! Keys that go further than a hold.

use super::*;

#[test]
fn the_rest_of_a_step_is_skipped_at_once() {
    let text = "title = \"T\"\n[circuit.c]\nrounds = 2\n\
                [[step]]\nname = \"a\"\nsides = \"each\"\nreps = 10\nhold = \"9s\"\ncircuit = \"c\"\n\
                [[step]]\nname = \"b\"\nhold = \"9s\"\ncircuit = \"c\"\n";
    let mut play = Script::new(timeline(text, Level::FULL));
    play.until(60);
    // From the first hold of the first round, and from a prepare.
    assert_eq!(
        play.ask(70, Command::NextStep),
        "7:skipped#1 7:PREPARE#40 7:ready"
    );
    assert_eq!(
        play.ask(80, Command::NextStep),
        "8:skipped#40 8:PREPARE#42right 8:ready"
    );
    play.ask(90, Command::NextStep);
    // The last step of the last round.
    assert_eq!(
        play.ask(95, Command::NextStep),
        "9.5:skipped#82 9.5:Quit/2s/4"
    );
}

#[test]
fn a_clicker_goes_on_where_something_waits_and_else_to_the_next_hold() {
    let mut play = Script::new(step("hold = \"5s-9s\"\nreps = 3\nprepare = \"key\""));
    let forward = |play: &mut Script, tenths| play.ask(tenths, Command::Forward);
    assert_eq!(
        forward(&mut play, 10),
        "0:PREPARE#0 0:ready 1:HOLD#1 1:start"
    );
    // Not enough yet; then past enough.
    assert_eq!(forward(&mut play, 20), "2:skipped#1 2:HOLD#3 2:start");
    assert_eq!(forward(&mut play, 80), "7:enough 8:REST#4 8:rest");
    assert_eq!(forward(&mut play, 90), "9:skipped#4 9:HOLD#5 9:last");
    play.ask(100, Command::Pause);
    assert_eq!(forward(&mut play, 110), "11:tick");
}

#[test]
fn shorter_leaves_the_count_at_the_end() {
    // How much of ten seconds is left after a press at this moment.
    let left_after = |tenths| {
        let mut player = Player::new(step("hold = \"10s\"\nprepare = \"0s\""));
        player.handle(Command::Shorter, at(tenths));
        player.snapshot(at(tenths)).left()
    };
    for (tenths, left) in [(0, 30), (5, 30), (69, 30), (70, 30), (71, 29), (99, 1)] {
        assert_eq!(left_after(tenths), Some(at(left)), "{tenths}");
    }
    // Of a break, all of the last three seconds are counted, however short it is.
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"7s\""));
    assert_eq!(play.ask(10, Command::Shorter), "0:PREPARE#0 0:ready");
    assert_eq!(play.until(40), "1:tick 2:tick 3:tick 4:HOLD#1 4:start");
    // A tick that has sounded is not repeated.
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"7s\""));
    play.until(40);
    assert_eq!(play.ask(40, Command::Shorter), "");
    assert_eq!(play.until(50), "5:tick");
}
