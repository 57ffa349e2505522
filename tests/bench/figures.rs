//! What legrest costs, in figures, and on request what its peers cost:
//!
//! ```text
//! cargo bench --bench figures                   all but the drift, in three minutes
//! cargo bench --bench figures -- start growth   only these parts
//! cargo bench --bench figures -- drift          a routine of 25 minutes, in 25 minutes
//! cargo bench --bench figures -- --peers        with other timers beside it
//! ```
//!
//! The parts are `start`, `frame`, `hold`, `places`, `size`, `growth` and
//! `drift`. Nothing here passes or fails: a clock on a busy machine says little
//! about a program, so each figure is a median, and where there is a choice it
//! is a count (wake-ups, bytes) or time on a processor, not time on the clock.
//! Instructions, which are the same every time, are counted by
//! `.ci/instructions`. `--peers` installs the other timers below
//! `target/peers`, from crates.io and from `PyPI`.

#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a benchmark prints its figures, and has none where something is missing"
)]

#[cfg(target_os = "linux")]
mod drift;
#[cfg(target_os = "linux")]
mod everything;
#[cfg(target_os = "linux")]
mod frame;
#[cfg(target_os = "linux")]
mod growth;
#[cfg(target_os = "linux")]
#[path = "../harness.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use the rest of it")]
mod harness;
#[cfg(target_os = "linux")]
mod hold;
#[cfg(target_os = "linux")]
mod places;
#[cfg(target_os = "linux")]
mod program;
#[cfg(target_os = "linux")]
mod runs;
#[cfg(target_os = "linux")]
mod size;
#[cfg(target_os = "linux")]
mod start;
#[cfg(target_os = "linux")]
mod table;
#[cfg(target_os = "linux")]
mod usage;
#[cfg(target_os = "linux")]
mod window;

#[cfg(target_os = "linux")]
fn main() {
    use program::Program;
    use table::Table;

    type Part = fn(&[Program], &mut Table);
    const PARTS: [(&str, Part); 7] = [
        ("start", start::measure),
        ("frame", frame::measure),
        ("hold", hold::measure),
        ("places", places::measure),
        ("size", size::measure),
        ("growth", growth::measure),
        ("drift", drift::measure),
    ];

    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if runs::was_asked(&arguments) {
        runs::do_them(&arguments);
        return;
    }
    // Cargo adds this one.
    arguments.retain(|argument| argument != "--bench");
    let peers = arguments.iter().any(|argument| argument == "--peers");
    arguments.retain(|argument| argument != "--peers");
    let is_part = |argument: &String| PARTS.iter().any(|(name, _)| name == argument);
    if let Some(other) = arguments.iter().find(|argument| !is_part(argument)) {
        let parts = PARTS.map(|(name, _)| name).join(", ");
        eprintln!("there is no part \"{other}\"; there are {parts}, and --peers");
        std::process::exit(2);
    }
    let mut programs = vec![Program::legrest()];
    if peers {
        programs.extend(Program::peers());
    }
    let mut table = Table::new(&programs);
    for (name, measure) in PARTS {
        let wanted = if arguments.is_empty() {
            name != "drift"
        } else {
            arguments.iter().any(|argument| argument == name)
        };
        if wanted {
            eprintln!("measuring: {name}");
            measure(&programs, &mut table);
        }
    }
    println!("{table}");
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("only Linux has the /proc that this reads");
}
