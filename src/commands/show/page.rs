//! A routine as a page to hang beside the bed, for a partner or a therapist.

use std::ffi::OsStr;
use std::time::Duration;

use super::caution;
use crate::cli::ChoiceArgs;
use crate::commands::html::{self, escaped};
use crate::commands::outline::{extent, pace};
use crate::routine::amount::Range;
use crate::routine::figure::{Emphasis, Line, PROP, Point};
use crate::routine::{Hold, Order, Sides};
use crate::text::{length, plural, spoken};
use crate::timeline::{Phase, Segment, Timeline};

/// The page; the routine and what was chosen of it as they were typed.
pub(super) fn page(timeline: &Timeline, typed: &OsStr, choice: &ChoiceArgs) -> String {
    let routine = &timeline.routine;
    let takes = timeline.about().filter(|it| !it.is_zero());
    let takes = takes.map(|it| format!("Takes {}.", words(it)));
    let about: Vec<String> = routine.summary.clone().into_iter().chain(takes).collect();
    let steps: String = (0..timeline.steps.len())
        .map(|it| step(timeline, it))
        .collect();
    let evenings = (1..=14).map(|it| format!("<span>{it}</span>"));
    let evenings: String = evenings.collect();
    let source = Some(routine.source.join(" ")).filter(|it| !it.is_empty());
    let body = [
        paragraph("", Some(&about.join(" "))),
        paragraph("Caution: ", caution(timeline)),
        paragraph("At hand: ", timeline.needs().as_deref()),
        steps,
        format!("<section><p><b>Done, evening by evening:</b></p>{evenings}</section>\n"),
        paragraph("To play it: ", Some(&command(typed, choice))),
        paragraph("Source: ", source.as_deref()),
    ];
    let is_drawn = timeline.steps.iter().any(|it| it.step.figure.is_some());
    let legend = is_drawn.then_some("Drawn in black: what each step is for.");
    html::page(
        &routine.title,
        include_str!("page.css"),
        &body.concat(),
        legend.unwrap_or_default(),
    )
}

fn command(routine: &OsStr, choice: &ChoiceArgs) -> String {
    let ids = |ids: &[String]| (!ids.is_empty()).then(|| ids.join(","));
    let words = [
        ("legrest", Some("routine".to_owned())),
        ("", Some(routine.to_string_lossy().into_owned())),
        ("--level", choice.level.map(|it| it.to_string())),
        ("--fit", choice.fit.map(|it| length(it).replace(' ', ""))),
        ("--only", ids(&choice.only)),
        ("--skip", ids(&choice.skip)),
        ("--from", choice.from.clone()),
        ("--side", choice.side.map(|it| it.to_string())),
    ];
    let words = words
        .iter()
        .filter_map(|(name, value)| Some([name, value.as_deref()?]));
    let words = words.flatten().filter(|word| !word.is_empty());
    // Nobody can type a word with a NUL in it.
    shlex::try_join(words).unwrap_or_default()
}

fn step(timeline: &Timeline, index: usize) -> String {
    let step = &timeline.steps[index].step;
    let side = extent(timeline, index).0.side;
    let needs = step.needs.iter().map(|needs| format!(" At hand: {needs}"));
    let texts = [
        paragraph(&dose(timeline, index), Some(&needs.collect::<String>())),
        paragraph("Caution: ", step.caution.as_deref()),
        paragraph("How: ", step.how.as_deref()),
        paragraph("Meanwhile: ", step.cue.as_deref()),
    ];
    let drawings = step.figure.iter().flat_map(|figure| {
        let poses = [0.0, 1.0].map(|pose| figure.strokes(pose, side));
        // Where nothing moves, one of them is enough.
        let poses = poses.into_iter().skip(usize::from(!figure.moves()));
        poses.map(|strokes| drawing(&strokes))
    });
    format!(
        "<section><div><h2>{}. {}</h2>\n{}</div><figure>{}</figure></section>\n",
        index + 1,
        escaped(&step.name),
        texts.concat(),
        drawings.collect::<String>()
    )
}

fn dose(timeline: &Timeline, index: usize) -> String {
    let planned = &timeline.steps[index];
    let step = &planned.step;
    let first = extent(timeline, index).0;
    let hold = planned.hold.map(words);
    let hold = hold.unwrap_or_else(|| "as long as you need".to_owned());
    let what = match (step.hold, planned.movements) {
        (Hold::Task, _) => "to do, for as long as it takes".to_owned(),
        (_, Some(count)) => plural(count, "movement"),
        _ if planned.reps > 1 => format!("{} times {hold}", planned.reps),
        _ => hold,
    };
    let in_turns = step.order == Order::Alternating && planned.reps > 1;
    let side = match (planned.sides, first.side) {
        (Sides::Each, Some(first)) if in_turns => format!(" on each side in turns, {first} first"),
        (Sides::Each, Some(first)) => format!(" on each side, {first} first"),
        (_, side) => side.map_or(String::new(), |side| format!(" on the {side} side only")),
    };
    let rest = |when, is: fn(&Segment) -> bool| {
        let mut segments = timeline.segments_of(index);
        let rest = segments.find(|it| it.phase == Phase::Rest && is(it))?;
        Some(format!(", {} of rest {when}", words(rest.length?)))
    };
    let circuit = step.circuit.map(|it| &timeline.routine.circuits[it]);
    let circuit = circuit.filter(|_| first.round.of > 1);
    let counted = |range: Range<u32>, what| {
        let Range { low, high } = range;
        (low < high).then(|| format!("{low} to {high} {what}"))
    };
    let ranges = [
        circuit.and_then(|it| counted(it.rounds, "rounds")),
        counted(step.sets, "sets"),
        counted(step.reps, "times"),
        match step.hold {
            Hold::Movements(count) => counted(count, "movements"),
            Hold::For(Range { low, high }) if low < high => {
                let (low, high) = (words(low), words(high));
                let unit = high.trim_start_matches(|c: char| c.is_ascii_digit());
                let number = low.strip_suffix(unit).filter(|it| !it.contains(' '));
                Some(format!("{} to {high}", number.unwrap_or(&low)))
            }
            _ => None,
        },
    ];
    let ranges: Vec<String> = ranges.into_iter().flatten().collect();
    let days = step.days.filter(|days| !days.are_all());
    let parts = [
        circuit.map(|it| format!("{} rounds of circuit {}: ", first.round.of, it.name)),
        (planned.sets > 1).then(|| format!("{} sets of ", planned.sets)),
        Some(what + &side),
        rest("in between", |it| it.rep.number > 1),
        rest("between sets", |it| it.rep.number == 1 && it.set.number > 1),
        rest("between rounds", |it| {
            (it.rep.number, it.set.number) == (1, 1)
        }),
        (step.tempo.as_ref()).map(|tempo| format!(": {}", pace(tempo, words))),
        (!ranges.is_empty()).then(|| format!(" (range: {})", ranges.join(", "))),
        days.map(|days| format!(", only {days}")),
    ];
    let mut dose: String = parts.into_iter().flatten().collect();
    dose[..1].make_ascii_uppercase();
    dose + "."
}

fn words(length: Duration) -> String {
    match length.subsec_nanos() {
        0 => spoken(length),
        _ => format!("{} seconds", length.as_secs_f64()),
    }
}

fn paragraph(label: &str, text: Option<&str>) -> String {
    let paragraph = text.map(|text| {
        let text = text.replace('\n', " ");
        format!("<p><b>{}</b>{}</p>\n", escaped(label), escaped(&text))
    });
    paragraph.unwrap_or_default()
}

/// A pose: what is stretched in black, all else in outline.
fn drawing(strokes: &[(Vec<Point>, &Line)]) -> String {
    let line = |(path, line): &(Vec<Point>, &Line), class: &str, thinner: f32| {
        // A head is a line from its centre to itself.
        let points = path.iter().chain(path.last());
        let points: Vec<String> = points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let (width, points) = (line.radius * 2.6 - thinner, points.join(" "));
        format!("<polyline class=\"{class}\" stroke-width=\"{width:.1}\" points=\"{points}\"/>")
    };
    let outlines = strokes.iter().map(|it| line(it, "outline", 0.0));
    // A thing in the room is too thin for an inside.
    let body = strokes.iter().filter(|it| it.1.radius > PROP);
    let insides = body.map(|it| {
        let class = if it.1.emphasis == Emphasis::Stretched {
            "stretched"
        } else {
            "inside"
        };
        line(it, class, 1.4)
    });
    let lines: String = outlines.chain(insides).collect();
    format!("<svg viewBox=\"-1 -1 61 54\" aria-hidden=\"true\">{lines}</svg>")
}
