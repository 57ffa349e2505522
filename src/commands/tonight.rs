//! The evenings of a routine's steps: which of them are due tonight, and what is
//! said of the others.

use std::sync::Arc;

use crate::night::{Days, Night};
use crate::routine::Step;
use crate::timeline::{Choice, Timeline};

/// The steps that would be played on another evening.
pub(super) struct Others {
    steps: Vec<Arc<Step>>,
    /// Whether nothing is left without them.
    pub(super) are_all: bool,
}

impl Others {
    /// Those of a timeline, unless somebody named them.
    pub(super) fn of(timeline: &Timeline, choice: &Choice) -> Option<Self> {
        let steps = timeline.steps.iter().map(|planned| planned.step.clone());
        let is_named = |id: &String| choice.only.contains(id) || choice.from.as_ref() == Some(id);
        let tonight = tonight();
        let steps = steps.filter(|step| !is_due(step, tonight) && !is_named(&step.id));
        let steps: Vec<Arc<Step>> = steps.collect();
        let are_all = steps.len() == timeline.steps.len();
        (!steps.is_empty()).then_some(Self { steps, are_all })
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = String> {
        self.steps.iter().map(|step| step.id.clone())
    }

    pub(super) fn not_tonight(&self) -> String {
        let steps = self.steps.iter();
        let days = |step: &Step| step.days.map(names).unwrap_or_default();
        let groups = super::outline::grouped(steps.map(|step| (days(step), &*step.id)));
        let groups = groups.iter();
        let groups = groups.map(|(days, ids)| format!("{} ({days})", ids.join(", ")));
        format!("Not tonight: {}.", groups.collect::<Vec<_>>().join("; "))
    }

    pub(super) fn next_evening(&self) -> Night {
        let days = evenings(&self.steps);
        let tonight = tonight();
        let mut nights = (1..).map(|nights| tonight.after(nights));
        let next = nights.find(|night| days.has(*night));
        next.unwrap_or(tonight)
    }
}

pub(super) fn is_due(step: &Step, night: Night) -> bool {
    step.days.is_none_or(|days| days.has(night))
}

pub(super) fn evenings(steps: &[Arc<Step>]) -> Days {
    let days = steps.iter().map(|step| step.days.unwrap_or(Days::ALL));
    days.reduce(Days::or).unwrap_or(Days::ALL)
}

/// The names of days for a person: `Mon, Wed, Fri`.
pub(super) fn names(days: Days) -> String {
    if days.are_all() {
        return days.to_string();
    }
    days.names().replace(',', ", ")
}

pub(super) fn tonight() -> Night {
    Night::of(super::now().datetime())
}
