//! Start-up: whole processes that have next to nothing to do.

use crate::harness::Home;
use crate::program::Program;
use crate::runs::{Cost, cost};
use crate::table::Table;

const TIMES: usize = 200;
/// What takes as long as a person notices is not started as often.
const TIMES_OF_SLOW_ONES: usize = 20;

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    let home = Home::new();
    let versions = programs.iter().map(|program| {
        let times = if program.is_script() {
            TIMES_OF_SLOW_ONES
        } else {
            TIMES
        };
        cost(&home, program, &["--version"], times)
    });
    add(table, "--version", &versions.collect::<Vec<_>>());
    for arguments in [&["list"][..], &["show", "bedtime"]] {
        let own = cost(&home, &programs[0], arguments, TIMES);
        add(table, &arguments.join(" "), &[own]);
    }
}

fn add(table: &mut Table, what: &str, costs: &[Cost]) {
    let each = |figure: fn(&Cost) -> f64| costs.iter().map(|cost| Some(figure(cost))).collect();
    table.row(
        &format!("`{what}`, whole process"),
        "ms",
        each(|cost| cost.whole),
    );
    table.row(
        &format!("`{what}`, on a processor"),
        "ms",
        each(|cost| cost.processor),
    );
}
