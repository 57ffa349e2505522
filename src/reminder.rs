//! When somebody wants to be reminded: a time of day as people write it, and
//! the days of the week. What reminds them then is none of this module's
//! business.

mod time;

pub(crate) use time::{TimeOfDay, Unclear};
