use std::num::NonZero;

use super::*;
use crate::player::{Command, Player};
use crate::report::Palette;
use crate::report::tests::{BEDTIME, SHEET, frame, look, player, secs, session};

/// A terminal that shows what the bars write to it.
struct BarsTerminal {
    bars: Bars,
    screen: vt100::Parser,
    size: (usize, usize),
}

impl BarsTerminal {
    fn new(columns: u16, rows: u16, look: Look) -> Self {
        let some = |count| NonZero::new(count).expect("a terminal has cells");
        Self {
            bars: Bars::new(look),
            screen: vt100::Parser::new(some(rows), some(columns), 0),
            size: (columns.into(), rows.into()),
        }
    }

    fn show(&mut self, player: &Player, now: Duration) -> String {
        let (drawn, _) = self.bars.show(&frame(player, now, self.size));
        self.process(&drawn)
    }

    fn process(&mut self, written: &str) -> String {
        self.screen.process(written.as_bytes());
        self.screen.screen().contents()
    }
}

#[test]
fn a_hold_in_full() {
    let mut player = player(BEDTIME);
    player.advance(secs(45));
    let mut terminal = BarsTerminal::new(70, 20, look(true));
    insta::assert_snapshot!(terminal.show(&player, secs(45)));
    let screen = terminal.screen.screen();
    let painted = |&(row, column): &(u16, u16)| {
        let cell = screen.cell(row, column);
        cell.is_some_and(|cell| cell.bgcolor() != vt100::Color::Default)
    };
    let mut places = (0..20).flat_map(|row| (0..70).map(move |column| (row, column)));
    assert_eq!(places.find(painted), None);
}

#[test]
fn in_ascii_and_without_colour_there_is_nothing_else() {
    let look = Look {
        palette: Palette::default(),
        unicode: false,
    };
    let mut player = player(&BEDTIME.replace("Hamstring stretch", "Étirement – ischio"));
    player.advance(secs(45));
    let mut bars = Bars::new(look);
    let (text, _) = bars.show(&frame(&player, secs(45), (70, 20)));
    assert!(text.is_ascii());
    assert!(
        text.contains("?tirement - ischio - RIGHT - 3 of 10"),
        "{text}"
    );
    let moves = ["\x1b[K", "\x1b[5A", UPDATE.0, UPDATE.1, CUT.0, CUT.1];
    let rest = moves.iter().fold(text, |text, code| text.replace(code, ""));
    assert!(!rest.contains('\x1b'), "{rest:?}");
}

#[test]
fn no_row_is_wider_than_the_window_and_nothing_stale_stays() {
    for (columns, rows) in [(120, 40), (100, 30), (60, 15), (40, 10), (20, 3), (5, 1)] {
        let mut player = player(BEDTIME);
        let mut terminal = BarsTerminal::new(columns, rows, look(true));
        for second in (0..1250).step_by(7) {
            player.advance(secs(second));
            let shown = terminal.show(&player, secs(second));
            // What a terminal shows that saw nothing before.
            let fresh = BarsTerminal::new(columns, rows, look(true)).show(&player, secs(second));
            assert_eq!(
                shown.trim_end(),
                fresh.trim_end(),
                "at {second} s in {columns}x{rows}"
            );
            let room = usize::from(columns);
            let frame = frame(&player, secs(second), terminal.size);
            let drawn = rows_of(&frame, look(true));
            let fits = |(text, _): &(String, _)| crate::text::width(text) < room.max(2);
            assert!(drawn.iter().all(fits));
            assert!(terminal.bars.drawn.len() <= rows.into());
        }
    }
}

#[test]
fn only_rows_that_changed_are_written() {
    let mut player = player(BEDTIME);
    player.advance(secs(45));
    let mut bars = Bars::new(look(true));
    let mut written = |now: u64| {
        let (drawn, _) = bars.show(&frame(&player, secs(now), (100, 30)));
        drawn.len()
    };
    let first = written(45);
    assert_eq!(written(45), 0);
    let second = written(46);
    assert!(0 < second && second < first, "{second} bytes after {first}");
    assert!(second < 900, "{second} bytes for one second");
}

#[test]
fn the_screen_wakes_when_a_number_changes() {
    let mut player = player(BEDTIME);
    let wait = |player: &Player, now| words::until_next_change(&frame(player, now, (80, 24)));
    let millis = Duration::from_millis;
    assert_eq!(wait(&player, secs(0)), secs(1));
    assert_eq!(wait(&player, millis(300)), millis(700));
    player.handle(Command::TogglePause, millis(300));
    assert_eq!(wait(&player, millis(800)), millis(500));
}

#[test]
fn an_open_hold_counts_up_and_says_how_to_end_it() {
    let mut player =
        player("title = \"T\"\n[[step]]\nname = \"Calf\"\nhold = \"open\"\nprepare = \"0s\"\n");
    player.advance(secs(75));
    let shown = BarsTerminal::new(60, 15, look(true)).show(&player, secs(75));
    assert!(shown.contains("1:15   Enter when you are done"), "{shown}");
    assert!(shown.contains("ends when you say so"), "{shown}");
}

#[test]
fn a_movement_and_a_thing_to_do() {
    let mut player = player(SHEET);
    let mut pictures = String::new();
    for (columns, rows) in [(70, 20), (40, 5), (30, 1)] {
        for (at, command) in [(20, None), (60, Some(Command::Next))] {
            let mut player = player.clone();
            // The bridges and the calves lie before the bath.
            for command in [command; 5].into_iter().flatten() {
                player.handle(command, secs(at));
            }
            player.advance(secs(at));
            let shown = BarsTerminal::new(columns, rows, look(true)).show(&player, secs(at));
            pictures.extend([&shown, "\n--\n"]);
        }
    }
    insta::assert_snapshot!(pictures);
    // No second is counted between two parts.
    player.advance(secs(20));
    let wait = words::until_next_change(&frame(&player, secs(20), (80, 24)));
    assert_eq!(wait, secs(2));
}

#[test]
fn at_the_end_a_line_stays_behind() {
    let mut player = player(BEDTIME);
    let mut terminal = BarsTerminal::new(80, 24, look(true));
    terminal.show(&player, secs(0));
    player.handle(Command::Quit, secs(20));
    let (closed, _) = terminal.bars.close(&session(&player), &[]);
    assert_eq!(
        terminal.process(&closed),
        "Bedtime leg rest: Stopped early. Held for 5 seconds."
    );
}

#[test]
fn each_notice_is_written_once_and_stays_above_the_rows() {
    let player = player(BEDTIME);
    let mut terminal = BarsTerminal::new(80, 24, look(true));
    let notices = ["one", "two", "three"].map(str::to_owned);
    for told in [0, 1, 1, 2] {
        let mut frame = frame(&player, secs(1), terminal.size);
        frame.notices = &notices[..told];
        let (drawn, _) = terminal.bars.show(&frame);
        let shown = terminal.process(&drawn);
        let above: Vec<&str> = shown.lines().take(told).collect();
        assert_eq!(above, notices[..told]);
        assert_eq!(shown.lines().count(), told + terminal.bars.drawn.len());
    }
    // One that came after the last picture is not lost.
    let (closed, _) = terminal.bars.close(&session(&player), &notices);
    let shown = terminal.process(&closed);
    // A newline alone is no carriage return here.
    let lines: Vec<&str> = shown.lines().map(str::trim).collect();
    assert_eq!(lines[..3], notices);
    assert!(lines[3].starts_with("Bedtime leg rest: "), "{shown}");
}

#[test]
fn a_window_of_any_size_is_drawn() {
    let mut player = player(BEDTIME);
    for at in [0, 8, 18, 147, 520, 700] {
        player.advance(secs(at));
        for columns in (0..24).chain([39, 40, 59, 60, 61, 1000]) {
            for rows in (0..12).chain([17, 18, 19, 500]) {
                let frame = frame(&player, secs(at), (columns, rows));
                let mut bars = Bars::new(look(true));
                bars.show(&frame);
                assert!((1..=rows.max(1)).contains(&bars.drawn.len()));
                let drawn = rows_of(&frame, look(true));
                let fits = |(text, _): &(String, _)| crate::text::width(text) <= columns.max(1);
                assert!(drawn.iter().all(fits), "{columns}x{rows}");
            }
        }
    }
}
