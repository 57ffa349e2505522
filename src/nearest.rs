//! The nearest known name, for a hint after a slip of the fingers.

pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, candidate), candidate))
        // Below this, hints begin to look arbitrary: "hold" for "colour".
        .filter(|(likeness, _)| *likeness >= 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// Asks whether the nearest candidate was meant, or gives other help if none is near.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(word, candidates).map_or_else(otherwise, |near| format!("did you mean \"{near}\"?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_understood_and_strangers_are_not() {
        let keys = ["hold", "rest", "reps", "prepare", "switch"];
        assert_eq!(nearest("prepair", keys), Some("prepare"));
        assert_eq!(nearest("HOLD", keys), Some("hold"));
        assert_eq!(nearest("swich", keys), Some("switch"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
