//! `legrest new`, `edit` and `schema`: a routine of one's own.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Home, Run};

fn own(home: &Home, name: &str) -> String {
    let path = home.path().join(format!("config/routines/{name}.toml"));
    fs::read_to_string(path).expect("the routine is there")
}

#[test]
fn a_new_routine_is_valid_and_plays_as_the_readme_says() {
    let home = Home::new();
    let run = home.run("new mine").success();
    assert_snapshot!(home.said(&run.stdout), @"
    Wrote HOME/config/routines/mine.toml
    Next: legrest edit mine, legrest show mine, legrest routine mine
    ");
    let run = home.run("check config/routines/mine.toml").success();
    assert_eq!(run.stdout, "config/routines/mine.toml: valid\n");
    home.run("routine mine --speed 1000 -q").success();
    assert!(own(&home, "mine").starts_with("#:schema ../routine.schema.json\n"));
    let schema = fs::read_to_string(home.path().join("config/routine.schema.json"));
    assert_eq!(
        schema.expect("the schema is there"),
        home.run("schema").success().stdout
    );
}

/// Somebody takes the marks away from the steps that stand there as notes.
#[test]
fn the_steps_in_the_notes_of_the_template_are_valid() {
    let home = Home::new();
    home.run("new mine").success();
    let template = own(&home, "mine");
    let steps = template.split("# [[step]]\n").skip(1);
    let steps: Vec<String> = steps
        .map(|step| {
            let lines = step.lines().map_while(|line| line.strip_prefix("# "));
            "[[step]]\n".to_owned() + &lines.collect::<Vec<_>>().join("\n") + "\n"
        })
        .collect();
    let steps = steps.concat();
    for key in ["tempo", "needs", "days", "task"] {
        assert!(steps.contains(&format!("\n{key} ")), "{key} in\n{steps}");
    }
    let home = home.with_file("all.toml", template + &steps);
    let run = home.run("check all.toml").success();
    assert_eq!((&*run.stdout, &*run.stderr), ("all.toml: valid\n", ""));
}

#[test]
fn a_copy_keeps_the_comments() {
    let home = Home::new();
    home.run("new copy --from bedtime").success();
    let bedtime = include_str!("../routines/bedtime.toml");
    assert!(own(&home, "copy").ends_with(bedtime));
    assert!(bedtime.contains("# "));
    // Also of what comes from a pipe, which can be read only once.
    home.run_with_input("new piped --from -", VALID.as_bytes())
        .success();
    assert!(own(&home, "piped").ends_with(VALID));
}

#[test]
fn nothing_is_ever_written_over() {
    let home = Home::new().with_routine("mine", "mine");
    let run = home.run("new mine");
    assert_eq!((run.code, own(&home, "mine").as_str()), (Some(1), "mine"));
    for name in [
        "",
        "../mine",
        "a/b",
        ".hidden",
        "mine.toml",
        "a b",
        "a\u{7}b",
    ] {
        assert_eq!(home.run(&["new", "--", name]).code, Some(2), "{name:?}");
    }
}

/// Runs `legrest edit` with a script for an editor, which finds the draft in
/// `$1`.
fn edit(home: &Home, name: &str, script: &str) -> Run {
    let editor = home.path().join("editor.sh");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).expect("a script");
    let editor = format!("sh '{}'", editor.display());
    home.run_with(&["edit", name], &[("EDITOR", &editor)])
}

const VALID: &str = "title = \"T\"\n[[step]]\nname = \"A\"\nhold = \"1s\"\n";

#[cfg(unix)]
#[test]
fn a_valid_edit_is_saved() {
    let home = Home::new().with_routine("mine", VALID);
    edit(&home, "mine", "echo '# seen' >> \"$1\"")
        .success()
        .mentions("Saved ");
    assert!(own(&home, "mine").ends_with("# seen\n"));
}

#[cfg(unix)]
#[test]
fn an_invalid_edit_waits_in_a_draft_and_the_routine_stays() {
    let home = Home::new().with_routine("mine", VALID);
    let run = edit(&home, "mine", "sed -i 's/1s/1/' \"$1\"").exits(2);
    run.mentions("error[missing-unit]");
    run.mentions("is kept in ");
    assert_eq!(own(&home, "mine"), VALID);
    // Drafts are no routines.
    assert!(!home.run("list").success().stdout.contains("draft"));
    // The next edit goes on with the draft.
    edit(&home, "mine", "sed -i 's/\"1\"/\"2s\"/' \"$1\"")
        .success()
        .mentions("Going on with the draft");
    assert_eq!(own(&home, "mine"), VALID.replace("1s", "2s"));
}

#[cfg(unix)]
#[test]
fn a_built_in_routine_becomes_ones_own_only_when_it_is_saved() {
    let home = Home::new();
    edit(&home, "bedtime", "true").success();
    assert!(!home.path().join("config/routines/bedtime.toml").exists());
    edit(&home, "bedtime", "echo '# mine' >> \"$1\"").success();
    assert!(own(&home, "bedtime").ends_with("# mine\n"));
    assert!(
        home.run("list")
            .success()
            .stdout
            .contains("Bedtime leg rest (yours)")
    );
}

#[cfg(unix)]
#[test]
fn what_goes_wrong_with_the_editor_loses_nothing() {
    let home = Home::new().with_routine("mine", VALID);
    let run = edit(&home, "mine", "echo '# half' >> \"$1\"; exit 3");
    assert_eq!(run.code, Some(1));
    run.mentions("is kept in ");
    assert_eq!(own(&home, "mine"), VALID);
    let home = Home::new().with_routine("mine", VALID);
    home.run_with("edit mine", &[("EDITOR", "no-such-editor")])
        .exits(1);
    assert_eq!(
        fs::read_dir(home.path().join("config/routines"))
            .expect("a folder")
            .count(),
        1
    );
    let run = edit(
        &home,
        "mine",
        "echo '# elsewhere' >> \"$(dirname \"$1\")/mine.toml\"; echo '# here' >> \"$1\"",
    );
    assert_eq!(run.code, Some(1));
    run.mentions("the routine has changed since");
    assert!(own(&home, "mine").ends_with("# elsewhere\n"));
    // Nor does the next edit put the old draft over the newer routine.
    edit(&home, "mine", "true")
        .exits(1)
        .mentions("the routine has changed since");
    assert!(own(&home, "mine").ends_with("# elsewhere\n"));
}

/// An editor that hands the draft to a window and comes back at once; what is
/// saved in the window comes when the file `close` is there.
#[cfg(unix)]
fn window(line: &str) -> String {
    format!(
        "(until [ -e \"$HOME/close\" ]; do sleep 0.01; done; echo '{line}' >>\"$1\"; : >\"$HOME/closed\") >/dev/null 2>&1 &"
    )
}

/// Saves in the window, and waits until that is done.
#[cfg(unix)]
fn save_in_the_window(home: &Home) {
    fs::write(home.path().join("close"), "").expect("a file");
    crate::pty::until("the window has saved", || {
        home.path().join("closed").exists()
    });
    for file in ["close", "closed"] {
        fs::remove_file(home.path().join(file)).expect("it was there");
    }
}

#[cfg(unix)]
#[test]
fn what_an_editor_saves_after_it_came_back_is_taken_over_next_time() {
    for name in ["mine", "bedtime"] {
        let home = Home::new().with_routine("mine", VALID);
        let before = home.read("config/routines/mine.toml");
        let run = edit(&home, name, &window("# late")).success();
        run.mentions("--wait");
        run.mentions(&format!(".{name}.draft.toml"));
        save_in_the_window(&home);
        assert_eq!(home.read("config/routines/mine.toml"), before);
        edit(&home, name, &window("# later still"))
            .success()
            .mentions("Going on with the draft");
        assert!(own(&home, name).ends_with("# late\n"));
        // The window is still open, and its draft is gone: it writes it anew.
        let draft = home
            .path()
            .join(format!("config/routines/.{name}.draft.toml"));
        fs::write(&draft, own(&home, name)).expect("a draft");
        save_in_the_window(&home);
        edit(&home, name, "true").success();
        assert!(own(&home, name).ends_with("# late\n# later still\n"));
        assert!(!draft.exists());
    }
}

#[cfg(unix)]
#[test]
fn a_draft_that_nobody_wrote_into_stands_in_nobodys_way() {
    let home = Home::new().with_routine("mine", VALID);
    edit(&home, "mine", "true").success();
    let newer = VALID.replace("1s", "2s");
    let home = home.with_routine("mine", &newer);
    let run = edit(&home, "mine", "echo '# new' >>\"$1\"").success();
    assert!(!run.stderr.contains("Going on"), "{}", run.stderr);
    assert_eq!(own(&home, "mine"), format!("{newer}# new\n"));
}

#[cfg(unix)]
#[test]
fn two_edits_at_once_lose_nothing() {
    let home = Home::new().with_routine("mine", VALID);
    // The editor of the first opens the second, and then writes all of its text.
    let second = format!(
        "EDITOR='sh -c \"echo \\\"# second\\\" >>\\$0\"' {} edit mine",
        crate::harness::LEGREST
    );
    let first = VALID.replace("1s", "3s");
    let script = format!("{second}\ncat >\"$1\" <<'END'\n{first}END");
    let draft = || home.read("config/routines/.mine.draft.toml");
    // Nor does another edit put the draft over the newer routine.
    for script in [&*script, "true"] {
        let run = edit(&home, "mine", script).exits(1);
        run.mentions("the routine has changed since");
        run.mentions(".mine.draft.toml");
        assert_eq!(own(&home, "mine"), format!("{VALID}# second\n"));
        assert_eq!(draft(), first);
    }
}

#[test]
fn a_new_routine_says_when_it_hides_a_built_in_one() {
    let home = Home::new();
    let run = home.run("new bedtime").success();
    run.mentions("--from bedtime");
    let home = Home::new().with_routine("bad", "title = ");
    assert_eq!(home.run("new copy --from bad").code, Some(2));
    assert!(!home.path().join("config/routines/copy.toml").exists());
}

#[test]
fn what_is_not_there_can_not_be_edited() {
    let run = Home::new().run("edit bedtmie").exits(2);
    assert_snapshot!(run.stderr, @r#"
    error: there is no routine "bedtmie"
      help: did you mean "bedtime"? "legrest new bedtmie" starts a new one
    "#);
}
