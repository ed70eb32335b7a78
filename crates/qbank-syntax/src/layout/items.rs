//! The parts of an item, each laid out by its own kind.

use super::edits::Edits;
use super::labels::Label;
use super::{attributes, choices, tables};
use crate::Dialect;
use crate::document::{BlockKind, Document};
use crate::sections::ItemSection;

pub(super) fn lay_out(document: &Document, dialect: &Dialect, item: &ItemSection, edits: &mut Edits) {
    if item.is_broken || !edits.is_sound(&item.range) {
        return;
    }
    for idx in item.blocks.clone() {
        let block = &document.blocks[idx];
        match block.kind {
            BlockKind::Code if document.fence_info(block) == Some("toml item") => {
                attributes::lay_out(document.fence_body(block), edits);
            }
            BlockKind::Table => tables::lay_out(document, block, edits),
            BlockKind::Paragraph => {
                if let Some(label) = Label::at(document, dialect, idx) {
                    label.lay_out(document.text, edits);
                }
            }
            BlockKind::List { numbered: false } => choices::lay_out(document, idx, edits),
            _ => {}
        }
    }
}
