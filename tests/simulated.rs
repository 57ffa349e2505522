//! Histories of made-up people of whom the truth is known: what `history` says
//! of them must not flatter. Seeds are numbers from 1 on, so that every journal
//! can be made again. `LEGREST_TEST_JOURNALS=4000 cargo test simulated` makes as
//! many of each truth.

use std::env;
use std::fmt::Write as _;

use legrest::diary::{Diary, HistorySummary};
use legrest::night::Night;
use legrest::record::{FoundRecord, Record};

use crate::harness::Home;
use crate::journal::with_journal;

/// How many nights each journal has.
const NIGHTS: u32 = 42;

/// Numbers from a seed (`SplitMix64`), the same on every machine.
struct Random(u64);

impl Random {
    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).expect("32 bits");
        f64::from(high) / f64::from(u32::MAX)
    }

    fn is(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// Around 0, with a spread of about 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// A count with this mean, by Poisson's law.
    fn count(&mut self, mean: f64) -> u32 {
        let (limit, mut product) = ((-mean).exp(), self.share());
        let mut count = 0;
        while product > limit {
            product *= self.share();
            count += 1;
        }
        count
    }
}

/// How somebody decides, and what really works.
#[derive(Clone, Copy, Debug)]
struct Truth {
    /// How likely a night is one of stretching when the legs are so bad, from
    /// about -2 for good to 2, on a day from 0 on.
    stretches: fn(bad: f64, day: u32) -> f64,
    /// How likely a night is reported after stretching, and without.
    reports: (f64, f64),
    /// By what the mean number of cramps is multiplied after stretching.
    effect: f64,
    /// Whether the stretching comes only after a cramp.
    after: bool,
    /// How the mean of the trouble falls over the days.
    fades: f64,
}

const DRAWN: Truth = Truth {
    stretches: |_, _| 0.5,
    reports: (1.0, 1.0),
    effect: 1.0,
    after: false,
    fades: 0.0,
};

/// One night as it really was.
#[derive(Clone, Copy)]
struct Real {
    stretched: bool,
    reported: bool,
}

/// A journal of six weeks, and its nights as they really were.
fn journal(truth: Truth, seed: u64, first: Night) -> (String, Vec<Real>) {
    let mut random = Random(seed);
    let (mut text, mut nights) = (String::new(), Vec::new());
    let mut bad = random.normal();
    for day in 0..NIGHTS {
        // Troubled nights come in spells.
        bad = 0.6 * bad + 0.8 * random.normal();
        let trend = truth.fades * (0.5 - f64::from(day) / f64::from(NIGHTS));
        let chosen = random.is((truth.stretches)(bad, day));
        let effect = if chosen { truth.effect } else { 1.0 };
        let cramps = random.count(0.7 * (0.7 * bad + trend).exp() * effect);
        let stretched = if truth.after {
            cramps > 0 && chosen
        } else {
            chosen
        };
        let reported = random.is(if stretched {
            truth.reports.0
        } else {
            truth.reports.1
        });
        let night = first.after(day);
        let mut add = |time: &str, rest: &str| {
            let next = u8::from(time < "12");
            let date = night.after(next.into());
            let _ = writeln!(
                text,
                r#"{{"v":1,"id":"{day}-{time}","at":"{date}T{time}:00Z","night":"{night}",{rest}}}"#
            );
        };
        if stretched {
            let time = if truth.after { "03:30" } else { "22:00" };
            add(
                time,
                r#""kind":"session","routine":"short","outcome":"completed","held_s":240,"whole":8"#,
            );
        }
        if cramps > 0 && (truth.after || random.is(0.7)) {
            add("03:00", r#""kind":"cramp","muscle":"calf","held_s":60"#);
        }
        if reported {
            add(
                "08:00",
                &format!(
                    r#""kind":"report","cramps":{cramps},"pain":{}"#,
                    cramps.min(3) * 2
                ),
            );
        }
        nights.push(Real {
            stretched,
            reported,
        });
    }
    (text, nights)
}

fn first() -> Night {
    "2026-01-05".parse().expect("a night")
}

/// What the program makes of a journal on the day after its last night.
fn summary(text: &str) -> HistorySummary {
    let mut diary = Diary::default();
    for (line, text) in (1..).zip(text.lines()) {
        let record = Record::read(text.as_bytes()).expect("a record");
        // Each in a file of its own, so that its own time is its moment.
        diary.add(&FoundRecord {
            record: &record,
            text: text.as_bytes(),
            file: line,
            line: 1,
            own: true,
        });
    }
    HistorySummary::over(&diary, first().after(NIGHTS), NIGHTS + 1)
}

#[expect(
    clippy::print_stderr,
    reason = "whoever asks for more journals wants the numbers"
)]
fn told(name: &str, above: u64, shown: u64) {
    eprintln!("{name}: {above} of {shown} gaps above the printed one");
}

/// How many journals of each truth are made.
fn journals() -> u64 {
    let asked = env::var("LEGREST_TEST_JOURNALS").ok();
    asked.map_or(400, |asked| asked.parse().expect("a number of journals"))
}

/// How many journals of a truth show a comparison, and how many of these a gap
/// above the printed one.
fn shown(truth: Truth) -> (u64, u64) {
    let (mut shown, mut above) = (0, 0);
    for seed in 1..=journals() {
        let (text, nights) = journal(truth, seed, first());
        let history = summary(&text);
        assert_eq!(
            history.compared.is_some(),
            may_compare(&nights, truth),
            "seed {seed}"
        );
        if let Some(compared) = history.compared {
            shown += 1;
            let gap = compared.with.share() - compared.without.share();
            above += u64::from(gap.abs() > compared.chance);
        }
    }
    (shown, above)
}

/// Whether the nights, as they really were, can be compared.
fn may_compare(nights: &[Real], truth: Truth) -> bool {
    let of = |side: bool| {
        let nights = nights.iter().filter(|night| night.stretched == side);
        let reported = nights.clone().filter(|night| night.reported).count();
        (reported, nights.count())
    };
    // Stretching after a cramp is on neither side.
    let sides = [of(true), of(false)];
    let [with, without] = sides;
    let apart = with.0 * 100 * without.1.max(1);
    let apart = apart.abs_diff(without.0 * 100 * with.1.max(1));
    let enough = with.0 >= 10 && without.0 >= 10;
    !truth.after && enough && apart <= 20 * with.1 * without.1
}

#[test]
fn where_nights_are_drawn_and_nothing_helps_few_gaps_are_above_chance() {
    let (shown, above) = shown(DRAWN);
    told("drawn, nothing helps", above, shown);
    assert!(shown > journals() / 2, "{shown} of {}", journals());
    assert!(above * 100 <= shown * 5, "{above} of {shown}");
}

#[test]
fn where_quiet_nights_are_not_reported_nothing_is_compared() {
    let (shown, _) = shown(Truth {
        reports: (0.85, 0.25),
        ..DRAWN
    });
    // By chance a few are reported evenly enough.
    assert!(shown * 100 <= journals(), "{shown} of {}", journals());
}

#[test]
fn stretching_after_the_cramp_is_no_stretching_before_it() {
    let (shown, _) = shown(Truth {
        after: true,
        ..DRAWN
    });
    assert_eq!(shown, 0);
}

/// Where the nights were chosen, gaps are large and mean nothing: every text
/// says so, and none speaks of help in another sentence.
#[test]
fn where_nights_are_chosen_no_text_says_that_stretching_helps() {
    let truths: [(&str, Truth); 4] = [
        (
            "on good evenings",
            Truth {
                stretches: |bad, _| if bad < 0.0 { 0.8 } else { 0.2 },
                ..DRAWN
            },
        ),
        (
            "on bad evenings, and it helps",
            Truth {
                stretches: |bad, _| if bad < 0.0 { 0.2 } else { 0.8 },
                effect: 0.6,
                ..DRAWN
            },
        ),
        (
            "begun in a bad spell that passes",
            Truth {
                stretches: |_, day| if day < 21 { 0.2 } else { 0.8 },
                fades: 3.0,
                ..DRAWN
            },
        ),
        (
            "drawn, and it helps",
            Truth {
                effect: 0.4,
                ..DRAWN
            },
        ),
    ];
    for (name, truth) in truths {
        let (compared, above) = shown(truth);
        told(name, above, compared);
        for seed in 1..=5 {
            assert_says_nothing_of_help(truth, seed);
        }
    }
}

#[track_caller]
fn assert_says_nothing_of_help(truth: Truth, seed: u64) {
    let history = Home::new().run("history --format json").success();
    let tonight = history.events()[0]["tonight"].as_str().map(str::parse);
    let tonight: Night = tonight.expect("a night").expect("a date");
    let (text, _) = journal(truth, seed, tonight.before(NIGHTS));
    let home = with_journal(&[("one.jsonl", &text)]);
    for format in ["human", "html"] {
        let run = home.run(&["history", "--nights", "43", "--format", format]);
        let text = run.success().stdout;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let caveat = "this can't tell whether stretching helps";
        let is_compared = text.contains("without stretching: ");
        assert_eq!(is_compared, text.contains(caveat), "{text}");
        let rest = text.replace(caveat, "").to_lowercase();
        for word in ["help", "better", "works", "thanks to", "effect", "because"] {
            assert!(!rest.contains(word), "{word}: {text}");
        }
    }
}
