//! The ledger of a bank's Anki notes: by which number learners' collections know each item, and when its card last changed.
//!
//! It outlives every build, so that a note keeps its number for ever and tells of a change only when there is one.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::id::ItemId;

/// What is known of one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerNote {
    /// The note's number in Anki.
    pub note: i64,
    /// A hash of all that the card shows and is filtered by.
    pub hash: String,
    /// A hash of what is right, word by word.
    pub key: String,
    /// When the card last changed, in seconds since 1970.
    pub changed: i64,
    /// The day of the last correction of what is right.
    pub corrected: Option<Date>,
}

/// Notes by the identities of their items, variants each for itself. Invariant: no number stands twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    notes: BTreeMap<ItemId, LedgerNote>,
    numbers: BTreeSet<i64>,
}

/// The number of a note is that of another one already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the note {note} stands twice")]
pub struct RepeatedNote {
    /// The number.
    pub note: i64,
}

impl Ledger {
    /// Writes what is known of an item's note, in the place of what was known before.
    ///
    /// # Errors
    /// Fails where another item's note has the number; the ledger stays as it was.
    pub fn insert(&mut self, identity: ItemId, note: LedgerNote) -> Result<(), RepeatedNote> {
        let own = self.notes.get(&identity).map(|known| known.note);
        if own != Some(note.note) && self.numbers.contains(&note.note) {
            return Err(RepeatedNote { note: note.note });
        }
        if let Some(own) = own {
            self.numbers.remove(&own);
        }
        self.numbers.insert(note.note);
        self.notes.insert(identity, note);
        Ok(())
    }

    /// Returns what is known of an item's note.
    pub fn get(&self, identity: &ItemId) -> Option<&LedgerNote> {
        self.notes.get(identity)
    }

    /// Tells whether an item, or a variant of it, has had a note.
    pub fn knows(&self, identity: &ItemId) -> bool {
        let variant = self.notes.range(identity.variant(0)..).next();
        let is_own = |(id, _): (&ItemId, _)| {
            id.as_str().strip_prefix(identity.as_str()).is_some_and(|rest| rest.starts_with('~'))
        };
        self.notes.contains_key(identity) || variant.is_some_and(is_own)
    }

    /// Returns the notes by the identities of their items.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = (&ItemId, &LedgerNote)> {
        self.notes.iter()
    }

    /// Returns when the last of all changes was, in seconds since 1970.
    pub fn last_change(&self) -> Option<i64> {
        self.notes.values().map(|note| note.changed).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(number: i64, changed: i64) -> LedgerNote {
        LedgerNote { note: number, hash: String::new(), key: String::new(), changed, corrected: None }
    }

    fn id(text: &str) -> ItemId {
        ItemId::new(text).expect("an id")
    }

    #[test]
    fn no_number_stands_twice() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.insert(id("a"), note(1, 5)), Ok(()));
        assert_eq!(ledger.insert(id("b"), note(1, 5)), Err(RepeatedNote { note: 1 }));
        assert_eq!(ledger.insert(id("a"), note(2, 9)), Ok(()));
        assert_eq!(ledger.insert(id("b"), note(1, 7)), Ok(()));
        assert_eq!(ledger.last_change(), Some(9));
        assert_eq!(ledger.get(&id("b")).map(|note| note.note), Some(1));
    }

    #[test]
    fn an_item_is_known_by_its_variants() {
        let mut ledger = Ledger::default();
        ledger.insert(id("a").variant(5), note(1, 5)).expect("a free number");
        assert!(ledger.knows(&id("a")));
        assert!(!ledger.knows(&id("ab")) && !ledger.knows(&id("a-b")));
    }
}
