//! What a kind of document may hold: tables, keys, and what their values are.

/// A table of the format.
#[derive(Debug)]
pub struct Table {
    /// What messages call it.
    pub label: &'static str,
    /// Where to write its keys, as advice.
    pub location_hint: &'static str,
    /// Its keys, in the order in which people write them.
    pub keys: &'static [FormatKey],
}

/// A key of a table.
#[derive(Debug)]
pub struct FormatKey {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// What it means, in a sentence for whoever writes a routine.
    pub help: &'static str,
    /// What stands for it where it is left out; empty where nothing does.
    pub usual: &'static str,
    /// Whether it must be there.
    pub needed: bool,
}

/// What a value is.
#[derive(Debug)]
pub enum Kind {
    /// A text of one line.
    Line,
    /// A text that may have line breaks.
    Lines,
    /// A list of texts.
    List,
    /// The name of a step: lower-case letters and digits with dashes between.
    Id,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// A number, or a range as a text.
    Count,
    /// A duration.
    Duration,
    /// A duration, or this word.
    DurationOr(&'static str),
    /// A duration, a range of two, or this word.
    RangeOr(&'static str),
    /// The name of a figure.
    Figure,
    /// Yes or no.
    Flag,
    /// A tempo.
    Tempo,
    /// Days of the week.
    Days,
    /// A place on the canvas of figures: two numbers.
    Point,
    /// A list of places.
    Points,
    /// A sound: a built-in one, a file beside the routine, or none.
    Sound,
    /// A table.
    Table(&'static Table),
    /// A list of tables, at least so many.
    Tables(&'static Table, usize),
    /// Tables by names that the author gives.
    Named(&'static Table),
}

impl Table {
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys.iter().map(|key| key.name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }
}

pub(crate) fn words<T>(pairs: &'static [(&'static str, T)]) -> Vec<&'static str> {
    pairs.iter().map(|(word, _)| *word).collect()
}

/// A key that may be left out.
pub(crate) const fn key(name: &'static str, kind: Kind) -> FormatKey {
    usually(name, kind, "")
}

/// A key that may be left out, and what stands for it then.
pub(crate) const fn usually(name: &'static str, kind: Kind, usual: &'static str) -> FormatKey {
    FormatKey {
        name,
        kind,
        help: "",
        usual,
        needed: false,
    }
}

pub(crate) const fn needed(name: &'static str, kind: Kind) -> FormatKey {
    FormatKey {
        needed: true,
        ..key(name, kind)
    }
}

impl FormatKey {
    pub(crate) const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }
}
