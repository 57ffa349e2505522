//! The voice, with synthesizers that are scripts.

mod silence;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::harness::{Home, Run, at_once, have, may_take_long};
use crate::pty::eventually;
use crate::pty::screen::Window;

/// Writes down what it is to say, a line an utterance.
const RECORD: &str = "#!/bin/sh\ncat >> said\n";
/// The same for an argument.
const RECORD_ARGUMENTS: &str = "#!/bin/sh\nprintf '<%s>' \"$@\" >> said\necho >> said\n";

/// A second of it, in which nothing but the end has room for words.
const SHORT: &str = "title = 'T'\n[[step]]\nname = 'Calf stretch'\nhold = '1s'\nprepare = '0s'\n";
/// Nothing in it ends by itself while a test looks at it.
const LONG: &str = "title = 'T'\n[[step]]\nname = 'Calf stretch'\nsides = 'each'\n\
                    hold = '10m'\nprepare = '10m'\nswitch = '10m'\n";

fn home(routine: &str, voice: &str) -> Home {
    let home = Home::new()
        .with_routine("t", routine)
        .with_file("voice.sh", voice);
    let path = home.path().join("voice.sh");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(path, executable).expect("a script");
    home
}

fn said(home: &Home) -> String {
    fs::read_to_string(home.path().join("said")).unwrap_or_default()
}

/// Plays with these options and this environment.
fn play(home: &Home, options: &[&str], environment: &[(&str, &str)]) -> Run {
    let arguments = [&["routine", "t", "--display", "none"], options].concat();
    let environment = [&[("LEGREST_VOICE_COMMAND", "./voice.sh")], environment].concat();
    home.run_with(&arguments, &environment)
}

trait Done {
    fn done(self) -> Self;
}

impl Done for Run {
    /// Fails unless the run ended well. There is no sound server here.
    #[track_caller]
    fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }
}

/// What standard error says about the voice.
fn complaints(run: &Run) -> Vec<&str> {
    let lines = run.stderr.lines();
    lines.filter(|line| line.contains("no voice")).collect()
}

#[test]
fn it_is_off_unless_asked_for() {
    let on = "Done. Good night.\n";
    let cases: [(&[&str], &str, &str); 15] = [
        (&[], "", ""),
        (&["--voice"], "", on),
        (&[], "1", on),
        (&[], "ON", on),
        (&["--no-voice"], "yes", ""),
        (&["--voice"], "no", on),
        // As an alias and what is typed after it.
        (&["--voice", "--no-voice"], "", ""),
        (&["--no-voice", "--voice"], "", on),
        (&["--voice", "-q"], "true", ""),
        (&["--voice=full"], "", on),
        (&["--voice=off"], "full", ""),
        (&["--voice=full", "--no-voice"], "on", ""),
        (&["--no-voice", "--voice=on"], "", on),
        // Where only what is counted is said, the end has its sound.
        (&["--voice=count"], "", ""),
        (&[], "count", ""),
    ];
    at_once(cases, |(options, variable, wanted)| {
        let home = home(SHORT, RECORD);
        let run = play(&home, options, &[("LEGREST_VOICE", variable)]).success();
        assert_eq!(said(&home), wanted, "{options:?} {variable:?}");
        assert_eq!(complaints(&run), [""; 0]);
    });
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let home = home(SHORT, RECORD);
    for (name, value) in [
        ("LEGREST_VOICE", "loud"),
        ("LEGREST_VOICE_COMMAND", "say 'unclosed"),
        ("LEGREST_VOICE_COMMAND", "''"),
    ] {
        let run = play(&home, &[], &[(name, value)]).exits(2);
        run.mentions(&format!("{name} is \"{value}\""));
    }
}

#[test]
fn a_routine_is_spoken() {
    if !may_take_long() {
        return;
    }
    let routine = "title = 'T'\n[[step]]\nname = 'Calf stretch'\nsides = 'left'\nreps = 2\n\
                   how = 'Stand up. Then put both of your hands on the wall.'\n\
                   hold = '3s'\nprepare = '8s'\nrest = '1s'\n";
    let home = home(routine, RECORD);
    play(&home, &["--voice"], &[]).done();
    assert_eq!(
        said(&home),
        "Calf stretch. Left side. Stand up.\nOne of two.\nLast one.\nDone. Good night.\n"
    );
}

#[test]
fn words_wait_for_the_sound_before_them() {
    let routine = "title = 'T'\n[[step]]\nname = 'Calf stretch'\nreps = 2\nhold = '2s'\nprepare = '0s'\n\
                   rest = '0s'\n";
    // The bell takes half of the time.
    let cases = [
        ("", "Done. Good night.\n"),
        (
            "sounds = { start = 'none' }",
            "Calf stretch.\nLast one.\nDone. Good night.\n",
        ),
        (
            "sounds = { start = 'tick' }",
            "Calf stretch.\nLast one.\nDone. Good night.\n",
        ),
    ];
    at_once(cases, |(sounds, wanted)| {
        let home = home(&format!("{routine}{sounds}"), RECORD);
        play(&home, &["--voice"], &[]).done();
        assert_eq!(said(&home), wanted, "{sounds:?}");
    });
}

#[test]
fn a_rehearsal_says_what_fits_into_its_time() {
    // For the name there are 3.7 seconds less a sound: too few for more than the side
    // alone beside it.
    let routine = LONG
        .replace("10m", "40s")
        .replace("hold = '40s'", "hold = '60s'");
    let home = home(&routine, RECORD);
    play(&home, &["--voice", "--speed", "10"], &[]).done();
    assert_eq!(
        said(&home),
        "Calf stretch. Right.\nLeft side.\nDone. Good night.\n"
    );
}

/// Names that a shell or an option parser would make something of.
const HOSTILE: [&str; 5] = [
    "\"; touch harm #",
    "$(touch harm) `touch harm`",
    "--help",
    "-w harm",
    "@harm",
];

/// Holds that a key ends, each with such a name, and a last one that is held:
/// where every hold is passed over there is no good night.
fn hostile() -> String {
    let step = |name, hold| format!("[[step]]\nname = '{name}'\nhold = '{hold}'\nprepare = '0s'\n");
    let steps = HOSTILE.map(|name| step(name, "open"));
    format!("title = 'T'\n{}{}", steps.concat(), step("Held", "3s"))
}

/// Lets each of them be said, by a command.
fn say_hostile(home: &Home, command: &str) {
    let window = Window::new(80, 24).with("LEGREST_VOICE_COMMAND", command);
    let (mut screen, mut events) = window.run_for_events(home, "routine t --voice");
    for (index, name) in HOSTILE.iter().enumerate() {
        events.wait_for(&json!({"event": "segment", "index": index}));
        eventually(name, || said(home).contains(name).then_some(()));
        screen.press("\r");
    }
    screen.wait_exit();
}

#[test]
fn no_name_is_more_than_words() {
    let home = home(&hostile(), RECORD);
    say_hostile(&home, "./voice.sh");
    let names = HOSTILE.map(|name| format!("{name}.\n")).concat();
    assert_eq!(said(&home), names + "Held.\nDone. Good night.\n");
    assert!(!home.path().join("harm").exists());
}

#[test]
fn no_name_is_an_option() {
    let home = home(&hostile(), RECORD_ARGUMENTS);
    say_hostile(&home, "./voice.sh -v 'low voice' {}");
    // A space before it is not heard.
    let names = HOSTILE
        .map(|name| format!("<-v><low voice>< {name}.>\n"))
        .concat();
    let last = ["Held.", "Done. Good night."].map(|text| format!("<-v><low voice><{text}>\n"));
    assert_eq!(said(&home), names + &last.concat());
    assert!(!home.path().join("harm").exists());
}

#[test]
fn a_real_synthesizer_takes_no_name_for_an_option() {
    if !have(&["espeak-ng"]) {
        return;
    }
    // It makes no sound, but would write a file.
    let voice = "#!/bin/sh\nespeak-ng -q \"$@\"\necho $? \"$@\" >> said\n";
    let home = home(&hostile(), voice);
    say_hostile(&home, "./voice.sh {}");
    let good = said(&home)
        .lines()
        .filter(|line| line.starts_with("0 "))
        .count();
    assert_eq!(good, HOSTILE.len() + 2, "{}", said(&home));
    assert!(!home.path().join("harm").exists());
    assert!(!home.path().join("harm.").exists());
}

#[test]
fn where_there_is_none_one_line_tells_how_to_get_one() {
    let home = home(SHORT, RECORD);
    let nothing = [("LEGREST_VOICE_COMMAND", ""), ("PATH", "/nowhere")];
    let run = play(&home, &["--voice"], &nothing).done();
    let [complaint] = complaints(&run)[..] else {
        panic!("not one line: {run:#?}");
    };
    assert!(complaint.contains("LEGREST_VOICE_COMMAND"), "{complaint}");
    if cfg!(target_os = "linux") {
        assert!(complaint.contains("install espeak-ng"), "{complaint}");
    }
    // Nobody asked, so nobody is told.
    let silent = ["--speed", "1000"];
    assert_eq!(complaints(&play(&home, &silent, &nothing)), [""; 0]);
}

#[test]
fn one_that_fails_costs_one_warning() {
    let routine = SHORT.replace("1s", "2s") + "reps = 2\nrest = '0s'\n";
    let fails = (routine.as_str(), "#!/bin/sh\nexit 3\n", "./voice.sh");
    let missing = (SHORT, "", "./nothing.sh");
    let cases = [
        (fails, "voice.sh failed with exit status: 3"),
        (missing, "nothing.sh can't be started"),
    ];
    at_once(cases, |((routine, script, command), wanted)| {
        let home = home(routine, script);
        let run = play(&home, &["--voice"], &[("LEGREST_VOICE_COMMAND", command)]);
        let run = run.done();
        let [complaint] = complaints(&run)[..] else {
            panic!("not one line: {run:#?}");
        };
        let wanted = format!("warning: no voice: {wanted}");
        assert!(complaint.starts_with(&wanted), "{complaint}");
    });
}

#[test]
fn the_voice_key_answers_on_the_screen() {
    let home = home(&hostile(), RECORD);
    let window = Window::new(80, 24).with("LEGREST_VOICE_COMMAND", "./voice.sh");
    let screen = window.run(&home, "routine t");
    screen.wait_for("Enter when you are done");
    for answer in ["voice on", "voice off"] {
        screen.press_and_wait("v", answer);
    }
    screen.press_and_wait("q", "[exit 3]");
}

#[test]
fn the_voice_key_goes_back_to_what_was_set() {
    for (set, wanted) in [
        ("count", "Right side.\n"),
        ("full", "Calf stretch. Right side.\n"),
        ("on", "Calf stretch. Right side.\n"),
    ] {
        let home = home(LONG, RECORD);
        let window = Window::new(80, 24)
            .with("LEGREST_VOICE_COMMAND", "./voice.sh")
            .with("LEGREST_VOICE", set);
        let screen = window.run(&home, "routine t");
        eventually(set, || (said(&home) == wanted).then_some(()));
        screen.press_and_wait("v", "voice off");
        screen.press("v");
        eventually(set, || (said(&home) == wanted.repeat(2)).then_some(()));
        screen.press_and_wait("q", "[exit 3]");
    }
}
