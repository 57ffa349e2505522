//! Sound by way of the protocol of `PulseAudio`, which `PipeWire` speaks as well.

mod client;
mod socket;
#[cfg(test)]
mod tests;
mod wire;

use std::cell::Cell;
use std::ffi::{CString, OsStr};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    self, ChannelMap, Command, LatencyParams, PlaybackStreamParams, ProtocolError, PulseError,
    SampleSpec, ServerInfo,
};
use symphonia::core::conv::FromSample;

use super::backend::{Backend, Connected, Stream, StreamPosition, samples};
use super::queue::SampleQueue;
use crate::clip::RATE;
use crate::text::fit;
use wire::Wire;

const BYTES_PER_SAMPLE: u32 = 2;

const CHUNK: usize = 4 << 10;

const CLOSE_TIMEOUT: Duration = Duration::from_millis(100);

/// How much sound the server is asked to hand to the device at a time.
const LATENCY: Duration = Duration::from_millis(30);

/// How much sound the server buffers: all of a cue and the silence before it.
const BUFFER_LENGTH: Duration = Duration::from_secs(16);

/// The silence after a sound that starts a stream. A server that plays whole
/// blocks would otherwise keep the end of the sound.
const TAIL: Duration = Duration::from_millis(200);

/// How far a stream can be from its position by the clock. By a report of more, a
/// cue would come years later, or need years of silence.
const MAX_DEVIATION: Duration = Duration::from_secs(30);

/// A connection to the sound server. It costs nothing while nothing sounds.
pub(super) struct Pulse {
    wire: Rc<Wire>,
    /// The sink that the person has named for all programs.
    sink: Option<CString>,
    streams: Cell<u32>,
}

impl Pulse {
    /// Connects to the server of this user, which must reply within `limit`.
    pub(super) fn connect(limit: Duration) -> Result<Connected, String> {
        let deadline = Instant::now() + limit;
        let server = client::setting("PULSE_SERVER", "default-server");
        let server = server.as_deref().map(OsStr::to_string_lossy);
        let socket = socket::connect(server.as_deref(), deadline)?;
        let refused = failed("refuses");
        let wire = Wire::new(socket, client::cookie(), deadline).map_err(refused)?;
        let sink = client::setting("PULSE_SINK", "default-sink");
        let mut sink = sink.and_then(|name| CString::new(name.into_encoded_bytes()).ok());
        let mut warning = None;
        if let Some(name) = &sink {
            match wire.ask(&Command::LookupSink(name.clone()), deadline) {
                Ok(_) => {}
                // The connection stays usable.
                Err(ProtocolError::ServerError(_)) => {
                    warning = Some(format!(
                        "the sound server has no sink \"{}\" (PULSE_SINK, or default-sink \
                         in client.conf), going on with its default one",
                        cut(&name.to_string_lossy())
                    ));
                    sink = None;
                }
                Err(error) => return Err(refused(error)),
            }
        }
        let pulse = Self {
            wire: Rc::new(wire),
            sink,
            streams: Cell::new(0),
        };
        Ok((Box::new(pulse), warning))
    }

    /// Opens a stream; returns it with the name of its sink.
    fn create(&self, with_sound: bool, deadline: Instant) -> wire::Result<(PulseStream, String)> {
        let number = self.streams.replace(self.streams.get().wrapping_add(1));
        let params = PlaybackStreamParams {
            sample_spec: SampleSpec {
                format: protocol::SampleFormat::S16Le,
                channels: 1,
                sample_rate: RATE,
            },
            channel_map: ChannelMap::mono(),
            // Without one the server remembers where the person has moved an
            // earlier stream, which naming the default would undo.
            sink_name: self.sink.clone(),
            buffer_attr: BufferAttr {
                target_length: bytes(BUFFER_LENGTH),
                // The server gives the device half of what these leave.
                minimum_request_length: bytes(BUFFER_LENGTH.saturating_sub(LATENCY * 2) / 2),
                // With zero the stream runs at once, silent without samples, so
                // that each sample has its moment from the beginning.
                pre_buffering: if with_sound { BYTES_PER_SAMPLE } else { 0 },
                ..BufferAttr::default()
            },
            // Streams with the same number would have to begin together.
            sync_id: number,
            // Our loudness is in the samples. The volume of the stream is what the
            // person has set, and a server with flat volumes would even turn up the
            // whole sink.
            cvolume: None,
            flags: StreamFlags {
                adjust_latency: true,
                ..StreamFlags::default()
            },
            ..PlaybackStreamParams::default()
        };
        let mut reply = self
            .wire
            .ask(&Command::CreatePlaybackStream(params), deadline)?;
        let opened = Instant::now();
        let (channel, sink) = reply.parse(|fields| {
            let channel = fields.read_u32()?;
            // The index of the stream, the requested length, and four buffer
            // lengths.
            for _ in 0..6 {
                fields.read_u32()?;
            }
            fields.read::<SampleSpec>()?;
            fields.read::<ChannelMap>()?;
            // On PipeWire there may be no sink yet.
            fields.read_u32()?;
            Ok((channel, fields.read_string()?))
        })?;
        let stream = PulseStream {
            wire: Rc::clone(&self.wire),
            channel,
            opened,
            queue: SampleQueue::default(),
            tail: Cell::new(with_sound),
        };
        Ok((stream, display_name(sink)))
    }
}

impl Backend for Pulse {
    /// Only a stream knows its sink: the person may have moved an earlier one.
    fn name(&self, limit: Duration) -> String {
        let deadline = Instant::now() + limit;
        let info = self.wire.ask(&Command::GetServerInfo, deadline);
        let name = info
            .and_then(|mut info| info.parse(|fields| Ok(fields.read::<ServerInfo>()?.server_name)));
        let server = name.map_or("a sound server".to_owned(), display_name);
        match self.create(false, deadline) {
            Ok((_, sink)) => format!("{server}, to {sink}"),
            Err(_) => server,
        }
    }

    fn open(&self, with_sound: bool, limit: Duration) -> Result<Box<dyn Stream>, String> {
        let created = self.create(with_sound, Instant::now() + limit);
        let (stream, _) = created.map_err(failed("opens no stream"))?;
        Ok(Box::new(stream))
    }
}

struct PulseStream {
    wire: Rc<Wire>,
    channel: u32,
    opened: Instant,
    queue: SampleQueue,
    /// Silence is to be sent after the next sound.
    tail: Cell<bool>,
}

impl Stream for PulseStream {
    fn queue(&self) -> &SampleQueue {
        &self.queue
    }

    /// The server accepts more than it has requested, so all samples are sent.
    fn feed(&self, limit: Duration) -> Result<(), String> {
        let deadline = Instant::now() + limit;
        let give = |sound: &[u8]| {
            let given = self.wire.write_samples(self.channel, sound, deadline);
            given.map_err(failed("takes no sound"))
        };
        loop {
            let samples = self.queue.read(CHUNK);
            if samples.is_empty() {
                break;
            }
            let sound = samples
                .into_iter()
                .flat_map(|it| i16::from_sample(it).to_le_bytes());
            give(&sound.collect::<Vec<_>>())?;
        }
        if self.tail.take() {
            give(&vec![0; bytes(TAIL) as usize])?;
        }
        Ok(())
    }

    fn position(&self, limit: Duration) -> Result<StreamPosition, String> {
        let request = Command::GetPlaybackLatency(LatencyParams {
            channel: self.channel,
            now: SystemTime::now(),
        });
        let gave_up = failed("gave up the stream");
        let asked = Instant::now();
        let reply = self.wire.ask(&request, asked + limit);
        let mut reply = reply.map_err(gave_up)?;
        // The server read its clock between the request and the reply.
        let uncertainty = asked.elapsed() / 2;
        let sink = reply.parse(|fields| {
            let sink = fields.read_usec()?;
            fields.read_usec()?;
            Ok((sink, fields.read_bool()?))
        });
        let (held, playing) = sink.map_err(gave_up)?;
        // Two times by two clocks, each with a tag.
        reply.bytes.set_position(reply.bytes.position() + 2 * 9);
        let offsets = reply.parse(|fields| Ok((fields.read_i64()?, fields.read_i64()?)));
        let (_, read) = offsets.map_err(gave_up)?;
        // Negative if something was written into the past.
        let read = read.max(0) / i64::from(BYTES_PER_SAMPLE);
        // The device holds samples between the server and the ear.
        let held = Duration::from_micros(held);
        if read > samples(self.opened.elapsed() + MAX_DEVIATION) || held > MAX_DEVIATION {
            return Err("the sound server is at odds with the clock".to_owned());
        }
        Ok(StreamPosition {
            at: asked + uncertainty,
            heard: read - samples(held),
            read: u64::try_from(read).unwrap_or(0),
            playing: playing && read > 0,
            uncertainty,
        })
    }
}

impl Drop for PulseStream {
    fn drop(&mut self) {
        // If it can't be sent, closing the connection does the same.
        let goodbye = Command::DeletePlaybackStream(self.channel);
        let _ = self.wire.send(&goodbye, Instant::now() + CLOSE_TIMEOUT);
    }
}

fn bytes(length: Duration) -> u32 {
    u32::try_from(samples(length)).unwrap_or(0) * BYTES_PER_SAMPLE
}

/// Adds to an error of the connection what the server did instead.
fn failed(what: &'static str) -> impl Fn(ProtocolError) -> String + Copy {
    move |error| format!("the sound server {what}: {}", reason(error))
}

fn reason(error: ProtocolError) -> String {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    let reason = match error {
        ProtocolError::Io(error) if socket::is_timeout(&error) => "it doesn't answer",
        ProtocolError::Io(error) => match error.kind() {
            UnexpectedEof => "it hung up",
            BrokenPipe | ConnectionReset => "it is gone",
            _ => return error.to_string(),
        },
        ProtocolError::ServerError(PulseError::AccessDenied | PulseError::AuthKey) => {
            "it lets in only who has its cookie; PULSE_COOKIE says where that is"
        }
        ProtocolError::ServerError(error) => return error.to_string(),
        _ => "what it says makes no sense",
    };
    reason.to_owned()
}

fn display_name(name: Option<CString>) -> String {
    name.map_or("?".to_owned(), |name| cut(&name.to_string_lossy()))
}

/// A text from outside, shortened for a message.
fn cut(text: &str) -> String {
    fit(text, 80, "…")
}
