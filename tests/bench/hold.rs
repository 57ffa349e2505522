//! What a minute costs in which nothing much happens: somebody holds a stretch,
//! or has the legs up. All programs run at the same time.

use std::thread;
use std::time::{Duration, Instant};

use crate::everything::{self, Server};
use crate::harness::Home;
use crate::program::Program;
use crate::table::Table;
use crate::usage::Usage;
use crate::window::Window;

const MINUTE: Duration = Duration::from_mins(1);
/// Long enough for a screen to settle that nobody touches.
const SETTLING: Duration = Duration::from_secs(25);
/// Often enough that it never does.
const BETWEEN_KEYS: Duration = Duration::from_secs(10);

/// What is played, and how.
#[derive(Clone, Copy)]
struct Scene {
    what: &'static str,
    routine: &'static [&'static str],
    /// Whether somebody presses keys that mean nothing, so that it stays bright.
    keys: bool,
    server: bool,
    /// The wake-ups a second that it may cost.
    wake_ups: f64,
}

/// Breathing at a pace: each part of four seconds may cost two wake-ups.
const BREATHING: &str = r#"title = "Breathing"
[[step]]
name = "Box breathing"
prepare = "10m"
hold = "12m"
tempo = "in 4s, hold 4s, out 4s, hold 4s"
"#;

const SCENES: [Scene; 6] = [
    Scene {
        what: "a long hold, screen awake, no sound server",
        routine: &["bedtime", "--only", "elevation"],
        keys: true,
        server: false,
        wake_ups: 2.0,
    },
    Scene {
        what: "a long hold, screen awake",
        routine: &["bedtime", "--only", "elevation"],
        keys: true,
        server: true,
        wake_ups: 2.0,
    },
    Scene {
        what: "a long hold, screen settled",
        routine: &["bedtime", "--only", "elevation"],
        keys: false,
        server: true,
        wake_ups: 2.0,
    },
    Scene {
        what: "stretches and breaks, no sound server",
        routine: &["bedtime", "--only", "hamstring"],
        keys: false,
        server: false,
        wake_ups: 2.0,
    },
    Scene {
        what: "stretches and breaks",
        routine: &["bedtime", "--only", "hamstring"],
        keys: false,
        server: true,
        wake_ups: 2.0,
    },
    Scene {
        what: "twelve minutes of breathing at 4-4-4-4, no sound server",
        routine: &["breathing"],
        keys: false,
        server: false,
        wake_ups: 0.5,
    },
];

/// What a minute cost.
#[derive(Clone, Copy)]
struct Minute {
    /// Of the program itself, and of what it started.
    wake_ups: f64,
    /// Percent of a core.
    processor: f64,
    /// KiB.
    resident: f64,
    peak: f64,
    /// Resident memory of what it started.
    beside: f64,
    bytes: f64,
}

/// One figure of a minute.
struct Figure {
    what: &'static str,
    unit: &'static str,
    /// What is allowed in this scene.
    limit: fn(Scene) -> Option<f64>,
    of: fn(Minute) -> f64,
}

impl Figure {
    const fn new(
        what: &'static str,
        unit: &'static str,
        limit: fn(Scene) -> Option<f64>,
        of: fn(Minute) -> f64,
    ) -> Self {
        Self {
            what,
            unit,
            limit,
            of,
        }
    }
}

const FIGURES: [Figure; 6] = [
    Figure::new(
        "wake-ups",
        "/s",
        |scene| Some(scene.wake_ups),
        |minute| minute.wake_ups,
    ),
    Figure::new("processor", "%", |_| Some(0.1), |minute| minute.processor),
    Figure::new(
        "resident",
        "KiB",
        |_| Some(6144.0),
        |minute| minute.resident,
    ),
    Figure::new(
        "resident at most",
        "KiB",
        |_| Some(6144.0),
        |minute| minute.peak,
    ),
    Figure::new(
        "resident, what it started",
        "KiB",
        |_| None,
        |minute| minute.beside,
    ),
    Figure::new("to the terminal", "B/s", |_| None, |minute| minute.bytes),
];

pub(crate) fn measure(programs: &[Program], table: &mut Table) {
    let (own, others) = thread::scope(|scope| {
        let legrest = &programs[0];
        let scenes = SCENES.map(|scene| scope.spawn(move || play(legrest, scene)));
        let others: Vec<_> = programs[1..]
            .iter()
            .map(|peer| scope.spawn(|| count_down(peer)))
            .collect();
        let own = scenes.map(|scene| scene.join().expect("a scene is played"));
        let others = others.into_iter().map(|other| other.join().ok());
        (own, others.collect::<Vec<_>>())
    });
    for (scene, own) in SCENES.iter().zip(own) {
        let Some(own) = own else { continue };
        let minutes = || std::iter::once(Some(own)).chain(others.iter().copied());
        for figure in &FIGURES {
            let values = minutes().map(|minute| minute.map(figure.of)).collect();
            let what = format!("{}: {}", scene.what, figure.what);
            table.row(&what, figure.unit, values);
            if let Some(limit) = (figure.limit)(*scene) {
                table.with_limit(limit);
            }
        }
    }
}

/// Plays a scene with everything on; `None` where there is no sound server.
fn play(legrest: &Program, scene: Scene) -> Option<Minute> {
    let home = everything::home().with_routine("breathing", BREATHING);
    let server = scene.server.then(|| Server::start(&home));
    if matches!(server, Some(None)) {
        return None;
    }
    let arguments = [&["routine"], scene.routine].concat();
    let window = Window::open(&home, legrest, &arguments);
    window.first_sight();
    thread::sleep(Duration::from_secs(1));
    // What is long enough to be measured comes after the time to get ready.
    window.press(b"n");
    pass(&window, SETTLING, scene.keys);
    Some(minute(&window, scene.keys))
}

/// Has a peer count down.
fn count_down(peer: &Program) -> Minute {
    let home = Home::new();
    let window = Window::open(&home, peer, peer.timer);
    window.first_sight();
    thread::sleep(Duration::from_secs(1));
    window.press(peer.start_key);
    pass(&window, SETTLING, false);
    minute(&window, false)
}

fn minute(window: &Window, keys: bool) -> Minute {
    let pid = window.child.id();
    let now = || (Usage::of(pid), Usage::below(pid), window.bytes());
    let (own_before, beside_before, bytes_before) = now();
    pass(window, MINUTE, keys);
    let (own, beside, bytes) = now();
    // A hook that has ended since took away what it had used.
    let since = |now: u64, before: u64| now.saturating_sub(before);
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let per_second = |count: u64| count as f64 / MINUTE.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let whole = |count: u64| count as f64;
    Minute {
        wake_ups: per_second(
            since(own.wake_ups, own_before.wake_ups)
                + since(beside.wake_ups, beside_before.wake_ups),
        ),
        processor: per_second(
            since(own.processor, own_before.processor)
                + since(beside.processor, beside_before.processor),
        ) / 1e7,
        resident: whole(own.resident),
        peak: whole(own.peak),
        beside: whole(beside.resident),
        bytes: per_second(since(bytes, bytes_before)),
    }
}

/// Lets time pass, in which somebody may press keys that mean nothing.
fn pass(window: &Window, time: Duration, keys: bool) {
    let until = Instant::now() + time;
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        thread::sleep(left.min(BETWEEN_KEYS));
        if keys {
            window.press(b"x");
        }
    }
}
