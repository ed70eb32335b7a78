//! Decks: one for each domain that has items, below the bank's own.

use std::collections::BTreeMap;

use qbank_model::{BankInfo, Domain};

use super::identifiers::Numbers;
use crate::escape::push_text;

/// The decks of a package, by name. Anki's deck 1, which is every learner's own, is never one of them.
///
/// Anki finds a learner's deck by its name, capitals ignored, so equal names are one deck.
#[derive(Debug)]
pub(super) struct Decks<'a> {
    info: &'a BankInfo,
    description: String,
    /// By their names in small letters.
    opened: BTreeMap<String, Deck>,
    /// The deck of each domain by the domain's id; under none the bank's own.
    known: BTreeMap<Option<&'a str>, i64>,
    numbers: Numbers,
}

/// A deck of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deck {
    /// Its number.
    pub(super) id: i64,
    /// Its name, from the top down.
    pub(super) levels: Vec<String>,
    /// What learners read above its cards, as HTML.
    pub(super) description: String,
}

impl<'a> Decks<'a> {
    /// Opens the bank's own deck, which holds the items that no domain of the blueprint takes.
    pub(super) fn new(info: &'a BankInfo) -> Self {
        let mut description = String::new();
        push_text(info.notice.as_deref().unwrap_or_default(), &mut description);
        let (opened, known) = (BTreeMap::new(), BTreeMap::new());
        let mut decks = Self { info, description, opened, known, numbers: Numbers::default() };
        decks.of(None);
        decks
    }

    /// Returns the number of a domain's deck, which it opens if need be.
    pub(super) fn of(&mut self, domain: Option<&'a Domain>) -> i64 {
        let id = domain.map(|domain| domain.id.as_str());
        if let Some(number) = self.known.get(&id) {
            return *number;
        }
        let number = self.open(domain);
        self.known.insert(id, number);
        number
    }

    fn open(&mut self, domain: Option<&Domain>) -> i64 {
        let titles = [Some(&self.info.title), domain.map(|domain| &domain.title)];
        let levels: Vec<String> = titles.into_iter().flatten().map(|title| component(title)).collect();
        let key = levels.join("::").to_lowercase();
        if let Some(deck) = self.opened.get(&key) {
            return deck.id;
        }
        let domain_id = domain.map_or("", |domain| domain.id.as_str());
        let id = self.numbers.issue(&format!("deck {} {domain_id}", self.info.id));
        self.opened.insert(key, Deck { id, levels, description: self.description.clone() });
        id
    }

    /// Returns the decks that a collection keeps, the learner's own first, then by name.
    ///
    /// Every other deck says the bank's notice, since Anki drops the one of a deck without cards.
    pub(super) fn into_all(self) -> Vec<Deck> {
        std::iter::once(Deck::own()).chain(self.opened.into_values()).collect()
    }
}

impl Deck {
    /// Returns the deck that every learner has.
    pub(super) fn own() -> Self {
        Self { id: 1, levels: vec!["Default".to_owned()], description: String::new() }
    }
}

/// Makes a title one level of a deck's name: two colons would open another.
fn component(title: &str) -> String {
    let mut name = super::text::clean(title).replace(['\n', '\t', '"'], " ");
    while name.contains("::") {
        name = name.replace("::", ":");
    }
    let name = name.trim_matches([' ', ':']);
    if name.is_empty() { "qbank".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_level_of_a_deck() {
        for (title, expected) in [
            ("Inventory", "Inventory"),
            ("A::B:::C", "A:B:C"),
            (" Costs: ", "Costs"),
            ("\u{1f}", "qbank"),
            ("re\u{301}serve", "r\u{e9}serve"),
        ] {
            assert_eq!(component(title), expected, "{title:?}");
        }
    }
}
