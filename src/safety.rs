//! What is said about health: general, plain, and never a diagnosis. No
//! clinician has read it. Each text has its sources beside it.

use crate::text::plural;

/// One line for every session with a stretch.
// NIA and NHS on stretching: mild, steady, never into pain.
pub(crate) const EACH_TIME: &str = "Mild pull, no bouncing, keep breathing. Stop if it hurts.";

/// Four short lines for the very first session, from the sources of [`all`].
pub(crate) const FIRST_TIME: [&str; 4] = [
    "A timer, not medical advice. Mild pull, never pain; don't bounce; breathe.",
    "Hold on to something. Stop if in sharp pain, dizzy, numb or breathless.",
    "After an operation or injury, with heart failure, a clot or poor circulation, or pregnant: ask first.",
    "Chest pain, can't get your breath, fainting, or a leg suddenly cold, pale or numb: emergency. \"legrest safety\" tells more.",
];

/// The first of them where no stretch comes first.
pub(crate) const NOT_ADVICE: &str = "A timer, not medical advice.";

/// All of it, what can't wait first. Lines that begin with `#` are the sources.
pub(crate) fn all() -> String {
    let lines = include_str!("safety.txt").lines();
    let shown = lines.filter(|line| !line.starts_with('#'));
    shown.flat_map(|line| [line, "\n"]).collect()
}

/// At the end of relief for a cramp.
// NHS on leg cramps and on clots in the leg.
pub(crate) const AFTER_A_CRAMP: &str = "The muscle may be sore for a day. If the leg is swollen, \
    warm, red or darker, don't rub it; have it checked today.";

/// Where cramps were logged on many nights, at most once a week.
// NHS on leg cramps: disturbed sleep is reason enough. Medicines: Garrison 2012.
pub(crate) const OFTEN: &str = "You've logged cramps often lately. Worth mentioning to a doctor or \
    pharmacist, also if they keep waking you, and especially with numbness, weakness, swelling, a \
    change of skin colour, pain on walking that eases with rest, or a new medicine.";

/// The routines with the dose of the trial.
pub(crate) const TRIALS: [&str; 2] = ["trial", "seated"];

// Hallegraeff 2012, Journal of Physiotherapy 58:17-22. How people sat who did it
// sitting is not told.
const TRIAL: &str = "In it, half of 80 people over 55 with night cramps stretched like this for \
    six weeks, just before sleep. They had fewer and milder cramps; all knew what they did.";

/// On how many nights the trial's stretches were done, how many of them were lately,
/// and what the trial was; nothing before the first night.
pub(crate) fn of_trial(routine: &str, done: usize, recent: usize) -> Vec<String> {
    let nights = plural(done, "night");
    match routine {
        _ if done == 0 => Vec::new(),
        "trial" => vec![
            format!(
                "The trial's stretches: {nights}, {recent} in the last two weeks; the trial \
                 had 42 in a row."
            ),
            TRIAL.to_owned(),
        ],
        _ => vec![format!(
            "The stretches on a chair: {nights}, {recent} in the last two weeks."
        )],
    }
}
