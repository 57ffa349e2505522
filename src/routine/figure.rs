//! Drawings of stretches: strokes on a small canvas, with a pose to begin from.

use std::sync::LazyLock;

use super::Side;

/// The canvas on which figures are drawn, in dots: x grows to the right, y down.
pub(crate) const CANVAS: (u16, u16) = (60, 52);

/// Half of the thickness of what stands in the room, in dots.
pub(crate) const PROP: f32 = 0.5;

pub(crate) type Point = (f32, f32);

/// A drawing of somebody who stretches the right side.
#[derive(Debug)]
pub struct Figure {
    /// The name by which steps show it.
    pub name: String,
    /// The head, and then the others in the order in which they were written.
    pub(crate) lines: Lines,
}

/// To read a bundled one takes as long as to read a routine: it is read when shown.
pub(crate) type Lines = LazyLock<Vec<Line>, Box<dyn FnOnce() -> Vec<Line> + Send + Sync>>;

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && *self.lines == *other.lines
    }
}

/// The head, a limb, or something that stands in the room.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Half of the thickness, in dots.
    pub(crate) radius: f32,
    pub(crate) emphasis: Emphasis,
    /// The points that it connects in the pose from which one begins.
    pub(crate) start: Vec<Point>,
    /// As many in the stretch; of a head only its centre.
    pub(crate) end: Vec<Point>,
}

/// How much a line stands out, from the least on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Emphasis {
    Prop,
    Body,
    Stretched,
}

impl Figure {
    /// The points of each line between the start (0) and the stretch (1) of a side.
    pub(crate) fn strokes(&self, pose: f32, side: Option<Side>) -> Vec<(Vec<Point>, &Line)> {
        let place = |(start, end): (&Point, &Point)| {
            let between = |from: f32, to: f32| from + (to - from) * pose;
            let (x, y) = (between(start.0, end.0), between(start.1, end.1));
            match side {
                Some(Side::Left) => (f32::from(CANVAS.0 - 1) - x, y),
                Some(Side::Right) | None => (x, y),
            }
        };
        let points = |line: &Line| line.start.iter().zip(&line.end).map(place).collect();
        self.lines.iter().map(|line| (points(line), line)).collect()
    }

    /// Whether it has a pose to begin from.
    pub(crate) fn moves(&self) -> bool {
        self.lines.iter().any(|line| line.start != line.end)
    }
}
