//! What each kind of reminder looks like: a file beside this one, and what it is
//! filled with.

use super::{Reminder, quote};
use crate::cli::ReminderKind;
use crate::night::Days;
use crate::text::filled;

/// Cron starts programs without the person's session, and a notification needs
/// to find it.
const SESSION: &str = r#"DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$(id -u)/bus""#;

/// What installs a reminder: a script, or a line for a crontab with comments that
/// may stand there, too.
pub(super) fn installer(reminder: &Reminder, by: ReminderKind, others: &str) -> String {
    // The task of Windows shows a small window, since the other ways need a program
    // that not every Windows has. Each command there is a line, and all of it ASCII:
    // so it may come through a pipe.
    let template = match by {
        ReminderKind::Systemd => include_str!("systemd.sh"),
        ReminderKind::Cron => include_str!("cron.txt"),
        ReminderKind::Launchd => include_str!("launchd.sh"),
        ReminderKind::Windows => include_str!("windows.ps1"),
    };
    let at = reminder.at;
    let [hour, minute] = [at.hour, at.minute].map(|number| number.to_string());
    let values = [
        ("others", others),
        ("unit", &reminder.unit),
        ("hour", &hour),
        ("minute", &minute),
        ("time", &format!("{hour:0>2}:{minute:0>2}")),
        ("days", &days(reminder, by)),
        ("words", &words(reminder, by)),
    ];
    filled(template, &values)
}

fn days(Reminder { days, at, .. }: &Reminder, by: ReminderKind) -> String {
    let moment = |weekday: &str| {
        let (hour, minute) = (at.hour, at.minute);
        format!(
            "        <dict>{weekday}<key>Hour</key><integer>{hour}</integer><key>Minute</key><integer>{minute}</integer></dict>"
        )
    };
    let on = |day: u8| moment(&format!("<key>Weekday</key><integer>{day}</integer>"));
    let named = |day: u8| {
        let name = Days::NAMES[usize::from(day) - 1];
        name[..1].to_uppercase() + &name[1..]
    };
    let each = |written: &dyn Fn(u8) -> String, between| {
        let days: Vec<String> = days.numbers().map(written).collect();
        days.join(between)
    };
    match (by, days.are_all()) {
        (ReminderKind::Systemd, true) => String::new(),
        (ReminderKind::Systemd, false) => days.names() + " ",
        (ReminderKind::Cron, true) => "*".to_owned(),
        (ReminderKind::Cron, false) => each(&|day| day.to_string(), ","),
        (ReminderKind::Launchd, true) => moment(""),
        (ReminderKind::Launchd, false) => each(&on, "\n"),
        (ReminderKind::Windows, true) => "-Daily".to_owned(),
        (ReminderKind::Windows, false) => format!("-Weekly -DaysOfWeek {}", each(&named, ",")),
    }
}

/// The words of the command that shows the notification, or on Windows the texts.
fn words(reminder: &Reminder, by: ReminderKind) -> String {
    let in_shell = |word: String| quote::shell(&word);
    let string = |word: String| format!("        <string>{}</string>", quote::xml(&word));
    let text = |text: &str| format!("[regex]::Unescape('{}')", quote::escaped(text));
    let notify_send = reminder.notify_send();
    let osascript = reminder.osascript();
    match by {
        ReminderKind::Systemd => notify_send.map(|word| quote::systemd(&word)).join(" "),
        ReminderKind::Cron if cfg!(target_os = "macos") => {
            quote::cron(&osascript.map(in_shell).join(" "))
        }
        ReminderKind::Cron => {
            let command = notify_send.map(in_shell).join(" ");
            quote::cron(&format!("{SESSION} {command}"))
        }
        ReminderKind::Launchd => osascript.map(string).join("\n"),
        ReminderKind::Windows => [&reminder.body(), &*reminder.title].map(text).join(", "),
    }
}
