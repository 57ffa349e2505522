//! An agent of the person's own launchd, as a script that installs it.

use super::{Reminder, quote};

pub(super) fn script(reminder: &Reminder, others: &str) -> String {
    let label = format!("legrest.{}", reminder.unit);
    let word = |word: String| format!("        <string>{}</string>\n", quote::xml(&word));
    let words = reminder.osascript().map(word).concat();
    let moments = moments(reminder);
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

launchctl bootout "gui/$(id -u)/{label}" 2>/dev/null
launchctl bootstrap "gui/$(id -u)" "$agent"

# To see it at once:    launchctl kickstart "gui/$(id -u)/{label}"
# To take it back:      launchctl bootout "gui/$(id -u)/{label}"; rm "$HOME/Library/LaunchAgents/{label}.plist"
# If the Mac sleeps at that time, it comes when it wakes.
"#
    )
}

fn moments(reminder: &Reminder) -> String {
    let (hour, minute) = (reminder.at.hour, reminder.at.minute);
    let moment = |weekday: &str| {
        format!(
            "        <dict>{weekday}<key>Hour</key><integer>{hour}</integer><key>Minute</key><integer>{minute}</integer></dict>\n"
        )
    };
    if reminder.days.are_all() {
        return moment("");
    }
    let on = |day: u8| moment(&format!("<key>Weekday</key><integer>{day}</integer>"));
    reminder.days.numbers().map(on).collect()
}
