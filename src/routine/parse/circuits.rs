//! Circuits: steps that are played in rounds.

use toml::Spanned;

use super::Reader;
use crate::document::{Fields, as_fields};
use crate::nearest::nearest;
use crate::routine::amount::Range;
use crate::routine::format::CIRCUIT;
use crate::routine::{Circuit, Step};
use crate::text::composed;

impl Reader<'_> {
    pub(super) fn circuits(&mut self, fields: &Fields) -> Vec<Spanned<Circuit>> {
        let Some(fields) = self.table(fields, "circuit") else {
            return Vec::new();
        };
        let mut circuits = Vec::new();
        for (name, value) in fields.table {
            let Some(fields) = as_fields(value) else {
                if CIRCUIT.has(name.get_ref()) {
                    self.error_with_help(
                        "circuit-without-name",
                        name.span(),
                        "a circuit needs a name, by which its steps call it",
                        "write [circuit.all] instead of [circuit], and circuit = \"all\" in its steps",
                    );
                    // The other keys of it have the same mistake.
                    break;
                }
                let like = format!("[circuit.{}]", name.get_ref());
                self.wrong_type(value, name.get_ref(), "a table", &like);
                continue;
            };
            self.only_known(&fields, &CIRCUIT);
            if !fields.table.contains_key("rounds") {
                self.missing(&fields, "rounds", "rounds = 2");
            }
            let circuit = Circuit {
                name: composed(name.get_ref()).into_owned(),
                rounds: self.count(&fields, "rounds").unwrap_or(Range::fixed(1)),
                rest: self.pause(&fields, "rest").unwrap_or_default(),
            };
            circuits.push(Spanned::new(name.span(), circuit));
        }
        circuits
    }

    pub(super) fn circuit(
        &mut self,
        fields: &Fields,
        circuits: &[Spanned<Circuit>],
    ) -> Option<usize> {
        let value = fields.table.get("circuit")?;
        let name = composed(&self.line(fields, "circuit")?).into_owned();
        let known = circuits
            .iter()
            .map(|circuit| circuit.get_ref().name.as_str());
        let index = known.clone().position(|known| known == name);
        if index.is_none() {
            let help = match nearest(&name, known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("add a table: [circuit.{name}] and under it rounds = 2"),
            };
            let message = format!("there is no circuit \"{name}\"");
            self.error_with_help("unknown-circuit", value.span(), message, help);
        }
        index
    }

    /// Steps of one circuit are neighbours, and every circuit has some.
    pub(super) fn circuits_stand_together(
        &mut self,
        steps: &[(Fields, Step)],
        circuits: &[Spanned<Circuit>],
    ) {
        for (index, circuit) in circuits.iter().enumerate() {
            let name = &circuit.get_ref().name;
            let mut run_ended = false;
            let mut used = false;
            for (fields, step) in steps {
                let inside = step.circuit == Some(index);
                if inside && run_ended {
                    let value = fields.table.get("circuit");
                    self.error_with_help(
                        "torn-circuit",
                        value.map_or(fields.span.clone(), Spanned::span),
                        format!("the steps of circuit \"{name}\" don't stand next to each other"),
                        "move this step up to the others, or give it another circuit",
                    );
                    break;
                }
                run_ended |= used && !inside;
                used |= inside;
            }
            if !used {
                self.error_with_help(
                    "unused-circuit",
                    circuit.span(),
                    format!("no step belongs to the circuit \"{name}\""),
                    format!("add circuit = \"{name}\" to its steps, or take the table out"),
                );
            }
        }
    }
}
