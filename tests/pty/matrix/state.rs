//! The states in which a routine can be.

use super::cell::Cell;
use super::way::Way;

/// Where somebody is when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Prepare,
    Hold,
    Rest,
    Switch,
    Paused,
    CountIn,
    OpenHold,
    RestView,
    Help,
    EditPrompt,
}

impl State {
    pub const ALL: [Self; 10] = [
        Self::Prepare,
        Self::Hold,
        Self::Rest,
        Self::Switch,
        Self::Paused,
        Self::CountIn,
        Self::OpenHold,
        Self::RestView,
        Self::Help,
        Self::EditPrompt,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Hold => "hold",
            Self::Rest => "rest",
            Self::Switch => "switch",
            Self::Paused => "paused",
            Self::CountIn => "count-in",
            Self::OpenHold => "open hold",
            Self::RestView => "rest view",
            Self::Help => "help shown",
            Self::EditPrompt => "edit prompt",
        }
    }

    /// A routine that comes into this state by itself, as far as it can, and
    /// stays there until a key leads to its end.
    pub fn routine(self) -> String {
        let step = match self {
            Self::Prepare => "hold = '10m'\nprepare = '10m'",
            Self::Rest => "hold = '1s'\nprepare = '0s'\nreps = 2\nrest = '10m'",
            Self::Switch => "hold = '1s'\nprepare = '0s'\nsides = 'each'\nswitch = '10m'",
            Self::OpenHold => "hold = 'open'\nprepare = '0s'",
            Self::RestView => "hold = '4h'\nprepare = '0s'",
            Self::Hold | Self::Paused | Self::CountIn | Self::Help | Self::EditPrompt => {
                "hold = '10m'\nprepare = '0s'"
            }
        };
        let end = "[[step]]\nname = 'End'\nhold = '2s'\nprepare = '0s'\n";
        format!("title = 'Long'\n[[step]]\nname = 'Calf'\n{step}\n{end}")
    }

    /// How much faster than in earnest, where twenty seconds would be too long
    /// to wait for. Such a rehearsal leaves no record.
    pub fn speed(self) -> &'static str {
        if self == Self::RestView { "20" } else { "1" }
    }

    /// Brings a routine that has just been started into this state.
    pub fn reach(self, cell: &Cell) {
        let screen = &cell.screen;
        match self {
            Self::Prepare => cell.wait_for(["Get ready: Calf", "Get ready: Calf"]),
            Self::Rest => cell.wait_for(["Rest", "Rest, 10 minutes"]),
            Self::Switch => cell.wait_for(["Switch to LEFT", "Switch to the left"]),
            Self::EditPrompt => match cell.way {
                // Without standard error there is no prompt to be seen.
                Way::StderrClosed => cell.wait_for_file("config/routines/.t.draft.toml"),
                // Without standard input there is nobody to ask.
                Way::StdinClosed => cell.wait_for(["Not saved.", ""]),
                _ => cell.wait_for(["(t)hrow your changes away?", ""]),
            },
            Self::RestView => {
                // The minutes left and one line: no headline, no bars, no keys.
                screen.wait_until("a screen at rest", |text| {
                    text.contains(" min left · ends ") && !text.contains("space pause")
                });
            }
            Self::Hold | Self::OpenHold => cell.wait_for(["Calf", "Hold: Calf"]),
            Self::Paused => {
                cell.wait_for(["Calf", "Hold: Calf"]);
                screen.press(" ");
                cell.wait_for(["PAUSED", "Paused"]);
            }
            Self::CountIn => {
                Self::Paused.reach(cell);
                screen.press(" ");
                cell.wait_for(["On in", ""]);
            }
            Self::Help => {
                cell.wait_for(["Calf", "Hold: Calf"]);
                screen.press_and_wait("?", "10 s longer");
            }
        }
    }
}
