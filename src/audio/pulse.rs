//! Sound by way of the protocol of `PulseAudio`, which `PipeWire` speaks as well.

mod socket;
mod wire;

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    self, ChannelMap, ChannelVolume, Command, CreatePlaybackStreamReply, LatencyParams,
    PlaybackLatency, PlaybackStreamParams, ProtocolError, SampleSpec, ServerInfo,
};

use super::output::{Output, Place, Start, Stream};
use super::tape::Tape;
use crate::clip::RATE;
use wire::Wire;

const BYTES_PER_SAMPLE: u32 = 2;

/// How many samples are handed over at a time.
const PIECE: usize = 4 << 10;

/// How long it may take to say that a stream is not needed any more.
const GOODBYE: Duration = Duration::from_millis(100);

/// How much sound the server is asked to hand to the device at a time. More
/// would come late, less might come too late.
const LATENCY: Duration = Duration::from_millis(30);

/// How much sound the server takes before it is heard: all of a cue and the
/// silence before it at once, so that a busy machine tears no hole into it.
const AHEAD: Duration = Duration::from_secs(16);

/// A connection to the sound server. While nothing sounds it costs nothing.
pub(super) struct Pulse {
    wire: Rc<RefCell<Wire>>,
    /// How many streams there were.
    streams: Cell<u32>,
}

impl Pulse {
    /// Finds the server of this user, which must answer within `limit`.
    pub(super) fn connect(limit: Duration) -> Result<Self, String> {
        let socket = socket::connect(limit)?;
        let wire = Wire::new(socket, socket::cookie().unwrap_or_default(), limit)
            .map_err(|error| format!("the sound server refuses: {}", told(&error)))?;
        Ok(Self {
            wire: Rc::new(RefCell::new(wire)),
            streams: Cell::new(0),
        })
    }
}

impl Output for Pulse {
    fn name(&self, limit: Duration) -> String {
        let info = self.wire.borrow_mut().ask(&Command::GetServerInfo, limit);
        let text = |text: Option<std::ffi::CString>| {
            text.map_or("?".to_owned(), |text| text.to_string_lossy().into_owned())
        };
        match info {
            Ok(ServerInfo {
                server_name,
                default_sink_name,
                ..
            }) => {
                let (server, sink) = (text(server_name), text(default_sink_name));
                format!("{server}, to {sink}")
            }
            Err(_) => "a sound server that tells nothing of itself".to_owned(),
        }
    }

    fn open(&self, start: Start, limit: Duration) -> Result<Box<dyn Stream>, String> {
        let tape = Tape::default();
        let number = self.streams.replace(self.streams.get().wrapping_add(1));
        let params = PlaybackStreamParams {
            sample_spec: SampleSpec {
                format: protocol::SampleFormat::S16Le,
                channels: 1,
                sample_rate: RATE,
            },
            channel_map: ChannelMap::mono(),
            sink_name: Some(protocol::DEFAULT_SINK.to_owned()),
            buffer_attr: BufferAttr {
                target_length: bytes(AHEAD),
                // The server gives the device half of what these leave.
                minimum_request_length: bytes(AHEAD.saturating_sub(LATENCY * 2) / 2),
                // With zero the stream runs at once and never stops, silent where
                // it has nothing: each sample has its moment from the beginning.
                pre_buffering: match start {
                    Start::InSilence => 0,
                    Start::WithSound => BYTES_PER_SAMPLE,
                },
                ..BufferAttr::default()
            },
            // Streams with the same number would have to begin together.
            sync_id: number,
            cvolume: Some(ChannelVolume::norm(1)),
            flags: StreamFlags {
                adjust_latency: true,
                ..StreamFlags::default()
            },
            ..PlaybackStreamParams::default()
        };
        let question = Command::CreatePlaybackStream(params);
        let reply = self.wire.borrow_mut().ask(&question, limit);
        let reply: CreatePlaybackStreamReply =
            reply.map_err(|error| format!("the sound server opens no stream: {}", told(&error)))?;
        Ok(Box::new(Open {
            wire: Rc::clone(&self.wire),
            channel: reply.channel,
            tape,
        }))
    }
}

/// A stream that plays.
struct Open {
    wire: Rc<RefCell<Wire>>,
    /// What it is called on the wire.
    channel: u32,
    tape: Tape,
}

impl Stream for Open {
    fn tape(&self) -> &Tape {
        &self.tape
    }

    /// The server takes more than it has asked for: all that is on any tape.
    fn feed(&self, limit: Duration) -> Result<(), String> {
        loop {
            let samples = self.tape.read(PIECE);
            if samples.is_empty() {
                return Ok(());
            }
            let sound: Vec<u8> = samples.into_iter().flat_map(to_bytes).collect();
            let given = self.wire.borrow_mut().give(self.channel, &sound, limit);
            given.map_err(|error| format!("the sound server takes no sound: {}", told(&error)))?;
        }
    }

    fn place(&self, limit: Duration) -> Result<Place, String> {
        let question = Command::GetPlaybackLatency(LatencyParams {
            channel: self.channel,
            now: SystemTime::now(),
        });
        let asked = Instant::now();
        let timing = self.wire.borrow_mut().ask(&question, limit);
        let timing: PlaybackLatency = timing
            .map_err(|error| format!("the sound server gave up the stream: {}", told(&error)))?;
        // It looked at its clock somewhere between question and answer.
        let doubt = asked.elapsed() / 2;
        // Below zero, where something was put into the past.
        let read = u64::try_from(timing.read_offset).unwrap_or(0) / u64::from(BYTES_PER_SAMPLE);
        // Between the server and the ear lies what the device holds.
        let held = u128::from(timing.sink_usec) * u128::from(RATE) / 1_000_000;
        let held = i64::try_from(held).unwrap_or(i64::MAX / 4);
        Ok(Place {
            at: asked + doubt,
            heard: i64::try_from(read).unwrap_or(i64::MAX / 4) - held,
            read,
            playing: timing.playing && read > 0,
            doubt,
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // Where it can't be said, the end of the connection says it.
        let goodbye = Command::DeletePlaybackStream(self.channel);
        let _ = self.wire.borrow_mut().say(&goodbye, GOODBYE);
    }
}

/// A sample as the server takes it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the range of i16"
)]
fn to_bytes(sample: f32) -> [u8; BYTES_PER_SAMPLE as usize] {
    let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16;
    value.to_le_bytes()
}

fn bytes(length: Duration) -> u32 {
    let samples = u128::from(RATE) * length.as_millis() / 1000;
    u32::try_from(samples).unwrap_or(u32::MAX) * BYTES_PER_SAMPLE
}

/// What an error of the connection says.
fn told(error: &ProtocolError) -> String {
    let ProtocolError::Io(error) = error else {
        return error.to_string();
    };
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => "it doesn't answer".to_owned(),
        io::ErrorKind::UnexpectedEof => "it hung up".to_owned(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => "it is gone".to_owned(),
        _ => error.to_string(),
    }
}
