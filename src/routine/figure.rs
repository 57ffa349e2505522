//! Drawings of stretches: strokes on a small canvas, with a pose to begin from.

use super::Side;

/// The canvas on which figures are drawn, in dots: x grows to the right, y down.
pub(crate) const CANVAS: (u16, u16) = (60, 52);

/// A place on the canvas, in dots.
pub(crate) type Point = (f32, f32);

/// A drawing of somebody who stretches the right side.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The name by which steps show it.
    pub name: String,
    /// The head, and then the others in the order in which they were written.
    pub(crate) lines: Vec<Line>,
}

/// The head, a limb, or something that stands in the room.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) part: Part,
    pub(crate) stretched: bool,
    /// The points that it connects in the pose from which one begins: those of
    /// the stretch where nothing moves.
    pub(crate) start: Vec<Point>,
    /// As many in the stretch; of a head only its centre.
    pub(crate) end: Vec<Point>,
}

/// What a line shows, which says how thick it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Head,
    Trunk,
    Leg,
    Foot,
    Arm,
    Prop,
}

impl Part {
    /// Half of the thickness, in dots.
    pub(crate) fn radius(self) -> f32 {
        match self {
            Self::Head => 3.6,
            Self::Trunk => 1.6,
            Self::Leg => 1.3,
            Self::Foot | Self::Arm => 1.0,
            Self::Prop => 0.5,
        }
    }
}

/// How much a stroke stands out, from the least on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Emphasis {
    Prop,
    Body,
    Stretched,
}

/// A stroke of a figure in a certain pose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stroke {
    /// The points that it connects; the only one of a head.
    pub(crate) path: Vec<Point>,
    pub(crate) radius: f32,
    pub(crate) emphasis: Emphasis,
}

impl Figure {
    /// The strokes on the way from the start (0) to the stretch (1), mirrored
    /// for the left side.
    pub(crate) fn strokes(&self, pose: f32, side: Option<Side>) -> Vec<Stroke> {
        let place = |start: Point, end: Point| {
            let between = |from: f32, to: f32| from + (to - from) * pose;
            let (x, y) = (between(start.0, end.0), between(start.1, end.1));
            match side {
                Some(Side::Left) => (f32::from(CANVAS.0 - 1) - x, y),
                Some(Side::Right) | None => (x, y),
            }
        };
        let stroke = |line: &Line| Stroke {
            path: (line.start.iter().zip(&line.end))
                .map(|(start, end)| place(*start, *end))
                .collect(),
            radius: line.part.radius(),
            emphasis: match line.part {
                _ if line.stretched => Emphasis::Stretched,
                Part::Prop => Emphasis::Prop,
                _ => Emphasis::Body,
            },
        };
        self.lines.iter().map(stroke).collect()
    }

    /// Whether it has a pose to begin from.
    pub(crate) fn moves(&self) -> bool {
        self.lines.iter().any(|line| line.start != line.end)
    }
}
