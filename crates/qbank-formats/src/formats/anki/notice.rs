//! The collection that an old Anki finds in a package of the latest layout: one note that says what to do.

use rusqlite::Error;

use super::collection::{CardRow, Collection, NoteRow};
use super::decks::Deck;
use super::identifiers::Numbers;
use super::note_type::{CARD_CHANGED, ID, N_FIELDS, STEM};
use crate::selection::Layout;

/// No item's name: an identity follows the bank's id there.
const GUID: &str = "qbank/update-anki";
const NOTICE: &str =
    "<p>This package needs a newer Anki. Update Anki, then import the package once more.</p>";

/// Makes the collection; its note lies in the learner's own deck, so that no other is left when it is deleted.
pub(super) fn collection() -> Result<Collection, Error> {
    let mut collection = Collection::new(Layout::Legacy)?;
    let (mut numbers, own) = (Numbers::default(), Deck::own());
    let mut fields = <[String; N_FIELDS]>::default();
    "update-anki".clone_into(&mut fields[ID]);
    NOTICE.clone_into(&mut fields[STEM]);
    let id = numbers.issue("note of old versions");
    collection.add_note(&NoteRow { id, guid: GUID, changed: CARD_CHANGED, tags: "", fields: &fields })?;
    let card = CardRow { id: numbers.issue("card of old versions"), deck_id: own.id, due: 1 };
    collection.add_card(id, CARD_CHANGED, &card)?;
    collection.close(&[own], CARD_CHANGED)?;
    Ok(collection)
}
