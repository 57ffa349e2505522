use super::*;

#[test]
fn cues_are_calm_in_long_holds_and_in_the_last_minute() {
    let text = r#"
        title = "T"
        [[step]]
        name = "Short"
        hold = "60s"
        prepare = "0s"
        [[step]]
        name = "Long"
        hold = "2m"
        prepare = "10s"
        [[step]]
        name = "End"
        hold = "90s"
        prepare = "0s"
        [[step]]
        name = "Up"
        hold = "20s"
        prepare = "0s"
    "#;
    let mut player = Player::new(timeline(text, Level::FULL));
    let cues = player.foresee(Duration::MAX);
    let words = cues.iter().map(|foreseen| {
        let (at, cue, softer) = (foreseen.at.as_secs(), foreseen.cue.name(), foreseen.softer);
        format!("{at} {cue} -{softer}")
    });
    let wanted = [
        "30 half -0",
        "60 ready -0",
        "67 tick -0",
        "68 tick -0",
        "69 tick -0",
        "70 start -10",
        "130 half -11",
        "190 start -6",
        "235 half -6",
        "280 start -0",
        "290 half -6",
        "300 finish -6",
    ];
    assert_eq!(words.collect::<Vec<_>>(), wanted);
    assert_eq!(player.foresee(Duration::ZERO), []);
    player.handle(Command::Pause, at(10));
    assert_eq!(player.foresee(Duration::MAX), [], "a pause has no end");
}

#[test]
fn what_leads_to_nothing_is_softest_and_what_asks_for_something_is_not() {
    let player = Player::new(timeline(BEDTIME, Level::STANDARD));
    let long = Duration::from_mins(10);
    let cues = player.foresee(Duration::MAX);
    let legs_up = cues.iter().position(|cue| cue.softer > 0).expect("one");
    let softer = cues[legs_up..].iter().map(|it| (it.cue.name(), it.softer));
    let wanted = [
        ("start", 10),
        ("half", 11),
        ("enough", 17),
        // Legs down.
        ("start", 6),
        ("half", 6),
        ("finish", 6),
    ];
    assert_eq!(softer.collect::<Vec<_>>(), wanted);
    // Where something follows, enough is no softer than the others.
    let text = "title = 'T'\n[[step]]\nname = 'a'\nhold = '10m-15m'\nprepare = '0s'\n\
                [[step]]\nname = 'b'\nhold = '2m'\ntempo = '4-4'\n";
    let player = Player::new(timeline(text, Level::FULL));
    let softer = |cue| {
        let cues = player.foresee(long * 2);
        cues.iter().find(|it| it.cue == cue).map(|it| it.softer)
    };
    assert_eq!(softer(Cue::Enough), Some(11));
    // Nobody sleeps who moves.
    assert_eq!((softer(Cue::Tick), softer(Cue::Beat)), (Some(6), Some(6)));
}

#[test]
fn what_is_foreseen_is_what_comes() {
    arbtest(|u| {
        let script = any_script(u, 19)?;
        let ahead = u.int_in_range(0..=19_999)?;
        let mut player = Player::new(timeline(BEDTIME, Level::STANDARD));
        let mut now = 0;
        for (wait, command) in script {
            now += wait;
            player.handle(command, at(now));
        }
        all_events(&mut player);
        let foreseen = player.foresee(at(now + ahead));
        player.advance(at(now + ahead));
        let came = all_events(&mut player)
            .into_iter()
            .filter_map(|(at, event)| match event {
                Event::Cue { cue } => Some((at, cue)),
                _ => None,
            });
        let foreseen = foreseen.iter().map(|foreseen| (foreseen.at, foreseen.cue));
        assert_eq!(foreseen.collect::<Vec<_>>(), came.collect::<Vec<_>>());
        Ok(())
    });
}
