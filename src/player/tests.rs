mod absence;
mod foreseen;
mod last;
mod ouch;
mod passed_over;
mod steps;
mod tempo;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;

use super::*;
use crate::routine::amount::Level;
use crate::routine::parse;
use crate::timeline::{Choice, compile};

fn timeline(text: &str, level: Level) -> Timeline {
    let routine = parse(text).0.expect("the routine is valid");
    compile(&routine, &Choice::all(level)).expect("the routine compiles")
}

/// A routine of one step, at the high end of its ranges.
fn step(lines: &str) -> Timeline {
    timeline(
        &format!("title = \"T\"\n[[step]]\nname = \"s\"\n{lines}\n"),
        Level::FULL,
    )
}

/// A player as a script: times are in tenths of a second, and what happened is
/// read as words.
struct Script(Player);

fn at(tenths: u64) -> Duration {
    Duration::from_millis(tenths * 100)
}

impl Script {
    fn new(timeline: Timeline) -> Self {
        Self(Player::new(timeline))
    }

    /// What happened up to a moment.
    fn until(&mut self, tenths: u64) -> String {
        self.0.advance(at(tenths));
        self.words()
    }

    /// What happened up to a moment at which something was asked, and by it.
    fn ask(&mut self, tenths: u64, command: Command) -> String {
        self.0.handle(command, at(tenths));
        self.words()
    }

    fn words(&mut self) -> String {
        let mut words = Vec::new();
        while let Some((at, event)) = self.0.poll_event() {
            let word = match event {
                Event::Segment(began) => {
                    let phase = format!("{:?}", began.phase).to_uppercase();
                    let side = began.side.map_or(String::new(), |side| side.to_string());
                    format!("{phase}#{}{side}", began.index)
                }
                Event::Cue { cue } => cue.name().to_owned(),
                Event::Count {
                    count,
                    of,
                    part,
                    word,
                } => {
                    let of = of.map_or("-".to_owned(), |of| of.to_string());
                    format!("{count}.{part}/{of}{}", word.unwrap_or_default())
                }
                Event::Say { text } => format!("\"{text}\""),
                Event::Skipped { index, hurt } => {
                    format!("{}#{index}", if hurt { "hurt" } else { "skipped" })
                }
                Event::Ended {
                    outcome,
                    held,
                    skipped,
                } => {
                    format!("{outcome:?}/{}s/{skipped}", held.as_secs_f64())
                }
                other => format!("{other:?}").to_lowercase(),
            };
            words.push(format!("{}:{word}", at.as_secs_f64()));
        }
        words.join(" ")
    }
}

#[test]
fn a_routine_plays_by_itself() {
    let mut play = Script::new(step("hold = \"4s\"\nsides = \"each\""));
    assert_eq!(
        play.until(60),
        "0:PREPARE#0right 0:ready 2:tick 3:tick 4:tick 5:HOLD#1right 5:start"
    );
    assert_eq!(
        play.until(1000),
        "9:SWITCH#2left 9:switch 11:tick 12:tick 13:tick 14:HOLD#3left 14:start \
         18:finish 18:Completed/8s/0"
    );
    assert_eq!(play.0.next_deadline(), None);
}

#[test]
fn breaks_under_five_seconds_have_no_ticks() {
    let mut play = Script::new(step("hold = \"4s\"\nprepare = \"4s\"\nreps = 2"));
    assert_eq!(
        play.until(120),
        "0:PREPARE#0 0:ready 4:HOLD#1 4:start 8:REST#2 8:rest 11:HOLD#3 11:last"
    );
}

#[test]
fn long_holds_have_a_middle_and_ranges_an_enough() {
    let bare = "prepare = \"0s\"\n";
    let cues = |hold: &str| Script::new(step(&format!("{bare}hold = \"{hold}\""))).until(100_000);
    assert_eq!(
        cues("20s"),
        "0:HOLD#0 0:start 10:half 20:finish 20:Completed/20s/0"
    );
    assert_eq!(cues("19s"), "0:HOLD#0 0:start 19:finish 19:Completed/19s/0");
    assert_eq!(
        cues("20s-30s"),
        "0:HOLD#0 0:start 15:half 20:enough 30:finish 30:Completed/30s/0"
    );
    // The middle is left out near to enough, up to and with three seconds.
    assert_eq!(
        cues("18s-30s"),
        "0:HOLD#0 0:start 18:enough 30:finish 30:Completed/30s/0"
    );
    assert_eq!(
        cues("19s-30s"),
        "0:HOLD#0 0:start 15:half 19:enough 30:finish 30:Completed/30s/0"
    );
    assert_eq!(
        cues("5s-9s"),
        "0:HOLD#0 0:start 5:enough 9:finish 9:Completed/9s/0"
    );
}

#[test]
fn a_range_at_its_low_end_has_no_enough() {
    let text = "title = \"T\"\n[[step]]\nname = \"s\"\nprepare = \"0s\"\nhold = \"8s-9s\"\n";
    let mut play = Script::new(timeline(text, Level::GENTLE));
    assert_eq!(
        play.until(100),
        "0:HOLD#0 0:start 8:finish 8:Completed/8s/0"
    );
}

#[test]
fn notes_are_said_in_each_hold_that_reaches_them() {
    let notes = "notes = [{ at = \"0s\", text = \"a\" }, { at = \"2s\", text = \"b\" }, { at = \"4s\", text = \"c\" }]";
    let mut play = Script::new(step(&format!(
        "hold = \"4s\"\nreps = 2\nrest = \"0s\"\nprepare = \"0s\"\n{notes}"
    )));
    assert_eq!(
        play.until(79),
        "0:HOLD#0 0:start 0:\"a\" 2:note 2:\"b\" 4:HOLD#1 4:last 4:\"a\" 6:note 6:\"b\""
    );
}

#[test]
fn a_pause_in_a_hold_is_followed_by_a_count_in() {
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"0s\""));
    assert_eq!(
        play.ask(40, Command::TogglePause),
        "0:HOLD#0 0:start 4:paused"
    );
    assert_eq!(play.until(900), "");
    assert_eq!(play.0.next_deadline(), None);
    assert_eq!(play.ask(1000, Command::TogglePause), "100:tick");
    assert_eq!(
        play.until(2000),
        "101:tick 102:tick 103:resumed 103:start 108:finish 108:Completed/9s/0"
    );
}

#[test]
fn a_pause_in_a_break_goes_on_at_once() {
    let mut play = Script::new(step("hold = \"9s\""));
    play.ask(15, Command::TogglePause);
    assert_eq!(play.ask(1000, Command::TogglePause), "100:resumed");
    assert_eq!(play.until(1015), "100.5:tick 101.5:tick");
}

#[test]
fn a_pause_in_the_count_in_pairs_up() {
    let mut play = Script::new(step("hold = \"9s\"\nprepare = \"0s\""));
    play.ask(40, Command::TogglePause);
    assert_eq!(play.ask(100, Command::TogglePause), "10:tick");
    assert_eq!(play.ask(115, Command::TogglePause), "11:tick");
    assert_eq!(play.until(500), "");
    assert_eq!(play.ask(500, Command::GoOn), "50:tick");
    assert_eq!(play.until(530), "51:tick 52:tick 53:resumed 53:start");
    // Pausing what is paused says nothing twice.
    assert_eq!(play.ask(540, Command::Pause), "54:paused");
    assert_eq!(play.ask(541, Command::Pause), "");
}

#[test]
fn next_goes_to_the_next_hold() {
    let mut play = Script::new(step("hold = \"9s\"\nreps = 2"));
    assert_eq!(
        play.ask(10, Command::Next),
        "0:PREPARE#0 0:ready 1:skipped#0 1:HOLD#1 1:start"
    );
    assert_eq!(play.ask(20, Command::Next), "2:skipped#1 2:HOLD#3 2:last");
    assert_eq!(play.ask(30, Command::Next), "3:skipped#3 3:Quit/2s/3");
    assert_eq!(play.ask(40, Command::Next), "");
}

#[test]
fn next_in_a_pause_stays_paused_and_begins_with_the_count_in() {
    let mut play = Script::new(step("hold = \"9s\"\nreps = 2\nprepare = \"0s\""));
    play.ask(40, Command::TogglePause);
    assert_eq!(play.ask(50, Command::Next), "5:skipped#0 5:HOLD#2");
    assert_eq!(play.ask(60, Command::TogglePause), "6:tick");
    assert_eq!(play.until(90), "7:tick 8:tick 9:resumed 9:last");
    assert_eq!(play.until(180), "18:finish 18:Completed/13s/1");
}

#[test]
fn back_starts_this_hold_or_the_one_before() {
    let mut play = Script::new(step("hold = \"9s\"\nreps = 2\nprepare = \"2s\""));
    assert_eq!(
        play.ask(10, Command::Back),
        "0:PREPARE#0 0:ready 1:PREPARE#0 1:ready"
    );
    assert_eq!(
        play.ask(40, Command::Back),
        "3:HOLD#1 3:start 4:HOLD#1 4:start"
    );
    assert_eq!(play.ask(60, Command::Back), "6:HOLD#1 6:start");
    // In the rest: back to the hold before it.
    assert_eq!(
        play.ask(160, Command::Back),
        "15:REST#2 15:rest 16:HOLD#1 16:start"
    );
    // Less than two seconds into the second hold.
    assert_eq!(
        play.ask(299, Command::Back),
        "25:REST#2 25:rest 28:HOLD#3 28:last 29.9:HOLD#1 29.9:start"
    );
    assert_eq!(play.ask(300, Command::Quit), "30:Quit/23s/0");
}

#[test]
fn longer_and_shorter_move_the_end_and_what_hangs_on_it() {
    let mut play = Script::new(step("hold = \"20s\"\nprepare = \"0s\""));
    play.until(0);
    play.ask(10, Command::Longer);
    assert_eq!(play.until(299), "15:half");
    assert_eq!(play.ask(299, Command::Shorter), "");
    assert_eq!(play.until(1000), "30:finish 30:Completed/30s/0");
    let mut play = Script::new(step("hold = \"25s\"\nprepare = \"0s\""));
    play.ask(10, Command::Shorter);
    // The hold is no longer one of twenty seconds: it has no middle.
    assert_eq!(play.until(1000), "15:finish 15:Completed/15s/0");
}

#[test]
fn a_hold_that_comes_to_its_end_is_whole_wherever_a_key_has_moved_it() {
    let mut play = Script::new(step("hold = \"20s-30s\"\nprepare = \"0s\""));
    play.ask(10, Command::Shorter);
    play.ask(20, Command::Shorter);
    assert!(play.until(1000).ends_with("10:Completed/10s/0"));
    assert!(play.0.holds()[0].went == Went::Whole);
    // A level rounds down to whole seconds, here to less than the low end.
    let text = "title = \"T\"\n[[step]]\nname = \"s\"\nprepare = \"0s\"\nhold = \"1.5s-1.9s\"\n";
    let mut play = Script::new(timeline(text, Level::GENTLE));
    play.until(1000);
    assert!(play.0.holds()[0].went == Went::Whole);
}

#[test]
fn a_middle_that_moves_into_the_past_stays_silent() {
    let mut play = Script::new(step("hold = \"40s\"\nprepare = \"0s\""));
    play.until(0);
    assert_eq!(play.ask(180, Command::Shorter), "");
    assert_eq!(play.ask(190, Command::Longer), "");
    assert_eq!(play.until(399), "20:half");
}

#[test]
fn enter_ends_what_waits_for_a_key() {
    let mut play = Script::new(step("hold = \"open\"\nprepare = \"key\""));
    assert_eq!(play.until(5000), "0:PREPARE#0 0:ready");
    assert_eq!(play.0.next_deadline(), None);
    assert_eq!(play.ask(6000, Command::GoOn), "600:HOLD#1 600:start");
    assert_eq!(
        play.ask(7000, Command::GoOn),
        "700:finish 700:Completed/100s/0"
    );
}

#[test]
fn enter_ends_a_range_past_its_low_end_and_nothing_else() {
    let mut play = Script::new(step("hold = \"5s-9s\""));
    play.until(51);
    assert_eq!(play.ask(99, Command::GoOn), "");
    assert_eq!(
        play.ask(100, Command::GoOn),
        "10:enough 10:finish 10:Completed/5s/0"
    );
    let mut play = Script::new(step("hold = \"9s\""));
    play.until(51);
    assert_eq!(play.ask(139, Command::GoOn), "");
}

#[test]
fn the_snapshot_tells_what_is_left() {
    let mut player = Player::new(step("hold = \"10s\"\nreps = 2\nprepare = \"0s\""));
    player.handle(Command::Longer, at(10));
    let snapshot = player.snapshot(at(40));
    assert_eq!(snapshot.left(), Some(at(160)));
    assert_eq!(snapshot.total_left(), Some(at(160 + 30 + 100)));
    player.handle(Command::Pause, at(50));
    player.handle(Command::TogglePause, at(60));
    let snapshot = player.snapshot(at(70));
    assert_eq!(snapshot.activity, Activity::CountIn(at(20)));
    assert_eq!(snapshot.total_left(), Some(at(150 + 20 + 30 + 100)));
}

#[test]
fn instructions_are_due_in_the_first_segment_of_a_step() {
    let mut player = Player::new(timeline(BEDTIME, Level::GENTLE));
    let introduces = |player: &Player, now| player.snapshot(at(now)).introduces;
    assert!(introduces(&player, 0));
    player.advance(at(160));
    assert!(!introduces(&player, 160), "the prepare was there");
    // Past all hamstring holds, and past the prepare of the calves.
    for _ in 0..20 {
        player.handle(Command::Next, at(160));
    }
    let snapshot = player.snapshot(at(160));
    assert_eq!(snapshot.step().id, "calf");
    assert_eq!(snapshot.segment.phase, Phase::Hold);
    assert!(introduces(&player, 160));
    player.handle(Command::Next, at(170));
    assert!(!introduces(&player, 170));
}

const BEDTIME: &str = include_str!("../../routines/bedtime.toml");

fn all_events(player: &mut Player) -> Vec<(Duration, Event)> {
    std::iter::from_fn(|| player.poll_event()).collect()
}

/// What somebody does, each after a wait in seconds.
fn any_script(u: &mut Unstructured, longest: usize) -> Result<Vec<(u64, Command)>> {
    const COMMANDS: [Command; 7] = [
        Command::TogglePause,
        Command::Pause,
        Command::Next,
        Command::Back,
        Command::Longer,
        Command::Shorter,
        Command::GoOn,
    ];
    let length = u.int_in_range(0..=longest)?;
    let one = |_| Ok((u.int_in_range(0..=399)?, *u.choose(&COMMANDS)?));
    (0..length).map(one).collect()
}

#[test]
fn advancing_late_equals_advancing_often() {
    arbtest(|u| {
        let script = any_script(u, 29)?;
        let looks = u.int_in_range(1..=49)?;
        let steps = (0..looks).map(|_| u.int_in_range(1_u64..=299));
        let steps: Vec<u64> = steps.collect::<Result<_>>()?;
        let mut late = Player::new(timeline(BEDTIME, Level::STANDARD));
        let mut often = late.clone();
        let mut now = 0;
        for (wait, command) in script {
            let then = now + wait;
            for step in &steps {
                let look = now + step * 100 / 300;
                if look < then {
                    often.advance(at(look));
                    assert!(often.next_deadline().is_none_or(|due| due > at(look)));
                }
            }
            now = then;
            late.handle(command, at(now));
            often.handle(command, at(now));
        }
        late.handle(Command::Quit, at(now + 50_000));
        often.handle(Command::Quit, at(now + 50_000));
        assert_eq!(all_events(&mut late), all_events(&mut often));
        Ok(())
    });
}

#[test]
fn events_are_in_order_and_paired_and_add_up() {
    arbtest(|u| {
        let script = any_script(u, 39)?;
        let mut player = Player::new(timeline(BEDTIME, Level::STANDARD));
        let mut now = 0;
        for (wait, command) in script {
            now += wait;
            player.handle(command, at(now));
        }
        player.advance(at(now + 100_000));
        player.handle(Command::Quit, at(now + 100_000));
        let events = all_events(&mut player);
        let mut last = Duration::ZERO;
        let mut paused = false;
        let mut cuts = 0;
        let mut current = None;
        for (n, (at, event)) in events.iter().enumerate() {
            assert!(*at >= last, "{event:?}");
            last = *at;
            match event {
                Event::Segment(began) => current = Some(began.index),
                Event::Paused => assert!(!std::mem::replace(&mut paused, true)),
                Event::Resumed => assert!(std::mem::replace(&mut paused, false)),
                Event::Skipped { index, .. } => {
                    assert_eq!(Some(*index), current);
                    cuts += 1;
                }
                Event::Ended { held, skipped, .. } => {
                    assert_eq!(n, events.len() - 1);
                    assert_eq!(*skipped, cuts);
                    assert!(*held <= *at);
                }
                _ => {}
            }
        }
        let ended = matches!(events.last(), Some((_, Event::Ended { .. })));
        assert!(ended);
        Ok(())
    });
}
