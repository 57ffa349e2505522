//! What each kind of reminder looks like.

use super::{Reminder, quote};

/// Cron starts programs without the person's session, and a notification needs
/// to find it.
const SESSION: &str = r#"DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$(id -u)/bus""#;

/// A timer of the person's own systemd, as a script that installs it.
pub(super) fn systemd(reminder: &Reminder, others: &str) -> String {
    let unit = format!("legrest-{}", reminder.unit);
    let words = reminder.notify_send();
    let command = words.map(|word| quote::systemd(&word)).join(" ");
    let some = (!reminder.days.are_all()).then(|| reminder.days.names() + " ");
    let days = some.unwrap_or_default();
    let (hour, minute) = (reminder.at.hour, reminder.at.minute);
    format!(
        r#"# Nothing is installed yet. The same with "--for systemd | sh" installs it.
{others}
units="${{XDG_CONFIG_HOME:-$HOME/.config}}/systemd/user"
mkdir -p "$units"

cat >"$units/{unit}.service" <<'END'
[Unit]
Description=Reminder to stretch, by legrest

[Service]
Type=oneshot
ExecStart=/usr/bin/env {command}
END

cat >"$units/{unit}.timer" <<'END'
[Unit]
Description=Reminder to stretch, by legrest

[Timer]
OnCalendar={days}*-*-* {hour:02}:{minute:02}:00
# One that was missed, because the machine was off, would only come too late.
Persistent=false

[Install]
WantedBy=timers.target
END

systemctl --user daemon-reload
systemctl --user enable --now {unit}.timer

# To see it at once:    systemctl --user start {unit}.service
# To take it back:      systemctl --user disable --now {unit}.timer
#                       and remove the two files of that name from the folder above
# It needs notify-send, from the package libnotify-bin or libnotify.
"#
    )
}

/// A line for a crontab, with comments that may stand there too.
pub(super) fn cron(reminder: &Reminder, others: &str) -> String {
    let quoted = |word: String| quote::shell(&word);
    let command = if cfg!(target_os = "macos") {
        reminder.osascript().map(quoted).join(" ")
    } else {
        let command = reminder.notify_send().map(quoted).join(" ");
        format!("{SESSION} {command}")
    };
    let command = quote::cron(&command);
    let numbers = reminder.days.numbers().map(|day| day.to_string());
    let some = (!reminder.days.are_all()).then(|| numbers.collect::<Vec<_>>().join(","));
    let days = some.as_deref().unwrap_or("*");
    let (hour, minute) = (reminder.at.hour, reminder.at.minute);
    format!(
        "# To install it: \"crontab -e\", and add the last line at the end of your table.\n# Don't pipe it into \"crontab -\": that replaces all of the table.\n# To take it back: \"crontab -e\" again, and remove the line.\n{others}{minute} {hour} * * {days} {command}\n"
    )
}

/// An agent of the person's own launchd, as a script that installs it.
pub(super) fn launchd(reminder: &Reminder, others: &str) -> String {
    let label = format!("legrest.{}", reminder.unit);
    let word = |word: String| format!("        <string>{}</string>\n", quote::xml(&word));
    let words = reminder.osascript().map(word).concat();
    let (hour, minute) = (reminder.at.hour, reminder.at.minute);
    let moment = |weekday: &str| {
        format!(
            "        <dict>{weekday}<key>Hour</key><integer>{hour}</integer><key>Minute</key><integer>{minute}</integer></dict>\n"
        )
    };
    let on = |day: u8| moment(&format!("<key>Weekday</key><integer>{day}</integer>"));
    let moments = if reminder.days.are_all() {
        moment("")
    } else {
        reminder.days.numbers().map(on).collect()
    };
    format!(
        r#"# Nothing is installed yet. The same with "--for launchd | sh" installs it.
{others}
agent="$HOME/Library/LaunchAgents/{label}.plist"
mkdir -p "$HOME/Library/LaunchAgents"

cat >"$agent" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key>
    <string>{label}</string>
    <key>ProgramArguments</key>
    <array>
{words}    </array>
    <key>StartCalendarInterval</key>
    <array>
{moments}    </array>
</dict>
</plist>
END

service="gui/$(id -u)/{label}"
launchctl bootout "$service" 2>/dev/null
# An old one may take seconds to go, and a new one is refused until then.
for second in 1 2 3 4 5 6 7 8 9 10; do
    launchctl print "$service" >/dev/null 2>&1 || break
    sleep 1
done
launchctl bootstrap "gui/$(id -u)" "$agent"

# To see it at once:    launchctl kickstart "gui/$(id -u)/{label}"
# To take it back:      launchctl bootout "gui/$(id -u)/{label}"; rm "$HOME/Library/LaunchAgents/{label}.plist"
# If the Mac sleeps at that time, it comes when it wakes. If none ever comes, allow
# Script Editor, which shows it, its notifications in the System Settings.
"#
    )
}

/// A task of the person's own, as lines for PowerShell that register it. It shows a
/// small window, since the other ways need a program that not every Windows has.
/// Each command is a line, and all of it ASCII: so it may come through a pipe.
pub(super) fn windows(reminder: &Reminder, others: &str) -> String {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let task = format!("legrest-{}", reminder.unit);
    let [body, title] = [&reminder.body(), &reminder.title].map(|text| quote::escaped(text));
    let named = reminder
        .days
        .numbers()
        .map(|day| DAYS[usize::from(day) - 1]);
    let days = if reminder.days.are_all() {
        "-Daily".to_owned()
    } else {
        format!(
            "-Weekly -DaysOfWeek {}",
            named.collect::<Vec<_>>().join(",")
        )
    };
    let (hour, minute) = (reminder.at.hour, reminder.at.minute);
    format!(
        r#"# Nothing is installed yet. The same with "--for windows | powershell -Command -" installs it.
{others}
$say = "Add-Type -AssemblyName System.Windows.Forms; [void][Windows.Forms.MessageBox]::Show([regex]::Unescape('{body}'), [regex]::Unescape('{title}'))"
$what = New-ScheduledTaskAction -Execute powershell.exe -Argument ('-NoProfile -WindowStyle Hidden -Command "' + $say + '"')
$when = New-ScheduledTaskTrigger {days} -At {hour:02}:{minute:02}
$how = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -TaskName {task} -Action $what -Trigger $when -Settings $how -Description 'Reminder to stretch, by legrest' -Force

# To see it at once:    Start-ScheduledTask {task}
# To take it back:      Unregister-ScheduledTask {task} -Confirm:$false
"#
    )
}
