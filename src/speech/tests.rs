//! With synthesizers made of `sh`, which is on every Unix.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::*;

/// Generous: what works takes a fraction of it, on a busy machine too.
const SOON: Duration = Duration::from_secs(20);

/// A voice, and a folder in which it works.
struct FakeSynthesizer {
    folder: TempDir,
    news: Receiver<SpeechUpdate>,
    speech: Speech,
}

impl FakeSynthesizer {
    /// A voice that runs this script, with the folder as its first argument.
    fn new(script: &str) -> Self {
        Self::with(&[script], "")
    }

    /// One that tries several scripts, with more arguments.
    fn with(scripts: &[&str], more: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let pipe = folder.path().join("alive");
        let made = Command::new("mkfifo").arg(pipe).status();
        assert!(made.is_ok_and(|status| status.success()));
        let voice = |script| {
            let path = folder.path();
            let command = format!("sh -c '{script}' voice '{}' {more}", path.display());
            Synthesizer::of_command(&command).expect("a command")
        };
        let synthesizers = scripts.iter().map(voice).collect();
        let (send, news) = mpsc::channel();
        let tell = move |news| drop(send.send(news));
        let speech = Speech::start(synthesizers, tell).expect("a thread");
        Self {
            folder,
            news,
            speech,
        }
    }

    fn say(&self, text: &str) {
        say(&self.speech, text, Instant::now() + SOON);
    }

    #[track_caller]
    fn news(&self) -> SpeechUpdate {
        self.news.recv_timeout(SOON).expect("news")
    }

    /// Waits until all has been said; fails where there is other news.
    #[track_caller]
    fn finish(&self) -> &Self {
        self.speech.request(SpeechRequest::Finish);
        assert_eq!(self.news(), SpeechUpdate::Silent);
        self
    }

    #[track_caller]
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a file of the voice")
    }
}

fn say(speech: &Speech, text: &str, must_begin_by: Instant) {
    let text = text.to_owned();
    speech.request(SpeechRequest::Say(Utterance {
        text,
        gain: 1.0,
        must_begin_by,
    }));
}

/// Holds a pipe open and never ends, nor does what it started.
const HANG: &str = r#"exec 3> "$1/alive"; sleep 60 & wait"#;

/// Waits until a hanging voice hangs; the file ends when nothing of it lives.
#[track_caller]
fn hanging(folder: &Path) -> fs::File {
    let path = folder.join("alive");
    let (send, opened) = mpsc::channel();
    // Opening a pipe waits for its writer.
    thread::spawn(move || send.send(fs::File::open(path)));
    let opened = opened.recv_timeout(SOON).expect("it never began");
    opened.expect("a pipe")
}

fn assert_dead(mut pipe: fs::File) {
    let mut rest = Vec::new();
    pipe.read_to_end(&mut rest).expect("the pipe ends");
    assert!(rest.is_empty());
}

#[test]
fn words_go_to_standard_input() {
    let fake = FakeSynthesizer::new(r#"cat >> "$1/input""#);
    fake.say("Left side.");
    fake.say("$(rm -rf $HOME) `x` \"; exit 1 #");
    fake.finish();
    assert_eq!(
        fake.read("input"),
        "Left side.\n$(rm -rf $HOME) `x` \"; exit 1 #\n"
    );
}

#[test]
fn words_take_the_place_of_an_argument() {
    let script = r#"out=$1; shift; printf "<%s>" "$@" >> "$out/arguments"; cat >> "$out/input""#;
    let fake = FakeSynthesizer::with(&[script], "-v 'low voice' {} '{} {}'");
    for text in [
        "Left side.",
        "--help",
        "-w /tmp/x",
        "@file",
        "\"; rm -rf $HOME #",
    ] {
        fake.say(text);
    }
    fake.finish();
    // What looks like an option, or like a file, begins with a space.
    let wanted = [
        "Left side.",
        " --help",
        " -w /tmp/x",
        " @file",
        " \"; rm -rf $HOME #",
    ];
    let wanted = wanted.map(|text| format!("<-v><low voice><{text}><{{}} {{}}>"));
    assert_eq!(fake.read("arguments"), wanted.concat());
    assert_eq!(fake.read("input"), "");
}

#[test]
fn one_waits_for_the_other() {
    let alone = r#"mkdir "$1/alone" || exit 1; cat >> "$1/input"; rmdir "$1/alone""#;
    let fake = FakeSynthesizer::new(alone);
    for text in ["one", "two", "three"] {
        fake.say(text);
    }
    fake.finish();
    assert_eq!(fake.read("input"), "one\ntwo\nthree\n");
}

#[test]
fn what_would_be_late_is_left_out() {
    let fake = FakeSynthesizer::new(r#"cat >> "$1/input""#);
    let before = Instant::now().checked_sub(Duration::from_millis(1));
    let before = before.expect("the machine runs longer");
    say(&fake.speech, "late", before);
    fake.say("in time");
    fake.finish();
    assert_eq!(fake.read("input"), "in time\n");
}

#[test]
fn a_hush_ends_all_that_speaks_and_waits() {
    let fake = FakeSynthesizer::new(&format!(r#"cat >> "$1/input"; {HANG}"#));
    fake.say("one");
    fake.say("two");
    let pipe = hanging(fake.folder.path());
    fake.speech.request(SpeechRequest::Hush);
    assert_dead(pipe);
    // Cut off by us is no failure.
    fake.finish();
    assert_eq!(fake.read("input"), "one\n");
}

#[test]
fn nothing_outlives_the_speech() {
    let fake = FakeSynthesizer::new(HANG);
    fake.say("one");
    let pipe = hanging(fake.folder.path());
    let FakeSynthesizer { folder, speech, .. } = fake;
    drop(speech);
    assert_dead(pipe);
    drop(folder);
}

#[test]
fn what_is_left_behind_is_ended_too() {
    // The one that stays holds the pipe open when the other ends.
    let stays = r#"(exec 3> "$1/alive"; sleep 60) &"#;
    let fake = FakeSynthesizer::new(&format!(r#"{stays} until [ -e "$1/end" ]; do :; done"#));
    fake.say("one");
    let pipe = hanging(fake.folder.path());
    fs::write(fake.folder.path().join("end"), "").expect("a file");
    fake.finish();
    assert_dead(pipe);
}

#[test]
fn one_that_hangs_is_stopped() {
    let fake = FakeSynthesizer::new(HANG);
    fake.say("one");
    let pipe = hanging(fake.folder.path());
    let stopped = "it did not come to an end and was stopped";
    assert_eq!(fake.news(), SpeechUpdate::Failed(stopped.to_owned()));
    assert_dead(pipe);
    fake.finish();
}

#[test]
fn one_that_fails_is_told_once() {
    let script = r#"[ -e "$1/good" ] || exit 3"#;
    let fake = FakeSynthesizer::new(script);
    fake.say("one");
    fake.say("two");
    assert_eq!(
        fake.news(),
        SpeechUpdate::Failed("sh failed with exit status: 3".to_owned())
    );
    fake.finish();
    fs::write(fake.folder.path().join("good"), "").expect("a file");
    fake.say("three");
    fake.finish();
    fs::remove_file(fake.folder.path().join("good")).expect("a file");
    fake.say("four");
    assert!(matches!(fake.news(), SpeechUpdate::Failed(_)));
}

#[test]
fn one_that_is_not_there_is_told() {
    let (send, news) = mpsc::channel();
    let voice = Synthesizer::of_command("/nowhere/to/be/found").expect("a command");
    let tell = move |news| drop(send.send(news));
    let speech = Speech::start(vec![voice], tell);
    let speech = speech.expect("a thread");
    say(&speech, "one", Instant::now() + SOON);
    let SpeechUpdate::Failed(reason) = news.recv_timeout(SOON).expect("news") else {
        panic!("it did not fail");
    };
    assert!(reason.starts_with("found can't be started: "), "{reason}");
}

#[test]
fn the_next_voice_stands_in() {
    let fake = FakeSynthesizer::with(&["exit 1", r#"cat >> "$1/input""#], "");
    fake.say("one");
    fake.say("two");
    fake.finish();
    assert_eq!(fake.read("input"), "one\ntwo\n");
}

#[test]
fn a_flood_drowns_nobody() {
    let flood = "dd if=/dev/zero bs=1000000 count=30; dd if=/dev/zero bs=1000000 count=30 >&2";
    let fake = FakeSynthesizer::new(&format!(r#"{flood}; cat > "$1/input""#));
    fake.say("one");
    fake.finish();
    assert_eq!(fake.read("input"), "one\n");
}

#[test]
fn one_that_does_not_listen_blocks_nobody() {
    let fake = FakeSynthesizer::new("exit 0");
    let long = "word ".repeat(100_000);
    fake.say(&long);
    fake.say(&long);
    fake.finish();
    let hangs = FakeSynthesizer::new(HANG);
    hangs.say(&long);
    let pipe = hanging(hangs.folder.path());
    hangs.speech.request(SpeechRequest::Hush);
    assert_dead(pipe);
}

#[test]
fn commands_are_read_as_a_shell_reads_them() {
    for wrong in ["", "  ", "''", "say 'unclosed", "say \"unclosed"] {
        assert!(Synthesizer::of_command(wrong).is_err(), "{wrong:?}");
    }
    let voice = Synthesizer::of_command("'/opt/my voice/say' -v \"Anna B\"").expect("a command");
    let (command, input) = voice.command("one", 1.0);
    assert_eq!(command.get_program(), "/opt/my voice/say");
    assert_eq!(command.get_args().collect::<Vec<_>>(), ["-v", "Anna B"]);
    assert_eq!(input.as_deref(), Some("one\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_voices_of_the_system_follow_the_volume_of_the_sounds() {
    let arguments = |decibels: f32| {
        let gain = 10_f32.powf(decibels / 20.0);
        let synthesizers = synthesizer::known(1.0);
        let commands = synthesizers
            .iter()
            .map(|voice| voice.command("one", gain).0);
        let words = |command: &std::process::Command| {
            let program = [command.get_program()].into_iter();
            let words = program.chain(command.get_args());
            words
                .map(|word| word.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        commands.map(|command| words(&command)).collect::<Vec<_>>()
    };
    assert_eq!(
        arguments(-10.0),
        [
            "espeak-ng -a 30 -b 1 --stdin",
            "espeak -a 30 -b 1 --stdin",
            "spd-say --wait --volume -70 -- one",
        ]
    );
    // At volume 100, at 50, at 25, at 25 while somebody dozes off, and at 1.
    let amplitudes = [(0.0, 90), (-20.0, 10), (-30.0, 4), (-36.0, 2), (-39.6, 2)];
    for (decibels, amplitude) in amplitudes {
        let wanted = format!("espeak-ng -a {amplitude} -b 1 --stdin");
        assert_eq!(arguments(decibels)[0], wanted);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_person_should_know_of_the_loudness_is_told() {
    let own = Synthesizer::of_command("espeak-ng -a 7").expect("a command");
    let (command, _) = own.command("one", 0.5);
    assert_eq!(command.get_args().collect::<Vec<_>>(), ["-a", "7"]);
    let own = "espeak-ng: nothing but itself sets how loud it is";
    let known = [
        "espeak-ng: about as loud as the sounds",
        "espeak: about as loud as the sounds",
        "spd-say: how loud it is depends on the voice that it is set to",
    ];
    let mut voices = synthesizer::known(1.0);
    voices.extend(Synthesizer::of_command("espeak-ng -a 7"));
    let about = |it: &Synthesizer| format!("{}: {}", it.program(), it.loudness);
    let about: Vec<_> = voices.iter().map(about).collect();
    assert_eq!(about, [&known[..], &[own]].concat());
}
