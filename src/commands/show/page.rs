//! A routine as a page to hang beside the bed, for a partner or a therapist.

use std::ffi::OsStr;

use super::caution;
use super::dose::{dose, words};
use crate::cli::ChoiceArgs;
use crate::commands::html::{self, escaped};
use crate::commands::outline::extent;
use crate::routine::figure::{Emphasis, Line, PROP, Point};
use crate::text::length;
use crate::timeline::Timeline;

/// To be read at arm's length, in black alone; larger where there are few steps.
const STYLE: &str = "\
body{font:11pt/1.25 Arial,'Liberation Sans','DejaVu Sans Condensed',sans-serif;color:#000;background:#fff;overflow-wrap:anywhere;max-width:190mm;margin:1em auto;padding:0 1em}\
body:not(:has(section:nth-of-type(5))){font-size:13pt}\
h1{font-size:1.6em;margin:0 0 1mm}h2{font-size:1.2em;margin:0}p{margin:0 0 .5mm}\
section{display:flex;flex-wrap:wrap;gap:0 3mm;border-top:.3mm solid;padding:1.2mm .3mm;break-inside:avoid}\
section div{flex:1 1 60mm}section>p{flex-basis:100%}section span{flex:1 0 7mm;max-width:11mm;height:11mm;padding:.5mm;border:.3mm solid}\
figure{margin:0;align-self:center;white-space:nowrap}svg{width:7.6em;height:auto;fill:none;stroke:#000;stroke-linecap:round;stroke-linejoin:round}svg+svg{margin-left:3mm}.inside{stroke:#fff}\
@page{size:A4;margin:10mm}@media print{body{margin:0;padding:0;max-width:none}}";

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
        STYLE,
        &body.concat(),
        legend.unwrap_or_default(),
    )
}

/// What to type to play what is shown.
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

/// A step: its words, and its poses beside them.
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

/// A text behind its label, if there is one.
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
