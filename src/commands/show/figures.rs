//! Drawings as text.

use std::io::{self, IsTerminal, Write};

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
pub(super) fn all(out: &mut impl Write) -> io::Result<()> {
    for figure in bundled_figures() {
        draw(out, &figure.name, figure)?;
    }
    Ok(())
}

/// The drawing of each step that has one, and how to do it.
pub(super) fn of(out: &mut impl Write, timeline: &Timeline) -> io::Result<()> {
    for PlannedStep { step, .. } in &timeline.steps {
        if let Some(figure) = &step.figure {
            writeln!(out)?;
            draw(out, &step.name, figure)?;
            if let Some(how) = &step.how {
                for line in wrap(how, WIDTH) {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}

fn draw(out: &mut impl Write, title: &str, figure: &Figure) -> io::Result<()> {
    let colour = io::stdout().is_terminal() && has_colour(&io::stdout());
    let look = Look::of_environment(Theme::Plain, colour);
    writeln!(out, "{}", printable(title))?;
    let lines = picture(figure, look, SIZE).into_iter();
    // A figure that lies down leaves the upper half empty.
    for line in lines.skip_while(String::is_empty) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
