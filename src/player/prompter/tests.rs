mod properties;

use super::*;
use crate::player::{Command, Player};
use crate::routine::amount::Level;
use crate::routine::parse;
use crate::timeline::{Choice, Timeline, compile};

const BUNDLED: [&str; 4] = [
    include_str!("../../../routines/bedtime.toml"),
    include_str!("../../../routines/desk.toml"),
    include_str!("../../../routines/winddown.toml"),
    include_str!("../../../routines/restless.toml"),
];

fn timeline(text: &str, level: Level) -> Timeline {
    let routine = parse(text).0.expect("the routine is valid");
    compile(&routine, &Choice::all(level)).expect("the routine compiles")
}

/// A routine of steps with these lines.
fn steps(steps: &[&str]) -> Timeline {
    let steps = steps
        .iter()
        .map(|lines| format!("[[step]]\n{lines}\nrest = '3s'\n"));
    let text = format!("title = 'T'\n{}", steps.collect::<String>());
    timeline(&text, Level::FULL)
}

/// A session that is driven as the real one is: words as `seconds words`.
struct SpokenScript {
    player: Player,
    prompter: Prompter,
    now: Duration,
    said: Vec<(Duration, Phrase)>,
    cues: Vec<Duration>,
}

impl SpokenScript {
    fn new(timeline: Timeline, speed: f64) -> Self {
        Self::of(timeline, speed, Voice::On)
    }

    fn of(timeline: Timeline, speed: f64, voice: Voice) -> Self {
        let mut script = Self {
            player: Player::new(timeline),
            prompter: Prompter::new(speed, voice),
            now: Duration::ZERO,
            said: Vec::new(),
            cues: Vec::new(),
        };
        script.tell();
        script
    }

    fn tell(&mut self) {
        while let Some((at, event)) = self.player.poll_event() {
            if let Event::Cue { .. } = event {
                self.cues.push(at);
            }
            let phrase = self.prompter.hear(&event, &self.player.snapshot(self.now));
            self.said.extend(phrase.map(|phrase| (self.now, phrase)));
        }
        let snapshot = self.player.snapshot(self.now);
        if let Some((due, phrase)) = self.prompter.ahead(&snapshot)
            && due <= snapshot.elapsed
        {
            self.prompter.pass_ahead(&snapshot);
            self.said.push((self.now, phrase));
        }
    }

    /// When something happens or is said by itself.
    fn next(&self) -> Option<Duration> {
        let snapshot = self.player.snapshot(self.now);
        let ahead = self.prompter.ahead(&snapshot);
        let ahead = ahead.map(|(due, _)| self.now + due.saturating_sub(snapshot.elapsed));
        [self.player.next_deadline(), ahead]
            .into_iter()
            .flatten()
            .min()
    }

    /// What is said up to a second, where nothing is asked.
    fn until(&mut self, seconds: u64) -> Vec<String> {
        let end = Duration::from_secs(seconds);
        while let Some(next) = self.next().filter(|at| *at <= end) {
            self.now = next;
            self.player.advance(next);
            self.tell();
        }
        self.now = end;
        self.said
            .drain(..)
            .map(|(at, phrase)| format!("{} {}", at.as_secs(), phrase.text))
            .collect()
    }

    /// Plays to the end; a key that it waits for comes when all is said.
    fn play_out(&mut self) {
        while self.player.outcome().is_none() {
            let Some(next) = self.next() else {
                self.now += Duration::from_hours(1);
                self.ask(Command::GoOn);
                continue;
            };
            self.now = next;
            self.player.advance(next);
            self.tell();
        }
    }

    fn ask(&mut self, command: Command) -> &mut Self {
        self.player.handle(command, self.now);
        self.tell();
        self
    }
}

fn said(timeline: Timeline) -> Vec<String> {
    SpokenScript::new(timeline, 1.0).until(100_000)
}

#[test]
fn a_prepare_says_what_and_which_side() {
    let timeline = steps(&["name = 'Calf stretch'\nsides = 'each'\nhold = '10s'\nswitch = '8s'"]);
    assert_eq!(
        said(timeline),
        [
            // Two of the five seconds are free of ticks.
            "0 Calf stretch. Right.",
            "15 Left side.",
            "33 Done. Good night."
        ]
    );
}

#[test]
fn instructions_that_do_not_fit_wait_for_the_hold() {
    let lines = "name = 'Calf'\nhow = 'Stand facing a wall. Put both hands on it, one foot \
                 behind the other.'\ncaution = 'Hold on to something.'\ncue = 'Heel down.'\n\
                 reps = 2\nhold = '5s'\nprepare = ";
    let all = |prepare| said(steps(&[&format!("{lines}'{prepare}'")]));
    let wanted = "0 Calf. Stand facing a wall. Put both hands on it, one foot behind the other. \
               Hold on to something.";
    for prepare in ["20s", "key"] {
        assert_eq!(all(prepare)[0], wanted);
    }
    assert_eq!(all("20s")[1], "20 One of two. Heel down.");
    assert_eq!(
        all("8s"),
        [
            "0 Calf. Stand facing a wall.",
            // The long sentence has no room beside the number.
            "8 One of two. Hold on to something. Heel down.",
            "13 Last one.",
            "16 Put both hands on it, one foot behind the other.",
            "21 Done. Good night."
        ]
    );
    // What comes first in a hold is what it is.
    assert_eq!(
        all("0s"),
        [
            "0 Calf. One of two. Stand facing a wall. Heel down.",
            "5 Last one.",
            "8 Put both hands on it, one foot behind the other.",
            "13 Done. Good night."
        ]
    );
}

#[test]
fn each_side_is_told_once_what_to_mind() {
    let calf = "name = 'Calf'\nsides = 'each'\norder = 'alternating'\nreps = 2\nhold = '9s'\n\
                switch = '9s'\nprepare = '9s'\ncue = 'Heel down.'";
    assert_eq!(
        said(steps(&[calf])),
        [
            "0 Calf. Right side.",
            "9 One of two. Heel down.",
            "18 Left side. One of two.",
            "27 Heel down.",
            "36 Right side. Last one.",
            "54 Left side. Last one.",
            "72 Done. Good night."
        ]
    );
}

#[test]
fn a_caution_is_told_whole_on_the_first_evening_only() {
    let legs = "name = 'Legs up'\nhow = 'Lie down.'\nhold = '9s'\nprepare = '60s'\n\
                caution = 'Ask a doctor first if you have poor leg circulation, heart failure, \
                trouble breathing lying flat, or a sore leg. Sit up slowly.'";
    let mut timeline = steps(&[legs]);
    assert_eq!(
        said(timeline.clone())[0],
        "0 Legs up. Lie down. Sit up slowly."
    );
    timeline.is_first_evening = true;
    let first = said(timeline).swap_remove(0);
    assert!(first.contains("heart failure") && first.ends_with("Sit up slowly."));
    // Where there is no shorter one, it is the long one.
    let only = legs.replace(" Sit up slowly.", "");
    assert!(said(steps(&[&only]))[0].contains("heart failure"));
}

#[test]
fn the_holds_are_counted_before_they_begin() {
    let reps = "name = 'Calf'\nsides = 'left'\nreps = 3\nhold = '5s'\nprepare = '7s'";
    let wanted = [
        "0 Calf. Left side.",
        "7 One of three.",
        "12 Two of three.",
        "20 Last one.",
        "28 Done. Good night.",
    ];
    assert_eq!(said(steps(&[reps])), wanted);
    // Who goes back to one hears it again, and so it is where the rest is short.
    let mut script = SpokenScript::new(steps(&[reps]), 1.0);
    script.until(18);
    assert_eq!(script.ask(Command::Back).until(19), ["18 Two of three."]);
    let sets = format!("{reps}\nsets = 2\nset_rest = '9s'").replace('3', "2");
    assert_eq!(
        said(steps(&[&sets])),
        [
            "0 Calf. Left side.",
            "7 Set one of two. One of two.",
            "12 Last one of this set.",
            "20 Last set. One of two.",
            "34 Last one.",
            "42 Done. Good night."
        ]
    );
    let raise = "name = 'Raise'\nreps = 2\nsets = 3\nset_rest = '9s'\ntempo = '2-2'";
    let said = said(steps(&[raise]));
    assert_eq!(said[3..5], ["13 Set two of three.", "22 One."]);
    assert_eq!(said[6], "30 Last set.");
}

#[test]
fn a_voice_that_counts_says_nothing_else() {
    let calf = "name = 'Calf'\nhow = 'Stand.'\ncue = 'Heel down.'\nsides = 'each'\nreps = 2\n\
                hold = '40s'\nprepare = '9s'\nswitch = '9s'\nnotes = [{ at = '2s', text = 'A' }]";
    let bridge = "name = 'Bridge'\nreps = 2\nprepare = '9s'\ntempo = 'up 2s, down 2s'";
    let mut script = SpokenScript::of(steps(&[calf, bridge]), 1.0, Voice::Count);
    assert_eq!(
        script.until(1000),
        [
            "0 Right side.",
            "9 One of two.",
            "49 Last one.",
            "92 Left side. One of two.",
            "141 Last one.",
            "193 One.",
            "197 Two."
        ]
    );
}

#[test]
fn a_full_voice_tells_the_minutes_left() {
    let legs = "name = 'Legs up'\nhold = '10m-15m'\nprepare = '9s'";
    let said = |voice| SpokenScript::of(steps(&[legs]), 1.0, voice).until(1000);
    assert_eq!(
        said(Voice::Full),
        [
            "0 Legs up.",
            "309 10 minutes left.",
            // "Enough" sounds at this moment.
            "610 5 minutes left.",
            "849 1 minute left.",
            "909 Done. Good night."
        ]
    );
    assert_eq!(said(Voice::On), ["0 Legs up.", "909 Done. Good night."]);
    // A key moves them, and says nothing again.
    let mut script = SpokenScript::of(steps(&[legs]), 1.0, Voice::Full);
    script.until(310);
    script.ask(Command::Longer);
    assert_eq!(script.until(630), ["619 5 minutes left."]);
    // One that is switched on does not tell what has passed.
    script.until(700);
    script.prompter = Prompter::new(1.0, Voice::Full);
    assert_eq!(script.until(870), ["859 1 minute left."]);
}

#[test]
fn a_long_hold_tells_what_comes_next() {
    let first = "name = 'Walk'\nhold = '40s'\nprepare = '0s'";
    let second = "name = 'Legs up'\nhold = '5s'\nprepare = '10s'";
    let wanted = ["0 Walk.", "30 Next: Legs up.", "40 Legs up."];
    assert_eq!(said(steps(&[first, second]))[..3], wanted);
    // Too short to tell.
    let short = first.replace("40", "29");
    assert_eq!(said(steps(&[&short, second]))[1], "29 Legs up.");
    // "Enough" sounds in the middle of it.
    let range = first.replace("40s", "31s-40s");
    assert_eq!(said(steps(&[&range, second]))[1], "32 Next: Legs up.");
    let side = "name = 'Calf'\nsides = 'each'\nhold = '2m'\nprepare = '9s'\nswitch = '6s'";
    assert_eq!(
        said(steps(&[side]))[..3],
        [
            "0 Calf. Right side.",
            "119 Next: left side.",
            "129 Left side."
        ]
    );
}

#[test]
fn what_comes_next_moves_with_the_end() {
    let first = "name = 'Walk'\nhold = '40s'\nprepare = '0s'";
    let mut script = SpokenScript::new(steps(&[first, &first.replace("Walk", "Legs up")]), 1.0);
    assert_eq!(script.until(5), ["0 Walk."]);
    script.ask(Command::Longer);
    assert_eq!(script.until(45), ["40 Next: Legs up."]);
    // Once is enough.
    script.ask(Command::Longer);
    assert_eq!(script.until(58), [""; 0]);
    // Back to the beginning, which was said already; then all over again.
    script.ask(Command::Back);
    assert_eq!(script.until(97), ["88 Next: Legs up."]);
}

#[test]
fn who_skips_the_prepare_hears_the_step_with_the_hold() {
    let calf = "name = 'Calf'\nsides = 'each'\nhold = '15s'\nprepare = '30s'\nswitch = '9s'";
    let timeline = steps(&[calf, &calf.replace("Calf", "Quad")]);
    let mut script = SpokenScript::new(timeline, 1.0);
    script.until(20);
    assert_eq!(script.ask(Command::Next).until(21), [""; 0]);
    assert_eq!(script.ask(Command::Next).until(22), ["21 Left side."]);
    assert_eq!(
        script.ask(Command::Next).until(23),
        ["22 Quad. Right side."]
    );
    assert_eq!(script.ask(Command::Back).until(24), ["23 Calf. Left side."]);
    // Chosen while paused, it is said when it begins, after the count-in.
    script.ask(Command::Pause).ask(Command::Next);
    assert_eq!(script.until(50), [""; 0]);
    script.ask(Command::TogglePause);
    assert_eq!(script.until(54), ["53 Quad. Right side."]);
    // One that goes on is not announced again.
    script.ask(Command::Pause).ask(Command::TogglePause);
    assert_eq!(script.until(58), [""; 0]);
}

#[test]
fn notes_are_said_as_far_as_they_fit() {
    let notes = "name = 'Walk'\nhold = '20s'\nprepare = '0s'\nnotes = [{ at = '2s', text = \
                 'Breathe.' }, { at = '7s', text = 'Look up. And then let both of your \
                 shoulders hang.' }]";
    assert_eq!(
        said(steps(&[notes]))[1..],
        ["2 Breathe.", "7 Look up.", "20 Done. Good night."]
    );
}

#[test]
fn a_voice_that_is_switched_on_says_where_we_are() {
    let calf = "name = 'Calf'\nsides = 'each'\nhold = '15s'\nprepare = '7s'";
    let mut script = SpokenScript::new(steps(&[calf]), 1.0);
    script.until(9);
    let snapshot = script.player.snapshot(script.now);
    let phrase = script.prompter.orient(&snapshot);
    assert_eq!(
        phrase.map(|phrase| phrase.text).as_deref(),
        Some("Calf. Right side.")
    );
}

#[test]
fn slow_movements_are_counted_and_their_parts_named_once() {
    let bridge = "name = 'Bridge'\nreps = 3\nprepare = '9s'\ntempo = 'up 2s, hold 1s, down 2s'";
    assert_eq!(
        said(steps(&[bridge])),
        [
            "0 Bridge.",
            "9 One. Up.",
            "11 Hold.",
            "12 Down.",
            "14 Two.",
            "19 Three.",
            "24 Done. Good night."
        ]
    );
    // With nothing said before, the first movement begins with the name.
    let first = said(steps(&[&bridge.replace("9s", "0s")])).swap_remove(0);
    assert_eq!(first, "0 Bridge. One. Up.");
}

#[test]
fn of_quick_movements_each_fifth_and_the_last_are_counted() {
    let quick = "name = 'Pumps'\nprepare = '9s'\ntempo = 'up 1s, down 1s'";
    let wanted = [
        "9 Up.",
        "10 Down.",
        "17 Five.",
        "19 Six.",
        "21 Done. Good night.",
    ];
    for how_many in ["reps = 6", "hold = '12s'"] {
        let pumps = format!("{quick}\n{how_many}");
        assert_eq!(said(steps(&[&pumps]))[1..], wanted);
    }
}

#[test]
fn each_set_counts_anew_and_what_a_pause_broke_off_is_said_again() {
    let raise = "name = 'Raise'\nsides = 'each'\nreps = 2\nprepare = '9s'\nswitch = '9s'\n\
                 tempo = '2-2'";
    let mut script = SpokenScript::new(steps(&[raise]), 1.0);
    assert_eq!(
        script.until(14),
        ["0 Raise. Right side.", "9 One.", "13 Two."]
    );
    script.ask(Command::Pause).ask(Command::TogglePause);
    assert_eq!(
        script.until(40),
        [
            "17 Two.",
            "21 Left side.",
            "30 One.",
            "34 Two.",
            "38 Done. Good night."
        ]
    );
}

#[test]
fn a_session_that_is_late_counts_nothing_that_is_over() {
    let bridge = "name = 'Bridge'\nreps = 9\nprepare = '9s'\ntempo = '3-1'";
    let mut script = SpokenScript::new(steps(&[bridge]), 1.0);
    script.until(9);
    script.now = Duration::from_secs(21);
    script.player.advance(script.now);
    script.tell();
    assert_eq!(script.until(21), ["21 Four."]);
}

#[test]
fn a_thing_to_do_is_named_with_how_it_is_done() {
    let bath = "name = 'Bath'\nhow = 'Not too hot.'\ntask = true";
    let task = format!("title = 'T'\n[[step]]\n{bath}\n");
    let mut script = SpokenScript::new(timeline(&task, Level::FULL), 1.0);
    assert_eq!(script.until(9), ["0 Bath. Not too hot."]);
}
