//! How the cost of what reads much grows with how much there is of it: a
//! quarter, a half, and the most that is allowed or likely.

use std::fmt::Write;

use crate::harness::Home;
use crate::program::Program;
use crate::runs::{Cost, cost};
use crate::table::Table;

const TIMES: usize = 10;

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    let legrest = &programs[0];
    let show = |segments| {
        let home = Home::new().with_file("long.toml", routine_of(segments));
        cost(&home, legrest, &["show", "./long.toml"], TIMES)
    };
    add(table, "`show`, segments", [2_500, 5_000, 10_000], show);
    let check = |files: usize| {
        let names: Vec<String> = (0..files).map(|file| format!("{file}.toml")).collect();
        let text = include_str!("../../routines/bedtime.toml");
        let put = |home: Home, name: &String| home.with_file(name, text);
        let home = names.iter().fold(Home::new(), put);
        let mut arguments = vec!["check"];
        arguments.extend(names.iter().map(String::as_str));
        cost(&home, legrest, &arguments, TIMES)
    };
    add(table, "`check`, files", [250, 500, 1_000], check);
    let history = |records| {
        let home = Home::new();
        let folder = home.path().join("data/journal");
        std::fs::create_dir_all(folder).expect("a folder");
        let home = home.with_file("data/journal/host.jsonl", journal_of(records));
        cost(&home, legrest, &["history"], TIMES)
    };
    add(
        table,
        "`history`, records",
        [25_000, 50_000, 100_000],
        history,
    );
}

/// The costs of the three sizes, and by how much each doubling multiplies them.
fn add(table: &mut Table, what: &str, sizes: [usize; 3], cost: impl Fn(usize) -> Cost) {
    let costs = sizes.map(cost);
    let [quarter, half, full] = costs.map(|cost| cost.processor);
    for (size, cost) in sizes.iter().zip(costs) {
        table.own(
            &format!("{what}: {size}"),
            "ms on a processor",
            cost.processor,
        );
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        table.own(&format!("{what}: {size}"), "KiB at most", cost.peak as f64);
    }
    table.own(&format!("{what}: first doubling"), "×", half / quarter);
    table.own(&format!("{what}: second doubling"), "×", full / half);
}

/// A routine of that many segments: of each step one to get ready, a hundred to
/// hold, and 99 to rest between them.
fn routine_of(segments: usize) -> String {
    let mut text = String::from("title = \"Long\"\n");
    for step in 0..segments / 200 {
        let _ = write!(
            text,
            "\n[[step]]\nname = \"Step {step}\"\nreps = 100\nhold = \"1s\"\nrest = \"1s\"\nprepare = \"1s\"\n"
        );
    }
    text
}

/// A journal as it grows night after night: a session, then a report.
fn journal_of(records: usize) -> String {
    let mut text = String::new();
    let mut night = jiff::civil::date(1890, 1, 1);
    for record in 0..records {
        let id = format!("{record:032x}");
        let _ = if record % 2 == 0 {
            writeln!(
                text,
                r#"{{"v":1,"id":"{id}","at":"{night}T22:00:00+00:00","night":"{night}","kind":"session","routine":"short","title":"Short leg stretch","level":"standard","ended":"{night}T22:05:00+00:00","outcome":"completed","held_s":180,"whole":6,"skipped":0,"steps":[{{"step":"hamstring","side":"right","holds":1,"whole":1,"cut":0,"held_s":30}},{{"step":"hamstring","side":"left","holds":1,"whole":1,"cut":0,"held_s":30}},{{"step":"calf","side":"right","holds":2,"whole":2,"cut":0,"held_s":60}},{{"step":"calf","side":"left","holds":2,"whole":2,"cut":0,"held_s":60}}]}}"#
            )
        } else {
            writeln!(
                text,
                r#"{{"v":1,"id":"{id}","at":"{night}T23:00:00+00:00","night":"{night}","kind":"report","cramps":1,"pain":3,"note":"left calf"}}"#
            )
        };
        if record % 2 == 1 {
            night = night.tomorrow().expect("not the end of time");
        }
    }
    text
}
