//! Sound by way of the system's own default device.

use std::num::NonZero;
use std::time::{Duration, Instant};

use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source};

use super::error::AudioError;
use super::output::{Output, Place, Start, Stream};
use super::tape::Tape;
use crate::clip::RATE;

/// The default device, whichever it is when a sound begins.
pub(super) struct Device;

impl Device {
    /// Finds out whether there is a device.
    pub(super) fn connect() -> Result<Self, AudioError> {
        DeviceSinkBuilder::from_default_device()
            .map(|_| Self)
            .map_err(|error| AudioError::Device(format!("no sound device: {error}")))
    }
}

impl Output for Device {
    fn name(&self, _: Duration) -> String {
        "the system's default device".to_owned()
    }

    fn open(&self, _: Start, _: Duration) -> Result<Box<dyn Stream>, AudioError> {
        let failed = |error: rodio::DeviceSinkError| AudioError::Device(error.to_string());
        let builder = DeviceSinkBuilder::from_default_device().map_err(failed)?;
        // Errors in mid-stream would otherwise be printed across the screen.
        let builder = builder.with_error_callback(|_| {});
        let mut sink = builder.open_stream().map_err(failed)?;
        sink.log_on_drop(false);
        let tape = Tape::default();
        sink.mixer().add(Reading(tape.clone()));
        Ok(Box::new(Open { _sink: sink, tape }))
    }
}

/// A stream that plays.
struct Open {
    /// Dropping it closes the stream.
    _sink: MixerDeviceSink,
    tape: Tape,
}

impl Stream for Open {
    fn tape(&self) -> &Tape {
        &self.tape
    }

    fn place(&self, _: Duration) -> Result<Place, AudioError> {
        let read = self.tape.progress();
        Ok(Place {
            at: Instant::now(),
            // How long the device holds a sample before it is heard, nobody
            // tells; it is a few hundredths of a second.
            heard: i64::try_from(read).unwrap_or(i64::MAX / 4),
            read,
            playing: read > 0,
            doubt: Duration::ZERO,
        })
    }
}

/// Gives the device what is on a tape, silence included.
struct Reading(Tape);

impl Iterator for Reading {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        Some(self.0.next())
    }
}

impl Source for Reading {
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
