use super::*;
use crate::routine::parse;
use arbtest::arbtest;

const BEDTIME: &str = include_str!("../../../routines/bedtime.toml");

fn routine(text: &str) -> Arc<Routine> {
    parse(text).0.expect("the routine is valid")
}

/// A routine of one step with these lines.
fn step(lines: &str) -> Arc<Routine> {
    routine(&format!("title = \"T\"\n[[step]]\nname = \"s\"\n{lines}\n"))
}

/// A timeline as words: phase, side, rep and length of each segment.
fn words(routine: &Arc<Routine>, choice: &Choice) -> String {
    let timeline = compile(routine, choice).expect("the routine compiles");
    let mut clock = Duration::ZERO;
    let words = timeline.segments.iter().map(|segment| {
        assert_eq!(segment.start, clock, "segments lie end to end");
        clock = segment.end();
        let phase = format!("{:?}", segment.phase).to_lowercase();
        let side = segment
            .side
            .map_or(String::new(), |side| side.to_string()[..1].to_uppercase());
        let length = segment
            .length
            .map_or("open".to_owned(), |length| length.as_secs().to_string());
        match segment.phase {
            Phase::Hold => format!("{side}{}:{length}", segment.rep.number),
            _ => format!("{phase}{length}"),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn standard(routine: &Arc<Routine>) -> String {
    words(routine, &Choice::all(Level::STANDARD))
}

#[test]
fn bedtime_takes_what_its_sources_ask_for() {
    let bedtime = routine(BEDTIME);
    let total = |level| compile(&bedtime, &Choice::all(level)).map(|timeline| timeline.total());
    let seconds = |seconds| Ok(Some(Duration::from_secs(seconds)));
    assert_eq!(total(Level::GENTLE), seconds(1130));
    assert_eq!(total(Level::STANDARD), seconds(1310));
    assert_eq!(total(Level::FULL), seconds(1560));
}

#[test]
fn unhurried_stretches_what_is_between_the_holds_and_no_hold() {
    let text = "hold = \"9s\"\nsides = \"each\"\nreps = 2\nsets = 2\nset_rest = \"30s\"\n\
        rest = \"4s\"\nprepare = \"10s\"";
    let choice = Choice {
        unhurried: true,
        ..Choice::all(Level::STANDARD)
    };
    let rest = "R1:9 rest6 R2:9 switch7 L1:9 rest6 L2:9";
    let expected = format!("prepare15 {rest} rest45 {rest}");
    assert_eq!(words(&step(text), &choice), expected);
    let rounds = "title = \"T\"\n[circuit.c]\nrounds = 2\nrest = \"20s\"\n\
        [[step]]\nname = \"a\"\nhold = \"9s\"\nprepare = \"key\"\ncircuit = \"c\"\n";
    let rounds = words(&routine(rounds), &choice);
    assert_eq!(rounds, "prepareopen 1:9 rest30 prepareopen 1:9");
}

#[test]
fn grouped_sides_finish_one_before_the_other() {
    let grouped = step("hold = \"9s\"\nsides = \"each\"\nreps = 2");
    assert_eq!(
        standard(&grouped),
        "prepare5 R1:9 rest3 R2:9 switch5 L1:9 rest3 L2:9"
    );
}

#[test]
fn alternating_sides_switch_between_any_two_holds() {
    let turns = step(
        "hold = \"9s\"\nsides = \"each\"\nreps = 2\norder = \"alternating\"\nfirst = \"left\"",
    );
    assert_eq!(
        standard(&turns),
        "prepare5 L1:9 switch5 R1:9 switch5 L2:9 switch5 R2:9"
    );
}

#[test]
fn sets_repeat_the_whole_pattern_with_a_rest_between() {
    let sets = step("hold = \"9s\"\nsides = \"each\"\nsets = 2\nset_rest = \"20s\"");
    assert_eq!(
        standard(&sets),
        "prepare5 R1:9 switch5 L1:9 rest20 R1:9 switch5 L1:9"
    );
}

#[test]
fn segments_without_length_are_left_out() {
    let bare = step("hold = \"9s\"\nreps = 2\nprepare = \"0s\"\nrest = \"0s\"");
    assert_eq!(standard(&bare), "1:9 2:9");
}

#[test]
fn circuits_play_their_steps_in_rounds() {
    let text = "title = \"T\"\n[circuit.c]\nrounds = 2\nrest = \"30s\"\n\
        [[step]]\nname = \"a\"\nhold = \"9s\"\ncircuit = \"c\"\n\
        [[step]]\nname = \"b\"\nhold = \"8s\"\ncircuit = \"c\"\n\
        [[step]]\nname = \"d\"\nhold = \"7s\"\n";
    let circuit = routine(text);
    assert_eq!(
        standard(&circuit),
        "prepare5 1:9 prepare5 1:8 rest30 prepare5 1:9 prepare5 1:8 prepare5 1:7"
    );
    let without = Choice {
        skip: vec!["a".into()],
        ..Choice::all(Level::STANDARD)
    };
    assert_eq!(
        words(&circuit, &without),
        "prepare5 1:8 rest30 prepare5 1:8 prepare5 1:7"
    );
}

#[test]
fn what_waits_for_a_key_has_no_length() {
    let open = step("hold = \"open\"\nprepare = \"key\"");
    assert_eq!(standard(&open), "prepareopen 1:open");
    let timeline = compile(&open, &Choice::all(Level::FULL)).expect("it compiles");
    assert_eq!(timeline.total(), None);
}

#[test]
fn one_side_alone_needs_no_switch() {
    let both = step("hold = \"9s\"\nsides = \"each\"\nreps = 2");
    let left = Choice {
        side: Some(Side::Left),
        ..Choice::all(Level::STANDARD)
    };
    assert_eq!(words(&both, &left), "prepare5 L1:9 rest3 L2:9");
    assert_eq!(words(&step("hold = \"9s\""), &left), "prepare5 1:9");
    let other = step("hold = \"9s\"\nsides = \"right\"");
    assert_eq!(compile(&other, &left), Err(CompileError::NothingLeft));
}

#[test]
fn steps_are_picked_by_id() {
    let bedtime = routine(BEDTIME);
    let ids = |choice: &Choice| -> Result<Vec<String>, CompileError> {
        let timeline = compile(&bedtime, choice)?;
        Ok(timeline
            .steps
            .iter()
            .map(|planned| planned.step.id.clone())
            .collect())
    };
    let all = || Choice::all(Level::STANDARD);
    let only = vec!["quad".to_owned(), "calf".to_owned()];
    // In the routine's order, not in that of the option.
    assert_eq!(
        ids(&Choice { only, ..all() }),
        Ok(vec!["calf".to_owned(), "quad".to_owned()])
    );
    let skip = vec!["quad".to_owned(), "squad".to_owned()];
    assert_eq!(
        ids(&Choice { skip, ..all() }),
        Err(CompileError::UnknownStep("squad".to_owned()))
    );
}

#[test]
fn it_can_begin_with_any_step_that_is_played() {
    let bedtime = routine(BEDTIME);
    let from = |id: &str, skip: &[&str]| {
        let choice = Choice {
            from: Some(id.to_owned()),
            skip: skip.iter().map(|id| (*id).to_owned()).collect(),
            ..Choice::all(Level::GENTLE)
        };
        compile(&bedtime, &choice)
    };
    let quad = from("quad", &[]).expect("it begins with the quad");
    assert_eq!(quad.total(), Some(Duration::from_secs(58 + 690)));
    assert_eq!(quad.segments[0].start, Duration::ZERO);
    assert_eq!(quad.step(&quad.segments[0]).id, "quad");
    let ids: Vec<&str> = quad
        .steps
        .iter()
        .map(|planned| planned.step.id.as_str())
        .collect();
    assert_eq!(ids, ["quad", "elevation", "lower"]);
    let left_out = CompileError::FromLeftOut("quad".to_owned());
    assert_eq!(from("quad", &["quad"]), Err(left_out));
    let unknown = CompileError::UnknownStep("squad".to_owned());
    assert_eq!(from("squad", &[]), Err(unknown));
}

#[test]
fn in_a_circuit_the_steps_before_come_again() {
    let text = "title = \"T\"\n[circuit.c]\nrounds = 2\n\
        [[step]]\nname = \"a\"\nhold = \"9s\"\ncircuit = \"c\"\n\
        [[step]]\nname = \"b\"\nhold = \"8s\"\ncircuit = \"c\"\n";
    let from = Choice {
        from: Some("b".to_owned()),
        ..Choice::all(Level::STANDARD)
    };
    assert_eq!(
        words(&routine(text), &from),
        "prepare5 1:8 prepare5 1:9 prepare5 1:8"
    );
}

#[test]
fn the_limits_hold_before_memory_is_gone() {
    let huge = step("hold = \"1s\"\nsides = \"each\"\nreps = 100\nsets = 100");
    let full = Choice::all(Level::FULL);
    assert_eq!(compile(&huge, &full), Err(CompileError::TooManySegments(0)));
    let long = step("hold = \"4h\"\nreps = 7");
    assert_eq!(compile(&long, &full), Err(CompileError::TooLong(0)));
    let day = step("hold = \"4h\"\nreps = 6\nprepare = \"0s\"\nrest = \"0s\"");
    assert!(compile(&day, &full).is_ok());
}

#[test]
fn every_side_gets_every_hold() {
    arbtest(|u| {
        let reps = u.int_in_range(1_u32..=7)?;
        let sets = u.int_in_range(1_u32..=4)?;
        let hold = u.int_in_range(1_u64..=599)?;
        let rest = u.int_in_range(0_u64..=8)?;
        let switch = u.int_in_range(0_u64..=8)?;
        let (turns, left_first) = u.arbitrary()?;
        let level = u.int_in_range(0..=100)?;
        let level = Level::all().nth(level).expect("a level");
        let order = if turns { "alternating" } else { "grouped" };
        let first = if left_first { "left" } else { "right" };
        let each = step(&format!(
            "sides = \"each\"\nreps = {reps}\nsets = {sets}\nhold = \"{hold}s-{}s\"\nrest = \"{rest}s\"\n\
             switch = \"{switch}s\"\norder = \"{order}\"\nfirst = \"{first}\"",
            hold + 30,
        ));
        let timeline = compile(&each, &Choice::all(level)).expect("compiles");
        let holds: Vec<_> = timeline
            .segments
            .iter()
            .filter(|s| s.phase == Phase::Hold)
            .collect();
        let per_side = (reps * sets) as usize;
        assert_eq!(holds.len(), 2 * per_side);
        for side in [Side::Left, Side::Right] {
            let own = holds.iter().filter(|hold| hold.side == Some(side));
            assert_eq!(own.count(), per_side);
        }
        assert!(
            holds
                .iter()
                .all(|segment| segment.length == holds[0].length)
        );
        // No break follows the last hold, and none stands beside another.
        assert_eq!(timeline.segments.last().map(|s| s.phase), Some(Phase::Hold));
        let mut pairs = timeline.segments.windows(2);
        let apart = pairs.all(|pair| pair.iter().any(|segment| segment.phase == Phase::Hold));
        assert!(apart);
        Ok(())
    });
}
