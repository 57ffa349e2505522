//! The agent for launchd, as what it is read by reads it.

use std::fs;

use super::{NAME, TITLE, install, notes, peculiar, read, remind};
use crate::harness::{Run, have};

/// What launchd does: an agent that is to go is there once more, and as long as it
/// is there, no other of its name is taken.
const LAUNCHD: &str = r#"
cd "$HOME"
case $1 in
    bootout)
        [ -e loaded ] || exit 3
        echo leaving >loaded
        ;;
    print)
        [ -e loaded ] || exit 113
        ! grep -q leaving loaded || rm loaded
        ;;
    bootstrap)
        if [ -e loaded ]; then
            echo "Bootstrap failed: 5: Input/output error" >&2
            exit 5
        fi
        echo new >loaded
        ;;
esac
"#;

#[test]
fn the_agent_is_what_launchd_wants() {
    if !have(&["python3"]) {
        return;
    }
    let home = peculiar()
        .with_program("launchctl", &(notes("launchctl") + LAUNCHD))
        .with_program("sleep", "");
    let arguments = [
        "22:30",
        "--for",
        "launchd",
        "--routine",
        NAME,
        "--days",
        "sat,sun",
    ];
    let script = remind(&home, &arguments).success().stdout;
    for times in 1..=2 {
        install(&home, &script);
        let loaded = fs::read_to_string(home.path().join("loaded"));
        assert_eq!(loaded.ok().as_deref(), Some("new\n"), "{times}");
    }
    let label = "legrest.my-knee-s-50-home-id-b-i-x-0348d3c3-2230-sat-sun";
    let plist = format!("Library/LaunchAgents/{label}.plist");
    let told = read(&home, "launchctl");
    assert!(
        told.contains("\nbootstrap\n") && told.contains(&plist),
        "{told}"
    );
    let script =
        "import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], 'rb'))))";
    let output = home
        .program("python3")
        .args(["-c", script, &plist])
        .output();
    let plist = Run::new(&output.expect("python3 runs"))
        .success()
        .events()
        .remove(0);
    assert_eq!(plist["Label"], label);
    let words = plist["ProgramArguments"].as_array().expect("words");
    assert_eq!(words[0], "/usr/bin/osascript");
    let body = format!(
        "In a terminal: legrest routine '{}'",
        NAME.replace('\'', r"'\''")
    );
    assert_eq!(words[words.len() - 2..], [body.as_str(), TITLE]);
    let moment = |day: u8| serde_json::json!({"Weekday": day, "Hour": 22, "Minute": 30});
    assert_eq!(
        plist["StartCalendarInterval"],
        serde_json::json!([moment(6), moment(7)])
    );
}
