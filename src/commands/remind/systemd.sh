# Nothing is installed yet. The same with "--for systemd | sh" installs it.
{others}
units="${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user"
mkdir -p "$units"

cat >"$units/legrest-{unit}.service" <<'END'
[Unit]
Description=Reminder to stretch, by legrest

[Service]
Type=oneshot
ExecStart=/usr/bin/env notify-send -a legrest -- {title} {markup}
END

cat >"$units/legrest-{unit}.timer" <<'END'
[Unit]
Description=Reminder to stretch, by legrest

[Timer]
OnCalendar={days}*-*-* {time}:00
# One that was missed, because the machine was off, would only come too late.
Persistent=false

[Install]
WantedBy=timers.target
END

systemctl --user daemon-reload
systemctl --user enable --now legrest-{unit}.timer

# To see it at once:    systemctl --user start legrest-{unit}.service
# To take it back:      systemctl --user disable --now legrest-{unit}.timer
#                       and remove the two files of that name from the folder above
# It needs notify-send, from the package libnotify-bin or libnotify.
