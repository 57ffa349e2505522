//! What holds for every page of HTML that the program writes.

/// Fails unless a page is whole in itself: its tags are closed, it runs and loads
/// nothing, and nothing in it steers a terminal.
#[track_caller]
pub fn assert_whole(page: &str) {
    for word in [
        "<script", "http", "src=", "url(", "@import", "\x1b", "onload",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    let mut open = Vec::new();
    for tag in page.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{tag}"),
            None if tag.ends_with('/') || ["meta", "br", "!DOCTYPE"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}
