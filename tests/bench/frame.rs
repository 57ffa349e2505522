//! How long it takes until something can be read on the screen.

use crate::everything;
use crate::harness::Home;
use crate::program::Program;
use crate::runs::median;
use crate::table::Table;
use crate::window::Window;

const TIMES: usize = 30;

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    let home = everything::home();
    // In turns: a machine is not as quick at one moment as at another.
    let mut times = vec![Vec::new(); programs.len()];
    for _ in 0..TIMES {
        for (program, times) in programs.iter().zip(&mut times) {
            times.push(once(&home, program, program.timer));
        }
    }
    let medians = times.iter_mut().map(|times| Some(median(times)));
    table.row("start to first frame", "ms", medians.collect());
    table.with_limit(10.0);
    let loud = ["routine", "bedtime"];
    table.own(
        "the same with sound, no server",
        "ms",
        first(&home, &programs[0], &loud),
    );
    table.with_limit(10.0);
    if let Some(_server) = everything::Server::start(&home) {
        table.own(
            "the same with sound",
            "ms",
            first(&home, &programs[0], &loud),
        );
        table.with_limit(10.0);
    }
    table.own(
        "`cramp` to first instruction",
        "ms",
        first(&home, &programs[0], &["cramp"]),
    );
    table.with_limit(10.0);
}

fn first(home: &Home, program: &Program, arguments: &[&str]) -> f64 {
    let time = |_| once(home, program, arguments);
    median(&mut (0..TIMES).map(time).collect::<Vec<_>>())
}

fn once(home: &Home, program: &Program, arguments: &[&str]) -> f64 {
    let window = Window::open(home, program, arguments);
    window.first_frame().as_secs_f64() * 1e3
}
