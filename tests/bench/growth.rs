//! How the cost of what reads much grows with how much there is of it: a
//! quarter, a half, and the most that is allowed or likely.

use std::fmt::Write;
use std::time::Duration;

use crate::harness::Home;
use crate::program::Program;
use crate::runs::{Cost, cost};
use crate::table::Table;
use crate::window::Window;

const TIMES: usize = 10;
const BEDTIME: &str = include_str!("../../routines/bedtime.toml");

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    let legrest = &programs[0];
    let show = |segments| {
        let home = Home::new().with_file("long.toml", routine_of(segments));
        cost(&home, legrest, &["show", "./long.toml"], TIMES)
    };
    add(table, "`show`, segments", [2_500, 5_000, 10_000], 5.0, show);
    let check = |files: usize| {
        let names: Vec<String> = (0..files).map(|file| format!("{file}.toml")).collect();
        let put = |home: Home, name: &String| home.with_file(name, BEDTIME);
        let home = names.iter().fold(Home::new(), put);
        let mut arguments = vec!["check"];
        arguments.extend(names.iter().map(String::as_str));
        cost(&home, legrest, &arguments, TIMES)
    };
    add(table, "`check`, files", [250, 500, 1_000], 50.0, check);
    let list = |files: usize| {
        let put = |home: Home, file: usize| home.with_routine(&format!("own-{file}"), BEDTIME);
        let home = (0..files).fold(Home::new(), put);
        cost(&home, legrest, &["list"], TIMES)
    };
    add(table, "`list`, own files", [250, 500, 1_000], 50.0, list);
    let history = |records| {
        let home = Home::new().with_folder("data/journal");
        let home = home.with_file("data/journal/host.jsonl", journal_of(records));
        cost(&home, legrest, &["history"], TIMES)
    };
    let sizes = [25_000, 50_000, 100_000];
    add(table, "`history`, records", sizes, 600.0, history);
    let ten_years = history(11_000);
    table.own("`history`, ten years", "ms", ten_years.whole);
    table.with_limit(150.0);
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let peak = ten_years.peak as f64;
    table.own("`history`, ten years", "KiB at most", peak);
    table.with_limit(40.0 * 1024.0);
    play(legrest, table);
}

/// How far off their seconds the frames of the longest routine are.
fn play(legrest: &Program, table: &mut Table) {
    const FRAMES: usize = 20;
    let home = Home::new().with_file("long.toml", routine_of(10_000));
    let arguments = ["routine", "./long.toml", "--display", "full", "--quiet"];
    let window = Window::open(&home, legrest, &arguments);
    let began = window.first_sight();
    let off = |_| {
        let seen = window.bytes();
        let frame = |now: &crate::window::Seen| now.bytes > seen;
        let at = window.wait_for("a frame", Duration::from_secs(3), frame) - began;
        (at.as_secs_f64() - at.as_secs_f64().round()).abs() * 1e3
    };
    let worst = (0..FRAMES).map(off).fold(0.0, f64::max);
    table.own(
        "frames of 10000 segments off their seconds, worst",
        "ms",
        worst,
    );
    table.with_limit(25.0);
}

/// The costs of the three sizes, the last of them with a limit, and by how much each
/// doubling multiplies them.
fn add(table: &mut Table, what: &str, sizes: [usize; 3], limit: f64, cost: impl Fn(usize) -> Cost) {
    let costs = sizes.map(cost);
    let [quarter, half, full] = costs.map(|cost| cost.processor);
    for (size, cost) in sizes.iter().zip(costs) {
        table.own(
            &format!("{what}: {size}"),
            "ms on a processor",
            cost.processor,
        );
        if *size == sizes[2] {
            table.with_limit(limit);
        }
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

/// A journal as it grows night after night: two sessions, then a report with all
/// answers.
fn journal_of(records: usize) -> String {
    let mut text = String::new();
    let mut night = jiff::civil::date(1890, 1, 1);
    for record in 0..records {
        let id = format!("{record:032x}");
        let _ = match record % 3 {
            2 => writeln!(
                text,
                r#"{{"v":1,"id":"{id}","at":"{night}T23:00:00+00:00","night":"{night}","kind":"report","cramps":1,"pain":3,"woken":1,"where":["calf","foot"],"urge":2,"stretched":true,"routine":"short","note":"left calf"}}"#
            ),
            session => writeln!(
                text,
                r#"{{"v":1,"id":"{id}","at":"{night}T22:{session}0:00+00:00","night":"{night}","kind":"session","routine":"short","title":"Short leg stretch","level":"standard","ended":"{night}T22:{session}5:00+00:00","outcome":"completed","held_s":180,"whole":6,"skipped":0,"steps":[{{"step":"hamstring","side":"right","holds":1,"whole":1,"cut":0,"held_s":30}},{{"step":"hamstring","side":"left","holds":1,"whole":1,"cut":0,"held_s":30}},{{"step":"calf","side":"right","holds":2,"whole":2,"cut":0,"held_s":60}},{{"step":"calf","side":"left","holds":2,"whole":2,"cut":0,"held_s":60}}]}}"#
            ),
        };
        if record % 3 == 2 {
            night = night.tomorrow().expect("not the end of time");
        }
    }
    text
}
