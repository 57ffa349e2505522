//! Writes routines as people do: right in form, with anything in them that the
//! format allows, and on demand with slips of the pen.

mod pace;

use std::fmt::Write;

use legrest::routine::amount::Level;
use legrest::routine::{Routine, Side};
use legrest::timeline::Choice;

use super::dice::Dice;

const TEXTS: &[&str] = &[
    "Calf",
    "Heel down, bend the front knee.",
    "Lean forward. Keep breathing! Done? Then 1.5 minutes more.",
    "伸展运动 身体から脚を伸ばして息をする",
    "e\u{301}tirer la jambe\u{200b}",
    "🦵🏽 leg ﷽ الساق",
    "Nothing is longer than this text, which goes on and on and will not fit into a row of \
     whatever window a person may have, be it as wide as a wall",
    "x",
    "  \\\"spaces\\\"  ",
    "a\\\\b",
];
const WRONG_TEXTS: &[&str] = &[
    "",
    "   ",
    "a\\u001b[2Jb",
    "two\\nlines",
    "a\\tb",
    "\\u009b31m",
    "\\u202eback",
    "\u{202e}raw",
];
const BREAKS: &[&str] = &[
    "0s", "3s", "5s", "1s", "4s", "2500ms", "8s", "4999ms", "1m 30s", "1h", "10ms", "1ns",
];
const WRONG_BREAKS: &[&str] = &[
    "2h",
    "soon",
    "10",
    "-1s",
    "1s-2s",
    "99999999999999999999s",
    "",
    "key",
    "1y",
];
const WRONG_HOLDS: &[&str] = &[
    "0s", "5h", "30", "30s-20s", "20s-30", "both", "1s-", "999ms", "-", "1s-5h",
];
const CUES: &[&str] = &[
    "half", "ready", "start", "rest", "switch", "enough", "tick", "finish",
];
const SOUNDS: &[&str] = &["none", "bowl", "bell", "tick", "dawn"];
const WRONG_SOUNDS: &[&str] = &["gong.wav", "../gong.wav", "bowel", "/etc/passwd", "a:b.wav"];
const FIGURES: &[&str] = &["calf-wall", "hamstring", "legs-up", "mine"];
const CIRCUITS: &[&str] = &["strength", "évening"];
const STRAY_LINES: &[&str] = &[
    "[step]\n",
    "reps 3\n",
    "hold = \n",
    "title = “curly”\n",
    "[[step]\n",
    "]\n",
    "\"\"\"\n",
    "step = 3\n",
    "circuit = { rounds = 2 }\n",
    "colour = 1979-05-27\n",
    "x.y.z = [1, {}]\n",
    "\u{feff}\r\n",
];

/// Writes one routine.
pub struct Author<'d, 'b> {
    dice: &'d mut Dice<'b>,
    /// Whether some of it may be wrong.
    slips: bool,
    text: String,
}

impl<'d, 'b> Author<'d, 'b> {
    /// Somebody who makes no mistake in form.
    pub fn careful(dice: &'d mut Dice<'b>) -> Self {
        Self {
            dice,
            slips: false,
            text: String::new(),
        }
    }

    /// Somebody who makes one now and then.
    pub fn human(dice: &'d mut Dice<'b>) -> Self {
        Self {
            slips: true,
            ..Self::careful(dice)
        }
    }

    /// The routine.
    pub fn write(mut self) -> String {
        self.texts("title", 1);
        self.texts("summary", 3);
        self.texts("caution", 4);
        if self.dice.once_in(4) {
            let text = self.words();
            self.line(&format!("source = [\"{text}\", \"\"]"));
        }
        if self.dice.once_in(3) {
            self.line("[defaults]");
            self.breaks();
        }
        if self.dice.once_in(4) {
            self.line("[sounds]");
            let (cue, sound) = self.sound();
            self.line(&format!("{cue} = \"{sound}\""));
        }
        self.all_steps();
        self.text
    }

    fn all_steps(&mut self) {
        // Steps of a circuit stand together, so circuits come in their order.
        let mut used = Vec::new();
        let mut open = false;
        let mut drawn = false;
        for number in 0..self.dice.number(1..=6) {
            if self.dice.once_in(3) {
                open = !open && used.len() < CIRCUITS.len();
                if open {
                    used.push(CIRCUITS[used.len()]);
                }
            }
            let circuit = used.last().copied().filter(|_| open);
            drawn |= self.step(number, circuit);
        }
        for name in used {
            self.line(&format!("[circuit.\"{name}\"]"));
            let rounds = self.count();
            self.line(&format!("rounds = {rounds}"));
            if self.dice.once_in(2) {
                let rest = self.a_break();
                self.line(&format!("rest = {rest}"));
            }
        }
        if drawn {
            self.line("[figure.mine]");
            let x = self.dice.number(0..=59);
            self.line(&format!("head = [{x}, 8.5]\nstart = [1, 51]"));
            let start = if self.slip() {
                "[1, 1]"
            } else {
                "[[1, 2], [3, 4]]"
            };
            self.line(&format!(
                "lines = [{{ part = \"leg\", path = [[{x}, 0], [0, 51]], start = {start}, \
                 stretched = true }}]"
            ));
        }
    }

    /// One step; returns whether it shows a figure that is to be drawn.
    fn step(&mut self, number: u64, circuit: Option<&str>) -> bool {
        self.line("[[step]]");
        let name = self.words();
        self.line(&format!("name = \"{name} {number}\""));
        if self.dice.once_in(4) {
            let id = if self.slip() { "A b" } else { "id" };
            self.line(&format!("id = \"{id}-{number}\""));
        }
        let work = self.work(circuit.is_none());
        self.text.push_str(&work);
        if work.starts_with("task") {
            self.texts("how", 3);
            self.texts("cue", 3);
            return false;
        }
        let sides = self.dice.one_of(&["none", "each", "each", "left", "right"]);
        self.line(&format!("sides = \"{sides}\""));
        if sides == "each" || self.slip() {
            self.word("order", &["alternating", "grouped"]);
        }
        if !work.contains("reps") {
            self.counts("reps", 2);
        }
        self.counts("sets", 4);
        if self.dice.once_in(4) {
            let rest = self.a_break();
            self.line(&format!("set_rest = {rest}"));
        }
        if sides == "each" {
            self.breaks();
        } else if self.dice.once_in(2) {
            let prepare = self.prepare();
            self.line(&format!("prepare = {prepare}"));
        }
        self.texts("how", 3);
        self.texts("cue", 3);
        self.texts("caution", 6);
        self.notes();
        if self.dice.once_in(6) {
            let (cue, sound) = self.sound();
            self.line(&format!("sounds = {{ {cue} = \"{sound}\" }}"));
        }
        if let Some(name) = circuit {
            self.line(&format!("circuit = \"{name}\""));
        }
        let figure = self.dice.once_in(4).then(|| self.dice.one_of(FIGURES));
        if let Some(figure) = figure {
            self.line(&format!("figure = \"{figure}\""));
        }
        if self.slip() {
            let stray = self.dice.one_of(STRAY_LINES);
            self.text.push_str(stray);
        }
        figure == Some("mine")
    }

    fn line(&mut self, line: &str) {
        // Into a text nothing can fail to be written.
        let _ = writeln!(self.text, "{line}");
    }

    fn slip(&mut self) -> bool {
        self.slips && self.dice.once_in(24)
    }

    fn words(&mut self) -> &'static str {
        if self.slip() {
            return self.dice.one_of(WRONG_TEXTS);
        }
        self.dice.one_of(TEXTS)
    }

    /// A text, once in so many times.
    fn texts(&mut self, key: &str, times: u64) {
        if self.dice.once_in(times) {
            let text = self.words();
            self.line(&format!("{key} = \"{text}\""));
        }
    }

    fn word(&mut self, key: &str, words: &[&str]) {
        if self.dice.once_in(2) {
            let word = self.dice.one_of(words);
            self.line(&format!("{key} = \"{word}\""));
        }
    }

    /// The times around holds, as defaults or of a step with two sides.
    fn breaks(&mut self) {
        if self.dice.once_in(2) {
            let prepare = self.prepare();
            self.line(&format!("prepare = {prepare}"));
        }
        for key in ["rest", "switch"] {
            if self.dice.once_in(2) {
                let length = self.a_break();
                self.line(&format!("{key} = {length}"));
            }
        }
        self.word("first", &["left", "right"]);
    }

    fn prepare(&mut self) -> String {
        if self.dice.once_in(6) {
            return "\"key\"".to_owned();
        }
        self.a_break()
    }

    fn a_break(&mut self) -> String {
        if self.slip() {
            return format!("\"{}\"", self.dice.one_of(WRONG_BREAKS));
        }
        if self.slip() {
            return "30".to_owned();
        }
        if self.dice.once_in(3) {
            return format!("\"{}s\"", self.dice.number(0..=90));
        }
        format!("\"{}\"", self.dice.one_of(BREAKS))
    }

    fn hold(&mut self) -> String {
        if self.slip() {
            return format!("\"{}\"", self.dice.one_of(WRONG_HOLDS));
        }
        let low = self.dice.number(1..=150);
        let high = low + self.dice.number(0..=60);
        let hold = match self.dice.number(0..=9) {
            0 => format!("{low}s"),
            1 => format!("{low}-{high}s"),
            2 => format!("{low}s – {high}s"),
            3 => format!("{low}250ms to {high}750ms"),
            4 => format!("{low}.5-{high}.5s"),
            5 => format!("{low}001ms"),
            6 => "open".to_owned(),
            7 => "1h-4h".to_owned(),
            8 => format!("{}m-15m", self.dice.number(1..=15)),
            _ => "1s-4h".to_owned(),
        };
        format!("\"{hold}\"")
    }

    /// A count, once in so many times.
    fn counts(&mut self, key: &str, times: u64) {
        if self.dice.once_in(times) {
            let count = self.count();
            self.line(&format!("{key} = {count}"));
        }
    }

    fn count(&mut self) -> String {
        if self.slip() {
            return self
                .dice
                .one_of(&["0", "101", "\"3x8\"", "1.5", "\"3-2\"", "0x7f", "-1"])
                .to_owned();
        }
        let most = self.dice.one_of(&[3, 3, 3, 10, 100]);
        let low = self.dice.number(1..=most);
        if self.dice.once_in(2) {
            let high = self.dice.number(low..=most);
            return format!("\"{low}-{high}\"");
        }
        low.to_string()
    }

    fn notes(&mut self) {
        if !self.dice.once_in(3) {
            return;
        }
        let notes: Vec<String> = (0..self.dice.number(1..=3))
            .map(|_| {
                let at = self.a_break();
                let text = self.dice.one_of(&TEXTS[..8]);
                format!("{{ at = {at}, text = \"{text}\" }}")
            })
            .collect();
        self.line(&format!("notes = [{}]", notes.join(", ")));
    }

    fn sound(&mut self) -> (&'static str, &'static str) {
        let cue = self.dice.one_of(CUES);
        let sounds = if self.slip() { WRONG_SOUNDS } else { SOUNDS };
        (cue, self.dice.one_of(sounds))
    }
}

/// What a person may choose of a routine.
pub fn choice(dice: &mut Dice, routine: &Routine) -> Choice {
    let hundredths = dice.one_of(&[50, 0, 100, 1, 99, 33, 51]);
    let level = Level::all().nth(hundredths).expect("a level");
    let mut choice = Choice::all(level);
    let id = |dice: &mut Dice| {
        let index = dice.index(0..=routine.steps.len() - 1);
        routine.steps[index].id.clone()
    };
    for _ in 0..dice.number(0..=2) {
        let id = id(dice);
        choice.only.push(id);
    }
    if dice.once_in(3) {
        let id = id(dice);
        choice.skip.push(id);
    }
    if dice.once_in(3) {
        choice.from = Some(id(dice));
    }
    choice.side = dice.one_of(&[None, None, Some(Side::Left), Some(Side::Right)]);
    choice.lead = std::time::Duration::from_millis(dice.one_of(&[0, 0, 1500, 600_000]));
    choice
}
