//! Why a command could not do what it was asked, and what that means for the
//! exit code.

use std::fmt;
use std::io;

use crate::diagnostic::{Findings, printable};

/// What went wrong.
#[derive(Debug)]
pub enum Error {
    /// The person asked for something that makes no sense: exit code 2.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// A routine that is not valid: exit code 2.
    Invalid(Findings),
    /// It could not be done: exit code 1.
    Failed {
        /// What went wrong.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// Nobody reads our output any more, which is no failure.
    BrokenPipe,
}

impl Error {
    /// Wrong usage, without advice yet.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            help: None,
        }
    }

    /// A failure, without advice yet.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed {
            message: message.into(),
            help: None,
        }
    }

    /// The error in one line, where it stops nothing.
    #[must_use]
    pub fn as_warning(&self) -> String {
        let text = self.to_string().replacen("error: ", "warning: ", 1);
        text.replace("\n  help: ", "; ")
    }

    /// The same error with advice.
    #[must_use]
    pub fn with_help(mut self, advice: impl Into<String>) -> Self {
        if let Self::Usage { help, .. } | Self::Failed { help, .. } = &mut self {
            *help = Some(advice.into());
        }
        self
    }
}

impl Error {
    /// The same error, after something else has been done.
    #[must_use]
    pub fn after(mut self, done: &str) -> Self {
        if let Self::Usage { message, .. } | Self::Failed { message, .. } = &mut self {
            *message = format!("{done}; {message}");
        }
        self
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::BrokenPipe;
        }
        Self::failed(error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(findings) => f.write_str(&findings.draw(false, 100)),
            Self::Usage { message, help } | Self::Failed { message, help } => {
                write!(f, "error: {}", printable(message))?;
                match help {
                    Some(help) => write!(f, "\n  help: {}", printable(help)),
                    None => Ok(()),
                }
            }
            Self::BrokenPipe => f.write_str("error: nobody reads the output"),
        }
    }
}
