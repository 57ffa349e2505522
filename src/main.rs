//! The `legrest` program: all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    legrest::run()
}
