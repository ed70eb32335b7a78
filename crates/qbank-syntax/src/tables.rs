//! Counts the cells that an author wrote in a table's row, because Markdown drops those beyond the header's.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;

/// Counts the cells of a row's source line, formulas and places masked; an escaped pipe ends no cell.
pub(crate) fn n_cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches(['>', ' ']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut n_pipes = 0;
    let mut ends_in_pipe = false;
    let mut bytes = row.bytes();
    while let Some(byte) = bytes.next() {
        ends_in_pipe = byte == b'|';
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'|' => n_pipes += 1,
            _ => {}
        }
    }
    if ends_in_pipe { n_pipes } else { n_pipes + 1 }
}

/// The most cells a table may have.
pub(crate) const MAX_CELLS: usize = 10_000;

/// A table over the limit, as ranges of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Oversized {
    pub(crate) header: Range<usize>,
    /// The row of hyphens; without it the lines are no table.
    pub(crate) delimiter: Range<usize>,
}

/// Finds the tables over the limit, from the raw lines: Markdown fills short rows up to the header's width, so a small
/// file can ask for any number of cells, and must not be parsed to learn it.
pub(crate) fn oversized(text: &str) -> Vec<Oversized> {
    let mut found: Vec<Oversized> = Vec::new();
    // No table is wider than all bars together and longer than all lines.
    let count = |sign| memchr_iter(sign, text.as_bytes()).count();
    if count(b'|').saturating_add(1).saturating_mul(count(b'\n') + 1) <= MAX_CELLS {
        return found;
    }
    let mut open: Option<(usize, Oversized)> = None;
    let mut n_rows = 0;
    let mut previous = 0..0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let bare = line.trim_matches([' ', '\t', '>', '\r', '\n']);
        if bare.is_empty() {
            open = None;
        } else if is_delimiter_row(bare) {
            open = Some((n_cells(bare), Oversized { header: previous, delimiter: range.clone() }));
            n_rows = 1;
        } else if let Some((n_columns, table)) = &open {
            n_rows += 1;
            if n_columns * n_rows > MAX_CELLS {
                found.push(table.clone());
                open = None;
            }
        }
        previous = range;
    }
    found
}

/// Makes a paragraph of each oversized table, every offset kept.
pub(crate) fn flatten<'a>(text: Cow<'a, str>, tables: &[Oversized]) -> Cow<'a, str> {
    if tables.is_empty() {
        return text;
    }
    let mut flat = text.into_owned();
    for table in tables {
        let letters = "M".repeat(table.delimiter.len());
        flat.replace_range(table.delimiter.clone(), &letters);
    }
    Cow::Owned(flat)
}

fn is_delimiter_row(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_written() {
        for (row, expected) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b | c", 3),
            ("| a \\| b | c |", 2),
            ("|a||", 2),
            ("> | a | b |", 2),
        ] {
            assert_eq!(n_cells(row), expected, "{row}");
        }
    }
}
