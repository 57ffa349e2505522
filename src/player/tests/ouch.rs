//! It hurts: what is left of a step on a side is not played.

use super::*;

/// What begins from now on if no key is pressed.
fn rest(play: &mut Script) -> String {
    let told = play.until(100_000);
    let is_segment = |word: &&str| word.contains('#') || word.contains(":Completed");
    told.split(' ')
        .filter(is_segment)
        .collect::<Vec<_>>()
        .join(" ")
}

const GROUPED: &str =
    "hold = \"9s\"\nsides = \"each\"\nreps = 2\nsets = 2\nset_rest = \"20s\"\nprepare = \"0s\"";

#[test]
fn the_side_that_hurts_is_left_out_of_every_set() {
    let mut play = Script::new(step(GROUPED));
    assert_eq!(
        play.ask(30, Command::Ouch),
        "0:HOLD#0right 0:start 3:hurt#0 3:SWITCH#3left 3:switch"
    );
    // Left, its rest between the sets, and left once more.
    let left = play.0.snapshot(at(30)).total_left();
    assert_eq!(left, Some(Duration::from_secs(5 + 21 + 20 + 21)));
    assert_eq!(
        rest(&mut play),
        "8:HOLD#4left 17:REST#5left 20:HOLD#6left 29:REST#7left 49:HOLD#12left \
         58:REST#13left 61:HOLD#14left 70:Completed/39s/1"
    );
}

#[test]
fn nobody_switches_to_the_side_that_they_are_on() {
    let alternating = "hold = \"9s\"\nsides = \"each\"\nreps = 2\norder = \"alternating\"";
    let mut play = Script::new(step(alternating));
    play.until(60);
    play.ask(70, Command::Ouch);
    assert_eq!(
        rest(&mut play),
        "12:HOLD#3left 21:REST#6left 26:HOLD#7left 35:Completed/20s/1"
    );
}

#[test]
fn a_circuit_goes_on_without_the_side() {
    let text = "title = \"T\"\n[circuit.c]\nrounds = 2\nrest = \"30s\"\n\
                [[step]]\nname = \"a\"\nsides = \"each\"\nhold = \"9s\"\ncircuit = \"c\"\n\
                [[step]]\nname = \"b\"\nhold = \"9s\"\ncircuit = \"c\"\n";
    let mut play = Script::new(timeline(text, Level::FULL));
    play.until(60);
    play.ask(70, Command::Ouch);
    assert_eq!(
        rest(&mut play),
        "12:HOLD#3left 21:PREPARE#4 26:HOLD#5 35:REST#6left 65:PREPARE#7left \
         70:HOLD#10left 79:PREPARE#11 84:HOLD#12 93:Completed/38s/1"
    );
    // Without sides, nothing is left of the step, and it needs no rest.
    let mut play = Script::new(timeline(text, Level::FULL));
    play.until(399);
    assert_eq!(
        play.ask(400, Command::Ouch),
        "40:hurt#5 40:REST#6right 40:rest"
    );
}

#[test]
fn in_the_pause_after_a_hold_it_is_that_hold() {
    let mut play = Script::new(step(
        "hold = \"9s\"\nreps = 3\nrest = \"5s\"\nprepare = \"0s\"",
    ));
    play.until(95);
    assert_eq!(
        play.ask(100, Command::Ouch),
        "10:hurt#1 10:finish 10:Completed/9s/1"
    );
    let hurts: Vec<Held> = play.0.hurts().copied().collect();
    assert!(
        hurts[0].went == Went::Whole && hurts[0].time == at(90),
        "{hurts:?}"
    );
    // A switch to a side that does not hurt begins again.
    let mut play = Script::new(step("hold = \"9s\"\nsides = \"each\"\nprepare = \"0s\""));
    play.until(120);
    assert_eq!(
        play.ask(120, Command::Ouch),
        "12:hurt#1 12:SWITCH#1left 12:switch"
    );
    assert_eq!(play.ask(150, Command::Ouch), "14:tick 15:tick");
}

#[test]
fn a_key_that_is_held_down_costs_one_side() {
    let bare = "prepare = \"0s\"\nswitch = \"0s\"\nsides = \"each\"\nhold = \"9s\"";
    let mut play = Script::new(step(bare));
    assert_eq!(
        play.ask(30, Command::Ouch),
        "0:HOLD#0right 0:start 3:hurt#0 3:HOLD#1left 3:start"
    );
    assert_eq!(play.ask(49, Command::Ouch), "");
    // Later it means the other side.
    assert_eq!(play.ask(50, Command::Ouch), "5:hurt#1 5:Quit/5s/2");
}

#[test]
fn there_is_nothing_to_hurt_before_a_hold_or_while_something_is_done() {
    let text = "title = \"T\"\n[[step]]\nname = \"a\"\nhold = \"9s\"\n\
                [[step]]\nname = \"b\"\ntask = true\n";
    let mut play = Script::new(timeline(text, Level::FULL));
    assert_eq!(play.ask(10, Command::Ouch), "0:PREPARE#0 0:ready");
    play.until(140);
    assert_eq!(play.ask(150, Command::Ouch), "");
}

#[test]
fn paused_it_is_the_hold_and_the_pause_lasts() {
    let mut play = Script::new(step("hold = \"9s\"\nsides = \"each\"\nprepare = \"0s\""));
    play.ask(40, Command::TogglePause);
    assert_eq!(play.ask(300, Command::Ouch), "30:hurt#0 30:SWITCH#1left");
    assert_eq!(play.until(900), "");
    assert_eq!(
        play.ask(1000, Command::TogglePause),
        "100:resumed 100:switch"
    );
    assert_eq!(play.0.holds()[0].time, at(40));
    // In the count-in the clock has not gone on yet.
    let mut play = Script::new(step("hold = \"9s\"\nsides = \"each\"\nprepare = \"0s\""));
    play.ask(40, Command::TogglePause);
    play.ask(50, Command::TogglePause);
    assert_eq!(
        play.ask(60, Command::Ouch),
        "6:tick 6:hurt#0 6:resumed 6:SWITCH#1left 6:switch"
    );
}

#[test]
fn whoever_goes_back_takes_it_back() {
    let mut play = Script::new(step(GROUPED));
    let planned = play.0.timeline().clone();
    play.ask(30, Command::Ouch);
    assert_eq!(play.ask(40, Command::Back), "4:HOLD#0right 4:start");
    assert_eq!(*play.0.timeline(), planned);
    assert_eq!(play.0.hurts().count(), 0);
    // The other side, once it hurts, stays left out.
    play.ask(60, Command::Ouch);
    play.until(150);
    assert_eq!(
        play.ask(160, Command::Ouch),
        "16:hurt#4 16:finish 16:Completed/10s/3"
    );
}

#[test]
fn what_nobody_finished_is_not_whole() {
    let whole = |lines: &str, command, tenths| {
        let mut play = Script::new(step(lines));
        play.ask(tenths, command);
        play.0.holds()[0].went == Went::Whole
    };
    let open = "hold = \"open\"\nprepare = \"0s\"";
    let own = "reps = 12\ntempo = \"own\"\nprepare = \"0s\"";
    for command in [
        Command::Next,
        Command::Quit,
        Command::NextStep,
        Command::Ouch,
    ] {
        assert!(!whole(open, command, 49) && whole(open, command, 50));
        assert!(!whole(own, command, 900), "{command:?}");
    }
    assert!(whole(own, Command::GoOn, 300));
}

#[test]
fn what_is_left_of_a_circuit_keeps_the_rest_between_its_rounds() {
    let text = "title = \"T\"\n[circuit.c]\nrounds = 2\nrest = \"30s\"\n\
                [[step]]\nname = \"a\"\nhold = \"9s\"\nprepare = \"1s\"\ncircuit = \"c\"\n\
                [[step]]\nname = \"b\"\nhold = \"9s\"\nprepare = \"0s\"\ncircuit = \"c\"\n";
    let mut play = Script::new(timeline(text, Level::FULL));
    play.until(20);
    play.ask(30, Command::Ouch);
    assert_eq!(rest(&mut play), "12:REST#3 42:HOLD#6 51:Completed/20s/1");
}

#[test]
fn after_something_else_the_hold_before_it_is_not_meant() {
    let text = "title = \"T\"\n[[step]]\nname = \"a\"\nhold = \"9s\"\nprepare = \"0s\"\n\
                [[step]]\nname = \"bath\"\ntask = true\n[[step]]\nname = \"c\"\nhold = \"9s\"\n";
    let mut play = Script::new(timeline(text, Level::FULL));
    play.until(100);
    play.ask(110, Command::GoOn);
    assert_eq!(play.ask(120, Command::Ouch), "", "a bath lies between");
    // Past the rest of a step, back leads to the hold that hurt.
    let mut play = Script::new(step(GROUPED));
    play.until(20);
    play.ask(30, Command::Ouch);
    assert!(play.ask(40, Command::Back).starts_with("4:HOLD#0right"));
}

#[test]
fn a_hold_that_keys_made_short_has_one_verdict() {
    let mut play = Script::new(step("hold = \"30s\"\nprepare = \"0s\""));
    for _ in 0..3 {
        play.ask(5, Command::Shorter);
    }
    play.until(100);
    let [hold] = play.0.holds() else {
        panic!("one hold: {:?}", play.0.holds());
    };
    assert!(hold.went == Went::PassedOver, "{hold:?}");
    assert_eq!(play.0.outcome(), Some(Outcome::Quit));
}
