//! The time on the person's clock. The zone is not found by `jiff`, which opens
//! whatever `TZ` names, and counts what it can't make out as UTC without a word.

use std::env;
use std::ffi::OsStr;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// When summer time begins and ends where a POSIX zone has one and no rule, as
/// `CET-1CEST`: the C library takes that of the United States.
const USUAL_RULE: &str = ",M3.2.0,M11.1.0";

/// The zone, and what is wrong with the one that is set.
static LOCAL: LazyLock<(TimeZone, Option<String>)> = LazyLock::new(|| {
    let value = env::var_os("TZ");
    if let Some(zone) = value.as_deref().and_then(named) {
        return (zone, None);
    }
    let (zone, instead, mut trouble) = match system::zone() {
        Ok(zone) => (zone, "that of this system", None),
        Err(reason) => {
            let trouble = format!(
                "the time zone of this system can't be used: {reason}; \
                 set TZ to one like Europe/Berlin"
            );
            (TimeZone::UTC, "UTC", Some(trouble))
        }
    };
    if let Some(value) = value {
        let value: String = value.to_string_lossy().chars().take(60).collect();
        trouble = Some(format!(
            "TZ is \"{value}\", which is no time zone here, and {instead} is used; \
             set it to one like Europe/Berlin, or unset it"
        ));
    }
    (zone, trouble)
});

pub(crate) fn now() -> Zoned {
    Timestamp::now().to_zoned(LOCAL.0.clone())
}

/// What is wrong with the zone that is set, and what to do about it.
pub(crate) fn trouble() -> Option<&'static str> {
    LOCAL.1.as_deref()
}

/// What `TZ` stands for: UTC where it is empty, a file's name, or a POSIX zone.
fn named(value: &OsStr) -> Option<TimeZone> {
    let text = value.to_str()?;
    if matches!(text, "" | ":" | "UTC") {
        return Some(TimeZone::UTC);
    }
    // A file is asked for first, as in the C library: EST5EDT is both.
    system::file(text.strip_prefix(':').unwrap_or(text))
        .or_else(|| TimeZone::posix(text).ok())
        .or_else(|| TimeZone::posix(&format!("{text}{USUAL_RULE}")).ok())
}

#[cfg(all(unix, not(target_os = "android")))]
mod system {
    use std::env;
    use std::io::ErrorKind;
    use std::path::{Component, Path};

    use jiff::tz::TimeZone;

    use crate::file;

    const LARGEST: u64 = 64 << 10;
    const FOLDERS: [&str; 3] = [
        "/usr/share/zoneinfo",
        "/usr/share/lib/zoneinfo",
        "/etc/zoneinfo",
    ];

    /// The zone of the machine; UTC where it has none.
    pub(super) fn zone() -> Result<TimeZone, String> {
        let path = Path::new("/etc/localtime");
        match file::read(path, LARGEST) {
            Ok(bytes) => TimeZone::tzif("localtime", &bytes).map_err(|error| error.to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(TimeZone::UTC),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The zone in a file, by its name among the system's or its path.
    pub(super) fn file(name: &str) -> Option<TimeZone> {
        let read = |path: &Path| {
            let bytes = file::read(path, LARGEST).ok()?;
            TimeZone::tzif(name, &bytes).ok()
        };
        let path = Path::new(name);
        if path.is_absolute() {
            return read(path);
        }
        if path.components().any(|part| part == Component::ParentDir) {
            return None;
        }
        let own = env::var_os("TZDIR").filter(|folder| !folder.is_empty());
        let folders = own.as_deref().into_iter().map(Path::new);
        let mut folders = folders.chain(FOLDERS.map(Path::new));
        folders.find_map(|folder| read(&folder.join(path)))
    }
}

#[cfg(not(all(unix, not(target_os = "android"))))]
mod system {
    use jiff::tz::TimeZone;

    pub(super) fn zone() -> Result<TimeZone, String> {
        TimeZone::try_system().map_err(|error| error.to_string())
    }

    /// A zone by its name. There are no files of them here.
    pub(super) fn file(name: &str) -> Option<TimeZone> {
        TimeZone::get(name).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The offsets from UTC in hours, in January and July.
    fn hours(value: &str) -> Option<[i32; 2]> {
        let zone = named(OsStr::new(value))?;
        let hour = |month| {
            let noon = date(2026, month, 1).at(12, 0, 0, 0);
            let zoned = noon.to_zoned(zone.clone()).expect("a moment");
            zoned.offset().seconds() / 3600
        };
        Some([hour(1), hour(7)])
    }

    #[test]
    fn what_the_c_library_takes_is_taken_in_the_same_way() {
        for (value, offsets) in [
            ("", [0, 0]),
            (":", [0, 0]),
            ("UTC", [0, 0]),
            ("UTC0", [0, 0]),
            ("CET-1", [1, 1]),
            ("CET-1CEST", [1, 2]),
            ("EST5EDT", [-5, -4]),
            ("PST8PDT,M3.2.0,M11.1.0", [-8, -7]),
            ("<+03>-3", [3, 3]),
            ("<-03>3<-02>", [-3, -2]),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", [13, 12]),
        ] {
            assert_eq!(hours(value), Some(offsets), "{value:?}");
        }
        // In March the rule of the United States comes before Europe's.
        let zone = named(OsStr::new("CET-1CEST")).expect("a zone");
        let noon = date(2026, 3, 15).at(12, 0, 0, 0).to_zoned(zone);
        assert_eq!(noon.expect("a moment").offset().seconds(), 7200);
    }

    #[test]
    fn what_is_no_zone_is_none() {
        for value in [
            "Nowhere/Never",
            "Europe",
            "XYZ",
            "/",
            "/dev/zero",
            ":/dev/null",
            "/etc/passwd",
            "../zoneinfo/UTC",
            "CET-1CEST,",
            "CET-1CEST,M13.9.9",
            "\u{1b}[31m",
        ] {
            assert_eq!(hours(value), None, "{value:?}");
        }
    }
}
