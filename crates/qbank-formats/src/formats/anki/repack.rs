//! Notes that were read from a package, packed again: what the writer does once a bank's items are rendered.
//!
//! For who measures the writer alone, or turns a package of any layout into one that every Anki reads. Media are not
//! among the notes, so a package with pictures loses them.

use std::collections::BTreeMap;

use super::LEGACY_COLLECTION;
use super::collection::{CardRow, Collection, NoteRow};
use super::decks::Deck;
use super::identifiers::{Numbers, guid};
use super::old::OldNote;
use crate::format::ExportError;
use crate::package::{Container, Entry, Package};
use crate::packed::Packed;
use crate::selection::Layout;

/// Makes a package of notes of the bank with this id, studied in their order.
///
/// # Errors
/// Fails only where SQLite does.
pub fn repack(notes: &[OldNote], bank: &str) -> Result<Package<'static>, ExportError> {
    let collection = Entry::packed_bytes(LEGACY_COLLECTION, collection(notes, bank)?);
    let entries = vec![collection, Entry::bytes("media", "{}")];
    let identifiers = notes.iter().map(|note| (note.identity.clone(), guid(bank, &note.identity))).collect();
    Ok(Package { container: Container::Zip, entries, identifiers, losses: Vec::new(), ledger: None })
}

fn collection(notes: &[OldNote], bank: &str) -> Result<Packed, ExportError> {
    let mut numbers = Numbers::taken(notes.iter().map(|note| note.number));
    let mut decks: BTreeMap<&str, Deck> = BTreeMap::new();
    let mut cards = Vec::with_capacity(notes.len());
    for (OldNote { identity, number, changed, deck, .. }, due) in notes.iter().zip(1..) {
        let deck = decks.entry(deck).or_insert_with(|| Deck {
            id: numbers.issue(&format!("deck {deck}")),
            levels: deck.split("::").map(str::to_owned).collect(),
            description: String::new(),
        });
        let id = numbers.issue(&format!("card {}", guid(bank, identity)));
        cards.push(CardRow { id, note_id: *number, changed: *changed, deck_id: deck.id, due });
    }
    let decks: Vec<Deck> = std::iter::once(Deck::own()).chain(decks.into_values()).collect();
    let last_change = notes.iter().map(|note| note.changed).max().unwrap_or_default();
    let mut collection = Collection::new(Layout::Legacy, &decks, last_change)?;
    let mut ordered: Vec<&OldNote> = notes.iter().collect();
    ordered.sort_by_key(|note| note.number);
    for OldNote { identity, number, changed, fields, tags, .. } in ordered {
        let guid = guid(bank, identity);
        collection.add_note(&NoteRow { id: *number, guid: &guid, changed: *changed, tags, fields })?;
    }
    Ok(collection.close(cards)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, export};
    use crate::formats::anki::old::read_package;
    use crate::sample;

    #[test]
    fn what_was_read_is_what_is_packed() {
        let bank = sample::bank();
        let selection = sample::selection(&bank, Format::Anki);
        let notes = read_package(&export(&selection).expect("a package"), "sample").expect("notes");
        let again = repack(&notes, "sample").expect("a package");
        assert_eq!(read_package(&again, "sample").expect("notes"), notes);
    }
}
