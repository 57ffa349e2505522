use super::*;

const TWO: &str = "hold = \"20s\"\nreps = 2\nprepare = \"5s\"\nrest = \"5s\"";

/// How a routine ends after these commands, and nothing more.
fn outcome(lines: &str, commands: &[(u64, Command)]) -> Outcome {
    end(Player::new(step(lines)), commands)
}

fn end(mut player: Player, commands: &[(u64, Command)]) -> Outcome {
    for (tenths, command) in commands {
        player.handle(*command, at(*tenths));
    }
    player.advance(Duration::MAX);
    player.outcome().expect("it has come to its end")
}

#[test]
fn a_routine_of_which_every_hold_was_passed_over_ends_as_quit() {
    let mut play = Script::new(step(TWO));
    play.ask(10, Command::Next);
    play.ask(20, Command::Next);
    assert_eq!(play.ask(30, Command::Next), "3:skipped#3 3:Quit/2s/3");
    assert_eq!(play.0.reached(), None);
    assert_eq!(play.0.next_deadline(), None);
}

#[test]
fn half_of_one_hold_is_enough() {
    let last = |tenths| {
        [
            (10, Command::Next),
            (20, Command::Next),
            (tenths, Command::Next),
        ]
    };
    assert_eq!(outcome(TWO, &last(119)), Outcome::Quit);
    assert_eq!(outcome(TWO, &last(120)), Outcome::Completed);
    // Left alone at last, or at first.
    assert_eq!(outcome(TWO, &last(120)[..2]), Outcome::Completed);
    let first = [(150, Command::Next), (151, Command::Next)];
    assert_eq!(outcome(TWO, &first), Outcome::Completed);
}

#[test]
fn of_a_range_it_is_half_of_the_low_end() {
    let range = "hold = \"20s-60s\"\nprepare = \"0s\"";
    assert_eq!(outcome(range, &[(99, Command::Next)]), Outcome::Quit);
    assert_eq!(outcome(range, &[(100, Command::Next)]), Outcome::Completed);
}

#[test]
fn of_an_open_hold_it_is_five_seconds() {
    let open = "hold = \"open\"\nprepare = \"0s\"";
    for command in [Command::Next, Command::GoOn] {
        assert_eq!(outcome(open, &[(49, command)]), Outcome::Quit);
        assert_eq!(outcome(open, &[(50, command)]), Outcome::Completed);
    }
    // A cramp may have let go before that, but nobody is done who goes on.
    let cramp = || {
        let mut timeline = step(open);
        timeline.for_a_cramp = true;
        Player::new(timeline)
    };
    assert_eq!(end(cramp(), &[(1, Command::GoOn)]), Outcome::Completed);
    assert_eq!(end(cramp(), &[(1, Command::Next)]), Outcome::Quit);
}

#[test]
fn shorter_passes_over_nothing_and_longer_asks_for_no_more() {
    let hold = "hold = \"40s\"\nprepare = \"0s\"";
    let shorter = [(1, Command::Shorter); 3];
    // Ten seconds are left, which are less than half of what was planned.
    assert_eq!(outcome(hold, &shorter), Outcome::Quit);
    assert_eq!(outcome(hold, &shorter[..2]), Outcome::Completed);
    let longer = [
        (1, Command::Longer),
        (2, Command::Longer),
        (200, Command::Next),
    ];
    assert_eq!(outcome(hold, &longer), Outcome::Completed);
}

#[test]
fn what_is_held_later_is_not_passed_over() {
    let back = [
        (60, Command::Next),
        (65, Command::Back),
        (200, Command::Next),
        (201, Command::Next),
    ];
    assert_eq!(outcome(TWO, &back), Outcome::Completed);
    // Nor is what was held before somebody went back to it.
    let again = [
        (200, Command::Back),
        (201, Command::Next),
        (202, Command::Next),
    ];
    assert_eq!(outcome(TWO, &again), Outcome::Completed);
}

#[test]
fn only_what_is_played_counts() {
    let rest = step(TWO).from_hold(3, Duration::ZERO);
    assert_eq!(end(Player::new(rest.clone()), &[]), Outcome::Completed);
    let skipped = [(1, Command::Next), (2, Command::Next)];
    assert_eq!(end(Player::new(rest), &skipped), Outcome::Quit);
}
