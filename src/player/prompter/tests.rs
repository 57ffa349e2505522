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
        let mut script = Self {
            player: Player::new(timeline),
            prompter: Prompter::new(speed),
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

    /// What is said up to a second, where nothing is asked.
    fn until(&mut self, seconds: u64) -> Vec<String> {
        let end = Duration::from_secs(seconds);
        loop {
            let snapshot = self.player.snapshot(self.now);
            let ahead = self.prompter.ahead(&snapshot);
            let ahead = ahead.map(|(due, _)| self.now + due.saturating_sub(snapshot.elapsed));
            let next = [self.player.next_deadline(), ahead];
            let Some(next) = next.into_iter().flatten().min().filter(|at| *at <= end) else {
                break;
            };
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
            "0 Calf stretch.",
            "5 Right side.",
            "15 Left side.",
            "33 Done. Good night."
        ]
    );
}

#[test]
fn instructions_are_said_as_far_as_they_fit() {
    let lines = "name = 'Calf'\nhow = 'Stand facing a wall. Put both hands on it, one foot \
                 behind the other.'\ncaution = 'Hold on to something.'\nhold = '5s'\nprepare = ";
    let all = |prepare| said(steps(&[&format!("{lines}'{prepare}'")]));
    let first = |prepare| all(prepare).swap_remove(0);
    let wanted = "0 Calf. Stand facing a wall. Put both hands on it, one foot behind the other. \
               Hold on to something.";
    assert_eq!(first("20s"), wanted);
    assert_eq!(first("8s"), "0 Calf. Stand facing a wall.");
    // Where nothing of them fits, they come with the first hold.
    assert_eq!(
        all("5s"),
        ["0 Calf.", "5 Stand facing a wall.", "10 Done. Good night."]
    );
    assert_eq!(first("key"), wanted);
    assert_eq!(first("0s"), "0 Calf. Stand facing a wall.");
}

#[test]
fn the_last_of_several_is_announced() {
    let reps = "name = 'Calf'\nsides = 'left'\nreps = 3\nhold = '5s'\nprepare = '7s'";
    assert_eq!(
        said(steps(&[reps])),
        ["0 Calf. Left side.", "23 Last one.", "28 Done. Good night."]
    );
    let sets = format!("{reps}\nsets = 2\nset_rest = '9s'").replace('3', "2");
    assert_eq!(
        said(steps(&[&sets])),
        [
            "0 Calf. Left side.",
            "15 Last one of this set.",
            "37 Last one.",
            "42 Done. Good night."
        ]
    );
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
    assert_eq!(said(steps(&[&range, second]))[1], "31 Next: Legs up.");
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

#[test]
fn nothing_runs_into_the_next_cue() {
    let mut count = 0;
    let tempo = "title = 'T'\n[[step]]\nname = 'Calf raise'\nhow = 'Hold on to a wall. Go slowly.'\n\
                 sides = 'each'\nreps = 12\nsets = 2\ntempo = 'up 1.5s, hold 1s, lower down 4s'\n\
                 [[step]]\nname = 'Breathe'\nhold = '90s'\ntempo = 'in 0.5s, out 1s'";
    for text in BUNDLED.into_iter().chain([tempo]) {
        for level in [Level::GENTLE, Level::STANDARD, Level::FULL] {
            for speed in [0.5, 1.0, 3.0, 20.0] {
                let mut script = SpokenScript::new(timeline(text, level), speed);
                while script.player.outcome().is_none() {
                    let Some(next) = script.player.next_deadline() else {
                        // It waits for a key, which comes when all is said.
                        script.now += Duration::from_hours(1);
                        script.ask(Command::GoOn);
                        continue;
                    };
                    script.now = next;
                    script.player.advance(next);
                    script.tell();
                }
                for (at, phrase) in &script.said {
                    let cue = script.cues.iter().find(|cue| *cue > at);
                    let latest = phrase.slack + phrase::time_of(&phrase.text);
                    let room = cue.map(|cue| cue.saturating_sub(*at).div_f64(speed));
                    assert!(
                        room.is_none_or(|room| latest <= room),
                        "{phrase:?} at {at:?}, {room:?} before the next cue"
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count > 100, "{count} phrases were looked at");
}
