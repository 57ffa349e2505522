//! All integration tests, in one binary.

#![allow(
    clippy::expect_used,
    reason = "in a test, a missing value is a failure with a message"
)]
#![cfg_attr(
    windows,
    allow(dead_code, unused_imports, reason = "many tests are of Unix alone")
)]
#![allow(unreachable_pub, reason = "everything here is one binary")]

#[cfg(target_os = "linux")]
mod absence;
#[cfg(unix)]
mod aliases;
mod amounts;
#[cfg(unix)]
mod at_hand;
mod authoring;
#[cfg(unix)]
mod awake;
mod check;
#[cfg(unix)]
mod color;
mod completion;
mod config;
#[cfg(unix)]
mod cramp;
#[cfg(unix)]
mod escapes;
#[cfg(unix)]
mod events;
#[cfg(unix)]
mod full_output;
mod fuzzed;
mod harness;
#[cfg(unix)]
mod hooks;
#[cfg(unix)]
mod hostile;
mod html;
mod journal;
mod layering;
mod list;
#[cfg(unix)]
mod lookalikes;
mod man;
mod places;
#[cfg(target_os = "linux")]
mod preload;
#[cfg(unix)]
mod pty;
mod readme;
mod recording;
#[cfg(unix)]
mod remind;
mod routine;
mod schema;
mod sheet;
mod sheets;
mod show;
mod simulated;
#[cfg(target_os = "linux")]
mod sound;
mod sound_files;
mod sounds_made;
mod source;
#[cfg(unix)]
mod strange;
mod tonight;
#[cfg(unix)]
mod trust;
#[cfg(unix)]
mod voice;
#[cfg(windows)]
mod windows;
#[cfg(unix)]
mod zone;
