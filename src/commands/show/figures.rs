//! Drawings as text.

use std::io;

use crate::console::has_colour;
use crate::diagnostic::printable;
use crate::report::{Look, Theme, picture};
use crate::routine::bundled_figures;
use crate::routine::figure::Figure;
use crate::text::wrap;
use crate::timeline::{PlannedStep, Timeline};

/// The columns and rows of a drawing: a dot of the canvas is a dot.
const SIZE: (usize, usize) = (30, 13);

/// The columns of the text below a drawing.
const WIDTH: usize = 76;

/// Every drawing that is built in, under the name by which steps show it.
pub(super) fn all() -> Vec<String> {
    let figures = bundled_figures().iter();
    figures
        .flat_map(|figure| draw(&figure.name, figure))
        .collect()
}

/// The drawing of each step that has one, and how to do it.
pub(super) fn of(timeline: &Timeline) -> Vec<String> {
    let mut lines = Vec::new();
    for PlannedStep { step, .. } in &timeline.steps {
        if let Some(figure) = &step.figure {
            lines.push(String::new());
            lines.extend(draw(&step.name, figure));
            lines.extend(step.how.iter().flat_map(|how| wrap(how, WIDTH)));
        }
    }
    lines
}

fn draw(title: &str, figure: &Figure) -> Vec<String> {
    let look = Look::of_environment(Theme::Plain, has_colour(&io::stdout()));
    let mut lines = vec![printable(title).into_owned()];
    // A figure that lies down leaves the upper half empty.
    let picture = picture(figure, look, SIZE).into_iter();
    lines.extend(picture.skip_while(String::is_empty));
    lines
}
