//! The text of a therapist's sheet, and the routine that is made of it.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::is_unprintable;
use crate::error::Error;
use crate::file;
use crate::library::BUILT_IN;
use crate::routine::{self, Step};
use crate::sheet::{self, Made};

/// The largest sheet that is read. The longest that was seen had twenty pages.
const LARGEST: u64 = 64 << 10;

/// How files begin that hold a sheet, and not as text.
const FORMATS: [(&[u8], &str, &str); 4] = [
    (b"%PDF", "is a PDF file", FROM_PDF),
    (b"PK\x03\x04", "is a Word or OpenDocument file", FROM_WORD),
    (b"\xd0\xcf\x11\xe0", "is an old Word file", FROM_WORD),
    (b"{\\rtf", "is an RTF file", FROM_WORD),
];
const FROM_PDF: &str =
    "open it, select its text, copy it into a text file; or: pdftotext -layout sheet.pdf sheet.txt";
const FROM_WORD: &str = "open it and save it as plain text (.txt)";

pub(super) fn made(path: &Path, name: &str) -> Result<Made, Error> {
    let text = text(path)?;
    sheet::read(&text, name, &known()).ok_or_else(|| {
        let message = format!("no exercise is found in {}", told(path));
        Error::failed(message).with_help(
            "an exercise has a name and says how often or how long: \"Calf stretch, 3 x 30 s each leg\"",
        )
    })
}

fn told(path: &Path) -> String {
    if path == Path::new("-") {
        "what was written here".to_owned()
    } else {
        path.display().to_string()
    }
}

fn text(path: &Path) -> Result<String, Error> {
    let told = told(path);
    let mut bytes = Vec::new();
    let mut read = || -> io::Result<usize> {
        if path == Path::new("-") {
            io::stdin().take(LARGEST + 1).read_to_end(&mut bytes)
        } else {
            let file = file::open_typed(path)?;
            file.take(LARGEST + 1).read_to_end(&mut bytes)
        }
    };
    read().map_err(|error| Error::failed(format!("can't read the sheet: {error}")))?;
    let refuse =
        |what: &str, help: &str| Err(Error::failed(format!("{told} {what}")).with_help(help));
    let mut formats = FORMATS.iter();
    if let Some((_, what, help)) = formats.find(|(begin, ..)| bytes.starts_with(begin)) {
        return refuse(what, help);
    }
    if bytes.len() as u64 > LARGEST {
        return refuse(
            "is longer than 64 KiB, and a sheet is not",
            "is it the right file? take the pages with the exercises",
        );
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return refuse(
            "is no UTF-8 text",
            "save it as plain text in UTF-8; of a picture or a scan, get the text first",
        );
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    if text.trim().is_empty() {
        return refuse("is empty", "copy the text of the sheet into it");
    }
    let control = |c: char| is_unprintable(c) && !"\n\r\t\u{c}".contains(c);
    if let Some(at) = text.find(control) {
        let line = 1 + text[..at].matches('\n').count();
        return refuse(
            &format!("has control characters, the first in line {line}"),
            "save it as plain text",
        );
    }
    Ok(text.replace('\u{c}', "\n"))
}

fn known() -> Vec<Arc<Step>> {
    let parsed = BUILT_IN.iter().map(|(_, text)| routine::parse(text).0);
    let steps = parsed.flatten().map(|routine| routine.steps.clone());
    steps.flatten().collect()
}
