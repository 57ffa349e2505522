//! The ways to end a routine.

use super::state::State;

/// What ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Finish,
    Quit,
    Int,
    Term,
    Hup,
    SigQuit,
    StopAndContinue,
    TerminalClosed,
    StdinClosed,
    StdoutClosed,
    StderrClosed,
    SoundKilled,
    Panic,
}

impl Way {
    pub const ALL: [Self; 13] = [
        Self::Finish,
        Self::Quit,
        Self::Int,
        Self::Term,
        Self::Hup,
        Self::SigQuit,
        Self::StopAndContinue,
        Self::TerminalClosed,
        Self::StdinClosed,
        Self::StdoutClosed,
        Self::StderrClosed,
        Self::SoundKilled,
        Self::Panic,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Finish => "finish",
            Self::Quit => "q",
            Self::Int => "INT",
            Self::Term => "TERM",
            Self::Hup => "HUP",
            Self::SigQuit => "QUIT",
            Self::StopAndContinue => "TSTP, CONT, q",
            Self::TerminalClosed => "terminal closed",
            Self::StdinClosed => "stdin closed, TERM",
            Self::StdoutClosed => "stdout closed, q",
            Self::StderrClosed => "stderr closed, q",
            Self::SoundKilled => "sound killed, q",
            Self::Panic => "panic",
        }
    }

    /// Whether there is such a thing in a state.
    pub fn is_there(self, state: State) -> bool {
        use State::{CountIn, EditPrompt, Help, Paused, RestView};
        match self {
            // These are reached by keys.
            Self::StdinClosed => !matches!(state, Paused | CountIn | Help),
            // These are things of a screen.
            Self::StderrClosed => !matches!(state, Help | RestView),
            // The editor has no sound, and looks at no clock.
            Self::SoundKilled => state != EditPrompt,
            Self::Panic => cfg!(target_os = "linux") && state != EditPrompt,
            _ => true,
        }
    }

    /// What of the program's streams is closed when it starts.
    pub fn redirection(self) -> &'static str {
        match self {
            Self::StdinClosed => "<&-",
            Self::StdoutClosed => ">&-",
            Self::StderrClosed => "2>&-",
            _ => "",
        }
    }

    /// What the shell is to be told: a code, or 128 and the signal.
    pub fn code(self, state: State) -> i32 {
        match self {
            Self::Int => 130,
            Self::Term => 143,
            Self::Hup | Self::TerminalClosed => 129,
            Self::SigQuit => 131,
            // What was written is not valid, however the question is answered.
            _ if state == State::EditPrompt => 2,
            Self::StdinClosed => 143,
            Self::Finish => 0,
            Self::Panic => 101,
            Self::Quit
            | Self::StopAndContinue
            | Self::StdoutClosed
            | Self::StderrClosed
            | Self::SoundKilled => 3,
        }
    }

    /// What the journal is to say of it; `None` where it keeps nothing.
    pub fn outcome(self, state: State) -> Option<&'static str> {
        match (self, state) {
            (_, State::EditPrompt | State::RestView) => None,
            (Self::Finish, _) => Some("completed"),
            _ if self.code(state) == 3 => Some("quit"),
            _ => Some("interrupted"),
        }
    }
}
