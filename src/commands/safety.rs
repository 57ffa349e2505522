//! `legrest safety`: when to stop, when to ask, when to get help.

use crate::console::print;
use crate::error::Error;
use crate::safety;

pub(super) fn run() -> Result<(), Error> {
    Ok(print(safety::ALL)?)
}
