//! What is different on Windows: names, paths, and how programs are started.

mod console;

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Home, Run};

const ROUTINE: &str = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n";

#[test]
fn a_name_that_no_file_can_have_is_refused() {
    let home = Home::new();
    for name in [
        "NUL", "con", "com1.x", "LPT9", "a?b", "a*b", "a\"b", "a<b", "a|b",
    ] {
        for verb in ["new", "edit"] {
            let run = home.run(&[verb, name]).exits(2);
            run.mentions("can't be the name of a routine");
            run.mentions("indows");
        }
    }
    let routines = fs::read_dir(home.path().join("config/routines"));
    assert_eq!(routines.expect("a folder").count(), 0);
    home.run("new com12").success();
}

/// A script beside a home's other files, in a folder with a space, and its path.
fn script(home: &Home, name: &str, lines: &str) -> String {
    let folder = home.path().join("own tools");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, format!("@echo off\r\n{lines}\r\n")).expect("a script");
    path.to_str().expect("text").to_owned()
}

#[test]
fn an_editor_is_started_however_it_is_written() {
    let home = Home::new().with_routine("mine", ROUTINE);
    // The draft is the last of its arguments.
    let editor = script(&home, "ed.cmd", "echo %*>> \"%HOME%\\seen.txt\"");
    let without_ending = editor.trim_end_matches(".cmd");
    for (written, arguments) in [
        (editor.clone(), ""),
        (format!("\"{editor}\" --wait"), "--wait "),
        (format!("\"{without_ending}\" --wait"), "--wait "),
        // Found by its name.
        ("ed --wait".to_owned(), "--wait "),
        ("ed.cmd".to_owned(), ""),
    ] {
        let path = format!(
            "{};{}",
            home.path().join("own tools").display(),
            home.search_path().display()
        );
        let run = home
            .run_with("edit mine", &[("EDITOR", &written), ("PATH", &path)])
            .success();
        assert!(
            run.stderr.contains("Nothing changed."),
            "{written}: {run:#?}"
        );
        assert!(!run.stderr.contains(r"\\?\"), "{written}: {run:#?}");
        let seen = fs::read_to_string(home.path().join("seen.txt")).expect(&written);
        let draft = seen.trim().strip_prefix(arguments).expect(&written);
        let draft = PathBuf::from(draft.trim_matches('"'));
        assert!(
            draft.is_absolute() && !seen.contains('?'),
            "{written}: {seen}"
        );
        assert!(
            draft.ends_with("config/routines/.mine.draft.toml"),
            "{written}: {seen}"
        );
        fs::remove_file(home.path().join("seen.txt")).expect("it was there");
    }
    for (written, told) in [
        ("\"C:\\a b", "a quote is not closed"),
        ("no-such-editor", "the editor is not there"),
    ] {
        home.run_with("edit mine", &[("EDITOR", written)])
            .exits(1)
            .mentions(told);
    }
}

#[test]
fn a_voice_is_started_however_it_is_written() {
    let home = Home::new().with_routine("t", ROUTINE);
    let voice = script(
        &home,
        "say.cmd",
        "set /p words=\r\necho %1: %words%>> \"%HOME%\\said.txt\"",
    );
    let plain = script(
        &home,
        "..\\plain.bat",
        "set /p words=\r\necho : %words%>> \"%HOME%\\said.txt\"",
    );
    let plain = fs::canonicalize(Path::new(&plain)).expect("a script");
    let plain = plain
        .to_str()
        .expect("text")
        .trim_start_matches(r"\\?\")
        .to_owned();
    for command in [voice.clone(), format!("\"{voice}\" -v"), plain] {
        let environment = [("LEGREST_VOICE_COMMAND", &*command)];
        let run: Run = home.run_with("routine t --voice --display none", &environment);
        assert_eq!(run.code, Some(0), "{command}: {run:#?}");
        assert!(!run.stderr.contains("no voice"), "{command}: {run:#?}");
        let said = home.read("said.txt");
        assert!(said.contains(": Done. Good night."), "{command}: {said}");
        fs::remove_file(home.path().join("said.txt")).expect("it was there");
    }
    // What the config says of a line that should be a list.
    let home = home.with_file(
        "config/config.toml",
        "[hooks]\non_start = 'C:\\x\\y.exe -a'\n",
    );
    let run = home.run("config");
    run.mentions(r#"["C:\\x\\y.exe", "-a"]"#);
}

#[test]
fn a_hook_is_found_with_its_ending_or_without() {
    let home = Home::new().with_routine("t", ROUTINE);
    let hook = script(&home, "note.cmd", "echo called>> \"%HOME%\\called.txt\"");
    let hook = hook.trim_end_matches(".cmd");
    let home = home.with_file(
        "config/config.toml",
        format!("[hooks]\non_start = ['{hook}']\n"),
    );
    home.run("routine t --quiet --display none").success();
    assert_eq!(home.read("called.txt").trim(), "called");
}

#[test]
fn the_reminder_is_a_task_of_windows() {
    let run = Home::new().run("remind 22:30 --days mon,sun").success();
    run.says("-Weekly -DaysOfWeek Monday,Sunday -At 22:30");
    run.says("Register-ScheduledTask");
    assert!(!run.stdout.contains("Other ways"), "{run:#?}");
    assert!(run.stdout.is_ascii(), "{run:#?}");
}

#[test]
fn a_folder_in_the_place_of_a_file_is_called_one() {
    let home = Home::new().with_folder("folder");
    for arguments in ["check folder", "routine ./folder"] {
        home.run(arguments)
            .exits(1)
            .mentions("is a folder, not a file");
    }
}
