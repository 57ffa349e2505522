//! The recording that the README shows: what is on the screen in some moments of
//! `bedtime`, as a picture that moves. Whoever changes the screen makes it anew:
//! `LEGREST_TEST_BLESS=1 cargo test --test tests -- recording::shows`.
//!
//! The program's own player and screen play it, by a clock that is set to each moment
//! in which the program would draw, and an emulator shows it: so it is the same to the
//! byte wherever and whenever it is made. Another test sees that the program shows just
//! this in a terminal.

#[cfg(unix)]
mod played;
mod svg;

use std::fs;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Zoned};
use legrest::player::Player;
use legrest::report::{Frame, Full, Look, Palette, Renderer, Theme};
use legrest::routine::amount::Level;
use legrest::routine::parse;
use legrest::timeline::{Choice, compile};

use crate::html::assert_whole;
use svg::Shown;

const ROUTINE: &str = include_str!("../routines/bedtime.toml");
const FILE: &str = "tests/recording/bedtime.svg";
const NAME: &str = "legrest routine bedtime";
const TOLD: &str = "A recording of the terminal, in real time with cuts. A figure in gold on \
    black goes from standing to the hamstring stretch while large digits count down. The hold \
    is counted down, then a short rest; for the left leg the figure is mirrored. A calf \
    stretch and a quad stretch follow. Then the figure lies down with its legs up, and the \
    screen goes dark but for the minutes left.";
/// The moment at which it began.
const BEGAN: &str = "2026-11-22T23:18:20+00:00[UTC]";
const SIZE: (u16, u16) = (80, 24);
/// What fits well into a page.
const LARGEST: usize = 250_000;

/// What is recorded: from which second of the session on, for how many, and what is on
/// the screen at its beginning.
const SCENES: [(f64, f64, &str); 11] = [
    (0.0, 4.5, "Get ready: Hamstring stretch · RIGHT"),
    (14.0, 5.0, "Get ready: Hamstring stretch · RIGHT"),
    (24.0, 3.0, "Hamstring stretch · RIGHT · 1 of 10"),
    (141.0, 3.0, "Hamstring stretch · RIGHT · 10 of 10"),
    (150.0, 2.0, "Hamstring stretch · LEFT · 1 of 10"),
    (294.0, 1.5, "Calf wall stretch · RIGHT · 1 of 2"),
    (420.0, 1.5, "Standing quad stretch · RIGHT"),
    (470.0, 3.5, "Get ready: Legs up"),
    (548.0, 4.0, "Legs up"),
    (900.0, 1.5, "Legs up · 7 min left"),
    (1200.0, 1.5, "Legs up · 2 min left"),
];
/// The scene whose end is shown where nothing may move.
const STILL: usize = 1;

/// A terminal that shows what the program draws at a moment of its session.
struct Recorder {
    player: Player,
    screen: Full,
    terminal: vt100::Parser,
}

impl Recorder {
    fn new() -> Self {
        let routine = parse(ROUTINE).0.expect("the routine is valid");
        let timeline = compile(&routine, &Choice::all(Level::STANDARD));
        let look = Look {
            palette: Palette::of(Theme::Ember, true),
            unicode: true,
        };
        let [columns, rows] = [SIZE.0, SIZE.1].map(|it| NonZeroU16::new(it).expect("some"));
        Self {
            player: Player::new(timeline.expect("the routine compiles")),
            screen: Full::new(look, Vec::new()),
            terminal: vt100::Parser::new(rows, columns, 0),
        }
    }

    /// Draws, and says how long it stays.
    fn draw(&mut self, at: Duration) -> Duration {
        self.player.advance(at);
        let began: Zoned = BEGAN.parse().expect("a date");
        let since = SignedDuration::try_from(at).expect("less than a night");
        let frame = Frame {
            snapshot: self.player.snapshot(at),
            now: began + since,
            speed: 1.0,
            muted: Some(false),
            voice: None,
            page: &[],
            help: false,
            keyboard: true,
            idle: at,
            notices: &[],
            size: (SIZE.0.into(), SIZE.1.into()),
        };
        let (written, stays) = self.screen.show(&frame);
        self.terminal.process(written.as_bytes());
        let due = self.player.next_deadline();
        due.map_or(stays, |due| stays.min(due.saturating_sub(at)))
    }
}

/// All scenes, and the number of the frame to show where nothing may move.
fn film() -> (Vec<Shown>, usize) {
    let mut recorder = Recorder::new();
    let total = recorder.player.timeline().total().expect("it has an end");
    let mut frames: Vec<Shown> = Vec::new();
    let mut still = 0;
    for (scene, (from, lasts, shows)) in SCENES.into_iter().enumerate() {
        let [mut at, lasts] = [from, lasts].map(Duration::from_secs_f64);
        let end = at + lasts;
        let caption = format!("{} of {}", clock(at), clock(total));
        let mut is_cut = true;
        while at < end {
            let lasts = recorder.draw(at).min(end.saturating_sub(at));
            let screen = recorder.terminal.screen();
            let text = screen.contents();
            assert!(!is_cut || text.contains(shows), "at {from} s:\n{text}");
            let rows = rows(screen);
            match frames.last_mut() {
                Some(last) if !is_cut && last.rows == rows => last.lasts += lasts,
                _ => frames.push(Shown {
                    rows,
                    lasts,
                    caption: caption.clone(),
                    is_cut,
                }),
            }
            is_cut = false;
            at += lasts;
        }
        if scene == STILL {
            still = frames.len() - 1;
        }
    }
    (frames, still)
}

fn rows(screen: &vt100::Screen) -> Vec<String> {
    (0..SIZE.1).map(|row| svg::row(screen, row)).collect()
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[test]
fn shows_the_screen() {
    let (frames, still) = film();
    let made = svg::picture(&frames, still, NAME, TOLD);
    assert!(made.len() <= LARGEST, "{} bytes", made.len());
    assert_whole(&made.replace(" xmlns=\"http://www.w3.org/2000/svg\"", ""));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("LEGREST_TEST_BLESS").is_some() {
        fs::write(&path, &made).expect("the recording can be written");
    }
    let kept = fs::read_to_string(path).expect("the recording");
    assert!(
        made == kept,
        "the screen has changed: LEGREST_TEST_BLESS=1 cargo test --test tests -- recording::shows"
    );
}
