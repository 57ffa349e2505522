//! Which program speaks, and how it gets the text: as an argument or on
//! standard input, and never through a shell.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::child::{self, Process};

/// Stands for the text among the arguments.
const TEXT: &str = "{}";
/// The volume at which a synthesizer is as loud as by its own default.
const DEFAULT_VOLUME: i16 = 60;
/// A pipe takes 4096 bytes at once on every system, so that a program that never
/// reads can't block us. One is for the line break; the rest is minutes of speech.
const MAX_BYTES: usize = 4095;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Synthesizer {
    program: PathBuf,
    arguments: Vec<String>,
    /// The arguments with which the same program cancels what it passed on.
    cancel: Option<&'static str>,
}

impl Synthesizer {
    /// A command of the person's own: words as a shell would read them. A word
    /// that is `{}` is replaced by the text; without one, the text goes to
    /// standard input.
    pub(crate) fn of_command(command: &str) -> Result<Self, String> {
        let words = shlex::split(command).unwrap_or_default();
        let mut words = words.into_iter();
        let program = words.next().filter(|program| !program.is_empty());
        let program = program.ok_or("a program and its arguments, each quote closed")?;
        Ok(Self {
            program: program.into(),
            arguments: words.collect(),
            cancel: None,
        })
    }

    /// The synthesizers of this system, best first, at a volume from 0 to 100.
    pub(crate) fn of_system(volume: u8) -> Vec<Self> {
        let mut voices = known(volume);
        voices.retain_mut(|voice| {
            let found = child::find(&voice.program);
            found.map(|path| voice.program = path).is_some()
        });
        voices
    }

    /// What to do where [`of_system`](Self::of_system) finds none.
    pub(crate) fn how_to_get_one() -> &'static str {
        if cfg!(target_os = "linux") {
            "install espeak-ng or speech-dispatcher"
        } else {
            "this system has none that legrest knows"
        }
    }

    fn program(&self) -> String {
        let name = self.program.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    pub(super) fn say(&self, text: &str) -> Result<Process, String> {
        let (mut command, input) = self.command(text);
        let mut process = Process::start(&mut command, self.program())?;
        if let (Some(mut stdin), Some(input)) = (process.stdin(), input) {
            // A program that doesn't read reports by its exit status.
            let _ = stdin.write_all(input.as_bytes());
        }
        Ok(process)
    }

    /// Cancels what the program passed on to another one, where it works like
    /// that.
    pub(super) fn cancel(&self) -> Option<Process> {
        let mut command = Command::new(&self.program);
        command.arg(self.cancel?).stdin(Stdio::null());
        Process::start(&mut command, self.program()).ok()
    }

    /// The command that says a text, and what goes to its standard input.
    pub(super) fn command(&self, text: &str) -> (Command, Option<String>) {
        let text = shortened(text);
        let mut command = Command::new(&self.program);
        if !self.arguments.iter().any(|argument| argument == TEXT) {
            command.args(&self.arguments).stdin(Stdio::piped());
            return (command, Some(format!("{text}\n")));
        }
        // With a space before it, which is not heard, no program takes the text
        // for an option or a file.
        let space = if text.starts_with(char::is_alphanumeric) {
            ""
        } else {
            " "
        };
        let text = format!("{space}{text}");
        let arguments = self.arguments.iter();
        command.args(arguments.map(|word| if word == TEXT { &text } else { word }));
        command.stdin(Stdio::null());
        (command, None)
    }

    fn new(program: &str, arguments: &[&str]) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            cancel: None,
        }
    }
}

/// Every program for this system that can be used.
pub(super) fn known(volume: u8) -> Vec<Synthesizer> {
    if cfg!(windows) {
        // The text is read as data; the script is always the same.
        let script = format!(
            "Add-Type -AssemblyName System.Speech; \
             $in = [IO.StreamReader]::new([Console]::OpenStandardInput(), [Text.Encoding]::UTF8); \
             $voice = [System.Speech.Synthesis.SpeechSynthesizer]::new(); \
             $voice.Volume = {volume}; \
             $voice.Speak($in.ReadToEnd())"
        );
        let arguments = ["-NoProfile", "-NonInteractive", "-Command", &script];
        return vec![Synthesizer::new("powershell.exe", &arguments)];
    }
    if cfg!(target_os = "macos") {
        return vec![Synthesizer::new("say", &["-f", "-"])];
    }
    // From 0 to 200, where 100 is the program's own default.
    let amplitude = (i16::from(volume) * 100 / DEFAULT_VOLUME).min(200);
    // From -100 to 100, where 100 is usual.
    let of_usual = (amplitude.min(100) * 2 - 100).to_string();
    let amplitude = amplitude.to_string();
    let espeak = ["-a", &amplitude, "-b", "1", "--stdin"];
    let speech_dispatcher = Synthesizer {
        cancel: Some("--cancel"),
        ..Synthesizer::new("spd-say", &["--wait", "--volume", &of_usual, "--", TEXT])
    };
    vec![
        speech_dispatcher,
        Synthesizer::new("espeak-ng", &espeak),
        Synthesizer::new("espeak", &espeak),
    ]
}

/// As much of the text as can be written at once, up to the end of a word.
fn shortened(text: &str) -> &str {
    if text.len() <= MAX_BYTES {
        return text;
    }
    let cut = &text[..text.floor_char_boundary(MAX_BYTES)];
    cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole)
}
