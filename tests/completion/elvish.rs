//! In elvish: a person who presses Tab.

use super::{home, search_path};
use crate::harness::have;
use crate::pty::screen::Window;

#[test]
fn tab_completes_at_the_prompt() {
    if !have(&["elvish"]) {
        return;
    }
    let rc = "eval (legrest completions elvish | slurp)\nset edit:prompt = { put 'ready> ' }\n";
    let home = home().with_file("rc.elv", rc);
    let screen = Window::new(100, 30)
        .with("PATH", &search_path())
        .run_line(&home, "elvish -rc ./rc.elv");
    screen.wait_for("ready>");
    screen.press("legrest routine \t");
    let seen = screen.wait_for("knee (For the knee)");
    assert!(seen.contains("local.toml"), "{seen}");
    assert!(!seen.contains("notes.txt"), "{seen}");
}
