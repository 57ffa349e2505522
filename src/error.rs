//! Why a command could not do what it was asked, and what to do about it.

use std::fmt;
use std::io;

use crate::diagnostic::{Findings, printable};
use crate::exit;

#[derive(Debug)]
pub struct Error {
    /// What the program exits with.
    pub code: u8,
    message: String,
    help: Option<String>,
    /// What is wrong with a routine or a config file; rare, and large.
    findings: Option<Box<Findings>>,
}

impl Error {
    fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            findings: None,
        }
    }

    /// The person asked for something that makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(exit::USAGE, message)
    }

    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(exit::FAILED, message)
    }

    /// A file can't be written.
    pub fn cant_write(error: io::Error) -> Self {
        Self::from(error).with_help("is the folder yours, and is there room on the disk?")
    }

    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same error, with what was done before it at the beginning of its message.
    pub fn after(mut self, done: &str) -> Self {
        self.message = format!("{done}; {}", self.message);
        self
    }

    /// Message and help in one line, for a warning.
    pub fn in_one_line(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// The error as a terminal shows it, for a window of so many columns.
    pub fn draw(&self, colour: bool, columns: usize) -> String {
        if let Some(findings) = &self.findings {
            return findings.draw(colour, columns);
        }
        let message = printable(&self.message);
        match self.help.as_deref().map(printable) {
            Some(help) => format!("error: {message}\n  help: {help}"),
            None => format!("error: {message}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<Findings> for Error {
    fn from(findings: Findings) -> Self {
        let message = format!("{} is not valid", findings.file);
        Self {
            findings: Some(Box::new(findings)),
            ..Self::usage(message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problem;

    fn findings() -> Findings {
        Findings {
            file: "my.toml".to_owned(),
            text: "hold = 30".to_owned(),
            problems: vec![Problem::at("tempo-own", 7..9, &[])],
        }
    }

    #[test]
    fn every_kind_has_a_message_of_its_own_without_a_head() {
        let denied = io::Error::other("a.toml: no");
        for (error, message, code) in [
            (Error::usage("no such step"), "no such step", 2),
            (Error::from(findings()), "my.toml is not valid", 2),
            (
                Error::failed("no folder").with_help("set it"),
                "no folder",
                1,
            ),
            (
                Error::from(denied).after("a is written"),
                "a is written; a.toml: no",
                1,
            ),
        ] {
            assert_eq!(error.to_string(), message);
            assert_eq!(error.code, code, "{message}");
        }
    }

    #[test]
    fn the_drawing_adds_head_and_help_and_steers_no_terminal() {
        let error = Error::failed("a\u{1b}[2Jb\nc").with_help("d\u{7}e");
        assert_eq!(
            error.draw(true, 40),
            "error: a\\u{1b}[2Jb\\nc\n  help: d\\u{7}e"
        );
        assert_eq!(error.in_one_line(), "a\u{1b}[2Jb\nc; d\u{7}e");
        assert_eq!(Error::usage("x").draw(false, 40), "error: x");
        let invalid = Error::from(findings());
        for colour in [false, true] {
            let drawn = findings().draw(colour, 60);
            assert_eq!(invalid.draw(colour, 60), drawn);
        }
    }
}
