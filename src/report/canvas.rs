//! Dots on a grid of characters: quarters of blocks where the terminal has them,
//! because the dots of braille fill too little of a cell to be seen from across a
//! room, and the nearest strokes of ASCII where it does not.

use crate::routine::figure::{CANVAS, Emphasis, Line, Point};

/// Dots in a character, across and down.
const CELL: (usize, usize) = (2, 4);
/// A stroke this thin, in dots, still has no gaps.
const THINNEST: f32 = 0.71;
/// A limb this thin is still seen: it fills most of the characters that it takes.
const THINNEST_LIMB: f32 = 1.0;

/// A grid of dots, as large as so many characters.
pub(super) struct Canvas {
    columns: usize,
    rows: usize,
    /// For each character its dots, in the bits of braille, and what stands out
    /// most among them.
    cells: Vec<(u8, Emphasis)>,
}

/// Characters of a row that share one style.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) column: usize,
    pub(super) text: String,
    pub(super) emphasis: Emphasis,
}

/// The columns that a figure as high as `rows` takes.
pub(super) fn columns_for(rows: usize) -> usize {
    (rows * CELL.1 * usize::from(CANVAS.0)).div_ceil(usize::from(CANVAS.1) * CELL.0)
}

/// The rows that a figure as wide as `columns` takes.
pub(super) fn rows_for(columns: usize) -> usize {
    columns * CELL.0 * usize::from(CANVAS.1) / (usize::from(CANVAS.0) * CELL.1)
}

impl Canvas {
    /// A figure, as large as fits into so many characters.
    #[expect(clippy::cast_precision_loss, reason = "a terminal has few columns")]
    pub(super) fn of(strokes: &[(Vec<Point>, &Line)], columns: usize, rows: usize) -> Self {
        let mut canvas = Self {
            columns,
            rows,
            cells: vec![(0, Emphasis::Prop); columns * rows],
        };
        let across = (columns * CELL.0) as f32 / f32::from(CANVAS.0);
        let down = (rows * CELL.1) as f32 / f32::from(CANVAS.1);
        let scale = across.min(down);
        for (path, line) in strokes {
            let emphasis = line.emphasis;
            let thinnest = match emphasis {
                Emphasis::Prop => THINNEST,
                Emphasis::Body | Emphasis::Stretched => THINNEST_LIMB,
            };
            let radius = (line.radius * scale).max(thinnest);
            let place = |point: Point| (point.0 * scale, point.1 * scale);
            // A single point is a line to itself.
            for part in path.windows(path.len().clamp(1, 2)) {
                let (from, to) = (place(part[0]), place(part[part.len() - 1]));
                canvas.line(from, to, radius, emphasis);
            }
        }
        canvas
    }

    /// Every dot that is no further than `radius` from the way between two.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "places on a canvas are small, and negative ones become 0"
    )]
    fn line(&mut self, from: Point, to: Point, radius: f32, emphasis: Emphasis) {
        /// The bits of braille, row by row.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let low = |a: f32, b: f32| (a.min(b) - radius).floor().max(0.0) as usize;
        let high = |a: f32, b: f32| (a.max(b) + radius).ceil().max(0.0) as usize;
        for y in low(from.1, to.1)..=high(from.1, to.1) {
            for x in low(from.0, to.0)..=high(from.0, to.0) {
                let (column, row) = (x / CELL.0, y / CELL.1);
                let is_inside = column < self.columns && row < self.rows;
                if is_inside && squared((x as f32, y as f32), from, to) <= radius * radius {
                    let (dots, most) = &mut self.cells[row * self.columns + column];
                    *dots |= BITS[y % CELL.1][x % CELL.0];
                    *most = emphasis.max(*most);
                }
            }
        }
    }

    /// The runs of a row, without what is empty.
    pub(super) fn runs(&self, row: usize, unicode: bool) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        // Where the last run ends, so far.
        let mut end = 0;
        let cells = self.cells.iter().skip(row * self.columns);
        for (column, &(dots, emphasis)) in cells.take(self.columns).enumerate() {
            if dots == 0 {
                continue;
            }
            let character = if unicode { quarters(dots) } else { ascii(dots) };
            match runs.last_mut() {
                Some(run) if end == column && run.emphasis == emphasis => run.text.push(character),
                _ => runs.push(Run {
                    column,
                    text: character.to_string(),
                    emphasis,
                }),
            }
            end = column + 1;
        }
        runs
    }
}

/// The square of the distance from a point to the way between two others.
fn squared(from: Point, a: Point, b: Point) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    // Where both ends are one, there is no way along.
    let along = ((from.0 - a.0) * dx + (from.1 - a.1) * dy) / length.max(f32::MIN_POSITIVE);
    let along = along.clamp(0.0, 1.0);
    let (x, y) = (a.0 + along * dx - from.0, a.1 + along * dy - from.1);
    x * x + y * y
}

/// The quarters of a block in which there are dots.
fn quarters(dots: u8) -> char {
    /// By upper left, upper right, lower left and lower right, in bits.
    const QUARTERS: [char; 16] = [
        ' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█',
    ];
    let quarter = |(bit, dots_of_it): (usize, u8)| usize::from(dots & dots_of_it != 0) << bit;
    let quarters = [0x03, 0x18, 0x44, 0xa0].into_iter().enumerate();
    QUARTERS[quarters.map(quarter).sum::<usize>()]
}

/// The character of ASCII whose shape is nearest to the dots.
fn ascii(dots: u8) -> char {
    /// Characters, each with its shape in braille; of two that are as near, the first.
    const SHAPES: [&str; 17] = [
        ".⣀", "'⠉", "-⠒", "-⠤", "_⣀", "|⡇", "|⢸", "/⡜", "/⡸", "\\⢣", "\\⢇", "#⣿", "\"⠛", "=⣶",
        ":⡠", ",⣠", "`⠃",
    ];
    let own = u32::from('\u{2800}') + u32::from(dots);
    let difference = |shape: &&&str| {
        let shape = shape.chars().next_back();
        shape.map(|shape| (u32::from(shape) ^ own).count_ones())
    };
    let nearest = SHAPES.iter().min_by_key(difference);
    nearest.map_or('#', |shape| char::from(shape.as_bytes()[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::bundled_figures;

    fn picture(canvas: &Canvas, unicode: bool) -> String {
        let row = |row| {
            let mut text = String::new();
            for run in canvas.runs(row, unicode) {
                while text.chars().count() < run.column {
                    text.push(' ');
                }
                text.push_str(&run.text);
            }
            text
        };
        (0..canvas.rows).map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_figure_in_blocks_and_ascii() {
        let mut pictures = String::new();
        for figure in bundled_figures() {
            let canvas = Canvas::of(&figure.strokes(1.0, None), 30, 13);
            for unicode in [true, false] {
                pictures.extend([&figure.name, "\n", &picture(&canvas, unicode), "\n"]);
            }
        }
        insta::assert_snapshot!(pictures);
    }

    #[test]
    fn a_figure_scales_and_never_leaves_the_canvas() {
        for rows in 1..30 {
            let columns = columns_for(rows);
            assert!(rows_for(columns) <= rows + 1);
            for figure in bundled_figures() {
                let canvas = Canvas::of(&figure.strokes(1.0, None), columns, rows);
                for run in (0..rows).flat_map(|row| canvas.runs(row, true)) {
                    assert!(run.column + run.text.chars().count() <= columns);
                }
            }
        }
        assert_eq!(columns_for(13), 30);
        assert_eq!(rows_for(30), 13);
    }
}
