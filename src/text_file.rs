//! Files that hold text: read up to a limit, with a problem where they don't.

use std::io::{self, Read};

use crate::diagnostic::Problem;

/// The largest file, in bytes.
pub(crate) const LARGEST: u64 = 1 << 20;

/// Bytes that are not the text of such a file, and why.
#[derive(Debug)]
pub(crate) struct Unfit {
    /// As much of them as can be shown.
    pub(crate) text: String,
    pub(crate) problem: Problem,
}

/// The text of a file, up to [`LARGEST`]; `what` is what messages call it.
pub(crate) fn read(file: impl Read, what: &str) -> io::Result<Result<String, Unfit>> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("a {what} holds at most 1 MiB");
        let problem = Problem::error("too-large", 0..0, message);
        return Ok(Err(Unfit {
            text: String::new(),
            problem: problem.with_help("is this the right file?"),
        }));
    }
    Ok(String::from_utf8(bytes).map_err(|error| {
        let end = error.utf8_error().valid_up_to();
        let message = "from here on this is not UTF-8 text";
        let problem = Problem::error("not-utf-8", end..end + 1, message);
        Unfit {
            // Everything before the bad byte is good, and lies where it lay.
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            problem: problem.with_help("save the file as UTF-8; is it a text file at all?"),
        }
    }))
}
