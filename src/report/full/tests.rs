//! The screen at every phase and size, as an emulator shows it.

use std::num::NonZero;

use super::*;
use crate::player::{Command, Player};
use crate::report::tests::{self as shared, BEDTIME, look, player, secs, session};
use crate::report::{Palette, Theme};
use crate::text::width;

const CRAMP: &str = include_str!("../../../routines/cramp-calf.toml");
const SIZES: [(u16, u16); 5] = [(120, 40), (80, 24), (60, 15), (40, 10), (20, 3)];

fn frame(player: &Player, now: Duration, (columns, rows): (u16, u16)) -> Frame<'_> {
    shared::frame(player, now, (columns.into(), rows.into()))
}

/// A terminal that shows what the screen writes to it.
struct FullTerminal {
    full: Full,
    screen: vt100::Parser,
    written: usize,
}

impl FullTerminal {
    fn new(size: (u16, u16), unicode: bool) -> Self {
        let some = |count| NonZero::new(count).expect("a terminal has cells");
        Self {
            full: Full::new(look(unicode), Vec::new()),
            screen: vt100::Parser::new(some(size.1), some(size.0), 0),
            written: 0,
        }
    }

    fn show(&mut self, frame: &Frame) -> String {
        let (written, _) = self.full.show(frame);
        self.written += written.len();
        self.screen.process(written.as_bytes());
        // Where a ground is painted, there is a space in every cell.
        let text = self.screen.screen().contents();
        let rows: Vec<&str> = text.lines().map(str::trim_end).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// The grounds that there are. A block has its own colour behind it.
    fn grounds(&self) -> Vec<vt100::Color> {
        let screen = self.screen.screen();
        let (rows, columns) = screen.size();
        let places = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |it| (row, it)));
        let cells = places.filter_map(|(row, column)| screen.cell(row, column));
        let cells = cells.filter(|cell| cell.contents() != "█" || cell.bgcolor() != cell.fgcolor());
        let mut grounds: Vec<vt100::Color> = cells.map(vt100::Cell::bgcolor).collect();
        grounds.dedup();
        grounds
    }

    /// Every cell with its colours.
    fn cells(&self) -> Vec<String> {
        let screen = self.screen.screen();
        screen.rows_formatted(0, screen.size().1.get()).collect()
    }
}

/// A moment for each kind of thing that `bedtime` shows.
const MOMENTS: [(&str, u64); 9] = [
    ("prepare", 8),
    ("hold", 18),
    ("rest", 26),
    ("switch", 147),
    ("the other side", 157),
    ("calf", 300),
    ("quad", 420),
    ("legs up, prepare", 490),
    ("legs up", 550),
];

#[test]
fn every_phase_of_bedtime_in_every_size() {
    for size in SIZES {
        for unicode in [true, false] {
            let mut terminal = FullTerminal::new(size, unicode);
            let mut player = player(BEDTIME);
            let mut pictures = String::new();
            for (name, at) in MOMENTS {
                player.advance(secs(at));
                let picture = terminal.show(&frame(&player, secs(at), size));
                assert!(unicode || picture.is_ascii(), "{picture}");
                pictures.extend(["-- ", name, "\n", &picture, "\n"]);
            }
            let (columns, rows) = size;
            let set = if unicode { "utf8" } else { "ascii" };
            insta::assert_snapshot!(format!("bedtime_{columns}x{rows}_{set}"), pictures);
        }
    }
}

mod digits;
mod sheet;

#[test]
fn ember_paints_every_cell_and_no_other_theme_does() {
    use vt100::Color::{Default, Idx, Rgb};
    let mut all_bits = Palette::of(Theme::Ember, true);
    all_bits.ground = Some(anstyle::RgbColor(0, 0, 0).into());
    let cases = [
        (Palette::of(Theme::Ember, true), Idx(16)),
        (all_bits, Rgb(0, 0, 0)),
        (Palette::of(Theme::Ember, false), Default),
        (Palette::of(Theme::Light, true), Default),
        (Palette::of(Theme::Plain, true), Default),
        (Palette::of(Theme::Mono, true), Default),
        (Palette::default(), Default),
    ];
    for (palette, ground) in cases {
        let mut terminal = FullTerminal::new((80, 24), true);
        terminal.full.look.palette = palette;
        let mut player = player(BEDTIME);
        for (name, at) in MOMENTS {
            player.advance(secs(at));
            let mut moment = frame(&player, secs(at), (80, 24));
            terminal.show(&moment);
            assert_eq!(terminal.grounds(), [ground], "{name}");
            (moment.idle, moment.help) = (secs(at), at % 4 == 0);
            terminal.show(&moment);
            assert_eq!(terminal.grounds(), [ground], "{name}, later");
        }
        assert_eq!(terminal.full.resize(), "");
        let [rows, columns] = [30, 100].map(|it| NonZero::new(it).expect("cells"));
        terminal.screen.screen_mut().set_size(rows, columns);
        terminal.show(&frame(&player, secs(550), (100, 30)));
        assert_eq!(terminal.grounds(), [ground], "after a resize");
    }
}

#[test]
fn other_states() {
    let size = (80, 24);
    let mut terminal = FullTerminal::new(size, true);
    let mut player = player(BEDTIME);
    let mut pictures = String::new();
    let mut snap = |name: &str, frame: &Frame| {
        pictures.extend(["-- ", name, "\n", &terminal.show(frame), "\n"]);
    };
    player.handle(Command::Next, secs(1));
    player.handle(Command::TogglePause, secs(5));
    snap("paused", &frame(&player, secs(70), size));
    player.handle(Command::TogglePause, secs(70));
    snap("counting in", &frame(&player, secs(71), size));
    player.advance(secs(73));
    player.handle(Command::Longer, secs(74));
    snap("longer", &frame(&player, secs(74), size));
    let mut help = frame(&player, secs(75), size);
    help.help = true;
    snap("help", &help);
    insta::assert_snapshot!(pictures);
}

#[test]
fn a_cramp_is_told_in_big_letters() {
    let mut timeline = shared::timeline(CRAMP);
    timeline.for_a_cramp = true;
    let mut player = Player::new(timeline);
    player.advance(secs(9));
    let mut terminal = FullTerminal::new((80, 24), true);
    insta::assert_snapshot!(terminal.show(&frame(&player, secs(9), (80, 24))));
}

#[test]
fn no_row_is_wider_than_any_window() {
    let routine = BEDTIME
        .replace("Hamstring stretch", "ハムストリングストレッチを座って行う")
        .replace(
            "Lean from the hips",
            "تمدد أوتار الركبة الخلفية e\u{301}e\u{301}",
        );
    for text in [&routine, BEDTIME, CRAMP] {
        for (columns, rows) in (1..130)
            .step_by(7)
            .flat_map(|c| [(c, 1), (c, 2), (c, 7), (c, 26)])
        {
            let mut player = player(text);
            for at in [0, 8, 18, 26, 147, 490, 520] {
                player.advance(secs(at));
                let size = (columns, rows);
                let frame = frame(&player, secs(at), size);
                let view = FullLayout {
                    frame: &frame,
                    look: look(true),
                    welcome: &[],
                    notice: Some("warning: no sound"),
                };
                for row in view.render().text().lines() {
                    assert!(width(row) <= columns.into(), "{columns}x{rows}: {row}");
                }
            }
        }
    }
}

#[test]
fn what_is_written_bit_by_bit_is_what_is_written_at_once() {
    let size = (80, 24);
    let mut terminal = FullTerminal::new(size, true);
    let mut player = player(BEDTIME);
    for at in 0..600 {
        player.advance(secs(at));
        let frame = frame(&player, secs(at), size);
        terminal.show(&frame);
        if at % 10 == 0 {
            // What was kept of earlier frames stays with their thread.
            let fresh = std::thread::scope(|scope| {
                let draw = || {
                    let mut fresh = FullTerminal::new(size, true);
                    fresh.show(&frame);
                    fresh.cells()
                };
                scope.spawn(draw).join().expect("it is drawn")
            });
            assert_eq!(terminal.cells(), fresh, "after {at} s");
        }
    }
}

#[test]
fn a_whole_routine_writes_little() {
    for size in [(120, 40), (80, 24)] {
        let mut terminal = FullTerminal::new(size, true);
        let mut player = player(BEDTIME);
        let mut now = Duration::ZERO;
        let mut frames = 0;
        loop {
            player.advance(now);
            if player.outcome().is_some() {
                break;
            }
            let frame = frame(&player, now, size);
            // Counted, and not shown: an emulator would take most of the time.
            terminal.written += terminal.full.show(&frame).0.len();
            frames += 1;
            now += until_next_change(&frame);
        }
        let seconds = usize::try_from(now.as_secs()).expect("a routine ends");
        assert!(
            terminal.written / seconds < 2048,
            "{size:?}: {}",
            terminal.written / seconds
        );
        assert!(frames < 2 * seconds, "{frames} frames in {seconds} s");
    }
}

#[test]
fn in_a_long_hold_the_screen_settles_and_any_key_brings_it_back() {
    let mut player = player(BEDTIME);
    player.advance(secs(650));
    let mut terminal = FullTerminal::new((80, 24), true);
    let mut moment = frame(&player, secs(650), (80, 24));
    moment.idle = secs(19);
    assert!(terminal.show(&moment).lines().count() > 20);
    moment.idle = secs(20);
    let settled = terminal.show(&moment);
    let line = settled.lines().last().map(str::trim);
    assert_eq!(line, Some("Legs up · 11 min left · ends 23:31"));
    insta::assert_snapshot!(settled);
    assert_eq!(until_next_change(&moment), secs(30));
    moment.idle = Duration::ZERO;
    assert!(terminal.show(&moment).lines().count() > 20);
    // A short hold never does.
    let mut early = shared::player(BEDTIME);
    early.advance(secs(24));
    let mut short = frame(&early, secs(24), (80, 24));
    short.idle = secs(24);
    assert!(!short.is_at_rest());
}

/// The mean relative luminance of what a terminal shows; a letter inks a ninth of
/// its cell.
fn luminance(terminal: &FullTerminal) -> f64 {
    const INK: f64 = 1.0 / 9.0;
    let linear = |level: u8| match level {
        0 => 0.0,
        level => ((f64::from(40 * level + 55) / 255.0 + 0.055) / 1.055).powf(2.4),
    };
    let screen = terminal.screen.screen();
    let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    let light = cells.filter_map(|(row, column)| {
        let cell = screen.cell(row, column)?;
        let vt100::Color::Idx(colour @ 16..=231) = cell.fgcolor() else {
            return None;
        };
        let (red, green) = (linear((colour - 16) / 36), linear((colour - 16) / 6 % 6));
        let ink = match cell.contents() {
            "" | " " => 0.0,
            "█" => 1.0,
            "▀" | "▄" => 0.5,
            _ => INK,
        };
        Some(ink * (0.2126 * red + 0.7152 * green))
    });
    light.sum::<f64>() / f64::from(rows * columns)
}

#[test]
fn the_minutes_left_are_large_and_almost_black() {
    let block_rows = |text: &str| {
        text.lines()
            .filter(|line| line.contains(['█', '▀']))
            .count()
    };
    for (size, digits) in [
        ((200, 50), 15),
        ((120, 40), 10),
        ((100, 30), 10),
        ((80, 30), 5),
        ((80, 24), 5),
        ((60, 15), 5),
    ] {
        let mut terminal = FullTerminal::new(size, true);
        let mut player = player(BEDTIME);
        for at in (600..1270).step_by(20) {
            player.advance(secs(at));
            let mut moment = frame(&player, secs(at), size);
            moment.idle = secs(60);
            assert!(moment.is_at_rest(), "{at}");
            assert_eq!(block_rows(&terminal.show(&moment)), digits, "{size:?} {at}");
            let light = luminance(&terminal);
            assert!(light <= 0.001, "{size:?} {at}: {light}");
            assert!(until_next_change(&moment) >= secs(10));
        }
    }
}

#[test]
fn a_note_has_a_settled_screen_for_itself() {
    let note = "cue = \"Let\"\nnotes = [{ at = \"5m\", text = \"Wiggle your toes.\" }]";
    let routine = BEDTIME.replace("cue     = \"Let your legs be heavy. Breathe.\"", note);
    assert_ne!(routine, BEDTIME);
    let mut player = player(&routine);
    let mut terminal = FullTerminal::new((80, 24), true);
    for at in [800, 842, 860] {
        player.advance(secs(at));
        let mut moment = frame(&player, secs(at), (80, 24));
        moment.idle = secs(60);
        let picture = terminal.show(&moment);
        let is_told = picture.contains("Legs up · Wiggle your toes. · ends");
        assert_eq!(
            (is_told, !picture.contains('█')),
            (at == 842, at == 842),
            "{at}"
        );
    }
}

#[test]
fn the_drawing_moves_only_while_getting_ready() {
    let player_at = |at: u64| {
        let mut player = player(BEDTIME);
        player.advance(secs(at));
        let frame = frame(&player, secs(at), (80, 24));
        (pose(&frame), until_next_change(&frame))
    };
    assert_eq!(player_at(0), (0.0, secs(1)));
    assert_eq!(player_at(2), (0.5, FRAME));
    assert_eq!(player_at(4), (1.0, secs(1)));
    assert_eq!(player_at(13), (1.0, secs(1)));
    assert_eq!(player_at(16), (1.0, secs(1)));
}

#[test]
fn a_summary_stays() {
    let mut player = player(BEDTIME);
    let mut full = Full::new(look(true), Vec::new());
    full.look.palette = Palette::default();
    player.advance(secs(60));
    player.handle(Command::Next, secs(60));
    player.advance(secs(700));
    player.handle(Command::Quit, secs(700));
    let (closed, _) = full.close(&session(&player), &["warning: no sound".to_owned()]);
    insta::assert_snapshot!(closed);
}

#[test]
fn a_window_of_any_size_is_drawn() {
    let mut player = player(BEDTIME);
    let welcome = vec!["Words for a newcomer. ".repeat(9)];
    let notices = ["Something is wrong. ".repeat(9)];
    for at in [0, 8, 18, 147, 520, 700] {
        player.advance(secs(at));
        for columns in (0..24).chain([39, 40, 59, 60, 61, 1000]) {
            for rows in (0..12).chain([17, 18, 19, 500]) {
                for help in [false, true] {
                    let mut frame = frame(&player, secs(at), (columns, rows));
                    (frame.help, frame.idle) = (help, secs(at));
                    frame.notices = &notices;
                    let mut full = Full::new(look(true), welcome.clone());
                    full.show(&frame);
                    let buffer = full.drawn.take().expect("it was drawn").text();
                    let size = (columns.max(1).into(), rows.max(1).into());
                    let wide = buffer.lines().map(width).max().unwrap_or(0);
                    let is: (usize, usize) = (wide, buffer.lines().count());
                    assert!(
                        is.0 <= size.0 && is.1 <= size.1,
                        "{size:?}: {is:?}\n{buffer}"
                    );
                }
            }
        }
    }
}
