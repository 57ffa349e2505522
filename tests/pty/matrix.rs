//! Every state in which a routine can be, times every way to end it. With
//! `--nocapture` the table that comes of it is shown.

mod cell;
mod state;
mod way;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::harness::{have, may_take_long, show};
use state::State;
use way::Way;

/// Cells mostly wait, so that more of them at once than there are processors
/// cost nobody anything.
const AT_ONCE: usize = 6;

#[test]
fn however_it_ends_nothing_is_left_behind() {
    if !may_take_long() {
        return;
    }
    let hears = have(&["pulseaudio"]);
    let panics = have(&["cc"]);
    let all = State::ALL
        .into_iter()
        .flat_map(|state| Way::ALL.map(|way| (state, way)));
    let cells: Vec<(State, Way)> = all
        .filter(|(_, way)| hears || *way != Way::SoundKilled)
        .filter(|(_, way)| panics || *way != Way::Panic)
        .collect();
    let results: Vec<Mutex<String>> = cells.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((index, (state, way))) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    cells.get(index).map(|cell| (index, *cell))
                } {
                    let run = catch_unwind(AssertUnwindSafe(|| cell::run(state, way)));
                    let result = run.unwrap_or_else(|_| "FAILED".to_owned());
                    *results[index].lock().expect("one writer") = result;
                }
            });
        }
    });
    let results: Vec<String> = results
        .into_iter()
        .map(|result| result.into_inner().expect("one writer"))
        .collect();
    let table = table(&cells, &results);
    show(&table);
    assert!(!table.contains("FAILED"), "{table}");
    let there = results.iter().filter(|result| *result != "-").count();
    assert!(there >= 100, "only {there} cells were there to be tried");
}

/// A row a way, a column a state: what the shell was told, and what the journal
/// says.
fn table(cells: &[(State, Way)], results: &[String]) -> String {
    let mut table = format!("{:<18}", "ends by");
    for state in State::ALL {
        let _ = write!(table, " {:<15}", state.name());
    }
    for way in Way::ALL {
        let _ = write!(table, "\n{:<18}", way.name());
        for state in State::ALL {
            let place = cells.iter().position(|cell| *cell == (state, way));
            let result = place.map_or("skipped", |place| &results[place]);
            let _ = write!(table, " {result:<15}");
        }
    }
    table + "\n"
}
