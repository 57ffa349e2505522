//! The last hold of a side has a cue of its own.

use super::*;

/// The cues that begin holds from now on, and where.
fn holds(play: &mut Script) -> String {
    let told = play.until(100_000);
    let words = told.split(' ').filter_map(|word| word.split_once(':'));
    let words: Vec<_> = words.map(|(_, word)| word).collect();
    let begins = words.windows(2).filter(|pair| pair[0].contains("HOLD#"));
    let begins = begins.map(|pair| format!("{}:{}", &pair[0]["HOLD#".len()..], pair[1]));
    begins.collect::<Vec<_>>().join(" ")
}

fn holds_of(timeline: Timeline) -> String {
    holds(&mut Script::new(timeline))
}

#[test]
fn it_is_the_last_of_all_sets_and_rounds() {
    let sides =
        "hold = \"9s\"\nsides = \"each\"\nprepare = \"0s\"\nswitch = \"0s\"\nrest = \"0s\"\n";
    assert_eq!(holds_of(step(sides)), "0right:start 1left:start");
    assert_eq!(
        holds_of(step(&format!(
            "{sides}reps = 2\nsets = 2\nset_rest = \"0s\""
        ))),
        "0right:start 1right:start 2left:start 3left:start \
         4right:start 5right:last 6left:start 7left:last"
    );
    assert_eq!(
        holds_of(step(&format!("{sides}reps = 2\norder = \"alternating\""))),
        "0right:start 1left:start 2right:last 3left:last"
    );
    let rounds = "title = \"T\"\n[defaults]\nprepare = \"0s\"\n[circuit.c]\nrounds = 2\n\
                  [[step]]\nname = \"a\"\nhold = \"9s\"\ncircuit = \"c\"\n\
                  [[step]]\nname = \"b\"\nhold = \"9s\"\ncircuit = \"c\"\n";
    assert_eq!(
        holds_of(timeline(rounds, Level::FULL)),
        "0:start 1:start 2:last 3:last"
    );
}

#[test]
fn a_set_of_movements_begins_with_it() {
    let mut play = Script::new(step(
        "tempo = \"1-1\"\nreps = 1\nsets = 2\nset_rest = \"0s\"\nprepare = \"0s\"",
    ));
    assert_eq!(
        play.until(39),
        "0:HOLD#0 0:start 0:1.0/1 1:part 1:1.1/1 2:HOLD#1 2:last 2:1.0/1 3:part 3:1.1/1"
    );
}

#[test]
fn keys_change_nothing_that_is_known() {
    let alternating = "hold = \"9s\"\nsides = \"each\"\nreps = 3\norder = \"alternating\"\n\
                       prepare = \"0s\"\nswitch = \"0s\"";
    // The right side hurts, and is left out.
    let mut play = Script::new(step(alternating));
    play.ask(30, Command::Ouch);
    assert_eq!(holds(&mut play), "3left:start 5left:last");
    // Taken back, both have their last.
    let mut play = Script::new(step(alternating));
    play.ask(30, Command::Ouch);
    play.ask(31, Command::Back);
    assert_eq!(
        holds(&mut play),
        "1left:start 2right:start 3left:start 4right:last 5left:last"
    );
    // Passed over up to the last.
    let mut play = Script::new(step(alternating));
    for _ in 0..3 {
        play.ask(10, Command::Next);
    }
    assert_eq!(holds(&mut play), "4right:last 5left:last");
}

#[test]
fn whoever_resumes_with_the_last_hold_hears_that_it_is_the_last() {
    let whole = step("hold = \"9s\"\nreps = 3\nprepare = \"0s\"\nrest = \"0s\"");
    let rest = whole.from_hold(2, Duration::ZERO);
    assert_eq!(holds_of(rest), "0:last");
}

#[test]
fn a_changed_start_stands_for_it_unless_it_is_set_itself() {
    let holds_with = |routine: &str, step: &str| {
        let text = format!(
            "title = \"T\"\n[sounds]\n{routine}\n[[step]]\nname = \"s\"\nhold = \"9s\"\n\
             reps = 2\nprepare = \"0s\"\nrest = \"0s\"\nsounds = {{ {step} }}"
        );
        holds_of(timeline(&text, Level::FULL))
    };
    assert_eq!(holds_with("", ""), "0:start 1:last");
    assert_eq!(holds_with("start = \"none\"", ""), "0:start 1:start");
    assert_eq!(holds_with("", "start = \"glow\""), "0:start 1:start");
    assert_eq!(
        holds_with("start = \"glow\"", "last = \"bowl\""),
        "0:start 1:last"
    );
    assert_eq!(
        holds_with("last = \"bowl\"", "start = \"glow\""),
        "0:start 1:last"
    );
}

#[test]
fn a_note_has_a_cue_unless_another_sounds_at_its_moment() {
    let notes = "notes = [{ at = \"10s\", text = \"a\" }, { at = \"12s\", text = \"b\" }]";
    let mut play = Script::new(step(&format!("hold = \"20s\"\nprepare = \"0s\"\n{notes}")));
    assert_eq!(
        play.until(199),
        "0:HOLD#0 0:start 10:half 10:\"a\" 12:note 12:\"b\""
    );
}
