//! What a step does: movements at a tempo, things to do, evenings.

use super::Author;

const DAYS: &[&str] = &["mon", "mon, wed, fri", "weekdays", "fri-mon", "Sa/Su"];
const WRONG_DAYS: &[&str] = &["", "mon-", "noday", "1-5", "mo\u{200b}n"];
const TEMPO_WORDS: &[&str] = &["up", "hold", "lower over", "push-up", "\u{4f38}", "in"];
const TEMPO_TIMES: &[&str] = &["2s", "0.5", "500ms", "1.5 s", "3", "0.777s", "12 Sec", "1m"];
const WRONG_TEMPOS: &[&str] = &[
    "",
    "0-0",
    "up 2-3s",
    "0,5-1",
    "up 2s,",
    "own 2s",
    "61",
    "0.4",
    "2M",
    "1-1-1-1-1-1-1-1-1",
    "up\u{200b} 2s",
    "up 2 down 2",
    "-1",
];
const STRAY_KEYS: &[&str] = &[
    "task = true\n",
    "task = \"yes\"\n",
    "reps = 3\n",
    "hold = \"3s\"\n",
    "tempo = \"own\"\n",
];

impl Author<'_, '_> {
    /// What a step does: a hold, or now and then a tempo or a thing to do.
    pub(super) fn work(&mut self, may_be_task: bool) -> String {
        let hold = self.hold();
        let hold = format!("hold = {hold}\n");
        // Most inputs that are kept have other holds, and keep their meaning.
        if !hold.contains("4h") {
            return hold;
        }
        let tempo = |author: &mut Self| format!("tempo = \"{}\"\n", author.tempo());
        let mut work = match self.dice.number(0..=9) {
            0 => hold,
            1 if may_be_task => "task = true\n".to_owned(),
            2 => format!("reps = {}\ntempo = \"own\"\n", self.count()),
            3 => format!("hold = \"open\"\n{}", tempo(self)),
            4 => format!("hold = \"{}s\"\n{}", self.dice.number(1..=90), tempo(self)),
            5..=6 => format!(
                "hold = \"{}-90s\"\n{}",
                self.dice.number(1..=90),
                tempo(self)
            ),
            _ => format!("reps = {}\n{}", self.count(), tempo(self)),
        };
        if self.dice.once_in(3) {
            let days = if self.slip() { WRONG_DAYS } else { DAYS };
            let days = self.dice.one_of(days);
            work = format!("{work}days = \"{days}\"\n");
        }
        if self.slip() {
            work += self.dice.one_of(STRAY_KEYS);
        }
        if self.dice.once_in(4) {
            work += "needs = \"a stool\"\n";
        } else if self.dice.once_in(4) && !work.starts_with("task") {
            work += "counts = false\n";
        }
        work
    }

    fn tempo(&mut self) -> String {
        if self.slip() {
            return self.dice.one_of(WRONG_TEMPOS).to_owned();
        }
        let most = self.dice.one_of(&[3, 3, 4, 8]);
        let count = self.dice.number(1..=most);
        if self.dice.once_in(3) {
            let times = (0..count).map(|_| self.dice.number(1..=6).to_string());
            return times.collect::<Vec<_>>().join("-");
        }
        let part = |n: u64| {
            let word = self.dice.one_of(TEMPO_WORDS);
            let time = self.dice.one_of(TEMPO_TIMES);
            match self.dice.number(0..=5) {
                0 => word.to_owned(),
                1 if n > 0 => format!("{word} 0"),
                2 => format!("{time} {word}"),
                _ => format!("{word} {time}"),
            }
        };
        (0..count).map(part).collect::<Vec<_>>().join(", ")
    }
}
