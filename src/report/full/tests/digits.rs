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
