//! The addresses of pictures and links in a text, to be changed where the files behind them move.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};
use qbank_model::FileId;

use super::rewrite::Rewrite;
use crate::document::Document;
use crate::{FileUse, Source, masks};

/// Returns the text with the addresses that `new_address` gives; nothing where none changes.
pub(super) fn moved(
    text: &str,
    new_address: &mut dyn FnMut(FileUse, &str) -> Option<String>,
) -> Option<String> {
    let start = crate::front_matter::split(text).body.start;
    let source = Source { file: FileId(0), path: "items/foreign.md", text, domain: None };
    let found = masks::find(text);
    let masked = masks::mask(text, &found);
    let document = Document::parse(&source, &masked, &found, start);
    let mut rewrite = Rewrite::default();
    for (event, range) in &document.events {
        let (file_use, link_type, address) = match event {
            Event::Start(Tag::Image { link_type, dest_url, .. }) => (FileUse::Image, *link_type, dest_url),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => (FileUse::Link, *link_type, dest_url),
            _ => continue,
        };
        let Some(place) = place(text, range, (link_type, address)) else { continue };
        if let Some(new) = new_address(file_use, address) {
            let is_pointed = text[..place.start].ends_with('<');
            let needs_points = !is_pointed && new.contains([' ', '(', ')']);
            rewrite.put(place, if needs_points { format!("<{new}>") } else { new });
        }
    }
    rewrite.apply(text).map(|(text, _)| text)
}

/// Finds where an address stands: behind the text in brackets, or in the definition of its name.
fn place(text: &str, range: &Range<usize>, (link_type, address): (LinkType, &str)) -> Option<Range<usize>> {
    let found = match link_type {
        LinkType::Inline => {
            let raw = &text[range.clone()];
            let open = raw.rfind("](")? + 2;
            range.start + open + raw[open..].find(address)?
        }
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
            let mut definitions = text.match_indices("]:");
            definitions.find_map(|(at, _)| {
                let rest = text[at + 2..].trim_start_matches([' ', '\t', '<']);
                rest.starts_with(address).then_some(text.len() - rest.len())
            })?
        }
        _ => return None,
    };
    Some(found..found + address.len())
}
