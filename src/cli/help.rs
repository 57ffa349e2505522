//! Help texts in one line, for the manual page and for completion.

use clap::Arg;
use clap::builder::StyledStr;

/// A help text in one line.
pub(crate) fn help(text: Option<&StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// What an argument is for, in one line.
pub(crate) fn purpose(arg: &Arg) -> String {
    match arg.get_id().as_str() {
        // Clap's own points to a longer help, of which this is no place.
        "help" => "Print help".to_owned(),
        _ => help(arg.get_help()),
    }
}
