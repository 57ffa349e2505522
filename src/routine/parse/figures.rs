//! Figures: drawings by name, bundled ones and a routine's own.

use std::sync::{Arc, LazyLock};

use toml::Spanned;
use toml::de::DeValue;

use super::{Reader, Shared};
use crate::diagnostic::{Problem, values};
use crate::document::{Fields, Value, integer};
use crate::nearest::did_you_mean;
use crate::routine::figure::{CANVAS, Emphasis, Figure, Line, PROP, Point};
use crate::routine::format::{FIGURE, LINE, PARTS, TABLES};
use crate::routine::{Step, limits};
use crate::text::composed;

/// The bundled figures, in the format in which a routine draws its own.
const BUNDLED: &str = include_str!("../../../routines/figures.toml");
const EXAMPLE_PATH: &str = "[[12, 49], [24, 28]]";
const EXAMPLE_LINES: &str = "lines = [{ part = \"leg\", path = [[12, 49], [24, 28]] }]";

/// The figures that come with the program, in the order of their names.
pub(crate) fn bundled() -> &'static [Arc<Figure>] {
    static FIGURES: LazyLock<Vec<Arc<Figure>>> = LazyLock::new(|| {
        let unread = BUNDLED.split("\n\n").filter_map(|text| {
            let name = text.split_once("[figure.")?.1.split_once(']')?.0;
            let lines = |figure: &Arc<Figure>| figure.lines.to_vec();
            let read = move || figures(text).0.iter().flat_map(lines).collect();
            Some(figure(name, Box::new(read)))
        });
        unread.collect()
    });
    &FIGURES
}

fn figure(name: &str, lines: Box<dyn FnOnce() -> Vec<Line> + Send + Sync>) -> Arc<Figure> {
    let (name, lines) = (name.to_owned(), LazyLock::new(lines));
    Arc::new(Figure { name, lines })
}

/// The figures of a text that holds nothing else, and what is wrong with it.
fn figures(text: &str) -> (Vec<Arc<Figure>>, Vec<Problem>) {
    let mut no_sounds = |_: &str| Ok(());
    let mut reader = Reader::new(TABLES, &mut no_sounds);
    let document = reader.document(text, super::advice);
    let figures = reader.figures(&Fields::of_document(&document, text));
    let figures = figures.into_iter().map(Spanned::into_inner).collect();
    (figures, reader.problems)
}

impl Reader<'_> {
    pub(super) fn figures(&mut self, fields: &Fields) -> Vec<Spanned<Arc<Figure>>> {
        self.named(fields, "figure", &FIGURE, |reader, name, own| {
            reader.needed(own, "head", "head = [38, 8]");
            reader.needed(own, "lines", EXAMPLE_LINES);
            let mut point = |key| reader.point(own.table.get(key)?, key);
            let head = point("head").unwrap_or_default();
            let start = point("start").unwrap_or(head);
            let mut lines = vec![Line {
                radius: 3.6,
                emphasis: Emphasis::Body,
                start: vec![start],
                end: vec![head],
            }];
            lines.extend(reader.figure_lines(own).unwrap_or_default());
            figure(name, Box::new(|| lines))
        })
    }

    fn figure_lines(&mut self, fields: &Fields) -> Option<Vec<Line>> {
        let (array, span) = self.array(fields, "lines", EXAMPLE_LINES)?;
        let (most, found) = (limits::FIGURE_LINES, array.len());
        if !(1..=most).contains(&found) {
            let example = EXAMPLE_LINES;
            self.wrong("line-count", span, values![most, found, example]);
            return None;
        }
        let lines = array.iter().filter_map(|value| {
            let fields = self.as_table(value, "lines", "a list of tables", EXAMPLE_LINES, &LINE)?;
            Some(self.figure_line(&fields))
        });
        Some(lines.collect())
    }

    fn figure_line(&mut self, fields: &Fields) -> Line {
        self.needed(fields, "part", "part = \"leg\"");
        self.needed(fields, "path", "path = [[12, 49], [24, 28]]");
        let radius = self.word(fields, "part", PARTS).unwrap_or_default();
        let emphasis = match self.flag(fields, "stretched", true) {
            Some(true) => Emphasis::Stretched,
            _ if radius <= PROP => Emphasis::Prop,
            _ => Emphasis::Body,
        };
        let end = self.path(fields, "path").unwrap_or_default();
        let start = self.path(fields, "start").unwrap_or_else(|| end.clone());
        if let Some(value) = fields.table.get("start")
            && start.len() != end.len()
        {
            let (start, end) = (start.len(), end.len());
            self.wrong("point-count", value.span(), values![start, end]);
        }
        Line {
            radius,
            emphasis,
            start,
            end,
        }
    }

    fn path(&mut self, fields: &Fields, key: &str) -> Option<Vec<Point>> {
        let example = format!("{key} = {EXAMPLE_PATH}");
        let (array, span) = self.array(fields, key, &example)?;
        let (most, found) = (limits::LINE_POINTS, array.len());
        if !(2..=most).contains(&found) {
            self.wrong("point-count one", span, values![most, found, example]);
            return None;
        }
        // Collected before the first wrong one ends it, so that each is reported.
        let points: Vec<Option<Point>> = array.iter().map(|value| self.point(value, key)).collect();
        points.into_iter().collect()
    }

    fn point(&mut self, value: &Value, key: &str) -> Option<Point> {
        let pair = value.get_ref().as_array().map(|array| array.iter());
        let pair: Option<Vec<f32>> = pair.and_then(|array| array.map(number).collect());
        let Some(&[x, y]) = pair.as_deref() else {
            return self.wrong_type(value, key, "a place: two numbers", "[38, 8]");
        };
        let (columns, rows) = (f32::from(CANVAS.0 - 1), f32::from(CANVAS.1 - 1));
        if (0.0..=columns).contains(&x) && (0.0..=rows).contains(&y) {
            return Some((x, y));
        }
        self.wrong("out-of-range place", value.span(), values![columns, rows]);
        None
    }

    pub(super) fn figure(&mut self, fields: &Fields, shared: &Shared) -> Option<Arc<Figure>> {
        let value = fields.table.get("figure")?;
        let name = composed(&self.line(fields, "figure")?).into_owned();
        let own = shared.figures.iter().map(Spanned::get_ref);
        let all = || own.clone().chain(bundled());
        if let Some(figure) = all().find(|figure| figure.name == name) {
            return Some(Arc::clone(figure));
        }
        let names = all().map(|figure| figure.name.as_str());
        let help = did_you_mean(&name, names.clone(), || {
            let names = names.collect::<Vec<_>>().join(", ");
            format!("leave it out, draw it in a table [figure.{name}], or write one of: {names}")
        });
        self.wrong("unknown-figure", value.span(), values![name, help]);
        None
    }

    pub(super) fn check_figures_used(&mut self, steps: &[(Fields, Step)], shared: &Shared) {
        for figure in &shared.figures {
            let shown = |step: &Step| step.figure.as_ref() == Some(figure.get_ref());
            if !steps.iter().any(|(_, step)| shown(step)) {
                let name = &figure.get_ref().name;
                self.wrong("unused-figure", figure.span(), values![name]);
            }
        }
    }
}

fn number(value: &Value) -> Option<f32> {
    match value.get_ref() {
        #[expect(clippy::cast_precision_loss, reason = "what is that large is refused")]
        DeValue::Integer(number) => integer(number).map(|number| number as f32),
        DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::Side;

    #[test]
    fn every_bundled_figure_is_right() {
        let (figures, problems) = figures(BUNDLED);
        assert_eq!(problems, []);
        assert_eq!(figures.len(), 14);
        assert_eq!(figures, bundled(), "read one at a time they are the same");
        for figure in figures {
            let stretched = figure
                .lines
                .iter()
                .any(|line| line.emphasis == Emphasis::Stretched);
            let easy = ["walk", "legs-up"].contains(&figure.name.as_str());
            assert!(stretched || easy, "{} stretches nothing", figure.name);
        }
    }

    #[test]
    fn a_figure_moves_from_its_start_to_the_stretch_and_has_two_sides() {
        let text = "[figure.f]\nhead = [10, 5]\nstart = [20, 5]\n\
            lines = [{ part = 'leg', path = [[0, 0], [4, 8]], start = [[0, 0], [0, 10]], stretched = true }]\n";
        let (figures, problems) = figures(text);
        assert_eq!(problems, []);
        let figure = &figures[0];
        assert!(figure.moves());
        let strokes = figure.strokes(0.5, Some(Side::Right));
        assert_eq!(strokes[0].0, [(15.0, 5.0)]);
        assert_eq!(strokes[1].0, [(0.0, 0.0), (2.0, 9.0)]);
        assert_eq!(strokes[1].1.emphasis, Emphasis::Stretched);
        let mirrored = figure.strokes(1.0, Some(Side::Left));
        assert_eq!(mirrored[0].0, [(49.0, 5.0)]);
        assert_eq!(mirrored[1].0, [(59.0, 0.0), (55.0, 8.0)]);
    }
}
