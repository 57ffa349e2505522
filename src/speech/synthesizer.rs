//! Which program speaks, and how it gets the text: as an argument or on
//! standard input, and never through a shell.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::child::{self, Process};

/// Stands for the text among the arguments.
const TEXT: &str = "{}";
/// A pipe takes 4096 bytes at once on every system, so that a program that never
/// reads can't block us. One is for the line break; the rest is minutes of speech.
const MAX_BYTES: usize = 4095;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Synthesizer {
    program: PathBuf,
    arguments: Vec<String>,
    /// The arguments with which the same program cancels what it passed on.
    cancel: Option<&'static str>,
    /// What a person should know of how loud it is.
    pub(crate) loudness: &'static str,
}

impl Synthesizer {
    /// A command of the person's own. A word that is `{}` is replaced by the text;
    /// without one, the text goes to standard input.
    pub(crate) fn of_command(command: &str) -> Result<Self, String> {
        let words = child::words(command).unwrap_or_default();
        let mut words = words.into_iter();
        let program = words.next().filter(|program| !program.is_empty());
        let program = program.ok_or("a program and its arguments, each quote closed")?;
        Ok(Self {
            program: program.into(),
            arguments: words.collect(),
            cancel: None,
            loudness: "nothing but itself sets how loud it is",
        })
    }

    /// The synthesizers of this system, best first.
    pub(crate) fn of_system() -> Vec<Self> {
        let mut voices = known(1.0);
        voices.retain_mut(|voice| {
            let found = child::find(&voice.program);
            found.map(|path| voice.program = path).is_some()
        });
        voices
    }

    pub(crate) fn program(&self) -> String {
        let name = self.program.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    pub(super) fn say(&self, text: &str, gain: f32) -> Result<Process, String> {
        let (mut command, input) = self.command(text, gain);
        let mut process = Process::start(&mut command, self.program())?;
        if let (Some(mut stdin), Some(input)) = (process.stdin(), input) {
            // A program that doesn't read reports by its exit status.
            let _ = stdin.write_all(input.as_bytes());
        }
        Ok(process)
    }

    /// Cancels what the program passed on to another one, where it does so.
    pub(super) fn cancel(&self) -> Option<Process> {
        let mut command = Command::new(&self.program);
        command.arg(self.cancel?).stdin(Stdio::null());
        Process::start(&mut command, self.program()).ok()
    }

    /// The command that says a text, and what goes to its standard input.
    pub(super) fn command(&self, text: &str, gain: f32) -> (Command, Option<String>) {
        let text = shortened(text);
        let mut command = child::command(&self.program);
        let is_self =
            |it: &Self| self.program.ends_with(&it.program) && it.loudness == self.loudness;
        let known = known(gain).into_iter().find(is_self);
        let arguments = known.map_or_else(|| self.arguments.clone(), |it| it.arguments);
        if !arguments.iter().any(|argument| argument == TEXT) {
            command.args(arguments).stdin(Stdio::piped());
            return (command, Some(format!("{text}\n")));
        }
        // With a space before it, which is not heard, no program takes the text
        // for an option or a file.
        let space = [" ", ""][usize::from(text.starts_with(char::is_alphanumeric))];
        let text = format!("{space}{text}");
        let arguments = arguments.iter();
        command.args(arguments.map(|word| if word == TEXT { &text } else { word }));
        command.stdin(Stdio::null());
        (command, None)
    }

    fn new(program: &str, arguments: &[&str]) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            cancel: None,
            loudness: "about as loud as the sounds",
        }
    }
}

/// Every program for this system, best first, as loud as sounds with this factor.
pub(super) fn known(gain: f32) -> Vec<Synthesizer> {
    if cfg!(windows) {
        // The text is read as data; the script is always the same.
        let volume = (100.0 * gain).ceil();
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
        let volume = format!("[[volm {gain}]]");
        return vec![Synthesizer::new("say", &[&volume, TEXT])];
    }
    // It speaks at -20.5 LUFS with 100, and is to be at -21.5 where the sounds are
    // at -23.5. It makes 55 steps of 100, and rounding the samples takes 0.4 away.
    let steps = (48.7 * gain + 0.4).round().max(1.0);
    let amplitude = (steps / 0.55).ceil();
    // From -100 to 100, of which espeak-ng, the usual one behind it, makes 0 to 200.
    let relative = (amplitude - 100.0).to_string();
    let amplitude = amplitude.to_string();
    let espeak = ["-a", &amplitude, "-b", "1", "--stdin"];
    let speech_dispatcher = Synthesizer {
        cancel: Some("--cancel"),
        loudness: "how loud it is depends on the voice that it is set to",
        ..Synthesizer::new("spd-say", &["--wait", "--volume", &relative, "--", TEXT])
    };
    vec![
        Synthesizer::new("espeak-ng", &espeak),
        Synthesizer::new("espeak", &espeak),
        speech_dispatcher,
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
