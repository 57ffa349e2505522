//! Circuits: steps that are played in rounds.

use toml::Spanned;

use super::{Reader, Shared};
use crate::diagnostic::values;
use crate::document::Fields;
use crate::nearest::did_you_mean;
use crate::routine::amount::Range;
use crate::routine::format::CIRCUIT;
use crate::routine::{Circuit, Hold, Step};
use crate::text::composed;

impl Reader<'_> {
    pub(super) fn circuits(&mut self, fields: &Fields) -> Vec<Spanned<Circuit>> {
        self.named(fields, "circuit", &CIRCUIT, |reader, name, own| {
            reader.needed(own, "rounds", "rounds = 2");
            Circuit {
                name: name.to_owned(),
                rounds: reader.count(own, "rounds").unwrap_or(Range::fixed(1)),
                rest: reader.pause(own, "rest").unwrap_or_default(),
            }
        })
    }

    /// The index of the circuit that a step names.
    pub(super) fn circuit(
        &mut self,
        fields: &Fields,
        shared: &Shared,
        hold: Option<Hold>,
    ) -> Option<usize> {
        let value = fields.table.get("circuit")?;
        let name = &*composed(&self.line(fields, "circuit")?).into_owned();
        let known = shared
            .circuits
            .iter()
            .map(|circuit| &*circuit.get_ref().name);
        let index = known.clone().position(|known| known == name);
        // Something to do can have none, whatever its name.
        if index.is_none() && hold != Some(Hold::Task) {
            let help = did_you_mean(name, known, || {
                format!("add a table: [circuit.{name}] and under it rounds = 2")
            });
            self.wrong("unknown-circuit", value.span(), values![name, help]);
        }
        index
    }

    /// Steps of one circuit are neighbours, and every circuit has some.
    pub(super) fn check_circuits(&mut self, steps: &[(Fields, Step)], shared: &Shared) {
        for (index, circuit) in shared.circuits.iter().enumerate() {
            let name = &circuit.get_ref().name;
            let mut runs = steps
                .chunk_by(|(_, a), (_, b)| a.circuit == b.circuit)
                .filter(|run| run[0].1.circuit == Some(index));
            if runs.next().is_none() {
                self.wrong("unused-circuit", circuit.span(), values![name]);
            }
            if let Some([(fields, _), ..]) = runs.next() {
                let value = fields.table.get("circuit");
                let span = value.map_or(fields.span.clone(), Spanned::span);
                self.wrong("torn-circuit", span, values![name]);
            }
        }
    }
}
