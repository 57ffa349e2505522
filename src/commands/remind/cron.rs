//! A line for a crontab, with comments that may stand there too.

use super::{Reminder, quote};

/// Cron starts programs without the person's session, and a notification needs
/// to find it.
const SESSION: &str = r#"DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$(id -u)/bus""#;

pub(super) fn line(reminder: &Reminder, others: &str) -> String {
    let quoted = |word: String| quote::shell(&word);
    let command = if cfg!(target_os = "macos") {
        reminder.osascript().map(quoted).join(" ")
    } else {
        let command = reminder.notify_send().map(quoted).join(" ");
        format!("{SESSION} {command}")
    };
    let command = quote::cron(&command);
    let days = if reminder.days.are_all() {
        "*".to_owned()
    } else {
        let numbers = reminder.days.numbers().map(|day| day.to_string());
        numbers.collect::<Vec<_>>().join(",")
    };
    let (hour, minute) = (reminder.at.hour, reminder.at.minute);
    format!(
        "# To install it: \"crontab -e\", and add the last line at the end of your table.\n# Don't pipe it into \"crontab -\": that replaces all of the table.\n# To take it back: \"crontab -e\" again, and remove the line.\n{others}{minute} {hour} * * {days} {command}\n"
    )
}
