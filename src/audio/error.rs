//! Why there is no sound.

#![allow(
    dead_code,
    reason = "each system has its own ways to be silent, and some causes are never met there"
)]

use std::fmt;

/// Why there is no sound. Its text is what a person reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AudioError {
    /// Nothing listens where a sound server should: the path of a socket, or an
    /// address.
    NoServer(String),
    /// The person has named only servers of other machines, as here.
    OnOtherMachine(String),
    /// There is a server at an address, to which no connection can be made.
    Unreachable(String, ServerError),
    /// What the server did instead of what it was asked for, and why.
    Server(&'static str, ServerError),
    /// The server tells of a stream that is where no stream can be.
    AtOddsWithClock,
    /// A stream that should play does not move on.
    StandsStill,
    /// What the device or its driver says.
    Device(String),
    /// No backend of this system works; each says why.
    NoBackend(Vec<Self>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ServerError {
    Timeout,
    /// The server closed the connection before it answered.
    HungUp,
    /// The connection broke.
    Gone,
    /// This program could not prove whose it is.
    AccessDenied,
    Refused(String),
    /// The answer is not in the protocol.
    Nonsense,
    /// What the system says of the connection.
    System(String),
}

impl fmt::Display for AudioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer(address) => write!(f, "no PulseAudio or PipeWire server at {address}"),
            Self::OnOtherMachine(server) => write!(
                f,
                "the sound server is set to \"{server}\", and only one on this machine is used, \
                 as unix:/PATH or tcp:127.0.0.1:PORT"
            ),
            Self::Unreachable(address, ServerError::Timeout) => {
                write!(f, "the sound server at {address} doesn't answer")
            }
            Self::Unreachable(address, cause) => {
                write!(f, "the sound server at {address} can't be reached: {cause}")
            }
            Self::Server(failed, cause) => write!(f, "the sound server {failed}: {cause}"),
            Self::AtOddsWithClock => f.write_str("the sound server is at odds with the clock"),
            Self::StandsStill => {
                f.write_str("the sound server plays nothing; is its output suspended?")
            }
            Self::Device(reason) => f.write_str(reason),
            Self::NoBackend(reasons) => {
                let reasons: Vec<String> = reasons.iter().map(Self::to_string).collect();
                f.write_str(&reasons.join("; "))
            }
        }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "it doesn't answer",
            Self::HungUp => "it hung up",
            Self::Gone => "it is gone",
            Self::AccessDenied => {
                "it lets in only who has its cookie; PULSE_COOKIE says where that is"
            }
            Self::Nonsense => "what it says makes no sense",
            Self::Refused(reason) | Self::System(reason) => reason,
        })
    }
}
