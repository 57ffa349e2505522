//! In fish, which tells by itself what it would offer.

use super::{home, said_by};
use crate::harness::{Home, have};

/// What fish offers for a line, with the script where the page puts it.
fn offered(home: &Home, line: &str) -> Vec<String> {
    said_by("fish", home, &["-c", "complete -C $argv[1]", "--", line])
}

#[test]
fn it_offers_what_fits_with_what_it_is() {
    if !have(&["fish"]) {
        return;
    }
    let home = home()
        .with_routine("a b", "title = \"Odd\"")
        .with_routine("it's pt:knee", super::KNEE)
        .with_file("my knee.toml", super::KNEE);
    let script = home.run("completions fish").success().stdout;
    let folder = home.path().join(".config/fish/completions");
    std::fs::create_dir_all(folder).expect("a folder");
    let home = home.with_file(".config/fish/completions/legrest.fish", script);
    let offered = |line: &str| offered(&home, line);
    assert_eq!(offered("legrest rou"), ["routine\tPlay a routine"]);
    assert_eq!(offered("legrest routine kn"), ["knee\tFor the knee"]);
    assert_eq!(offered("legrest routine my"), ["my knee.toml"]);
    assert_eq!(
        offered("legrest routine down")[0],
        "winddown\tWind-down",
        "from its middle"
    );
    assert_eq!(offered("legrest routine a\\ "), ["a b\tOdd"]);
    assert_eq!(offered("legrest routine ./l"), ["./local.toml"]);
    assert_eq!(offered("legrest routine ~/conf"), ["~/config/"]);
    assert_eq!(
        offered("legrest routine bedtime --only=calf,q"),
        ["--only=calf,quad\tStanding quad stretch"]
    );
    assert_eq!(
        offered("legrest show ./my\\ knee.toml --from w"),
        ["wall\tWall sit"]
    );
    assert_eq!(offered("EDITOR=vi legrest edit k"), ["knee\tFor the knee"]);
    assert_eq!(
        offered("true; and legrest sounds sw"),
        ["switch\tchange sides"]
    );
    for begun in ["\"it", "'it", "it\\'s\\ pt:k", "\"it's pt:"] {
        let line = format!("legrest edit {begun}");
        assert_eq!(offered(&line), ["it's pt:knee\tFor the knee"], "{line}");
    }
    assert_eq!(
        offered("legrest show \"it's pt:knee\" --only \"heel-slides,w"),
        ["heel-slides,wall\tWall sit"]
    );
    assert_eq!(offered("legrest new "), [""; 0]);
    assert_eq!(offered("legrest list x"), [""; 0]);
}
