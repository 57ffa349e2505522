//! Sound by way of the protocol of `PulseAudio`, which `PipeWire` speaks as well.

mod socket;

use std::cell::Cell;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    self, ChannelMap, ChannelVolume, PlaybackStreamParams, ProtocolError, SampleSpec,
};
use pulseaudio::{Client, ClientError, PlaybackSource, PlaybackStream};

use super::output::{Output, Place, Start, Stream};
use super::tape::Tape;
use super::within::within;
use crate::clip::RATE;

const BYTES_PER_SAMPLE: u32 = 2;

/// How much sound the server is asked to hand to the device at a time. More
/// would come late, less might come too late.
const LATENCY: Duration = Duration::from_millis(30);

/// How much sound the server takes before it is heard: all of a cue and the
/// silence before it at once, so that a busy machine tears no hole into it.
const AHEAD: Duration = Duration::from_secs(16);

/// A connection to the sound server. While nothing sounds it costs nothing.
pub(super) struct Pulse {
    client: Client,
    /// The client's own thread holds on to the connection; this ends it.
    socket: UnixStream,
    /// How many streams there were.
    streams: Cell<u32>,
}

impl Pulse {
    /// Finds the server of this user, which must answer within `limit`.
    pub(super) fn connect(limit: Duration) -> Result<Self, String> {
        let socket = socket::connect(limit)?;
        let handle = socket.try_clone().map_err(|error| error.to_string())?;
        let client = Client::new_unix(c"legrest", socket, socket::cookie())
            .map_err(|error| format!("the sound server refuses: {}", told(&error)))?;
        Ok(Self {
            client,
            socket: handle,
            streams: Cell::new(0),
        })
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        // One that is gone already needs no goodbye.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

impl Output for Pulse {
    fn name(&self, limit: Duration) -> String {
        let info = within(limit, self.client.server_info());
        let text = |text: Option<std::ffi::CString>| {
            text.map_or("?".to_owned(), |text| text.to_string_lossy().into_owned())
        };
        match info {
            Some(Ok(info)) => {
                let (server, sink) = (text(info.server_name), text(info.default_sink_name));
                format!("{server}, to {sink}")
            }
            _ => "a sound server that tells nothing of itself".to_owned(),
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
        let source = Feed(tape.clone());
        let stream = within(limit, self.client.create_playback_stream(params, source))
            .ok_or("the sound server doesn't answer")?
            .map_err(|error| format!("the sound server opens no stream: {}", told(&error)))?;
        Ok(Box::new(Open { stream, tape }))
    }
}

/// A stream that plays.
struct Open {
    stream: PlaybackStream,
    tape: Tape,
}

impl Stream for Open {
    fn tape(&self) -> &Tape {
        &self.tape
    }

    fn place(&self, limit: Duration) -> Result<Place, String> {
        let asked = Instant::now();
        let timing = within(limit, self.stream.timing_info())
            .ok_or("the sound server doesn't answer")?
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

/// Gives the server what is on a tape, as soon as it is there.
struct Feed(Tape);

impl PlaybackSource for Feed {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<usize> {
        let (places, _) = buffer.as_chunks_mut::<{ BYTES_PER_SAMPLE as usize }>();
        let samples = self.0.read(places.len(), context.waker());
        for (place, sample) in places.iter_mut().zip(&samples) {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "clamped to the range of i16"
            )]
            let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16;
            *place = value.to_le_bytes();
        }
        match samples.len() {
            0 => Poll::Pending,
            count => Poll::Ready(count * BYTES_PER_SAMPLE as usize),
        }
    }
}

fn bytes(length: Duration) -> u32 {
    let samples = u128::from(RATE) * length.as_millis() / 1000;
    u32::try_from(samples).unwrap_or(u32::MAX) * BYTES_PER_SAMPLE
}

/// What an error of the client says, its cause included.
fn told(error: &ClientError) -> String {
    match error {
        ClientError::Io(error) | ClientError::Protocol(ProtocolError::Io(error)) => {
            match error.kind() {
                io::ErrorKind::WouldBlock => "it doesn't answer".to_owned(),
                io::ErrorKind::UnexpectedEof => "it hung up".to_owned(),
                _ => error.to_string(),
            }
        }
        ClientError::Protocol(error) => error.to_string(),
        ClientError::Disconnected => "it is gone".to_owned(),
        _ => error.to_string(),
    }
}
