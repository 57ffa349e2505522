//! How each step is done and what to mind: what the table has no room for.

use std::io;
use std::sync::Arc;

use crate::commands::outline::paragraph;
use crate::console::has_colour;
use crate::report::{Look, Theme, picture};
use crate::routine::figure::Figure;
use crate::routine::{Step, bundled_figures};
use crate::text::clock;
use crate::timeline::Timeline;

/// The columns and rows of a drawing: a dot of the canvas is a dot.
const SIZE: (usize, usize) = (30, 13);

/// The texts of each step, or only of those with a drawing, and drawings if they
/// are wanted; then the sources.
pub(super) fn of(timeline: &Timeline, full: bool, figures: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for planned in &timeline.steps {
        let step = &planned.step;
        let figure = step.figure.as_ref().filter(|_| figures);
        let texts = texts(step);
        if figure.is_some() || full && !texts.is_empty() {
            lines.extend([String::new(), step.name.clone()]);
            lines.extend(figure.into_iter().flat_map(|figure| draw(figure)));
            lines.extend(texts);
        }
    }
    let sources = &timeline.routine.source;
    if full && !sources.is_empty() {
        lines.push(String::new());
        let told = |source| paragraph("Source: ", Some(source), 0);
        lines.extend(sources.iter().flat_map(|source| told(source)));
    }
    lines
}

/// All texts of a step: first those by which a person judges it.
fn texts(step: &Step) -> Vec<String> {
    let texts = [
        ("Caution: ", &step.caution),
        ("At hand: ", &step.needs),
        ("How: ", &step.how),
        ("Meanwhile: ", &step.cue),
    ];
    let texts = texts.into_iter();
    let texts = texts.flat_map(|(label, text)| paragraph(label, text.as_deref(), 2));
    let notes = step.notes.iter().flat_map(|note| {
        let label = format!("At {}: ", clock(note.at));
        paragraph(&label, Some(&note.text), 2)
    });
    texts.chain(notes).collect()
}

/// Every drawing that is built in, under the name by which steps show it.
pub(super) fn figures() -> Vec<String> {
    let figures = bundled_figures().iter();
    let named = |figure: &Arc<Figure>| [vec![figure.name.clone()], draw(figure)].concat();
    figures.flat_map(named).collect()
}

fn draw(figure: &Figure) -> Vec<String> {
    let look = Look::of_environment(Theme::Plain, has_colour(&io::stdout()));
    // A figure that lies down leaves the upper half empty.
    let picture = picture(figure, look, SIZE).into_iter();
    picture.skip_while(String::is_empty).collect()
}
