//! Cramps and pain over time, as a drawing: a bar a night above, a point a
//! night below, and a mark under each night with stretching.

use std::fmt::Write;

use crate::diary::{Stretched, Summary};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
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
    let middle = |place: u32| LEFT + step * (f64::from(place) + 0.5);
    let most = nights.iter().filter_map(|night| night.cramps).max();
    let most = most.unwrap_or(0).max(3);
    let mut page = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"Cramps and pain, night by night\" \
         font-family=\"sans-serif\" font-size=\"10\" fill=\"#222\">\n"
    );
    field(&mut page, CRAMPS, "cramps", most);
    field(&mut page, PAIN, "pain", 10);
    // It joins the points of nights that follow each other; a gap stays a gap.
    let mut line = String::new();
    let mut pen = 'M';
    for (place, night) in (0..).zip(nights) {
        let x = middle(place);
        if let Some(cramps) = night.cramps {
            let width = (step * 0.6).clamp(0.4, 14.0);
            // None at all are a short bar: somebody has said so.
            let top = height(CRAMPS, cramps, most).min(CRAMPS.1 - 1.5);
            block(&mut page, x, top, (width, CRAMPS.1 - top), "fill=\"#666\"");
        }
        if let Some(pain) = night.pain {
            let y = height(PAIN, pain.into(), 10);
            let _ = write!(line, "{pen}{x:.1} {y:.1}");
            let radius = (step * 0.35).clamp(0.6, 3.5);
            let _ = writeln!(
                page,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>"
            );
        }
        pen = if night.pain.is_some() { 'L' } else { 'M' };
        let fill = match night.stretched {
            Stretched::No => continue,
            Stretched::Part => "#fff",
            Stretched::Yes => "#222",
        };
        let side = (step * 0.6).clamp(0.4, 8.0);
        let look = format!("fill=\"{fill}\" stroke=\"#222\" stroke-width=\".5\"");
        block(&mut page, x, MARKS, (side, side), &look);
    }
    let _ = writeln!(page, "<path d=\"{line}\" stroke=\"#888\" fill=\"none\"/>");
    let every = nights.len().div_ceil(MOST_DATES);
    for (place, night) in (0..).zip(nights).step_by(every) {
        let x = middle(place);
        let _ = writeln!(
            page,
            "<text x=\"{x:.1}\" y=\"{DATES}\" text-anchor=\"middle\">{}</text>",
            night.night.short().trim()
        );
    }
    page.push_str(
        "</svg>\n<p>Bars are cramps, logged or only recorded, points are pain from 0 to 10; a square below stands \
         for a night with stretching, an empty one for a part of a routine. Where nothing \
         stands, nobody has said.</p>\n",
    );
    page
}

fn height((top, bottom): (f64, f64), number: u32, most: u32) -> f64 {
    bottom - (bottom - top) * f64::from(number) / f64::from(most)
}

/// The frame of a field: its name, its ends, and lines to read it by.
fn field(page: &mut String, bounds: (f64, f64), name: &str, most: u32) {
    for number in [0, most] {
        let y = height(bounds, number, most);
        let _ = writeln!(
            page,
            "<path d=\"M{LEFT} {y}H{RIGHT}\" stroke=\"#ccc\"/>\
                 <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{number}</text>",
            LEFT - 6.0,
            y + 3.5
        );
    }
    let middle = f64::midpoint(bounds.0, bounds.1);
    let _ = writeln!(page, "<text x=\"4\" y=\"{middle:.1}\">{name}</text>");
}

/// A rectangle of this width and height with the middle of its top here.
fn block(page: &mut String, x: f64, top: f64, (width, height): (f64, f64), look: &str) {
    let left = x - width / 2.0;
    let _ = writeln!(
        page,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" {look}/>"
    );
}
