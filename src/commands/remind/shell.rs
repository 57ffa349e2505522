//! A few lines for a shell's start: a new terminal says that it is time.
//!
//! They run whenever a terminal opens, so they look at the clock first and ask
//! the journal only in the evening. They run in a subshell: no name of theirs
//! is left behind, whatever the shell is.

use super::{Reminder, others, quote};
use crate::cli::Reminds;

/// When a night is over, as the shell's clock says it: people are still up, or
/// up again.
const MORNING: u32 = 500;

pub(super) fn lines(reminder: &Reminder) -> String {
    let others = others(Reminds::Shell);
    let Reminder {
        days,
        program,
        command,
        unit,
        ..
    } = reminder;
    let from = reminder.at;
    let at = u32::from(reminder.at.hour) * 100 + u32::from(reminder.at.minute);
    let is_after_midnight = at < MORNING;
    let or_until = if is_after_midnight { "&&" } else { "||" };
    let on = on_days(reminder, is_after_midnight);
    let says = quote::shell(&format!("{}: {command}", reminder.title));
    format!(
        r#"# From {from} {days}, a new terminal says once a night, unless you have
# begun to stretch, that it is time for
#   {command}
# It goes to the end of your ~/.bashrc or ~/.zshrc; other shells don't know it.
# To take it back, remove it from there.
{others}case $- in *i*) (
    now=$(date +%u%H%M) day=${{now%????}} now=${{now#?}}
    [ "$now" -ge {at} ] {or_until} [ "$now" -lt {MORNING} ] || exit 0
{on}    tonight=$({program} history --nights 1 --format json 2>/dev/null) || exit 0
    case $tonight in *'"stretched":"no"'*) ;; *) exit 0 ;; esac
    night=${{tonight#*'"tonight":"'}} night=${{night%%'"'*}}
    said=${{XDG_CACHE_HOME:-$HOME/.cache}}/legrest-reminded-{unit}
    [ "$night" != "$(cat "$said" 2>/dev/null)" ] || exit 0
    mkdir -p "${{said%/*}}" && printf '%s\n' "$night" >"$said"
    printf '%s\n' {says}
) ;; esac
"#
    )
}

/// The line that lets pass only some days. What is left of an evening after
/// midnight still belongs to it.
fn on_days(reminder: &Reminder, is_after_midnight: bool) -> String {
    if reminder.days.are_all() {
        return String::new();
    }
    let before = if is_after_midnight {
        String::new()
    } else {
        format!("    [ \"$now\" -ge {MORNING} ] || day=$(((day + 5) % 7 + 1))\n")
    };
    let days: String = reminder.days.numbers().map(|day| day.to_string()).collect();
    format!("{before}    case $day in [{days}]) ;; *) exit 0 ;; esac\n")
}
