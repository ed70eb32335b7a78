//! Ids for headings that start a question and have none.

use std::collections::BTreeSet;

use qbank_model::ItemId;

use super::with_sections;
use crate::choice_list::entries;
use crate::document::{Block, BlockKind, Document};
use crate::front_matter::split as split_front_matter;
use crate::headings::{HeadingId, content_of, heading_id};
use crate::labels::bold_word;
use crate::new_id::new_id;
use crate::{Dialect, Source};

/// The level of headings that start items and cases; items in a case are one deeper.
const ITEM_LEVEL: u8 = 2;

/// Gives an id to each heading at the items' level that has none and choices, attributes or an answer below it.
///
/// The ids are made of the headings' words; those that are taken are not used, and the new ones are added to them.
/// Returns the text with the ids, or nothing where none is missing.
pub fn name_items(source: &Source, dialect: &Dialect, taken: &mut BTreeSet<ItemId>) -> Option<String> {
    let parts = split_front_matter(source.text);
    if parts.unclosed {
        return None;
    }
    let insertions: Vec<(usize, ItemId)> = with_sections(source, dialect, parts.body.start, |document, _| {
        let nameless = nameless_headings(document, dialect);
        let named = nameless.into_iter().map(|idx| {
            let content = content_of(document.text, document.blocks[idx].range.clone());
            (content.end, new_id(&document.text[content], taken))
        });
        named.collect()
    });
    let mut text = source.text.to_owned();
    for (at, id) in insertions.iter().rev() {
        text.insert_str(*at, &format!(" {{#{id}}}"));
    }
    (!insertions.is_empty()).then_some(text)
}

fn nameless_headings(document: &Document, dialect: &Dialect) -> Vec<usize> {
    let mut nameless = Vec::new();
    let mut case_level: Option<u8> = None;
    for (idx, block) in document.blocks.iter().enumerate() {
        let BlockKind::Heading { level, underlined: false } = block.kind else { continue };
        case_level = case_level.filter(|case_level| level > *case_level);
        let item_level = case_level.unwrap_or(ITEM_LEVEL - 1) + 1;
        match heading_id(document.text, block.range.clone()) {
            HeadingId::Case(_) => case_level = Some(level),
            HeadingId::None if level == item_level && starts_an_item(document, dialect, idx) => {
                nameless.push(idx);
            }
            HeadingId::None | HeadingId::Item(_) | HeadingId::Broken { .. } => {}
        }
    }
    nameless
}

/// Tells whether something that only an item can hold stands between a heading and the next one.
fn starts_an_item(document: &Document, dialect: &Dialect, heading: usize) -> bool {
    let below = document.blocks[heading + 1..].iter();
    below.take_while(|block| !matches!(block.kind, BlockKind::Heading { .. })).any(|block: &Block| {
        let label = bold_word(document, block).and_then(|bold| dialect.label(&bold.word));
        entries(document, block).is_some()
            || document.fence_info(block) == Some("toml item")
            || label.is_some_and(crate::labels::LabelKind::holds_the_answer)
    })
}
