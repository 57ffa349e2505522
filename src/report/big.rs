//! Letters that can be read across a room, made of blocks.

use std::iter::{repeat, repeat_n};
use std::sync::LazyLock;

const HEIGHT: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Half a character high and one wide, two blocks in each character: the
    /// smallest, and only where there are half blocks.
    Half,
    /// So many characters wide and high.
    Whole(usize, usize),
}

impl Block {
    fn columns(self) -> usize {
        match self {
            Self::Half => 1,
            Self::Whole(wide, _) => wide,
        }
    }

    pub(super) fn rows(self) -> usize {
        match self {
            Self::Half => HEIGHT.div_ceil(2),
            Self::Whole(_, high) => HEIGHT * high,
        }
    }
}

/// The columns that a text takes in big letters; `None` where it has a
/// character that there is no big letter for.
pub(super) fn width(text: &str, block: Block) -> Option<usize> {
    let mut blocks = 0;
    for c in text.chars() {
        blocks += glyph(c)?[0].len() + 1;
    }
    Some(blocks.saturating_sub(1) * block.columns())
}

/// The cells that a text covers in big letters, two half ones counted as one.
pub(super) fn covered(text: &str, block: Block) -> usize {
    let blocks = |glyph: [&str; HEIGHT]| glyph.concat().matches('#').count();
    let blocks: usize = text.chars().filter_map(glyph).map(blocks).sum();
    match block {
        Block::Half => blocks.div_ceil(2),
        Block::Whole(wide, high) => blocks * wide * high,
    }
}

/// The first of these sizes in which a text fits.
pub(super) fn fitting(text: &str, sizes: &[Block], columns: usize, rows: usize) -> Option<Block> {
    let blocks = width(text, Block::Half)?;
    let mut sizes = sizes.iter().copied().filter(|block| block.rows() <= rows);
    sizes.find(|block| blocks * block.columns() <= columns)
}

/// A line of big letters; characters that there is no letter for are left out.
pub(super) fn letters(text: &str, block: Block, unicode: bool) -> Vec<String> {
    let glyphs: Vec<[&str; HEIGHT]> = text.chars().filter_map(glyph).collect();
    let rows = [0, 1, 2, 3, 4].map(|y| {
        let parts: Vec<&str> = glyphs.iter().map(|glyph| glyph[y]).collect();
        parts.join(" ")
    });
    match block {
        Block::Half => rows
            .chunks(2)
            .map(|pair| {
                let below = pair.get(1).map_or("", |row| row).chars();
                let blocks = pair[0].chars().zip(below.chain(repeat(' ')));
                let block = |(above, below)| match (above, below) {
                    ('#', '#') => '█',
                    ('#', _) => '▀',
                    (_, '#') => '▄',
                    _ => ' ',
                };
                blocks.map(block).collect()
            })
            .collect(),
        Block::Whole(wide, high) => {
            let blocks = [if unicode { "█" } else { "#" }, " "].map(|block| block.repeat(wide));
            let block = |c| blocks[usize::from(c != '#')].as_str();
            let lines = rows.iter().map(|row| row.chars().map(block).collect());
            lines.flat_map(|line| repeat_n(line, high)).collect()
        }
    }
}

/// A letter, row by row; small letters look like capitals.
fn glyph(c: char) -> Option<[&'static str; HEIGHT]> {
    let name = match c {
        '’' => '\'',
        ' ' => '␣',
        c => c.to_ascii_uppercase(),
    };
    let found = GLYPHS.iter().find(|(known, _)| *known == name);
    found.map(|(_, glyph)| *glyph)
}

/// The letters by their names, which stand above the drawings in the file. A dot is
/// an empty block there.
static GLYPHS: LazyLock<Vec<(char, [&str; HEIGHT])>> = LazyLock::new(|| {
    let lines = include_str!("letters.txt").lines();
    let lines: Vec<Vec<&str>> = lines.map(|it| it.split_whitespace().collect()).collect();
    let glyphs = lines.chunks(HEIGHT + 2).flat_map(|block| {
        let names = block[0].iter().flat_map(|name| name.chars()).enumerate();
        names.map(|(n, name)| (name, [1, 2, 3, 4, 5].map(|y| block[y][n])))
    });
    glyphs.collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_straight_edges() {
        for (c, glyph) in GLYPHS.iter() {
            let width = glyph[0].len();
            assert!(glyph.iter().all(|row| row.len() == width), "{c}");
        }
    }

    #[test]
    fn letters_that_are_taken_for_each_other_differ_in_width_or_in_many_blocks() {
        for (a, b) in ["KH", "KX", "NM", "NH", "BD", "BR", "MW"].map(|pair| pair.split_at(1)) {
            let [a, b] = [a, b].map(|c| glyph(c.chars().next().expect("a letter")));
            let (a, b) = (a.expect("known").concat(), b.expect("known").concat());
            let differ = a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count();
            assert!(a.len() != b.len() || differ >= 8, "{a} {b}");
        }
    }

    #[test]
    fn letters_in_every_size() {
        let line = |block, unicode| letters("LEFT 0:7", block, unicode).join("\n");
        insta::assert_snapshot!(
            [
                line(Block::Half, true),
                line(Block::Whole(1, 1), false),
                line(Block::Whole(2, 1), true),
            ]
            .join("\n\n")
        );
    }

    #[test]
    fn the_largest_that_fits() {
        const SIZES: &[Block] = &[Block::Whole(4, 2), Block::Whole(2, 1), Block::Half];
        assert_eq!(width("10", Block::Whole(2, 1)), Some(14));
        assert_eq!(fitting("10", SIZES, 28, 10), Some(Block::Whole(4, 2)));
        assert_eq!(fitting("10", SIZES, 27, 10), Some(Block::Whole(2, 1)));
        assert_eq!(fitting("10", SIZES, 14, 4), Some(Block::Half));
        assert_eq!(fitting("10", SIZES, 6, 10), None);
        assert_eq!(fitting("Ж", SIZES, 99, 99), None);
    }
}
