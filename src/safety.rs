//! What is said about health: general, plain, and never a diagnosis. No
//! clinician has read it. Each text has its sources beside it.

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
