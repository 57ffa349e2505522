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
        let calm = if foreseen.calm { "calm" } else { "awake" };
        format!("{} {} {calm}", foreseen.at.as_secs(), foreseen.cue.name())
    });
    let wanted = [
        "30 half awake",
        "60 ready awake",
        "67 tick awake",
        "68 tick awake",
        "69 tick awake",
        "70 start calm",
        "130 half calm",
        "190 start awake",
        "235 half awake",
        "280 start awake",
        "290 half calm",
        "300 finish calm",
    ];
    assert_eq!(words.collect::<Vec<_>>(), wanted);
    assert_eq!(player.foresee(Duration::ZERO), []);
    player.handle(Command::Pause, at(10));
    assert_eq!(player.foresee(Duration::MAX), [], "a pause has no end");
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
