# Nothing is installed yet. The same with "--for launchd | sh" installs it.
{others}
agent="$HOME/Library/LaunchAgents/legrest.{unit}.plist"
mkdir -p "$HOME/Library/LaunchAgents"

cat >"$agent" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key>
    <string>legrest.{unit}</string>
    <key>ProgramArguments</key>
    <array>
        <string>/usr/bin/osascript</string>
        <string>-e</string>
        <string>on run told</string>
        <string>-e</string>
        <string>display notification (item 1 of told) with title (item 2 of told)</string>
        <string>-e</string>
        <string>end run</string>
        <string>{body}</string>
        <string>{title}</string>
    </array>
    <key>StartCalendarInterval</key>
    <array>
{days}
    </array>
</dict>
</plist>
END

service="gui/$(id -u)/legrest.{unit}"
launchctl bootout "$service" 2>/dev/null
# An old one may take seconds to go, and a new one is refused until then.
for second in 1 2 3 4 5 6 7 8 9 10; do
    launchctl print "$service" >/dev/null 2>&1 || break
    sleep 1
done
launchctl bootstrap "gui/$(id -u)" "$agent"

# To see it at once:    launchctl kickstart "gui/$(id -u)/legrest.{unit}"
# To take it back:      launchctl bootout "gui/$(id -u)/legrest.{unit}"; rm "$HOME/Library/LaunchAgents/legrest.{unit}.plist"
# If the Mac sleeps at that time, it comes when it wakes. If none ever comes, allow
# Script Editor, which shows it, its notifications in the System Settings.
