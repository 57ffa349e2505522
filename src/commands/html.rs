//! Pages of HTML to print: no script, nothing from elsewhere, and nothing that only
//! colour tells.

use crate::diagnostic::printable;

/// A whole page with a style of its own; what is said at its end comes before what
/// every page says there.
pub(super) fn page(title: &str, style: &str, body: &str, end: &str) -> String {
    let title = escaped(title);
    format!(
        include_str!("page.html"),
        title = title,
        style = style,
        body = body,
        end = end
    )
}

/// A text between tags or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
