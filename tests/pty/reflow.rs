//! A terminal that wraps what stands on it anew when its width changes: tmux.
//! It shows the new width first, and tells the program a moment later.

use std::thread;
use std::time::Duration;

use super::{eventually, until};
use crate::harness::{Home, LEGREST, Run, have};

/// A tmux server that nobody else knows, with the bars in its only window.
struct Tmux(Home);

impl Tmux {
    /// Lines that stand there before, then a routine.
    fn bars(lines_before: u32, speed: &str) -> Self {
        let tmux = Self(Home::new());
        let line = format!(
            "seq -f 'before %g' {lines_before}; {LEGREST} routine bedtime -q --display bars \
             --speed {speed}; echo after; exec sleep 1000"
        );
        let arguments = [
            &[
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "80",
                "-y",
                "24",
            ][..],
            &["sh", "-c", &line],
        ];
        tmux.tell(&arguments.concat()).success();
        tmux.tell(&["set", "-g", "window-size", "manual"]).success();
        tmux.wait_for("space pause");
        tmux
    }

    fn tell(&self, arguments: &[&str]) -> Run {
        let mut command = self.0.program("tmux");
        let output = command.args(["-S", "socket"]).args(arguments).output();
        Run::new(&output.expect("tmux runs"))
    }

    fn resize(&self, columns: u32, rows: u32) {
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let size = ["resize-window", "-x", &columns, "-y", &rows];
        self.tell(&size).success();
    }

    /// What is on the screen, and what has been scrolled off it.
    fn all(&self) -> String {
        self.tell(&["capture-pane", "-p", "-S", "-"]).stdout
    }

    #[track_caller]
    fn wait_for(&self, text: &str) {
        eventually(&format!("\"{text}\" in tmux"), || {
            let shown = self.tell(&["capture-pane", "-p"]).stdout;
            shown.contains(text).then_some(())
        });
    }

    /// Quits, and looks at what stays behind.
    #[track_caller]
    fn assert_nothing_left(&self, lines_before: u32, case: &str) {
        self.tell(&["send-keys", "q"]).success();
        self.wait_for("after");
        let all = self.all();
        let mut rows = all.lines().filter(|row| !row.is_empty());
        let before = rows.by_ref().take_while(|row| row.starts_with("before "));
        // The iterator takes one row more to see where they end.
        assert_eq!(before.count(), lines_before as usize, "{case}:\n{all}");
        let rest: Vec<&str> = all
            .lines()
            .filter(|row| !row.is_empty() && !row.starts_with("before "))
            .collect();
        assert!(
            rest[0].starts_with("Bedtime leg rest: Stopped early"),
            "{case}:\n{all}"
        );
        assert_eq!(rest.last(), Some(&"after"), "{case}:\n{all}");
        // The good night may be wrapped.
        assert!(rest.len() <= 3, "{case}:\n{all}");
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.tell(&["kill-server"]);
    }
}

#[test]
fn narrowed_and_widened_nothing_is_left_over() {
    if !have(&["tmux"]) {
        return;
    }
    for lines_before in [12, 30] {
        for sizes in [
            &[(60, 24)][..],
            &[(60, 24), (80, 24), (50, 24)],
            &[(100, 24), (60, 20)],
            &[(60, 12)],
        ] {
            let tmux = Tmux::bars(lines_before, "1");
            for (columns, rows) in sizes {
                tmux.resize(*columns, *rows);
                // Drawn for the new size: the bar ends at the window's edge.
                let bar = *columns as usize - 1;
                eventually("bars as wide as the window", || {
                    let shown = tmux.tell(&["capture-pane", "-p"]).stdout;
                    let is_bar = |row: &&str| row.starts_with(['━', '╸', '─']);
                    let bars: Vec<&str> = shown.lines().filter(is_bar).collect();
                    let fits = bars.iter().all(|row| row.chars().count() == bar);
                    (bars.len() == 2 && fits).then_some(())
                });
            }
            tmux.assert_nothing_left(lines_before, &format!("{lines_before} {sizes:?}"));
        }
    }
}

#[test]
fn frames_drawn_before_the_new_width_is_told_leave_nothing() {
    if !have(&["tmux"]) {
        return;
    }
    // Twenty frames a second, and tmux tells of a size after a quarter of one.
    let tmux = Tmux::bars(16, "20");
    for columns in [60, 80, 60, 50] {
        tmux.resize(columns, 24);
        thread::sleep(Duration::from_millis(60));
    }
    tmux.wait_for("space pause");
    thread::sleep(Duration::from_millis(500));
    tmux.assert_nothing_left(16, "in a hurry");
}

#[test]
fn at_the_top_of_the_window_only_what_was_scrolled_off_stays() {
    if !have(&["tmux"]) {
        return;
    }
    let tmux = Tmux::bars(1, "1");
    tmux.resize(60, 24);
    until("a new frame", || tmux.all().contains("slip,\n"));
    tmux.tell(&["send-keys", "q"]).success();
    tmux.wait_for("after");
    // tmux itself has moved the first rows into the scrollback, where no
    // program reaches them; the others are not among them.
    let all = tmux.all();
    assert!(!all.contains("space pause") && !all.contains('━'), "{all}");
}
