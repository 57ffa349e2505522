//! Questions to the server and its answers, on the thread that asks.
//!
//! All that is ever said is a few questions around a cue, and nothing happens
//! here meanwhile. The crate's own client has a thread that every message wakes
//! twice, and 2 MiB to read into.
//!
//! The server may be anything that listens where a server was named. So a
//! message is received whole before it is read, none is longer than [`LONGEST`],
//! and a deadline holds for all that belongs to a question.

use std::collections::VecDeque;
use std::ffi::CString;
use std::io;
use std::process;
use std::time::Instant;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandTag, Descriptor, DescriptorFlags, Prop, Props,
    ProtocolError, TagStructReader,
};

use super::socket::Socket;

/// The longest message, in bytes. Answers are short, and so is what a server has
/// to say unasked.
const LONGEST: usize = 64 << 10;
/// As many messages that nobody asked for may come before an answer. Between two
/// cues there are a few.
const MOST_NEWS: usize = 1000;
/// How much is received at a time.
const PIECE: usize = 1 << 10;
/// The channel of a message that is no sound.
const NO_SOUND: u32 = u32::MAX;

/// A connection on which somebody waits for each answer. After an error it is
/// of no use: half a message may be left on it.
pub(super) struct Wire {
    socket: Socket,
    /// What was received and not read.
    received: VecDeque<u8>,
    /// The version of the protocol that both sides know.
    version: u16,
    /// The number of the next question.
    number: u32,
}

/// The fields of an answer.
pub(super) struct Fields {
    bytes: Vec<u8>,
    read: usize,
    version: u16,
}

impl Wire {
    /// Tells the server who we are.
    pub(super) fn new(
        socket: Socket,
        cookie: Vec<u8>,
        deadline: Instant,
    ) -> Result<Self, ProtocolError> {
        let mut wire = Self {
            socket,
            received: VecDeque::new(),
            version: protocol::MAX_VERSION,
            number: 0,
        };
        let greeting = Command::Auth(AuthParams {
            version: protocol::MAX_VERSION,
            cookie,
            ..AuthParams::default()
        });
        let mut answer = wire.ask(&greeting, deadline)?;
        let version = answer.next(|fields| Ok(fields.read::<AuthReply>()?.version))?;
        wire.version = version.min(protocol::MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"legrest");
        if let Ok(id) = CString::new(process::id().to_string()) {
            props.set(Prop::ApplicationProcessId, id);
        }
        wire.ask(&Command::SetClientName(props), deadline)?;
        Ok(wire)
    }

    /// Asks something, and waits for the answer.
    pub(super) fn ask(
        &mut self,
        question: &Command,
        deadline: Instant,
    ) -> Result<Fields, ProtocolError> {
        let number = self.say(question, deadline)?;
        for _ in 0..MOST_NEWS {
            if let Some(answer) = self.hear(number, deadline)? {
                return Ok(answer);
            }
        }
        Err(ProtocolError::Invalid("no answer but news".to_owned()))
    }

    /// Says something and waits for no answer; returns its number.
    pub(super) fn say(&mut self, what: &Command, deadline: Instant) -> Result<u32, ProtocolError> {
        let number = self.number;
        // The highest number is that of what the server says unasked.
        self.number = (self.number + 1) % NO_SOUND;
        let mut message = Vec::new();
        protocol::encode_command_message(&mut message, number, what, self.version)?;
        self.socket.send(&message, deadline)?;
        Ok(number)
    }

    /// Hands over a piece of sound.
    pub(super) fn give(
        &mut self,
        channel: u32,
        sound: &[u8],
        deadline: Instant,
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
        Ok(self.socket.send(&message, deadline)?)
    }

    /// Receives one message; `None` where it is not the answer to that question.
    fn hear(&mut self, number: u32, deadline: Instant) -> Result<Option<Fields>, ProtocolError> {
        let head = self.receive(protocol::DESCRIPTOR_SIZE, deadline)?;
        let head = protocol::read_descriptor(&mut &head[..])?;
        let length = usize::try_from(head.length).unwrap_or(usize::MAX);
        if length > LONGEST {
            return Err(ProtocolError::Invalid(format!("{length} bytes long")));
        }
        let mut message = Fields {
            bytes: self.receive(length, deadline)?,
            read: 0,
            version: self.version,
        };
        // News: that there is room for more sound, that a stream was moved.
        if head.channel != NO_SOUND {
            return Ok(None);
        }
        let (kind, about) = message.next(|fields| Ok((fields.read_u32()?, fields.read_u32()?)))?;
        if about != number {
            return Ok(None);
        }
        if kind == CommandTag::Error as u32 {
            return message.next(|fields| Err(ProtocolError::ServerError(fields.read_enum()?)));
        }
        Ok((kind == CommandTag::Reply as u32).then_some(message))
    }

    /// Receives so many bytes.
    fn receive(&mut self, count: usize, deadline: Instant) -> io::Result<Vec<u8>> {
        let mut piece = [0; PIECE];
        while self.received.len() < count {
            let received = self.socket.receive(&mut piece, deadline)?;
            self.received.extend(&piece[..received]);
        }
        Ok(self.received.drain(..count).collect())
    }
}

impl Fields {
    /// Reads what comes next.
    ///
    /// Nothing may be read that holds a property list or a moment: the crate
    /// takes as much memory for the one as the server says, and calculates the
    /// other without a look at its range.
    pub(super) fn next<T>(
        &mut self,
        read: impl FnOnce(&mut TagStructReader) -> Result<T, ProtocolError>,
    ) -> Result<T, ProtocolError> {
        let mut left = &self.bytes[self.read.min(self.bytes.len())..];
        let value = read(&mut TagStructReader::new(&mut left, self.version));
        self.read = self.bytes.len() - left.len();
        value
    }

    /// Passes over so many bytes.
    pub(super) fn pass(&mut self, count: usize) {
        self.read += count;
    }
}
