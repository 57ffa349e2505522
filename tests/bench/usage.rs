//! What a process has used so far, read from /proc.

use std::fs;
use std::iter::Sum;
use std::ops::Add;

/// What a process has used so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Times that one of its threads went to sleep, and so was woken.
    pub(crate) wake_ups: u64,
    /// Nanoseconds on a processor.
    pub(crate) processor: u64,
    /// Resident memory now, in KiB.
    pub(crate) resident: u64,
    /// The most that it ever was.
    pub(crate) peak: u64,
}

impl Usage {
    pub(crate) fn of(pid: u32) -> Self {
        let status = read(format!("/proc/{pid}/status"));
        let mut usage = Self {
            resident: number(&status, "VmRSS:"),
            peak: number(&status, "VmHWM:"),
            ..Self::default()
        };
        for thread in threads(pid) {
            let status = read(format!("{thread}/status"));
            usage.wake_ups += number(&status, "voluntary_ctxt_switches:");
            usage.processor += number(&read(format!("{thread}/schedstat")), "");
        }
        usage
    }

    /// What all that a process has started, and what these have, used so far.
    pub(crate) fn below(pid: u32) -> Self {
        let children = threads(pid).map(|thread| read(format!("{thread}/children")));
        let children: Vec<u32> = children
            .flat_map(|line| {
                line.split_whitespace()
                    .filter_map(|word| word.parse().ok())
                    .collect::<Vec<_>>()
            })
            .collect();
        children
            .into_iter()
            .map(|child| Self::of(child) + Self::below(child))
            .sum()
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            wake_ups: self.wake_ups + other.wake_ups,
            processor: self.processor + other.processor,
            resident: self.resident + other.resident,
            peak: self.peak + other.peak,
        }
    }
}

impl Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// The folders of a process's threads; none where it is no more.
fn threads(pid: u32) -> impl Iterator<Item = String> {
    let folders = fs::read_dir(format!("/proc/{pid}/task"));
    let folders = folders.into_iter().flatten().flatten();
    folders.map(|folder| folder.path().display().to_string())
}

fn read(path: String) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The number behind a key at the beginning of a line.
fn number(text: &str, key: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let word = line.and_then(|line| line.split_whitespace().next());
    word.and_then(|word| word.parse().ok()).unwrap_or(0)
}
