//! Headings: one space after the hashes and before the id, no closing hashes.

use super::blank_lines::line_start;
use super::edits::Edits;
use crate::document::{Block, BlockKind, Document};
use crate::headings::{HeadingId, content_of, heading_id};

pub(super) fn lay_out(document: &Document, edits: &mut Edits) {
    for block in &document.blocks {
        if let BlockKind::Heading { level, underlined: false } = block.kind
            && edits.is_sound(&block.range)
        {
            heading(document, block, level, edits);
        }
    }
}

fn heading(document: &Document, block: &Block, level: u8, edits: &mut Edits) {
    let line = document.trimmed(block.range.clone());
    let content = content_of(document.text, block.range.clone());
    if content.is_empty() {
        return;
    }
    let start = line_start(document.text, line.start);
    let start = if document.text[start..line.start].trim().is_empty() { start } else { line.start };
    edits.put(start..content.start, &format!("{} ", "#".repeat(usize::from(level))));
    edits.put(content.end..line.end, "");
    if let HeadingId::Item(suffix) | HeadingId::Case(suffix) = heading_id(document.text, block.range.clone())
    {
        let before = &document.text[content.start..suffix.range.start];
        let title = content.start + before.trim_end().len();
        if title > content.start {
            edits.put(title..suffix.range.start, " ");
        }
    }
}
