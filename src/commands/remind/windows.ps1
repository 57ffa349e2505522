# Nothing is installed yet. The same with "--for windows | powershell -Command -" installs it.
{others}
$say = "Add-Type -AssemblyName System.Windows.Forms; [void][Windows.Forms.MessageBox]::Show([regex]::Unescape('{body}'), [regex]::Unescape('{title}'))"
$what = New-ScheduledTaskAction -Execute powershell.exe -Argument ('-NoProfile -WindowStyle Hidden -Command "' + $say + '"')
$when = New-ScheduledTaskTrigger {days} -At {time}
$how = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -TaskName legrest-{unit} -Action $what -Trigger $when -Settings $how -Description 'Reminder to stretch, by legrest' -Force

# To see it at once:    Start-ScheduledTask legrest-{unit}
# To take it back:      Unregister-ScheduledTask legrest-{unit} -Confirm:$false
