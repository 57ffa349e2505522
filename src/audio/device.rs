//! Sound by way of the system's own default device.

use rodio::mixer::Mixer;
use rodio::{DeviceSinkBuilder, MixerDeviceSink};

use super::{Output, Stream};

/// The default device, whichever it is when a stream opens.
pub(super) struct Device;

impl Output for Device {
    type Stream = MixerDeviceSink;

    fn connect() -> Result<Self, String> {
        Ok(Self)
    }

    fn open(&self) -> Result<MixerDeviceSink, String> {
        let builder =
            DeviceSinkBuilder::from_default_device().map_err(|error| error.to_string())?;
        // Errors in mid-stream would otherwise be printed across the screen.
        let builder = builder.with_error_callback(|_| {});
        let mut sink = builder.open_stream().map_err(|error| error.to_string())?;
        sink.log_on_drop(false);
        Ok(sink)
    }
}

impl Stream for MixerDeviceSink {
    fn mixer(&self) -> &Mixer {
        self.mixer()
    }

    fn is_alive(&self) -> bool {
        true
    }
}
