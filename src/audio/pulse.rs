//! Sound by way of the protocol of `PulseAudio`, which `PipeWire` speaks as well.

use std::env;
use std::ffi::OsString;
use std::io;
use std::num::NonZero;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::executor::block_on;
use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{self, ChannelMap, ChannelVolume, PlaybackStreamParams, SampleSpec};
use pulseaudio::{AsPlaybackSource, Client, PlaybackStream};
use rodio::Source;
use rodio::mixer::{MixerSource, mixer};

use super::Output;

/// A server that doesn't answer its first greeting in this time is no server.
const PATIENCE: Duration = Duration::from_secs(2);

const BYTES_PER_SAMPLE: u32 = 2;

/// The samples a second of our streams.
const SAMPLE_RATE: u32 = 44_100;

/// How much sound the server is asked to hand to the device at a time. More
/// would come late, less might come too late.
const LATENCY: Duration = Duration::from_millis(30);

/// A connection to the sound server. While nothing sounds it costs nothing.
pub(super) struct Pulse {
    client: Client,
}

impl Output for Pulse {
    type Playing = PlaybackStream;

    fn connect() -> Result<Self, String> {
        let socket = connect_to_any(&sockets()?)?;
        let text = |error: io::Error| error.to_string();
        socket.set_read_timeout(Some(PATIENCE)).map_err(text)?;
        socket.set_write_timeout(Some(PATIENCE)).map_err(text)?;
        let client = Client::new_unix(c"legrest", socket, cookie());
        let client = client.map_err(|error| format!("the sound server refuses: {error}"))?;
        Ok(Self { client })
    }

    fn play(
        &self,
        sound: impl Source + Send + 'static,
        length: Duration,
    ) -> Result<PlaybackStream, String> {
        let rate = NonZero::new(SAMPLE_RATE).ok_or("no sample rate")?;
        let (mixer, samples) = mixer(NonZero::<u16>::MIN, rate);
        mixer.add(sound);
        let params = PlaybackStreamParams {
            sample_spec: SampleSpec {
                format: protocol::SampleFormat::S16Le,
                channels: 1,
                sample_rate: SAMPLE_RATE,
            },
            channel_map: ChannelMap::mono(),
            sink_name: Some(protocol::DEFAULT_SINK.to_owned()),
            // All of the sound at once, and to ask for more only when half of it
            // is gone. The server gives half of what is left to the device;
            // asked for nothing, it would give it two seconds.
            buffer_attr: BufferAttr {
                target_length: bytes(length + LATENCY * 2),
                minimum_request_length: bytes(length / 2),
                ..BufferAttr::default()
            },
            cvolume: Some(ChannelVolume::norm(1)),
            flags: StreamFlags {
                adjust_latency: true,
                ..StreamFlags::default()
            },
            ..PlaybackStreamParams::default()
        };
        block_on(
            self.client
                .create_playback_stream(params, feed(samples).as_playback_source()),
        )
        .map_err(|error| format!("the sound server opens no stream: {error}"))
    }
}

/// Fills the server's buffer from the mixer: first with the sound, then with
/// silence, since a server may wait for a full buffer before it begins.
fn feed(mut source: MixerSource) -> impl FnMut(&mut [u8]) -> usize {
    move |buffer| {
        let (samples, _) = buffer.as_chunks_mut::<{ BYTES_PER_SAMPLE as usize }>();
        for sample in &mut *samples {
            let value = source.next().unwrap_or(0.0).clamp(-1.0, 1.0);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "clamped to the range of i16"
            )]
            let value = (value * f32::from(i16::MAX)) as i16;
            *sample = value.to_le_bytes();
        }
        samples.len() * BYTES_PER_SAMPLE as usize
    }
}

fn bytes(length: Duration) -> u32 {
    let samples = u128::from(SAMPLE_RATE) * length.as_millis() / 1000;
    u32::try_from(samples).unwrap_or(u32::MAX) * BYTES_PER_SAMPLE
}

/// Where a server may listen, best first, as its own programs look for it.
fn sockets() -> Result<Vec<PathBuf>, String> {
    if let Some(server) = variable("PULSE_SERVER") {
        let server = server.to_string_lossy();
        let paths: Vec<PathBuf> = server.split_whitespace().filter_map(unix_socket).collect();
        if paths.is_empty() {
            return Err(format!(
                "PULSE_SERVER is \"{server}\", and only servers on this machine are spoken to"
            ));
        }
        return Ok(paths);
    }
    let runtime = variable("PULSE_RUNTIME_PATH").map(|path| PathBuf::from(path).join("native"));
    let user = nix::unistd::getuid().as_raw();
    let session = variable("XDG_RUNTIME_DIR")
        .map_or_else(|| format!("/run/user/{user}").into(), PathBuf::from)
        .join("pulse/native");
    Ok(runtime.into_iter().chain([session]).collect())
}

/// The socket in an entry of `PULSE_SERVER`: `unix:PATH` or `/PATH`, perhaps
/// after the machine it is for in braces.
fn unix_socket(entry: &str) -> Option<PathBuf> {
    let address = entry.rsplit_once('}').map_or(entry, |(_, address)| address);
    let path = address.strip_prefix("unix:").unwrap_or(address);
    path.starts_with('/').then(|| path.into())
}

fn connect_to_any(paths: &[PathBuf]) -> Result<UnixStream, String> {
    let mut reason = "no sound server is known here".to_owned();
    for path in paths {
        match UnixStream::connect(path) {
            Ok(socket) => return Ok(socket),
            Err(error) => reason = no_server(path, &error),
        }
    }
    Err(reason)
}

fn no_server(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            format!("no PulseAudio or PipeWire server at {}", path.display())
        }
        _ => format!(
            "the sound server at {} can't be reached: {error}",
            path.display()
        ),
    }
}

/// What a server asks for to know its user. Most don't.
fn cookie() -> Option<Vec<u8>> {
    let own = variable("PULSE_COOKIE").map(PathBuf::from);
    let home = env::home_dir();
    let usual = [".config/pulse/cookie", ".pulse-cookie"];
    own.into_iter()
        .chain(
            home.iter()
                .flat_map(|home| usual.map(|path| home.join(path))),
        )
        .find_map(|path| std::fs::read(path).ok())
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::unix_socket;
    use std::path::PathBuf;

    #[test]
    fn addresses_of_servers_on_this_machine() {
        let path = Some(PathBuf::from("/run/p/native"));
        assert_eq!(unix_socket("unix:/run/p/native"), path);
        assert_eq!(unix_socket("/run/p/native"), path);
        assert_eq!(unix_socket("{0f1e}unix:/run/p/native"), path);
        assert_eq!(unix_socket("tcp:elsewhere:4713"), None);
        assert_eq!(unix_socket("elsewhere"), None);
    }
}
