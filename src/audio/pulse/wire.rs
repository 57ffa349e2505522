//! Requests to the server and its replies, on the calling thread.
//!
//! There are only a few around a cue. The crate's own client has a thread that
//! every message wakes twice, and a receive buffer of 2 MiB.
//!
//! The other side may be any program that listens at the address. So a message
//! is received whole before it is parsed, none is longer than [`MAX_MESSAGE`], and
//! a deadline holds for everything that belongs to a request.

use std::cell::Cell;
use std::ffi::CString;
use std::io::Cursor;
use std::process;
use std::time::Instant;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandTag, Descriptor, DescriptorFlags, Prop, Props,
    ProtocolError, TagStructReader,
};

use super::socket::Socket;

/// The longest message, in bytes. All that come are short.
const MAX_MESSAGE: usize = 64 << 10;
/// How many messages that were not requested may come before a reply: a few do.
const MAX_NOTIFICATIONS: usize = 1000;
/// The channel of messages other than samples.
const CONTROL_CHANNEL: u32 = u32::MAX;

pub(super) type Result<T> = std::result::Result<T, ProtocolError>;

/// A connection, of no use after an error, when half a message may be left on it.
pub(super) struct Wire {
    socket: Socket,
    version: u16,
    number: Cell<u32>,
}

pub(super) struct ReplyFields {
    pub(super) bytes: Cursor<Vec<u8>>,
    version: u16,
}

impl Wire {
    pub(super) fn new(socket: Socket, cookie: Vec<u8>, deadline: Instant) -> Result<Self> {
        let mut wire = Self {
            socket,
            version: protocol::MAX_VERSION,
            number: Cell::new(0),
        };
        let greeting = Command::Auth(AuthParams {
            version: protocol::MAX_VERSION,
            cookie,
            ..AuthParams::default()
        });
        let mut reply = wire.ask(&greeting, deadline)?;
        let version = reply.parse(|fields| Ok(fields.read::<AuthReply>()?.version))?;
        wire.version = version.min(protocol::MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"legrest");
        if let Ok(id) = CString::new(process::id().to_string()) {
            props.set(Prop::ApplicationProcessId, id);
        }
        wire.ask(&Command::SetClientName(props), deadline)?;
        Ok(wire)
    }

    pub(super) fn ask(&self, request: &Command, deadline: Instant) -> Result<ReplyFields> {
        let number = self.send(request, deadline)?;
        let mut news = (0..MAX_NOTIFICATIONS).map(|_| self.receive_reply(number, deadline));
        let no_reply = || Err(ProtocolError::Invalid("no reply but news".to_owned()));
        news.find_map(Result::transpose).unwrap_or_else(no_reply)
    }

    /// Sends a request without waiting for its reply; returns its number.
    pub(super) fn send(&self, what: &Command, deadline: Instant) -> Result<u32> {
        let number = self.number.get();
        // The highest number marks messages that were not requested.
        self.number.set((number + 1) % CONTROL_CHANNEL);
        let mut message = Vec::new();
        protocol::encode_command_message(&mut message, number, what, self.version)?;
        self.socket.send(&message, deadline)?;
        Ok(number)
    }

    pub(super) fn write_samples(
        &self,
        channel: u32,
        sound: &[u8],
        deadline: Instant,
    ) -> Result<()> {
        let head = Descriptor {
            length: u32::try_from(sound.len()).unwrap_or(u32::MAX),
            channel,
            offset: 0,
            flags: DescriptorFlags::empty(),
        };
        let mut message = Vec::with_capacity(protocol::DESCRIPTOR_SIZE + sound.len());
        protocol::write_descriptor(&mut message, &head)?;
        message.extend_from_slice(sound);
        Ok(self.socket.send(&message, deadline)?)
    }

    /// Receives one message; `None` if it is not the reply to that request.
    fn receive_reply(&self, number: u32, deadline: Instant) -> Result<Option<ReplyFields>> {
        let head = self.socket.receive(protocol::DESCRIPTOR_SIZE, deadline)?;
        let head = protocol::read_descriptor(&mut &head[..])?;
        let length = usize::try_from(head.length).unwrap_or(usize::MAX);
        if length > MAX_MESSAGE {
            return Err(ProtocolError::Invalid(format!("{length} bytes long")));
        }
        let mut message = ReplyFields {
            bytes: Cursor::new(self.socket.receive(length, deadline)?),
            version: self.version,
        };
        // A notification: there is room for samples, or a stream was moved.
        if head.channel != CONTROL_CHANNEL {
            return Ok(None);
        }
        let (kind, about) = message.parse(|fields| Ok((fields.read_u32()?, fields.read_u32()?)))?;
        if about != number {
            return Ok(None);
        }
        if kind == CommandTag::Error as u32 {
            return message.parse(|fields| Err(ProtocolError::ServerError(fields.read_enum()?)));
        }
        Ok((kind == CommandTag::Reply as u32).then_some(message))
    }
}

impl ReplyFields {
    /// Parses the next fields: no property lists, for which the crate allocates as
    /// much memory as the server says, and no times, whose range it doesn't check.
    pub(super) fn parse<T>(
        &mut self,
        read: impl FnOnce(&mut TagStructReader) -> Result<T>,
    ) -> Result<T> {
        read(&mut TagStructReader::new(&mut self.bytes, self.version))
    }
}
