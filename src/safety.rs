//! What is said about health: general, plain, and never a diagnosis. No
//! clinician has read it. Each text has its sources beside it.

/// One line for every session with a stretch.
// NIA and NHS on stretching: mild, steady, never into pain.
pub(crate) const EACH_TIME: &str = "Mild pull, no bouncing, keep breathing. Stop if it hurts.";

/// Four short lines for the very first session, from the sources of [`ALL`].
pub(crate) const FIRST_TIME: [&str; 4] = [
    "A timer, not medical advice. Mild pull, never pain; don't bounce; breathe.",
    "Hold on to something. Stop if in sharp pain, dizzy, numb or breathless.",
    "After an operation or injury, with heart failure, a clot or poor circulation, or pregnant: ask first.",
    "Chest pain, can't get your breath, fainting, or a leg suddenly cold, pale or numb: emergency. \"legrest safety\" tells more.",
];

/// The first of them where no stretch comes first.
pub(crate) const NOT_ADVICE: &str = "A timer, not medical advice.";

/// All of it, what can't wait first.
pub(crate) const ALL: [&str; 10] = [
    "This is a timer, not medical advice.\n",
    // NHS on clots in the leg and the lung. A leg suddenly cold, pale or numb:
    // RCEM Learning and NHS Highland on acute limb ischaemia. Numbness between
    // the legs: Royal Free and Healthify. Dark urine: CDC on rhabdomyolysis.
    "\
Call your emergency number
  if leg pain or swelling comes with chest pain, sudden breathlessness,
  fainting or coughing blood;
  if a leg is suddenly cold, pale, numb or hard to move;
  if leg or back pain comes with numbness between the legs, or with new
  trouble with bladder or bowel;
  if muscle pain comes with urine as dark as cola;
  if pain keeps growing in a hard, tight leg after a knock, in a cast or
  after unusual exercise.
",
    // NHS on clots in the leg and on leg cramps.
    "\
Get help today for
  one leg newly swollen, warm, tender, red or darker, or one that throbs when
  you stand or walk,
  a cramp past 10 minutes that isn't easing,
  muscle pain with weakness.
",
    // NHS on leg cramps; "Why do my legs ache at night?", an article on causes
    // and warning signs. Medicines: Garrison 2012. Urge to move: AASM 2024.
    "\
See a doctor soon
  if cramps or aches come often, get worse, or keep waking you,
  if it is always the same leg, or pain that doesn't go away,
  with numbness, weakness or swelling, or pain on walking that eases with rest,
  or if an urge to move your legs keeps you from sleep: it can often be helped.
  A pharmacist can tell whether a medicine of yours may have to do with cramps.
",
    // NHS and AAOS on exercise after operations and injuries, NHS on pregnancy.
    "\
Ask a doctor or physio first
  after a recent operation, joint replacement, fracture or muscle tear,
  with a broken vertebra, ever; with poor leg circulation, heart failure or a
  recent blood clot.
  Pregnant: ask your midwife; later on, don't lie flat on your back.
",
    // NIA and NHS on stretching. Pins and needles: the usual rule of
    // physiotherapists for a nerve that is pulled.
    "\
While you stretch
  Stretch to a mild pull, never pain. Don't bounce. Keep breathing.
  Hold a wall or chair.
  Stop for sharp pain, dizziness, numbness or breathlessness. Ease off for
  pins and needles, or pain that shoots below the knee.
",
    // RCEM Learning: a leg short of blood hurts more when it is raised.
    "\
Before legs up
  Ask a doctor first if you have poor leg circulation, heart failure, trouble
  breathing lying flat, or a newly swollen or sore leg. Lower your legs if you
  are breathless or your feet hurt, go pale, cold or numb. Sit up slowly.
",
    // NHS leaflets on heat and ice, and on feet that feel little.
    "\
Heat or cold
  Cloth between, 10 minutes, look at the skin, never sleep on a heating pad.
  Not on broken skin; no heat on a fresh injury or swelling. Leave it out where
  feet are numb or circulation is poor.
",
    // NHS on leg cramps and on clots in the leg.
    "\
After a cramp
  The muscle may be sore for a day. If the leg is swollen, warm, red or darker,
  don't rub it; have it checked today.
",
    // "How to relax leg muscles at night", an article by an assisted-stretching
    // company; Mayo Clinic on covers. None of it was tried for cramps.
    "\
By day, what may be worth a try
  Walk or cycle a little on most days.
  Get up from the chair every hour.
  Wear shoes that hold your feet.
  Drink water as you are used to, unless you were told to drink less.
  Less coffee and alcohol in the evening, if they seem to matter.
  Leave the covers loose at your feet.
",
];

/// At the end of relief for a cramp.
// NHS on leg cramps and on clots in the leg.
pub(crate) const AFTER_A_CRAMP: &str = "The muscle may be sore for a day. If the leg is swollen, \
    warm, red or darker, don't rub it; have it checked today.";

/// Where cramps were logged on many nights, at most once a week.
// NHS on leg cramps: disturbed sleep is reason enough. Medicines: Garrison 2012.
pub(crate) const OFTEN: &str = "You've logged cramps often lately. Worth mentioning to a doctor or \
    pharmacist, also if they keep waking you, and especially with numbness, weakness, swelling, a \
    change of skin colour, pain on walking that eases with rest, or a new medicine.";
