//! Questions to the server and its answers, on the thread that asks.
//!
//! All that is ever said is a few questions around a cue, and nothing happens
//! here meanwhile. The crate's own client has a thread that every message wakes
//! twice, and 2 MiB to read into.

use std::ffi::CString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::process;
use std::time::{Duration, Instant};

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandReply, Descriptor, DescriptorFlags, Prop, Props,
    ProtocolError, SetClientNameReply, TagStructReader,
};

/// Answers are short, and so is what the server has to say unasked.
const READ_AHEAD: usize = 1024;
/// The channel of a message that is no sound.
const NO_SOUND: u32 = u32::MAX;

/// A connection on which somebody waits for each answer. After an error it is
/// of no use: half a message may be left on it.
pub(super) struct Wire {
    socket: BufReader<UnixStream>,
    /// The version of the protocol that both sides know.
    version: u16,
    /// The number of the next question.
    number: u32,
}

impl Wire {
    /// Tells the server who we are.
    pub(super) fn new(
        socket: UnixStream,
        cookie: Vec<u8>,
        limit: Duration,
    ) -> Result<Self, ProtocolError> {
        let mut wire = Self {
            socket: BufReader::with_capacity(READ_AHEAD, socket),
            version: protocol::MAX_VERSION,
            number: 0,
        };
        let greeting = Command::Auth(AuthParams {
            version: protocol::MAX_VERSION,
            cookie,
            ..AuthParams::default()
        });
        let reply: AuthReply = wire.ask(&greeting, limit)?;
        wire.version = reply.version.min(protocol::MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"legrest");
        if let Ok(id) = CString::new(process::id().to_string()) {
            props.set(Prop::ApplicationProcessId, id);
        }
        let _: SetClientNameReply = wire.ask(&Command::SetClientName(props), limit)?;
        Ok(wire)
    }

    /// Asks something, and waits for the answer.
    pub(super) fn ask<R: CommandReply>(
        &mut self,
        question: &Command,
        limit: Duration,
    ) -> Result<R, ProtocolError> {
        let deadline = Instant::now() + limit;
        let number = self.say(question, limit)?;
        loop {
            let left = left_until(deadline)?;
            self.socket.get_ref().set_read_timeout(Some(left))?;
            if let Some(answer) = self.hear(number)? {
                return Ok(answer);
            }
        }
    }

    /// Says something and waits for no answer; returns its number.
    pub(super) fn say(&mut self, what: &Command, limit: Duration) -> Result<u32, ProtocolError> {
        let number = self.number;
        // The highest number is that of what the server says unasked.
        self.number = (self.number + 1) % NO_SOUND;
        let socket = self.socket.get_mut();
        socket.set_write_timeout(Some(limit))?;
        let mut message = Vec::new();
        protocol::encode_command_message(&mut message, number, what, self.version)?;
        socket.write_all(&message)?;
        Ok(number)
    }

    /// Hands over a piece of sound.
    pub(super) fn give(
        &mut self,
        channel: u32,
        sound: &[u8],
        limit: Duration,
    ) -> Result<(), ProtocolError> {
        let length = u32::try_from(sound.len())
            .map_err(|_| ProtocolError::Invalid("too much sound at a time".to_owned()))?;
        let head = Descriptor {
            length,
            channel,
            offset: 0,
            flags: DescriptorFlags::empty(),
        };
        let mut message = Vec::with_capacity(protocol::DESCRIPTOR_SIZE + sound.len());
        protocol::write_descriptor(&mut message, &head)?;
        message.extend_from_slice(sound);
        let socket = self.socket.get_mut();
        socket.set_write_timeout(Some(limit))?;
        Ok(socket.write_all(&message)?)
    }

    /// Reads one message; `None` where it is not the answer to that question.
    fn hear<R: CommandReply>(&mut self, number: u32) -> Result<Option<R>, ProtocolError> {
        let head = protocol::read_descriptor(&mut self.socket)?;
        let mut message = (&mut self.socket).take(head.length.into());
        let answer = if head.channel == NO_SOUND {
            answer_to(number, &mut message, self.version)
        } else {
            Ok(None)
        };
        let read = io::copy(&mut message, &mut io::sink());
        let answer = answer?;
        read?;
        if message.limit() > 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        Ok(answer)
    }
}

/// What a message says to a question, if it is an answer to it.
fn answer_to<R: CommandReply>(
    number: u32,
    message: &mut impl BufRead,
    version: u16,
) -> Result<Option<R>, ProtocolError> {
    match Command::read_tag_prefixed(message, version) {
        Ok((about, Command::Reply)) if about == number => {
            TagStructReader::new(message, version).read().map(Some)
        }
        Ok((about, Command::Error(error))) if about == number => {
            Err(ProtocolError::ServerError(error))
        }
        Err(error @ ProtocolError::Io(_)) => Err(error),
        // News: that there is room for more sound, that a stream was moved. Newer
        // servers may have some that the crate does not know.
        Ok(_) | Err(_) => Ok(None),
    }
}

/// How long it is until then; an error where it is over.
fn left_until(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    Ok(left)
}
