//! What a body has against a routine before bed.

use super::found;
use crate::harness::Home;

/// The code, the line and the marked text of each warning about such steps.
fn warnings(text: &str) -> Vec<(String, u64, String)> {
    found(&Home::new().with_file("mine.toml", text), "mine.toml")
}

/// A step with this figure, in five lines and more.
fn step(figure: &str, more: &str) -> String {
    format!("[[step]]\nname = 'A'\nid = '{figure}'\nfigure = '{figure}'\nhold = '20s'\n{more}")
}

#[test]
fn no_bundled_routine_is_warned_of() {
    let home = Home::new();
    let names = std::fs::read_dir("routines").expect("a folder");
    let names = names.map(|file| file.expect("a file").path());
    let names: Vec<String> = names
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .filter(|path| !path.ends_with("figures.toml"))
        .map(|path| path.display().to_string())
        .collect();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        let run = home.run(&["check", &path]).success();
        assert!(run.stdout.ends_with(": valid\n"), "{run:#?}");
    }
}

#[test]
fn standing_up_after_lying_down_is_told_once_where_it_begins() {
    let [stands, lies, sits] = ["quad", "legs-up", "rub"].map(|figure| step(figure, ""));
    let walks = step("walk", "");
    let told = |line| [("standing-after-lying".to_owned(), line, "'quad'".to_owned())];
    let between = "[[step]]\nname = 'B'\nhold = '1m'\n";
    assert_eq!(warnings(&format!("{lies}{stands}{walks}")), told(9));
    // Whatever comes between, nobody lies down any more.
    assert_eq!(warnings(&format!("{lies}{between}{stands}")), told(12));
    assert_eq!(warnings(&format!("{lies}{sits}{stands}")), told(14));
    assert_eq!(warnings(&format!("{stands}{between}{sits}{lies}")), []);
    assert_eq!(warnings(&format!("{lies}{between}{sits}")), []);
    // On different evenings nobody does both.
    let [monday, tuesday, weekdays] =
        ["mon", "tue", "weekdays"].map(|days| format!("days = '{days}'\n"));
    let on = |figure, days: &str| step(figure, days);
    assert_eq!(
        warnings(&(on("legs-up", &monday) + &on("quad", &tuesday))),
        []
    );
    assert_eq!(
        warnings(&(on("legs-up", &monday) + &on("quad", &weekdays))),
        told(10)
    );
    // The next round of a circuit begins after the end of this one.
    let rounds = |rounds: &str| {
        let [stands, lies] = ["quad", "legs-up"].map(|it| step(it, "circuit = 'c'\n"));
        format!("{stands}{lies}[circuit.c]\nrounds = {rounds}\n")
    };
    assert_eq!(warnings(&rounds("'1-2'")), told(4));
    assert_eq!(warnings(&rounds("1")), []);
}

#[test]
fn a_hold_is_told_that_is_longer_than_its_kind_should_be() {
    let with = |hold: &str, more: &str| format!("[[step]]\nname = 'A'\nhold = '{hold}'\n{more}\n");
    for (hold, more, code) in [
        ("2m", "figure = 'quad'", None),
        ("1m-2m 1s", "figure = 'quad'", Some("long-stretch")),
        ("3m", "sides = 'each'", Some("long-stretch")),
        ("3m", "sides = 'left'\ncounts = false", None),
        ("3m", "figure = 'seated-calf'\ntempo = '2-2'", None),
        ("open", "figure = 'quad'", None),
        // Nobody knows what this is.
        ("15m", "", None),
        ("20m", "figure = 'walk'", None),
        ("20m", "figure = 'pack'", None),
        ("20-30m", "figure = 'legs-up'", None),
        ("20-31m", "figure = 'legs-up'", Some("long-legs-up")),
        ("11m", "figure = 'legs-up'\nreps = 3", Some("long-legs-up")),
        ("11m", "figure = 'legs-up'\nsets = 3", Some("long-legs-up")),
        (
            "31m",
            "figure = 'legs-up'\ncounts = false",
            Some("long-legs-up"),
        ),
    ] {
        let expected: Vec<_> = code
            .map(|code| (code.to_owned(), 3, format!("'{hold}'")))
            .into_iter()
            .collect();
        assert_eq!(warnings(&with(hold, more)), expected, "{hold} {more}");
    }
}

#[test]
fn each_gives_its_reason_and_can_be_accepted() {
    let text = "\n[[step]]\nname = 'A'\nfigure = 'legs-up'\nhold = '45m'\n\
        [[step]]\nname = 'B'\nfigure = 'quad'\nhold = '150s'\n";
    let home = Home::new().with_file("mine.toml", text);
    let said = home.run("check mine.toml").success().stdout;
    for line in [
        "warning[long-legs-up]: legs up for 45m: the usual advice is 10 to 15 minutes\n --> mine.toml:5:8\n",
        "warning[standing-after-lying]: standing up after lying down wakes you, and can make you dizzy\n --> mine.toml:8:10\n",
        "warning[long-stretch]: a stretch held for 2m 30s: the usual advice is 10 to 60 seconds\n --> mine.toml:9:8\n",
        "mine.toml: valid, with 3 warnings\n",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let allow = "allow = ['long-legs-up', 'standing-after-lying', 'long-stretch']";
    assert_eq!(warnings(&format!("{allow}{text}")), []);
}
