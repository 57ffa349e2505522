//! `legrest new NAME --from-sheet FILE`: what it writes, what it says, and what it
//! will not read.

use std::fs;

use crate::harness::{Home, Run};

const SHEET: &str =
    "My knee\n\n1. Calf stretch: 3 x 30 s each leg\n2. Bridge, 2 x 10, until tired\n";

fn routine(home: &Home, name: &str) -> Option<String> {
    fs::read_to_string(home.path().join(format!("config/routines/{name}.toml"))).ok()
}

/// The guide begins with a sheet and shows what is made of it.
#[test]
fn the_sheet_of_the_guide_gives_the_routine_of_the_guide() {
    let guide = fs::read_to_string("routines/README.md").expect("the guide");
    let (_, guide) = guide.split_once("```text\nMy knee.").expect("the sheet");
    let (sheet, guide) = guide.split_once("```\n").expect("its end");
    let (_, guide) = guide.split_once("```toml\n").expect("the routine");
    let (told, _) = guide.split_once("```\n").expect("its end");
    let home = Home::new().with_file("sheet.txt", format!("My knee.{sheet}"));
    home.run("new my-knee --from-sheet sheet.txt").success();
    let made = routine(&home, "my-knee").expect("a routine");
    let (_, made) = made.split_once('\n').expect("the line with the schema");
    assert_eq!(made, told);
    home.run("check my-knee").success();
}

#[test]
fn it_says_what_was_written_assumed_and_not_understood() {
    let home = Home::new().with_file("sheet.txt", SHEET);
    let run = home.run("new knee --from-sheet sheet.txt").success();
    let said = run
        .stdout
        .replace(home.path().to_str().expect("a path"), "HOME");
    insta::assert_snapshot!(said.replace('\\', "/"));
    let piped = home.run_with_input("new piped --from-sheet -", SHEET.as_bytes());
    piped.success();
    assert_eq!(routine(&home, "piped"), routine(&home, "knee"));
    // What plays is what was written.
    let shown = home.run("show knee").success().stdout;
    assert!(shown.contains("Calf stretch"), "{shown}");
}

#[test]
fn nothing_is_written_over() {
    let home = Home::new()
        .with_file("sheet.txt", SHEET)
        .with_routine("knee", "mine");
    let run = home.run("new knee --from-sheet sheet.txt");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert_eq!(routine(&home, "knee").as_deref(), Some("mine"));
    let run = home.run("new other --from bedtime --from-sheet sheet.txt");
    assert_eq!((run.code, routine(&home, "other")), (Some(2), None));
}

/// Nothing is made up, and nothing takes for ever, where there is more than a
/// routine can have.
#[test]
fn a_sheet_of_a_thousand_lines_gives_what_a_routine_can_hold() {
    let lines = (0..1000).map(|n| format!("- Calf {n}, 2 x 200 h\n- Hip {n}, 2 x 5 s\n"));
    let sheet = lines.collect::<Vec<_>>().concat();
    let home = Home::new().with_file("sheet.txt", sheet);
    let run = home.run("new knee --from-sheet sheet.txt").success();
    run.says("at most 200 steps");
    home.run("check knee").success();
    let routine = routine(&home, "knee").expect("a routine");
    assert_eq!(routine.matches("\n[[step]]").count(), 200);
}

/// A clear word, and no file.
#[test]
fn what_is_no_sheet_is_refused() {
    let long = vec![b'a'; 1 << 20];
    let cases: [(&[u8], &str, &str); 10] = [
        (b"", "is empty", "copy the text"),
        (b" \n\n", "is empty", "copy the text"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF file", "pdftotext"),
        (b"PK\x03\x04", "Word or OpenDocument file", "plain text"),
        (b"\xd0\xcf\x11\xe0", "is an old Word file", "plain text"),
        (b"{\\rtf1\\ansi", "is an RTF file", "plain text"),
        (b"Calf \xff 3 x 30 s", "is no UTF-8 text", "UTF-8"),
        (
            b"Title\nCalf\x1b[31m 3 x 30 s",
            "has control characters, the first in line 2",
            "plain text",
        ),
        (b"See you on Friday.", "no exercise is found", "3 x 30 s"),
        (&long, "is longer than 64 KiB", "right file"),
    ];
    for (sheet, wrong, help) in cases {
        let home = Home::new().with_file("sheet.txt", sheet);
        let from_pipe = |home: &Home| home.run_with_input("new knee --from-sheet -", sheet);
        let runs: [Run; 2] = [
            home.run("new knee --from-sheet sheet.txt"),
            from_pipe(&home),
        ];
        for run in runs {
            assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{wrong}");
            assert!(
                run.stderr.contains(wrong) && run.stderr.contains(help),
                "{wrong}: {}",
                run.stderr
            );
            assert!(!run.stderr.contains('\x1b'), "{:?}", run.stderr);
        }
        assert_eq!(routine(&home, "knee"), None, "{wrong}");
    }
    Home::new()
        .run("new knee --from-sheet nowhere.txt")
        .exits(1)
        .mentions("nowhere.txt");
}
