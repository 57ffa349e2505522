//! Sound by the system's default device.

use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rodio::Source;
use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{self, ErrorKind, SampleFormat, SupportedStreamConfig};
use rodio::source::UniformSourceIterator;

use super::backend::{Backend, Connected, Stream, StreamPosition, samples};
use super::queue::SampleQueue;
use crate::clip::RATE;

/// The default device at the time when a sound begins.
pub(super) struct Device;

impl Device {
    pub(super) fn connect(_: Duration) -> Result<Connected, String> {
        let found = default().map_err(|reason| format!("no sound device: {reason}"));
        found.map(|_| (Box::new(Self) as _, None))
    }
}

/// The default device and how it is played to as a rule.
fn default() -> Result<(cpal::Device, SupportedStreamConfig), String> {
    let device = cpal::default_host().default_output_device();
    let device = device.ok_or("there is none")?;
    let config = device.default_output_config();
    Ok((device, config.map_err(|it| it.to_string())?))
}

impl Backend for Device {
    fn name(&self, _: Duration) -> String {
        "the system's default device".to_owned()
    }

    fn open(&self, _: bool, _: Duration) -> Result<Box<dyn Stream>, String> {
        let (device, config) = default()?;
        let open = match config.sample_format() {
            SampleFormat::I16 => DeviceStream::open::<i16>,
            SampleFormat::I32 => DeviceStream::open::<i32>,
            _ => DeviceStream::open::<f32>,
        };
        open(&device, &config).map_err(|error| error.to_string())
    }
}

struct DeviceStream {
    /// Dropping it closes the stream.
    _stream: cpal::Stream,
    queue: SampleQueue,
    heard: Arc<Mutex<Heard>>,
}

/// When the device asked for samples last, and which one was heard then; or why it
/// plays no more.
type Heard = Result<Option<(Instant, i64)>, String>;

fn lock(heard: &Mutex<Heard>) -> MutexGuard<'_, Heard> {
    // Nothing panics while it is locked.
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note_error(heard: &Mutex<Heard>, error: &cpal::Error) {
    // After all others it goes on, perhaps with a hole in the sound.
    if let ErrorKind::DeviceNotAvailable | ErrorKind::StreamInvalidated = error.kind() {
        *lock(heard) = Err(error.to_string());
    }
}

impl DeviceStream {
    fn open<T: cpal::SizedSample + cpal::FromSample<f32>>(
        device: &cpal::Device,
        config: &SupportedStreamConfig,
    ) -> Result<Box<dyn Stream>, cpal::Error> {
        let channels = NonZero::new(config.channels()).ok_or(ErrorKind::UnsupportedConfig)?;
        let rate = NonZero::new(config.sample_rate()).ok_or(ErrorKind::UnsupportedConfig)?;
        let mut config = config.config();
        // About 40 ms: what is usual may be a few, and each wakes the processor.
        config.buffer_size = cpal::BufferSize::Fixed((rate.get() / 20).next_power_of_two() / 2);
        let (queue, heard) = (SampleQueue::default(), Arc::new(Mutex::new(Ok(None))));
        let (read, last, failed) = (queue.clone(), Arc::clone(&heard), Arc::clone(&heard));
        let mut source = UniformSourceIterator::new(queue.clone(), channels, rate);
        let fill = move |buffer: &mut [T], call: &cpal::OutputCallbackInfo| {
            let (now, time) = (Instant::now(), call.timestamp());
            let latency = time.playback.saturating_duration_since(time.callback);
            let first = i64::try_from(read.progress()).unwrap_or(i64::MAX);
            if let Ok(last) = &mut *lock(&last) {
                *last = Some((now, first - samples(latency)));
            }
            buffer.fill_with(|| T::from_sample(source.next().unwrap_or_default()));
        };
        let fail = move |error| note_error(&failed, &error);
        let stream = device.build_output_stream(config, fill, fail, None)?;
        stream.play()?;
        Ok(Box::new(Self {
            _stream: stream,
            queue,
            heard,
        }))
    }
}

fn position(heard: &Heard, read: u64) -> Result<StreamPosition, String> {
    let last = heard.clone()?;
    let (at, heard) = last.unwrap_or_else(|| (Instant::now(), 0));
    Ok(StreamPosition {
        at,
        heard,
        read,
        playing: last.is_some(),
        uncertainty: Duration::ZERO,
    })
}

impl Stream for DeviceStream {
    fn queue(&self) -> &SampleQueue {
        &self.queue
    }

    fn position(&self, _: Duration) -> Result<StreamPosition, String> {
        position(&lock(&self.heard), self.queue.progress())
    }
}

impl Source for SampleQueue {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        NonZero::<u16>::MIN
    }

    fn sample_rate(&self) -> NonZero<u32> {
        NonZero::new(RATE).unwrap_or(NonZero::<u32>::MIN)
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latency_counts_and_only_a_device_that_plays_no_more_is_lost() {
        let heard = Mutex::new(Ok(None));
        let before = position(&lock(&heard), 2).expect("no error");
        assert!(!before.playing, "it has not asked for samples yet");
        let now = Instant::now();
        *lock(&heard) = Ok(Some((now, -8_820)));
        let harmless = [ErrorKind::Xrun, ErrorKind::DeviceChanged];
        for kind in harmless.into_iter().chain([ErrorKind::BackendError]) {
            note_error(&heard, &kind.into());
            let position = position(&lock(&heard), 2_048).expect("no end of the sound");
            assert!(position.playing);
            assert_eq!(position.moment_of(0), now + Duration::from_millis(200));
            assert_eq!(position.earliest_writable(), 2_489);
        }
        note_error(&heard, &ErrorKind::DeviceNotAvailable.into());
        let reason = position(&lock(&heard), 2_048).expect_err("it is gone");
        assert!(reason.contains("not available"), "{reason}");
    }
}
