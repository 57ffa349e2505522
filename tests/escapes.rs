//! No character that steers a terminal or turns its text around reaches it,
//! wherever it comes from: files, their names, the environment, the journal,
//! what was typed.

use crate::harness::{Home, Run};

/// A title, a colour with one byte, a line that runs backwards, a new line.
const EVIL: &str = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{2066}\r\u{7f}\u{2028}";

/// Fails where an output has anything that is not plain text in lines.
#[track_caller]
fn assert_plain(what: &str, run: &Run) {
    for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let bad = text.chars().find(|&c| {
            (c.is_control() && !"\n\t".contains(c))
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{what}: {name}: {text:?}");
    }
}

/// A routine as a file of that name, and text that is refused.
fn home() -> Home {
    let good = "title = 'T'\n[[step]]\nname = 'A'\nhold = '1s'\nprepare = '0s'\n";
    let bad =
        format!("title = '{EVIL}'\nhow{EVIL} = 3\n[[step]]\nname = \"{EVIL}\"\nhold = '{EVIL}'\n");
    let record = format!(
        "{{\"v\":1,\"id\":\"a{EVIL}\",\"at\":\"2026-11-21T08:00:00+00:00\",\"night\":\"2026-11-20\",\
         \"kind\":\"report\",\"cramps\":1,\"note\":\"b{}\"}}\n",
        // As another program may have written it.
        "\\u001b]0;x\\u0007\u{9b}31m\u{202e}"
    );
    Home::with_a_name(EVIL)
        .with_routine("good", good)
        .with_routine(&format!("good{EVIL}"), good)
        .with_routine(&format!("bad{EVIL}"), &bad)
        .with_file("bad.toml", &bad)
        .with_folder("data/journal")
        .with_file(
            &format!("data/journal/host{EVIL}.jsonl"),
            record.replace(EVIL, ""),
        )
        .with_file("data/journal/torn.jsonl", format!("{EVIL}\n{record}"))
}

#[test]
fn not_from_files_and_their_names() {
    let home = home();
    let good = format!("good{EVIL}");
    let bad = format!("bad{EVIL}");
    let path = format!("./no{EVIL}.toml");
    let commands: &[&[&str]] = &[
        &["list"],
        &["show", &good],
        &["show", &good, "--format", "json"],
        &["show", &bad],
        &["show", &path],
        &["check", "bad.toml"],
        &["check", "bad.toml", &path, "--format", "json"],
        &["check", &good, &bad],
        &["routine", &good, "--speed", "100", "--display", "plain"],
        &[
            "routine",
            &good,
            "--speed",
            "100",
            "--display",
            "json",
            "-q",
        ],
        &["routine", &good, "--dry-run"],
        &["routine", &bad],
        &["new", &good],
        &["new", "mine", "--from", &bad],
        &["new", "mine", "--from", &good],
        &["edit", &good],
        &["config"],
        &["history", "--nights", "400"],
        &["history", "--format", "json"],
        &["history", "--format", "csv"],
        &["history", "--format", "html"],
        &["log", "--format", "json"],
        &["log", "--night", "2026-11-20", "--pain", "3"],
        &["remind", "22:30", "--routine", &good, "--for", "systemd"],
        &["remind", "22:30", "--routine", &good, "--for", "cron"],
        &["remind", "22:30", "--routine", &bad, "--for", "launchd"],
        &["sounds"],
    ];
    for command in commands {
        let run = home.run_with(command, &[("VISUAL", "true")]);
        assert_plain(&format!("{command:?}"), &run);
    }
    let asked: [&[&str]; 4] = [
        &["--", "=", "2", "legrest", "routine"],
        &["--", "=g", "2", "legrest", "show"],
        &["--", "=", "4", "legrest", "show", "bad.toml", "--only"],
        &["--", "=", "4", "legrest", "show", EVIL, "--only", EVIL],
    ];
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        for asked in asked {
            let run = home.run_with(asked, &[("LEGREST_COMPLETE", shell)]);
            assert_plain(&format!("{shell}: {asked:?}"), &run);
        }
    }
    for line in ["=legrest routine ", "=legrest show bad.toml --only "] {
        let run = home.run_with(&["--", line, "0", ""], &[("LEGREST_COMPLETE", "bash")]);
        assert_plain(line, &run);
    }
}

#[test]
fn not_from_what_was_typed() {
    let home = home();
    let commands: &[&[&str]] = &[
        &[EVIL],
        &["routine", EVIL],
        &["routine", "good", "--only", EVIL],
        &["routine", "good", "--skip", EVIL, "--dry-run"],
        &["routine", "good", "--from", EVIL],
        &["routine", "good", "--fit", EVIL],
        &["routine", "good", "--level", EVIL],
        &["routine", "good", "--speed", EVIL],
        &["new", EVIL],
        &["edit", EVIL],
        &["remind", EVIL],
        &["remind", "22:30", "--routine", EVIL],
        &["log", "--note", EVIL],
        &["log", "--night", EVIL],
        &["history", "--nights", EVIL],
        &["completions", EVIL],
        &["schema", EVIL],
        &["sounds", EVIL],
    ];
    for command in commands {
        assert_plain(&format!("{command:?}"), &home.run(command));
    }
}

#[test]
fn not_from_the_environment() {
    let home = home();
    for name in [
        "LEGREST_LEVEL",
        "LEGREST_VOLUME",
        "LEGREST_VOICE",
        "LEGREST_VOICE_COMMAND",
        "LEGREST_DISPLAY",
        "LEGREST_THEME",
        "LEGREST_PREPARE_LEAD",
        "LEGREST_SOUND_LEAD",
        "LEGREST_KEEP_AWAKE",
        "LEGREST_JOURNAL",
        "LEGREST_CONFIG_DIR",
        "LEGREST_DATA_DIR",
        "PULSE_SERVER",
        "PULSE_RUNTIME_PATH",
        "XDG_RUNTIME_DIR",
        "TZ",
        "HOSTNAME",
    ] {
        for command in [
            &[
                "routine",
                "good",
                "--display",
                "plain",
                "--voice",
                "--speed",
                "100",
            ][..],
            &["routine", "good", "--display", "json", "--speed", "100"],
            &["config"],
            &["list"],
            &["sounds"],
            &["edit", "good"],
            &["log", "--cramps", "1"],
        ] {
            let run = home.run_with(command, &[(name, EVIL), ("VISUAL", "true")]);
            assert_plain(&format!("{name}: {command:?}"), &run);
        }
    }
}
