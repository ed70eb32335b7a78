//! When each note last changed: every card is held against the ledger, and only a new or changed one gets a new time.
//!
//! The time comes from the day that the bank was revised on. Further releases of one day follow each other by seconds, so
//! that Anki takes their changes too.

use qbank_model::date::Date;
use qbank_model::media::hex;
use qbank_model::{BankInfo, ItemId, Ledger, LedgerNote};
use sha1::{Digest, Sha1};

use super::identifiers::Numbers;
use super::key::{is_correction, what_is_right};
use super::note_type::N_FIELDS;

/// Issues notes their numbers and their times.
#[derive(Debug)]
pub(super) struct Stamps {
    ledger: Ledger,
    numbers: Numbers,
    revised: Date,
    now: i64,
}

impl Stamps {
    /// Starts from the ledger of the last release, of which a first one has none.
    pub(super) fn new(ledger: Option<&Ledger>, info: &BankInfo) -> Self {
        let ledger = ledger.cloned().unwrap_or_default();
        let now = info.revised.epoch_seconds().max(ledger.last_change().map_or(0, |last| last + 1));
        let numbers = Numbers::taken(ledger.notes().map(|(_, note)| note.note));
        Self { ledger, numbers, revised: info.revised, now }
    }

    /// Returns a note's number, for ever the same.
    pub(super) fn note_number(&mut self, identity: &ItemId, guid: &str) -> i64 {
        match self.ledger.get(identity) {
            Some(known) => known.note,
            None => self.numbers.issue(&format!("note {guid}")),
        }
    }

    /// Returns the number of a note's card.
    pub(super) fn card_number(&mut self, guid: &str) -> i64 {
        self.numbers.issue(&format!("card {guid}"))
    }

    /// Returns the day on which what is right was last corrected, which may be with these fields.
    pub(super) fn corrected(&self, identity: &ItemId, fields: &[String; N_FIELDS]) -> Option<Date> {
        let known = self.ledger.get(identity)?;
        if is_correction(&known.key, &what_is_right(fields)) { Some(self.revised) } else { known.corrected }
    }

    /// Returns when the card last changed, and keeps that for the next release.
    pub(super) fn stamp(&mut self, identity: &ItemId, note: i64, card: &Card) -> i64 {
        let hash = hash(card.fields, card.tags);
        let same = self.ledger.get(identity).filter(|before| before.hash == hash);
        let changed = same.map_or(self.now, |before| before.changed);
        let key = what_is_right(card.fields);
        let entry = LedgerNote { note, hash, key, changed, corrected: card.corrected };
        self.ledger.insert(identity.clone(), entry).expect("a note's number is issued once");
        changed
    }

    /// Returns the ledger of this release; what is not in the package stays as it was.
    pub(super) fn into_ledger(self) -> Ledger {
        self.ledger
    }
}

/// What a card shows and is filtered by.
#[derive(Debug)]
pub(super) struct Card<'a> {
    /// The fields.
    pub(super) fields: &'a [String; N_FIELDS],
    /// The tags.
    pub(super) tags: &'a str,
    /// The day on which what is right was last corrected.
    pub(super) corrected: Option<Date>,
}

/// Returns the hash of what a card shows and is filtered by.
pub(super) fn hash(fields: &[String; N_FIELDS], tags: &str) -> String {
    let mut hash = Sha1::new();
    for part in fields.iter().map(String::as_str).chain([tags]) {
        hash.update(part);
        hash.update([0x1f]);
    }
    hex(&hash.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    const DAY: i64 = 1_795_305_600;

    /// Stamps a card under a ledger: returns the note's number, the time, and the day of a correction.
    fn stamped(ledger: &mut Option<Ledger>, key: &str) -> (i64, i64, Option<Date>) {
        let identity = ItemId::new("inv-a").expect("an id");
        let mut stamps = Stamps::new(ledger.as_ref(), &sample::bank().info);
        let mut fields = <[String; N_FIELDS]>::default();
        key.clone_into(&mut fields[super::super::note_type::KEY]);
        let note = stamps.note_number(&identity, "qbank/sample/inv-a");
        let corrected = stamps.corrected(&identity, &fields);
        let changed = stamps.stamp(&identity, note, &Card { fields: &fields, tags: " a ", corrected });
        *ledger = Some(stamps.into_ledger());
        (note, changed, corrected)
    }

    #[test]
    fn a_time_moves_with_the_card_and_never_otherwise() {
        let mut ledger = None;
        let (note, first, _) = stamped(&mut ledger, "a");
        assert_eq!(stamped(&mut ledger, "a"), (note, first, None));
        let day = Date::new(2026, 11, 22);
        assert_eq!(stamped(&mut ledger, "b"), (note, DAY + 1, day), "a second release of the day");
        assert_eq!(stamped(&mut ledger, "b."), (note, DAY + 2, day), "a third one");
        assert_eq!(stamped(&mut ledger, "b."), (note, DAY + 2, day));
        assert_eq!(first, DAY);
    }

    #[test]
    fn numbers_of_the_ledger_are_taken() {
        let mut ledger = None;
        let (note, ..) = stamped(&mut ledger, "a");
        let mut stamps = Stamps::new(ledger.as_ref(), &sample::bank().info);
        let other = ItemId::new("inv-b").expect("an id");
        assert_eq!(stamps.note_number(&other, "qbank/sample/inv-a"), note + 1);
    }
}
