//! What must hold of any input, however strange. The fuzz targets ask it of what
//! a fuzzer makes up, and the tests of the program of every input that is kept
//! in `corpus`.

pub mod author;
pub mod config;
pub mod dice;
pub mod findings;
pub mod fit;
pub mod journal;
pub mod json_schema;
pub mod keys;
pub mod layout;
pub mod nights;
pub mod player;
pub mod routine;
pub mod screen;
pub mod sheet;
pub mod sound;

/// A folder that is nowhere, so that no sound file is ever found.
pub const NOWHERE: &str = "/nowhere/at/all";

/// Asks something of an input, and panics if it does not hold.
pub type Property = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Property); 10] = [
    ("routine", routine::text),
    ("plausible", routine::plausible),
    ("config", config::text),
    ("journal", journal::file),
    ("keys", keys::input),
    ("nights", nights::records),
    ("player", player::session),
    ("screen", screen::frames),
    ("sheet", sheet::text),
    ("sound", sound::file),
];
