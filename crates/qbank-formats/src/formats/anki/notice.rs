//! The collection that an old Anki finds in a package of the latest layout: one note that says what to do.

use super::collection::{CardRow, Collection, NoteRow};
use super::decks::Deck;
use super::identifiers::Numbers;
use super::note_type::{CARD_CHANGED, ID, N_FIELDS, STEM};
use crate::format::ExportError;
use crate::packed::Packed;
use crate::selection::Layout;

/// No item's name: an identity follows the bank's id there.
const GUID: &str = "qbank/update-anki";
const NOTICE: &str =
    "<p>This package needs a newer Anki. Update Anki, then import the package once more.</p>";

/// Makes the collection; its note lies in the learner's own deck, so that no other is left when it is deleted.
pub(super) fn collection() -> Result<Packed, ExportError> {
    let (mut numbers, own) = (Numbers::default(), Deck::own());
    let (deck_id, changed) = (own.id, CARD_CHANGED);
    let mut collection = Collection::new(Layout::Legacy, &[own], changed)?;
    let mut fields = <[String; N_FIELDS]>::default();
    "update-anki".clone_into(&mut fields[ID]);
    NOTICE.clone_into(&mut fields[STEM]);
    let note_id = numbers.issue("note of old versions");
    collection.add_note(&NoteRow { id: note_id, guid: GUID, changed, tags: "", fields: &fields })?;
    let card = CardRow { id: numbers.issue("card of old versions"), note_id, changed, deck_id, due: 1 };
    Ok(collection.close(vec![card])?)
}
