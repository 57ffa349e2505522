//! Sound by way of the system's own default device.

use std::time::Duration;

use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source};

use super::Output;

/// The default device, whichever it is when a sound begins.
pub(super) struct Device;

impl Output for Device {
    type Playing = MixerDeviceSink;

    fn connect() -> Result<Self, String> {
        Ok(Self)
    }

    fn play(
        &self,
        sound: impl Source + Send + 'static,
        _: Duration,
    ) -> Result<MixerDeviceSink, String> {
        let builder =
            DeviceSinkBuilder::from_default_device().map_err(|error| error.to_string())?;
        // Errors in mid-stream would otherwise be printed across the screen.
        let builder = builder.with_error_callback(|_| {});
        let mut sink = builder.open_stream().map_err(|error| error.to_string())?;
        sink.log_on_drop(false);
        sink.mixer().add(sound);
        Ok(sink)
    }
}
