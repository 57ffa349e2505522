//! Any text as it must be written where a program reads it again.

/// As one word of a shell. In single quotes nothing but their end means
/// anything, whichever shell reads it.
pub(super) fn shell(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// As one word for the terminals of Windows. The names of files have no quotes there.
pub(super) fn windows(text: &str) -> String {
    if is_plain(&text.replace(['\\', ':'], "")) {
        return text.to_owned();
    }
    format!("\"{text}\"")
}

/// As what stands between two quotes in PowerShell: digits for every character that
/// means something there or further on, and for all that are not ASCII, since a
/// pipe may change those.
pub(super) fn escaped(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_./:,".contains(c);
    let escaped = text
        .encode_utf16()
        .map(|unit| match char::from_u32(unit.into()) {
            Some(c) if is_plain(c) => c.to_string(),
            _ => format!("\\u{unit:04x}"),
        });
    escaped.collect()
}

/// As one word of a command in a systemd unit: there `%` begins a specifier,
/// `$` a variable and `\` an escape, also inside quotes.
pub(super) fn systemd(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        '%' | '$' => format!("{c}{c}"),
        _ => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// As a line in a crontab, of a command whose words are quoted for a
/// [`shell`]. There a bare `%` ends the line, and where a backslash stands
/// before it or before another one, some crons take it away and some don't: so
/// the quotes end between the two and begin again.
pub(super) fn cron(command: &str) -> String {
    let mut line = String::new();
    for c in command.chars() {
        if line.ends_with('\\') && matches!(c, '\\' | '%') {
            line.push_str("''");
        }
        if c == '%' {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

/// As text in XML, which is also how a notification's body is written.
pub(super) fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    !text.is_empty() && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_gets_its_own_escapes() {
        let text = r#"a "b" 50% $HOME \n <c> & d's"#;
        assert_eq!(systemd(text), r#""a \"b\" 50%% $$HOME \\n <c> & d's""#);
        assert_eq!(cron(r"'50% \n \% \\'"), r"'50\% \n \''\% \''\'");
        assert_eq!(shell(text), r#"'a "b" 50% $HOME \n <c> & d'\''s'"#);
        assert_eq!(xml(text), r#"a "b" 50% $HOME \n &lt;c&gt; &amp; d's"#);
        assert_eq!(shlex::split(&shell(text)), Some(vec![text.to_owned()]));
        assert_eq!(
            (shell("bedtime"), systemd("bedtime")),
            ("bedtime".into(), "bedtime".into())
        );
        assert_eq!(systemd(""), "\"\"");
        assert_eq!(windows(r"C:\x\knee.toml"), r"C:\x\knee.toml");
        assert_eq!(windows(r"C:\a b"), r#""C:\a b""#);
        assert_eq!(
            escaped("a-b: d's ’ü🦵\\"),
            r"a-b: d\u0027s \u2019\u00fc\ud83e\uddb5\u005c"
        );
    }
}
