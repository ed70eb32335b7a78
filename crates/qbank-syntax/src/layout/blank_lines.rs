//! One blank line between the blocks of a file, none before the first, one line break after the last.

use std::ops::Range;

use super::edits::Edits;
use crate::document::Document;

pub(super) fn lay_out(document: &Document, start: usize, edits: &mut Edits) {
    let mut previous: Option<usize> = None;
    for block in &document.blocks {
        let lines = previous.unwrap_or(start)..line_start(document.text, block.range.start);
        let between = match previous {
            Some(_) => "\n\n",
            None if start > '\u{FEFF}'.len_utf8() => "\n",
            None => "",
        };
        put(lines, between, edits);
        previous = Some(document.trimmed(block.range.clone()).end);
    }
    if let Some(end) = previous {
        put(end..document.text.len(), "\n", edits);
    }
}

/// Definitions of links and notes stand between blocks as well, and stay as they are.
fn put(range: Range<usize>, between: &str, edits: &mut Edits) {
    let is_empty = range.start <= range.end && edits.text()[range.clone()].trim().is_empty();
    if is_empty && edits.is_sound(&range) {
        edits.put(range, between);
    }
}

/// Returns the start of the line that a place is in.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line_break| line_break + 1)
}
