//! The figures as a table in Markdown.

use std::fmt;

use crate::program::Program;

/// One figure of every program that has it.
struct Row {
    what: String,
    unit: &'static str,
    /// In the order of the programs.
    values: Vec<Option<f64>>,
    /// What legrest is not to exceed.
    limit: Option<f64>,
}

/// Rows of figures, a column for each program. Less is better in all of them.
pub(crate) struct Table {
    names: Vec<&'static str>,
    rows: Vec<Row>,
}

impl Table {
    pub(crate) fn new(programs: &[Program]) -> Self {
        let names = programs.iter().map(|program| program.name).collect();
        let rows = Vec::new();
        Self { names, rows }
    }

    /// A figure that every program may have, legrest's first.
    pub(crate) fn row(&mut self, what: &str, unit: &'static str, values: Vec<Option<f64>>) {
        self.rows.push(Row {
            what: what.to_owned(),
            unit,
            values,
            limit: None,
        });
    }

    /// A figure of legrest alone.
    pub(crate) fn own(&mut self, what: &str, unit: &'static str, value: f64) {
        self.row(what, unit, vec![Some(value)]);
    }

    /// Gives the last row a limit.
    pub(crate) fn with_limit(&mut self, limit: f64) {
        if let Some(row) = self.rows.last_mut() {
            row.limit = Some(limit);
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_peers = self.names.len() > 1;
        write!(f, "| | | {} |", self.names.join(" | "))?;
        writeln!(
            f,
            "{}",
            if has_peers {
                " legrest : best peer |"
            } else {
                ""
            }
        )?;
        let columns = self.names.len() + usize::from(has_peers);
        writeln!(f, "|---|---|{}", "--:|".repeat(columns))?;
        for row in &self.rows {
            write!(f, "| {} | {} |", row.what, row.unit)?;
            for index in 0..self.names.len() {
                match row.values.get(index).copied().flatten() {
                    Some(value) => write!(f, " {}", figure(value))?,
                    None => write!(f, " –")?,
                }
                match row.limit.filter(|_| index == 0) {
                    Some(limit) => write!(f, " (limit {}) |", figure(limit))?,
                    None => write!(f, " |")?,
                }
            }
            if has_peers {
                write!(f, " {} |", row.ratio())?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Row {
    /// Legrest's figure as a multiple of the best of its peers'.
    fn ratio(&self) -> String {
        let own = self.values.first().copied().flatten();
        let peers = self.values.iter().skip(1).copied().flatten();
        match (own, peers.min_by(f64::total_cmp)) {
            (Some(own), Some(best)) if best > 0.0 => format!("{:.2} : 1", own / best),
            _ => "–".to_owned(),
        }
    }
}

/// As many digits as mean something.
fn figure(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        ..0.1 => format!("{value:.3}"),
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
