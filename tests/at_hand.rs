//! What to have at hand: said before anything is held.

use crate::harness::Home;
use crate::pty::screen::Window;

/// Of three steps the second one names its things in its instructions.
const ROUTINE: &str = "
title = \"Evening\"
needs = \"A mat, a wall.\"
[[step]]
name = \"First\"
prepare = \"key\"
hold = \"1s\"
needs = \"a band, , a mat\"
how = \"Stand on the band.\"
[[step]]
name = \"Second\"
prepare = \"key\"
hold = \"1s\"
needs = \"a wall\"
how = \"Lean on a wall.\"
[[step]]
name = \"Third\"
prepare = \"key\"
hold = \"1s\"
needs = \"a chair.\"
";

#[test]
fn the_first_prepare_tells_all_of_it_and_a_later_one_what_it_does_not_say_itself() {
    let home = Home::new().with_routine("evening", ROUTINE);
    for display in ["full", "bars"] {
        let window = Window::new(80, 24).with("LEGREST_DISPLAY", display);
        let screen = window.run(&home, "routine evening -q");
        let first = screen.wait_for("Get ready: First");
        let told = "At hand: A mat, a wall, a band, a chair. Stand on the band.";
        assert!(first.contains(told), "{display}: {first}");
        screen.press("n");
        let hold = screen.wait_until("a hold", |text| !text.contains("Get ready: First"));
        assert!(!hold.contains("At hand: A mat, a wall, a band"), "{hold}");
        let second = screen.wait_for("Get ready: Second");
        assert!(second.contains("Lean on a wall."), "{second}");
        assert!(!second.contains("At hand"), "{second}");
        let third = screen.press_and_wait("n", "Get ready: Third");
        assert!(third.contains("At hand: a chair."), "{third}");
    }
}

#[test]
fn in_words_only_of_the_steps_that_are_played() {
    let text = ROUTINE.replace("\"key\"", "\"30s\"");
    let home = Home::new().with_routine("evening", &text);
    for (skipped, told) in [
        ("", "At hand: A mat, a wall, a band, a chair. Stand on"),
        ("--skip third", "At hand: A mat, a wall, a band. Stand on"),
        ("--skip first", "At hand: A mat, a wall, a chair. Lean on"),
    ] {
        let arguments = format!("routine evening -q --speed 1000 --display plain {skipped}");
        let said = home.run(arguments.as_str()).success().stdout;
        let first = said.lines().nth(1).expect("a prepare");
        assert!(first.contains(told), "{first}");
        let later = said.lines().filter(|line| line.contains("At hand: A mat"));
        assert_eq!(later.count(), 1, "{said}");
    }
}

#[test]
fn who_has_no_time_to_fetch_anything_is_told_nothing() {
    let text = ROUTINE.replacen("\"key\"", "\"0s\"", 1);
    let home = Home::new().with_routine("evening", &text.replace("\"key\"", "\"30s\""));
    let run = home.run("routine evening -q --speed 1000 --display plain");
    let said = run.success().stdout;
    let first = said.lines().nth(1).expect("a hold");
    assert!(first.starts_with("Hold: First"), "{first}");
    assert!(!first.contains("At hand"), "{first}");
    assert!(said.contains("At hand: a chair."), "{said}");
}

/// A place for the first round, and no second search for it.
#[test]
fn each_round_begins_without_the_whole_of_it() {
    let text = "needs = 'a mat'\n[[step]]\nname = 'A'\nneeds = 'a band'\nhold = '9s'\ncircuit = 'c'\n\
                [[step]]\nname = 'B'\nhold = '9s'\ncircuit = 'c'\n[circuit.c]\nrounds = 2\n";
    let home = Home::new().with_routine("evening", text);
    let run = home.run("routine evening -q --speed 1000 --display plain");
    let said = run.success().stdout;
    let told: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("At hand"))
        .collect();
    assert!(told[0].contains("At hand: a mat, a band."), "{said}");
    assert!(told[1].contains("At hand: a band."), "{said}");
    assert_eq!(told.len(), 2, "{said}");
}

#[test]
fn show_folds_it_into_the_window_and_tells_all_of_it_on_request() {
    let home = Home::new();
    let screen = Window::new(40, 60).run(&home, "show elevate --full");
    let text = screen.wait_for("[exit 0]");
    let (_, steps) = text.split_once("Level standard").expect("a table");
    assert!(
        steps.contains("  Caution: Ask a doctor first if you"),
        "{steps}"
    );
    let words = steps.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("or a newly swollen or sore leg."), "{words}");
    let rows = steps.lines().filter(|line| line.starts_with("    "));
    assert!(rows.count() > 5, "{steps}");
}
