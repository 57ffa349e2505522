//! Drawings as text.

use std::io;
use std::sync::Arc;

use crate::console::has_colour;
use crate::report::{Look, Theme, picture};
use crate::routine::bundled_figures;
use crate::routine::figure::Figure;

/// The columns and rows of a drawing: a dot of the canvas is a dot.
const SIZE: (usize, usize) = (30, 13);

/// Every drawing that is built in, under the name by which steps show it.
pub(super) fn all() -> Vec<String> {
    let figures = bundled_figures().iter();
    let named = |figure: &Arc<Figure>| [vec![figure.name.clone()], draw(figure)].concat();
    figures.flat_map(named).collect()
}

/// A drawing as lines.
pub(super) fn draw(figure: &Figure) -> Vec<String> {
    let look = Look::of_environment(Theme::Plain, has_colour(&io::stdout()));
    // A figure that lies down leaves the upper half empty.
    let picture = picture(figure, look, SIZE).into_iter();
    picture.skip_while(String::is_empty).collect()
}
