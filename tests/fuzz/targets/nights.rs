#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::Parser;
use jiff::Zoned;
use legrest::cli::Cli;
use legrest::night::Night;
use legrest_fuzz::journal::folder_in_memory;
use legrest_fuzz::nights::{journal, records};

/// The program's folder for data, which is nobody's own.
static DATA: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = folder_in_memory().keep();
    for variable in ["LEGREST_DATA_DIR", "LEGREST_CONFIG_DIR"] {
        // SAFETY: this is done first, before there is another thread.
        unsafe { std::env::set_var(variable, &folder) };
    }
    folder
});

libfuzzer_sys::fuzz_target!(
    init: {
        LazyLock::force(&DATA);
    },
    |bytes: &[u8]| {
        records(bytes);
        show(bytes);
    }
);

/// Has the history drawn in every form. Where it is written to is closed; that
/// nothing panics is what there is to see.
fn show(bytes: &[u8]) {
    let folder = DATA.join("journal");
    // Advice that was shown has been noted there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let tonight = Night::of(Zoned::now().datetime());
    fs::write(folder.join("a.jsonl"), journal(bytes, tonight)).expect("written");
    for format in ["human", "json", "csv", "html"] {
        let words = ["legrest", "history", "--nights", "60", "--format", format];
        let typed = Cli::try_parse_from(words).expect("it is well written");
        // An output that is closed is an error, and none of ours.
        let _ = legrest::commands::run(typed);
    }
}
