//! What the manual page says beside the verbs and their options.

/// The rows of a table: on each line a thing, and what it is.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once(": "))
}

pub(super) const DESCRIPTION: &[&str] = &[
    "legrest guides you through a routine of stretches before bed, for legs that \
     ache at night: one thing at a time, with a drawing, digits that can be read \
     across the room, and a soft sound when something changes.",
    "A routine is a file with steps. A step is time to get into position and one \
     or more holds, with rest between holds on the same side and a change of \
     sides. Several routines are built in; \"legrest list\" names them, and your \
     own. The level and the options of a command choose what of the routine is \
     played, and how much of each range.",
    "It is a timer, not medical advice.",
];

pub(super) const KEYS_APPLY: &str = "While a routine plays; the page before the very first session \
    waits for Enter. Letters of other alphabets count by \
    their place on the keyboard, and what is pasted counts as nothing.";

pub(super) const CODES_APPLY: &str = "A hold is passed over when a key kept it from \
    beginning, or ended it before half of its length (of the low end of a range, within 5 seconds \
    where it is open). A command behind && runs only after a routine that ran to \
    its end. A shell forgets that command at Ctrl-Z, and fish runs it then: the hook on_finish \
    waits for the end in any case.";
pub(super) const SETTINGS_APPLY: &str = "Each is a key of the config file and a variable of the \
    environment. The environment comes before the file, and an option on the command line before \
    both; an empty variable counts as unset. \"legrest config\" shows what is set, and by what; \
    \"legrest config --edit\" opens the file and checks it.";

pub(super) const HOOKS_APPLY: &str = "Programs of yours in the config file, under [hooks], each a \
    list of the program and its arguments, started without a shell. They read the event as a line \
    of JSON on standard input, and find its fields in variables: {} and so on. Each may take ten \
    seconds. \"legrest schema events\" tells the fields.";

pub(super) const VARIABLES: &str = r#"
LEGREST_CONFIG_DIR: The folder of routines and settings, instead of the usual one: an absolute path, or one that begins with ~/.
LEGREST_DATA_DIR: The folder of the journal, instead of the usual one, in the same way.
NO_COLOR: Where it is set, there are no colours.
ACCESSIBLE: Where it is set, and not to 0, the display "auto" is "plain": lines for a screen reader.
VISUAL, EDITOR: The editor that "legrest edit" and "legrest config --edit" open; the first that is set.
SHELL: The shell for which "legrest completions" prints its script.
LEGREST_COMPLETE: The shell that asks what may stand at the cursor; set by these scripts alone.
XDG_CONFIG_HOME, XDG_DATA_HOME: Where folders for settings and for data are [default: ~/.config and ~/.local/share].
PULSE_SERVER, PULSE_SINK, PULSE_COOKIE, PULSE_CLIENTCONFIG, PULSE_RUNTIME_PATH, XDG_RUNTIME_DIR: Where the sound server is, on this machine, and to which of its sinks to play, as for other programs.
LC_ALL, LC_CTYPE, LANG, TERM: Without a UTF-8 locale, and on the Linux console, all of it is ASCII.
"#;

pub(super) const FILES: &str = r#"
~/.config/legrest/config.toml: The settings. One that anybody could write to is refused, for it names programs.
~/.config/legrest/routines/*.toml: Your routines, each a file. One comes before a built-in routine of the same name.
~/.config/legrest/routines/.NAME.draft.toml: A draft that "legrest edit" could not save; the next one goes on with it.
~/.config/legrest/routine.schema.json: The schema of routine files, for your editor.
~/.local/share/legrest/journal/HOST.jsonl: The journal of a machine, readable by you alone. Nothing leaves your machine.
~/.local/share/legrest/journal/HOST-ID.running: What a session that plays has done so far. Should it be killed, the next command adds it to the journal.
~/.local/share/legrest/greeted: That you have read the page before the first session.
"#;

pub(super) const EXAMPLES: &str = r"
What is coming, before you lie down: legrest show bedtime
How each step of it is done, and what to mind: legrest show bedtime --full
About 20 minutes, legs up at the end: legrest routine bedtime
A silent rehearsal in one minute: legrest routine bedtime --speed 20 --quiet
As much as fits into 19 minutes: legrest routine bedtime --fit 19m
An alias after which the machine goes to sleep, if the routine ran to its end: alias bed='legrest routine bedtime && systemctl suspend'
In a cramp: legrest cramp
In the morning: legrest log
";

pub(super) const SAFETY: &str = "legrest is a timer, not medical advice. Stretch to a mild pull, \
    never to pain; don't bounce; keep breathing. \"legrest safety\" tells when to stop, when to ask \
    a doctor first, and when to get help.";

pub(super) const SEE_ALSO: &str = "\"legrest COMMAND --help\" tells of each command what this page \
    tells of all. \"legrest completions\" has your shell complete commands and routines.";
