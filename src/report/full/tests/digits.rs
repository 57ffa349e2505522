use super::*;

/// The rows of the digits in a window of any size.
fn digit_rows(player: &Player, now: Duration, size: (u16, u16)) -> usize {
    let frame = frame(player, now, size);
    let layout = FullLayout {
        frame: &frame,
        look: look(true),
        welcome: &[],
        notice: None,
    };
    layout.places(frame.size.1).0.digit_rows()
}

#[test]
fn a_larger_window_has_no_smaller_digits() {
    let mut wrong = Vec::new();
    for (name, at) in MOMENTS {
        let mut player = player(BEDTIME);
        player.advance(secs(at));
        let rows_at = |columns, rows| digit_rows(&player, secs(at), (columns, rows));
        for columns in (20..=240).step_by(20) {
            for rows in (3..=70).step_by(3) {
                let here = rows_at(columns, rows);
                let (wider, higher) = (rows_at(columns + 20, rows), rows_at(columns, rows + 3));
                if here > wider || here > higher {
                    wrong.push(format!(
                        "{name} {columns}x{rows}: {here}, {wider}, {higher}"
                    ));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn digits_are_as_high_as_a_bedside_clock_s() {
    let rows = |at, size| {
        let mut player = player(BEDTIME);
        player.advance(secs(at));
        digit_rows(&player, secs(at), size)
    };
    assert_eq!(rows(18, (120, 40)), 15, "a hold");
    assert_eq!(rows(550, (120, 40)), 15, "legs up");
    assert_eq!(rows(18, (80, 24)), 10);
    assert_eq!(rows(550, (80, 24)), 10);
}

/// What a moment of `bedtime` shows in a window.
fn shown(at: u64, size: (u16, u16)) -> String {
    let mut player = player(BEDTIME);
    player.advance(secs(at));
    FullTerminal::new(size, true).show(&frame(&player, secs(at), size))
}

#[test]
fn which_hold_it_is_can_be_seen_in_every_window() {
    // The third hold, and the rest before it.
    for (at, begun) in [(42, 3), (40, 2)] {
        for (size, row) in [((120, 40), 3), ((80, 24), 3), ((60, 15), 3), ((40, 10), 2)] {
            let shown = shown(at, size);
            let is_pips = |row: &&str| row.trim_start().starts_with('█') && row.contains('▒');
            let pips: Vec<&str> = shown.lines().filter(is_pips).collect();
            let rows = if size.1 < 20 { 1 } else { 2 };
            assert_eq!(pips.len(), rows, "{size:?}\n{shown}");
            assert_eq!(pips[0].matches('█').count(), begun * row, "{size:?}");
            assert_eq!(pips[0].matches('▒').count(), (10 - begun) * row, "{size:?}");
        }
    }
}

#[test]
fn what_has_no_room_in_a_prepare_is_shown_page_by_page() {
    // All words of the longest advice, in a window in which digits come first.
    let seen: Vec<String> = (465..525).map(|at| shown(at, (40, 10))).collect();
    let all = seen.join("\n");
    for word in [
        "pillows",
        "doctor",
        "failure,",
        "sore",
        "breathless",
        "cold",
        "slowly.",
    ] {
        assert!(all.contains(word), "{word}");
    }
    for (second, shown) in seen.iter().enumerate() {
        assert!(shown.contains("██"), "no digits at {second}:\n{shown}");
    }
}

#[test]
fn no_digit_moves_when_a_hold_begins_in_a_small_window() {
    // Seven seconds are left of both.
    let right_half = |at| {
        let shown = shown(at, (60, 15));
        let rows = shown.lines().skip(1).take(9);
        rows.map(|row| row.chars().skip(40).collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(right_half(8), right_half(18));
    assert!(right_half(8).concat().contains('█'));
}

#[test]
fn each_phase_has_a_word_of_its_own_across_the_room() {
    // The rows of a word in full and in half letters, as far as they tell it.
    let ready = [(
        "██████    ██████    ██    ██████    ██  ██",
        "█▀▀▄ █▀▀ ▄▀▄ █▀▀▄ █ █",
    )];
    let switch = [("  ████  ██      ██  ██  ██████", "▄▀▀ █   █ █ ▀█▀ ▄▀▀ █ █")];
    for size in [(200, 50), (120, 40), (100, 30), (80, 30), (80, 24)] {
        for (at, words) in [(8, ready), (147, switch)] {
            let seen = shown(at, size);
            let has = |(full, half): &(&str, &str)| seen.contains(full) || seen.contains(half);
            assert!(words.iter().any(has), "{size:?}\n{seen}");
            assert!(!shown(18, size).contains(words[0].1), "{size:?}");
        }
    }
}
