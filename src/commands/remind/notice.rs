//! The programs that show a notification, and what they are given.

use super::{Reminder, quote};

/// The words of `notify-send`, not yet quoted for anybody.
pub(super) fn notify_send(reminder: &Reminder) -> [String; 6] {
    // A body may hold markup, so what looks like it is escaped; a title never.
    let body = quote::xml(&body(reminder));
    ["notify-send", "-a", "legrest", "--", &reminder.title, &body].map(str::to_owned)
}

/// The words of `osascript`. The texts are handed over as arguments and never
/// become part of the script; the one that can't begin with a dash comes first,
/// so that no other is taken for an option.
pub(super) fn osascript(reminder: &Reminder) -> [String; 9] {
    [
        "/usr/bin/osascript",
        "-e",
        "on run told",
        "-e",
        "display notification (item 1 of told) with title (item 2 of told)",
        "-e",
        "end run",
        &body(reminder),
        &reminder.title,
    ]
    .map(str::to_owned)
}

fn body(reminder: &Reminder) -> String {
    format!("In a terminal: {}", reminder.command)
}
