//! Sound by the system's default device.

use std::num::NonZero;
use std::time::{Duration, Instant};

use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source};

use super::backend::{Backend, Connected, Stream, StreamPosition};
use super::queue::SampleQueue;
use crate::clip::RATE;

/// The default device at the time when a sound begins.
pub(super) struct Device;

impl Device {
    /// Checks that there is a device.
    pub(super) fn connect(_: Duration) -> Result<Connected, String> {
        match DeviceSinkBuilder::from_default_device() {
            Ok(_) => Ok((Box::new(Self), None)),
            Err(error) => Err(format!("no sound device: {error}")),
        }
    }
}

impl Backend for Device {
    fn name(&self, _: Duration) -> String {
        "the system's default device".to_owned()
    }

    fn open(&self, _: bool, _: Duration) -> Result<Box<dyn Stream>, String> {
        let failed = |error: rodio::DeviceSinkError| error.to_string();
        let builder = DeviceSinkBuilder::from_default_device().map_err(failed)?;
        // Its errors would otherwise be printed across the screen.
        let builder = builder.with_error_callback(|_| {});
        let mut sink = builder.open_stream().map_err(failed)?;
        sink.log_on_drop(false);
        let queue = SampleQueue::default();
        sink.mixer().add(queue.clone());
        Ok(Box::new(DeviceStream { _sink: sink, queue }))
    }
}

struct DeviceStream {
    /// Dropping it closes the stream.
    _sink: MixerDeviceSink,
    queue: SampleQueue,
}

impl Stream for DeviceStream {
    fn queue(&self) -> &SampleQueue {
        &self.queue
    }

    fn position(&self, _: Duration) -> Result<StreamPosition, String> {
        let read = self.queue.progress();
        Ok(StreamPosition {
            at: Instant::now(),
            // The latency is unknown: a few hundredths of a second.
            heard: i64::try_from(read).unwrap_or(i64::MAX / 4),
            read,
            playing: read > 0,
            uncertainty: Duration::ZERO,
        })
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
