//! That the recording is what the program shows in a terminal.

use std::time::Duration;

use super::{Recorder, SIZE, rows};
use crate::harness::{Home, may_take_long};
use crate::pty::pictures::Film;
use crate::pty::screen::Window;

/// The keys that lead to a moment of the session, and its second. The time that is left
/// counts to the end, so it is the same as for somebody who has pressed no key.
const MOMENTS: [(&str, u64); 5] = [("", 3), ("n", 16), ("-", 26), ("sss", 473), ("n", 531)];
/// Until the screen has settled, for lack of keys.
const SETTLES: [(&str, u64); 2] = [("", 540), ("", 550)];

/// The screen with its colours, but for what depends on the time of day, or on how many
/// hundredths after the full second it was drawn: the end, and how long the bars are.
fn steady(screen: &vt100::Screen) -> String {
    let row = |row: String| {
        let text = row.find("<text").filter(|_| row.contains(" line\""));
        let row = &row[text.unwrap_or_default()..];
        match row.split_once("ends ") {
            Some((before, after)) => [before, "ends", &after["23:40".len()..]].concat(),
            None => row.to_owned(),
        }
    };
    let rows: Vec<String> = rows(screen).into_iter().map(row).collect();
    rows.join("\n")
}

#[test]
fn the_program_shows_it_in_a_terminal() {
    let home = Home::new();
    let screen = Window::new(SIZE.0, SIZE.1).run(&home, "routine bedtime -q");
    let mut film = Film::of(SIZE.0, SIZE.1, steady);
    let settles = SETTLES.into_iter().filter(|_| may_take_long());
    for (keys, second) in MOMENTS.into_iter().chain(settles) {
        for key in keys.split_inclusive(|_| true) {
            screen.press(key);
        }
        let mut recorder = Recorder::new();
        recorder.draw(Duration::from_secs(second));
        let wanted = steady(recorder.terminal.screen());
        let what = format!("what is recorded at {second} s");
        film.wait(&screen, &what, |shown| shown == wanted);
    }
    screen.press("q");
    screen.wait_for("[exit 3]");
}
