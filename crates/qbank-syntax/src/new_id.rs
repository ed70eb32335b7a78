//! Ids for items that have none, made of their words.

use std::collections::BTreeSet;

use qbank_model::ItemId;

/// Words that tell no question from another.
const SMALL_WORDS: [&str; 40] = [
    "a", "an", "and", "are", "as", "at", "be", "best", "by", "can", "do", "does", "for", "from", "has",
    "have", "how", "if", "in", "into", "is", "it", "its", "most", "of", "on", "or", "should", "that", "the",
    "this", "to", "was", "what", "when", "which", "who", "why", "will", "with",
];
/// The most words of an id, which authors have to read and type.
const MAX_WORDS: usize = 5;
/// The most bytes of an id that is made; there may be a number behind it.
const MAX_LENGTH: usize = 48;

/// Makes an id of a text, another one than those that are taken, and adds it to them.
///
/// The same text and the same taken ids give the same id. Letters beyond ASCII are left out.
///
/// # Panics
/// Never: there are more numbers than ids.
pub fn new_id(text: &str, taken: &mut BTreeSet<ItemId>) -> ItemId {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let telling = words.clone().filter(|word| !SMALL_WORDS.contains(word));
    let mut name = joined(telling);
    if name.is_empty() {
        name = joined(words);
    }
    if name.is_empty() {
        name.push_str("item");
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "item-");
    }
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    let mut ids = [name.clone()].into_iter().chain(numbered).filter_map(|name| ItemId::new(&name).ok());
    let id = ids.find(|id| !taken.contains(id)).expect("a number is free");
    taken.insert(id.clone());
    id
}

fn joined<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.take(MAX_WORDS).fold(String::new(), |name, word| {
        let joined = if name.is_empty() { word.to_owned() } else { format!("{name}-{word}") };
        if joined.len() > MAX_LENGTH { name } else { joined }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_telling_words() {
        let mut taken = BTreeSet::new();
        for (text, expected) in [
            ("What is the economic order quantity?", "economic-order-quantity"),
            ("The economic order quantity", "economic-order-quantity-2"),
            ("12 units", "item-12-units"),
            ("What is it?", "what-is-it"),
            ("", "item"),
            ("Con", "con-2"),
            ("需要", "item-2"),
            ("Reorder point of a pump seal when demand doubles twice over", "reorder-point-pump-seal-demand"),
        ] {
            assert_eq!(new_id(text, &mut taken).as_str(), expected, "{text}");
        }
    }
}
