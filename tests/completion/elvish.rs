//! In elvish: a person who presses Tab.

use super::{home, prompt};
use crate::harness::have;

#[test]
fn tab_completes_at_the_prompt() {
    if !have(&["elvish"]) {
        return;
    }
    let rc = "eval (legrest completions elvish | slurp)\nset edit:prompt = { put 'ready> ' }\n";
    let home = home().with_file("rc.elv", rc);
    let screen = prompt(&home, "elvish -rc ./rc.elv");
    let seen = screen.press_and_wait("legrest routine \t", "knee (For the knee)");
    assert!(seen.contains("local.toml"), "{seen}");
    assert!(!seen.contains("notes.txt"), "{seen}");
}
