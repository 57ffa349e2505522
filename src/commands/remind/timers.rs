//! What each kind of reminder looks like: a file beside this one, and what it is
//! filled with.

use super::{Reminder, quote};
use crate::cli::ReminderKind;
use crate::night::Days;
use crate::text::{Values, filled};

/// What a crontab calls. Cron starts programs without the person's session, and a
/// notification needs to find it.
const IN_CRONTAB: &str = if cfg!(target_os = "macos") {
    "/usr/bin/osascript -e 'on run told' -e 'display notification (item 1 of told) with title (item 2 of told)' -e 'end run' {body} {title}"
} else {
    r#"DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$(id -u)/bus" notify-send -a legrest -- {title} {markup}"#
};

/// What installs a reminder: a script, or a line for a crontab with comments that
/// may stand there, too.
///
/// `osascript` gets the texts as arguments, so that they never become part of its
/// script; the one that can't begin with a dash comes first, so that no other is
/// taken for an option. The task of Windows shows a small window, since the other
/// ways need a program that not every Windows has. Each command there is a line, and
/// all of it ASCII: so it may come through a pipe.
pub(super) fn installer(reminder: &Reminder, by: ReminderKind, others: &str) -> String {
    type Quoted = fn(&str) -> String;
    let (template, quoted): (&str, Quoted) = match by {
        ReminderKind::Systemd => (include_str!("systemd.sh"), quote::systemd),
        ReminderKind::Cron => (include_str!("cron.txt"), |text| {
            quote::cron(&quote::shell(text))
        }),
        ReminderKind::Launchd => (include_str!("launchd.sh"), quote::xml),
        ReminderKind::Windows => (include_str!("windows.ps1"), quote::escaped),
    };
    let template = template.replace("{command}", IN_CRONTAB);
    let body = format!("In a terminal: {}", reminder.command);
    let at = reminder.at;
    let [hour, minute] = [at.hour, at.minute].map(|number| number.to_string());
    let values: Values = &[
        ("others", &others),
        ("unit", &reminder.unit),
        ("hour", &hour),
        ("minute", &minute),
        ("time", &format!("{hour:0>2}:{minute:0>2}")),
        ("days", &days(reminder, by)),
        ("title", &quoted(&reminder.title)),
        ("body", &quoted(&body)),
        // The body of notify-send may hold markup, so what looks like it is escaped.
        ("markup", &quoted(&quote::xml(&body))),
    ];
    filled(&template, values)
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
