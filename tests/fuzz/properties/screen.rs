//! What must hold of all that a session shows, whatever the size of the window
//! and whatever is played.

use std::num::NonZero;
use std::time::Duration;

use jiff::{SignedDuration, Zoned};
use legrest::diagnostic::is_unprintable;
use legrest::player::event::VERSION;
use legrest::player::{Activity, Event, Player, Started};
use legrest::report::{
    Bars, EventWriter, Frame, Full, Json, Look, Palette, Plain, Renderer, SessionState, Theme,
    picture,
};
use legrest::text::width;
use serde_json::Value;

use super::dice::Dice;
use super::player::{Move, timeline};

/// Sizes at which something changes, and some that nobody has.
const COLUMNS: &[usize] = &[80, 40, 39, 1, 2, 100, 60, 20, 132, 300];
const ROWS: &[usize] = &[24, 10, 9, 1, 2, 16, 40, 5, 13, 100];

/// Shows a session in every way at once.
pub fn frames(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let Some((timeline, _)) = timeline(&mut dice) else {
        return;
    };
    for planned in &timeline.steps {
        if let Some(figure) = &planned.step.figure {
            let size = (dice.one_of(COLUMNS), dice.one_of(ROWS));
            let rows = picture(figure, look(&mut dice), size);
            assert_eq!(rows.len(), size.1);
            assert!(rows.iter().all(|row| plain(row).chars().count() <= size.0));
        }
    }
    let mut player = Player::new(timeline);
    let mut shown = Shown::new(&mut dice);
    shown.begin(&player);
    let mut now = Duration::ZERO;
    for _ in 0..24 {
        if dice.are_out() {
            break;
        }
        let step = Move::next(&mut dice);
        now = step.moment(now, player.next_deadline());
        player.handle(step.command, now);
        shown.look(&mut player, now, &mut dice);
    }
    shown.close(&player);
}

fn look(dice: &mut Dice) -> Look {
    let theme = dice.one_of(&[Theme::Ember, Theme::Light, Theme::Plain, Theme::Mono]);
    Look {
        palette: Palette::of(theme, dice.once_in(2)),
        unicode: !dice.once_in(3),
    }
}

/// Every reporter.
struct Shown {
    look: Look,
    welcome: Vec<String>,
    full: Full,
    bars: Bars,
    plain: Plain,
    /// What a terminal shows that takes in all that `full` writes.
    terminal: vt100::Parser,
    notices: Vec<String>,
    size: (usize, usize),
    speed: f64,
}

impl Shown {
    fn new(dice: &mut Dice) -> Self {
        let look = look(dice);
        let welcome = vec!["Welcome to \u{2026} the night.".to_owned(); dice.index(0..=3)];
        let mut shown = Self {
            look,
            full: Full::new(look, welcome.clone()),
            bars: Bars::new(look),
            plain: Plain::new(&[]),
            welcome,
            terminal: vt100::Parser::default(),
            notices: Vec::new(),
            size: (80, 24),
            speed: dice.one_of(&[1.0, 0.1, 1000.0]),
        };
        shown.resize((dice.one_of(COLUMNS), dice.one_of(ROWS)));
        shown
    }

    fn resize(&mut self, size: (usize, usize)) {
        self.size = size;
        self.terminal = terminal(size);
        harmless(&self.bars.resize());
        harmless(&self.full.resize());
    }

    fn begin(&mut self, player: &Player) {
        let timeline = player.timeline();
        let started = Event::Started(Started {
            v: VERSION,
            routine: "r".to_owned(),
            title: timeline.routine.title.clone(),
            level: timeline.level.to_string(),
            speed: self.speed,
            total: timeline.total(),
            segments: timeline.segments.len(),
            time: "2026-11-21T22:00:00+01:00".to_owned(),
        });
        self.record(player, Duration::ZERO, &started);
    }

    fn record(&mut self, player: &Player, at: Duration, event: &Event) {
        let plain = self.plain.record(at, event, &alone(player));
        let line = plain.strip_suffix('\n').unwrap_or(&plain);
        assert!(!line.contains(is_unprintable), "{line:?}");
        let json = Json.record(at, event, &alone(player));
        let value: Value = serde_json::from_str(&json).expect("JSON");
        assert!(value["event"].is_string() && value["t"].is_f64(), "{json}");
        assert!(json.ends_with("}\n") && json.matches('\n').count() == 1);
    }

    /// Shows what has happened and how things stand.
    fn look(&mut self, player: &mut Player, now: Duration, dice: &mut Dice) {
        while let Some((at, event)) = player.poll_event() {
            self.record(player, at, &event);
        }
        if dice.once_in(8) {
            self.resize((dice.one_of(COLUMNS), dice.one_of(ROWS)));
        }
        let is_noticed = dice.once_in(8);
        if is_noticed {
            let line = "warning: no sound, the terminal's bell stands in: \u{1F4A4} gone";
            self.notices.push(line.to_owned());
        }
        let began: Zoned = "2026-11-21T23:58:30+01:00[Europe/Berlin]"
            .parse()
            .expect("a moment");
        let frame = Frame {
            snapshot: player.snapshot(now),
            now: began.saturating_add(SignedDuration::try_from(now).expect("some hours")),
            speed: self.speed,
            voice: dice.one_of(&[None, Some("voice on")]),
            muted: dice.one_of(&[Some(false), None, Some(true)]),
            page: &[],
            help: dice.once_in(6),
            keyboard: !dice.once_in(6),
            idle: if dice.once_in(2) { now } else { Duration::ZERO },
            notices: &self.notices,
            size: self.size,
        };
        let over = matches!(frame.snapshot.activity, Activity::Ended(_));
        let (drawn, next) = self.full.show(&frame);
        assert!(over || !next.is_zero());
        harmless(&drawn);
        self.terminal.process(drawn.as_bytes());
        if !is_noticed {
            self.anew(&frame);
        }
        let (drawn, next) = self.bars.show(&frame);
        assert!(over || !next.is_zero());
        harmless(&drawn);
    }

    /// Writing only what has changed leaves the same on the terminal as drawing
    /// it all.
    fn anew(&self, frame: &Frame) {
        let mut full = Full::new(self.look, self.welcome.clone());
        let quiet = Frame {
            notices: &[],
            ..frame.clone()
        };
        let (drawn, _) = full.show(&quiet);
        let mut terminal = terminal(self.size);
        terminal.process(drawn.as_bytes());
        let [old, new] = [&self.terminal, &terminal].map(vt100::Parser::screen);
        // A notice may be on the old screen, and stays for a while.
        if old.contents().contains("warning") {
            return;
        }
        // Terminals don't agree on the width of what is put together of several
        // characters, and this one adds them up.
        let timeline = frame.snapshot.timeline;
        let texts = timeline.steps.iter().flat_map(|planned| {
            let step = &planned.step;
            let more = [&step.how, &step.cue, &step.caution];
            let notes = step.notes.iter().map(|note| &note.text);
            more.into_iter().flatten().chain(notes).chain([&step.name])
        });
        let added = |text: &str| -> usize {
            text.chars()
                .map(|c| width(c.encode_utf8(&mut [0; 4])))
                .sum()
        };
        let mut texts = texts
            .chain([&timeline.routine.title])
            .chain(&timeline.routine.caution);
        if !texts.all(|text| width(text) == added(text)) {
            return;
        }
        assert_eq!(old.contents(), new.contents());
    }

    fn close(&mut self, player: &Player) {
        let session = alone(player);
        harmless(&self.full.close(&session, &self.notices).0);
        harmless(&self.bars.close(&session, &self.notices).0);
    }
}

/// A session that resumes no other.
fn alone(player: &Player) -> SessionState<'_> {
    SessionState {
        player,
        resumed: None,
        keyboard: true,
    }
}

fn terminal((columns, rows): (usize, usize)) -> vt100::Parser {
    let cells = |count: usize| u16::try_from(count.max(1)).expect("a window");
    let cells = |count| NonZero::new(cells(count)).expect("one at least");
    vt100::Parser::new(cells(rows), cells(columns), 0)
}

/// Nothing but what moves the cursor, erases, colours and marks an update.
fn harmless(drawn: &str) {
    let plain = plain(drawn).replace("\r\n", "\n");
    let harm = plain
        .chars()
        .find(|&c| !"\r\n".contains(c) && is_unprintable(c));
    assert_eq!(harm, None, "{drawn:?}");
}

/// The text without the sequences that steer the terminal.
fn plain(drawn: &str) -> String {
    let mut parts = drawn.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.strip_prefix('?').unwrap_or(part);
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        let is_known = |c: char| "mHXKJACBhl".contains(c);
        let rest = rest.strip_prefix(is_known);
        plain.push_str(rest.unwrap_or_else(|| panic!("an unknown sequence: {part:?}")));
    }
    plain
}
