//! Cramps and pain over time, as a drawing: a bar a night above, a point a
//! night below, and a mark under each night with stretching.

use crate::diary::{Stretched, Summary};

const LEFT: f64 = 60.0;
const RIGHT: f64 = 710.0;
const CRAMPS: (f64, f64) = (12.0, 90.0);
const PAIN: (f64, f64) = (112.0, 205.0);
const MARKS: f64 = 218.0;
const DATES: f64 = 245.0;
const MOST_DATES: usize = 7;

/// The drawing of some nights, oldest first, of which there is one at least.
pub(super) fn plot(nights: &[&Summary]) -> String {
    let count = u32::try_from(nights.len()).unwrap_or(u32::MAX);
    let step = (RIGHT - LEFT) / f64::from(count);
    let middles = (0..count).map(|place| LEFT + step * (f64::from(place) + 0.5));
    let placed = || middles.clone().zip(nights);
    let most = nights.iter().filter_map(|night| night.cramps).max();
    let most = most.unwrap_or(0).max(3);
    let pain_of = |night: &Summary| Some(height(PAIN, night.pain?.into(), 10));
    let bar = |(x, night): (f64, &&Summary)| {
        // None at all are a short bar: somebody has said so.
        let top = height(CRAMPS, night.cramps?, most).min(CRAMPS.1 - 1.5);
        Some(format!("M{x:.1} {}V{top:.1}", CRAMPS.1))
    };
    let radius = (step * 0.35).clamp(0.6, 3.5);
    let point = |(x, night): (f64, &&Summary)| {
        let y = pain_of(night)?;
        Some(format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>\n"
        ))
    };
    // It joins the points of nights that follow each other; a gap stays a gap.
    let mut pen = 'M';
    let join = |(x, night): (f64, &&Summary)| {
        let y = pain_of(night);
        let from = std::mem::replace(&mut pen, if y.is_some() { 'L' } else { 'M' });
        Some(format!("{from}{x:.1} {:.1}", y?))
    };
    let side = (step * 0.6).clamp(0.4, 8.0);
    let mark = |(x, night): (f64, &&Summary)| {
        let class = match night.stretched {
            Stretched::No => return None,
            Stretched::Part => "mark part",
            Stretched::Yes => "mark",
        };
        let left = x - side / 2.0;
        Some(format!(
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{MARKS}\" width=\"{side:.1}\" \
             height=\"{side:.1}\"/>\n"
        ))
    };
    let date = |(x, night): (f64, &&Summary)| {
        let date = night.night.short();
        let date = date.trim();
        format!("<text class=\"middle\" x=\"{x:.1}\" y=\"{DATES}\">{date}</text>\n")
    };
    let dated = placed().step_by(nights.len().div_ceil(MOST_DATES));
    format!(
        include_str!("plot.svg"),
        fields = field(CRAMPS, "cramps", most) + &field(PAIN, "pain", 10),
        width = (step * 0.6).clamp(0.4, 14.0),
        bars = placed().filter_map(bar).collect::<String>(),
        line = placed().filter_map(join).collect::<String>(),
        points = placed().filter_map(point).collect::<String>(),
        marks = placed().filter_map(mark).collect::<String>(),
        dates = dated.map(date).collect::<String>(),
    )
}

fn height((top, bottom): (f64, f64), number: u32, most: u32) -> f64 {
    bottom - (bottom - top) * f64::from(number) / f64::from(most)
}

/// The frame of a field: its name, its ends, and lines to read it by.
fn field(bounds: (f64, f64), name: &str, most: u32) -> String {
    let grid = [0, most].map(|number| {
        let y = height(bounds, number, most);
        let (x, below) = (LEFT - 6.0, y + 3.5);
        format!(
            "<path class=\"grid\" d=\"M{LEFT} {y}H{RIGHT}\"/>\
             <text class=\"end\" x=\"{x}\" y=\"{below:.1}\">{number}</text>\n"
        )
    });
    let middle = f64::midpoint(bounds.0, bounds.1);
    grid.concat() + &format!("<text x=\"4\" y=\"{middle:.1}\">{name}</text>\n")
}
