//! A timer of the person's own systemd, as a script that installs it.

use super::{Reminder, quote};

pub(super) fn script(reminder: &Reminder, others: &str) -> String {
    let unit = format!("legrest-{}", reminder.unit);
    let words = reminder.notify_send();
    let command = words.map(|word| quote::systemd(&word)).join(" ");
    let days = if reminder.days.are_all() {
        String::new()
    } else {
        format!("{} ", reminder.days.names())
    };
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
