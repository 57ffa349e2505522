//! What is said about health: general, plain, and never a diagnosis.

/// One line for every session with a stretch.
pub(crate) const EACH_TIME: &str = "Mild pull, no bouncing, keep breathing. Stop if it hurts.";

/// Four short lines for the very first session.
pub(crate) const FIRST_TIME: [&str; 4] = [
    "A timer, not medical advice. Mild pull, never pain; don't bounce; breathe.",
    "Hold on to something. Stop if in sharp pain, dizzy, numb or breathless.",
    "After an operation or injury, with heart failure, a clot or poor circulation, or pregnant: ask a doctor first.",
    "Leg pain with chest pain, no breath or fainting: emergency. \"legrest safety\" tells more.",
];

/// The first of them where no stretch comes first.
pub(crate) const NOT_ADVICE: &str = "A timer, not medical advice.";

/// All of it.
pub(crate) const ALL: &str = "\
This is a timer, not medical advice.

While you stretch
  Stretch to a mild pull, never pain. Don't bounce. Keep breathing.
  Hold a wall or chair.
  Stop for sharp pain, dizziness, numbness or breathlessness.

Ask a doctor or physio first
  after a recent operation, joint replacement, fracture or muscle tear,
  with poor leg circulation, heart failure or a recent blood clot,
  or when pregnant.

Call your emergency number
  if leg pain or swelling comes with chest pain, sudden breathlessness,
  fainting or coughing blood.

Get help today for
  one leg newly swollen, warm, red or tender,
  a leg suddenly cold, pale, numb or hard to move,
  a cramp past 10 minutes that isn't easing,
  muscle pain with weakness or cola-coloured urine.

Before legs up
  Ask a doctor first if you have poor leg circulation, heart failure, trouble
  breathing lying flat, or a newly swollen or sore leg. Lower your legs if you
  are breathless or your feet hurt, go pale, cold or numb. Sit up slowly.

Heat or cold
  Cloth between, 10 minutes, look at the skin, never sleep on a heating pad.
  Leave it out where feet are numb or circulation is poor.

After a cramp
  It may be sore for a day. If it is swollen, warm or red, don't rub it; have
  it checked today.
";

/// Where cramps were logged on many nights, at most once a week.
pub(crate) const OFTEN: &str = "You've logged cramps often lately. Worth mentioning to a doctor or \
    pharmacist, especially with numbness, weakness, swelling, a change of skin colour, pain on \
    walking that eases with rest, or a new medicine.";
