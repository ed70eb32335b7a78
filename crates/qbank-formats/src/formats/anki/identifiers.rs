//! Numbers and names that Anki knows notes, cards and decks by; they never depend on an item's text.

use std::collections::BTreeSet;

use qbank_model::ItemId;
use sha1::{Digest, Sha1};

/// The first number that is issued, in milliseconds since 1970 as Anki reads its numbers: February 1971.
///
/// With 40 bits above it the last one is in December 2005. Anki is younger, so no clock ever gave a learner's own
/// note such a number.
const FIRST: i64 = 1 << 35;
const RANGE: i64 = 1 << 40;

/// Issues numbers that follow from names alone; a number that is taken makes way for the next free one.
#[derive(Debug, Default)]
pub(super) struct Numbers(BTreeSet<i64>);

impl Numbers {
    /// Starts with numbers that were issued before.
    pub(super) fn taken(numbers: impl Iterator<Item = i64>) -> Self {
        Self(numbers.collect())
    }

    /// Returns the number of a name, the same in every export unless two names collide (about 5 in 100,000 for a
    /// bank of 10,000 items); then the one that asks first keeps it.
    pub(super) fn issue(&mut self, name: &str) -> i64 {
        let mut offset = hash_40(name);
        while !self.0.insert(FIRST + offset) {
            offset = (offset + 1) % RANGE;
        }
        FIRST + offset
    }
}

/// Returns the name that an update of the note is recognised by: of the bank and the item's identity, for ever.
pub(super) fn guid(bank: &str, identity: &ItemId) -> String {
    ["qbank/", bank, "/", identity.as_str()].concat()
}

/// Returns Anki's checksum of a note's first field: the first four bytes of its SHA-1.
///
/// Anki takes markup off first; the first field here is an item's id, which has none.
pub(super) fn checksum(first_field: &str) -> u32 {
    let hash = Sha1::digest(first_field.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

fn hash_40(name: &str) -> i64 {
    let hash = Sha1::digest(name.as_bytes());
    hash[..5].iter().fold(0, |number, byte| (number << 8) | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_ankis() {
        for (field, expected) in [("", 0xda39_a3ee), ("abc", 0xa999_3e36), ("inv-eoq-demand", 0x7b01_7642)] {
            assert_eq!(checksum(field), expected, "{field}");
        }
    }

    #[test]
    fn numbers_stay() {
        for (name, expected) in [
            ("note qbank/cpim/inv-eoq", 916_301_044_083),
            ("card qbank/cpim/inv-eoq", 264_265_504_006),
            ("deck cpim inventory", 63_960_748_591),
        ] {
            assert_eq!(Numbers::default().issue(name), expected, "{name}");
        }
    }

    #[test]
    fn numbers_lie_before_anki_and_collisions_step_aside() {
        let mut numbers = Numbers::default();
        let issued: Vec<i64> = (0..3).map(|_| numbers.issue("same")).collect();
        assert_eq!(issued, [issued[0], issued[0] + 1, issued[0] + 2]);
        let year_2006 = 1_136_073_600_000;
        assert!((0..1_000).all(|n| (FIRST..year_2006).contains(&numbers.issue(&n.to_string()))));
    }

    #[test]
    fn guids_name_the_bank_and_the_identity() {
        let identity = ItemId::new("inv-eoq").expect("a sound id");
        assert_eq!(guid("cpim", &identity), "qbank/cpim/inv-eoq");
    }
}
