//! Choices: `- [x] ` and `- [ ] `.

use std::ops::Range;

use qbank_model::interaction::Mark;

use super::edits::Edits;
use crate::choice_list::{EntryMark, ListEntry, entries};
use crate::document::{BlockKind, Document};

/// Lays out the choices of the list that is a file's block of this number.
///
/// Beside another list the bullets stay, because they are what keeps the two apart.
pub(super) fn lay_out(document: &Document, idx: usize, edits: &mut Edits) {
    let is_list = |idx: usize| {
        document.blocks.get(idx).is_some_and(|block| matches!(block.kind, BlockKind::List { .. }))
    };
    let stands_alone = !is_list(idx + 1) && !idx.checked_sub(1).is_some_and(is_list);
    for entry in entries(document, &document.blocks[idx]).unwrap_or_default() {
        choice(document.text, &entry, stands_alone, edits);
    }
}

fn choice(text: &str, entry: &ListEntry, with_bullet: bool, edits: &mut Edits) {
    let EntryMark::Marked(mark, bracket) = &entry.mark else { return };
    edits.put(bracket.clone(), if *mark == Mark::Key { "[x]" } else { "[ ]" });
    let bullet = entry.range.start..entry.range.start + 1;
    if with_bullet {
        edits.put(bullet.clone(), "-");
    }
    if let Some(indents) = further_indents(text, bracket.start - bullet.start, bracket.end..entry.range.end) {
        edits.put(bullet.end..bracket.start, " ");
        for indent in indents {
            edits.put(indent, "");
        }
    }
    edits.one_space(bracket.end, entry.range.end);
}

/// Returns what is to go of the indents of an entry's further lines, so that they stay under a text that starts two columns
/// after the bullet; nothing where a line is indented less than the text is now, or by tabs.
fn further_indents(text: &str, column: usize, range: Range<usize>) -> Option<Vec<Range<usize>>> {
    let too_many = column.checked_sub("- ".len())?;
    let mut indents = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let is_further = at > 0 && text[..at].ends_with('\n') && !line.trim().is_empty();
        if is_further && (spaces < column || line[spaces..].starts_with('\t')) {
            return None;
        }
        if is_further && too_many > 0 {
            indents.push(at..at + too_many);
        }
        at += line.len();
    }
    Some(indents)
}
