//! Decks: one for each domain that has items, below the bank's own.

use std::collections::BTreeMap;

use qbank_model::{BankInfo, Domain};
use serde_json::{Map, Value, json};

use super::identifiers::Numbers;
use crate::escape::push_text;

/// The decks of a package, by name. Anki's deck 1, which is every learner's own, is never one of them.
///
/// Anki finds a learner's deck by its name, capitals ignored, so equal names are one deck.
#[derive(Debug)]
pub(super) struct Decks<'a> {
    info: &'a BankInfo,
    top: String,
    opened: BTreeMap<String, Deck>,
    numbers: Numbers,
}

#[derive(Debug)]
struct Deck {
    id: i64,
    name: String,
}

impl<'a> Decks<'a> {
    /// Opens the bank's own deck, which holds the items that no domain of the blueprint takes.
    pub(super) fn new(info: &'a BankInfo) -> Self {
        let top = component(&info.title);
        let mut decks = Self { info, top, opened: BTreeMap::new(), numbers: Numbers::default() };
        decks.of(None);
        decks
    }

    /// Returns the number of a domain's deck, which it opens if need be.
    pub(super) fn of(&mut self, domain: Option<&Domain>) -> i64 {
        let name = match domain {
            Some(domain) => format!("{}::{}", self.top, component(&domain.title)),
            None => self.top.clone(),
        };
        let key = name.to_lowercase();
        if let Some(deck) = self.opened.get(&key) {
            return deck.id;
        }
        let domain_id = domain.map_or("", |domain| domain.id.as_str());
        let id = self.numbers.issue(&format!("deck {} {domain_id}", self.info.id));
        self.opened.insert(key, Deck { id, name });
        id
    }

    /// Returns the map of decks that a collection keeps, as JSON.
    ///
    /// Every deck says the bank's notice, since Anki drops the one of a deck without cards.
    pub(super) fn to_json(&self) -> String {
        let changed = self.info.revised.epoch_seconds();
        let mut notice = String::new();
        push_text(self.info.notice.as_deref().unwrap_or_default(), &mut notice);
        let own = Deck { id: 1, name: "Default".to_owned() };
        let mut map = Map::new();
        map.insert("1".to_owned(), deck_json(&own, changed, ""));
        for deck in self.opened.values() {
            map.insert(deck.id.to_string(), deck_json(deck, changed, &notice));
        }
        Value::Object(map).to_string()
    }
}

/// Preset 1 is the learner's own; any other would bring settings along.
fn deck_json(deck: &Deck, changed: i64, description: &str) -> Value {
    json!({
        "id": deck.id,
        "name": deck.name,
        "mod": changed,
        "usn": -1,
        "desc": description,
        "conf": 1,
        "dyn": 0,
        "collapsed": false,
        "browserCollapsed": false,
        "extendNew": 0,
        "extendRev": 0,
        "lrnToday": [0, 0],
        "revToday": [0, 0],
        "newToday": [0, 0],
        "timeToday": [0, 0],
    })
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
