//! The bank's glossary: terms of its field, which are no slip of spelling, no unknown abbreviation and no clue.

use std::collections::{BTreeMap, BTreeSet};

use super::vocabulary::{StemHash, stem_hash};

/// The terms that a bank's `[lint] glossary` lists, such as `kanban` or `economic order quantity (EOQ)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    /// Terms as stems of their words, the longest first, by their first stem.
    phrases: BTreeMap<StemHash, Vec<Vec<StemHash>>>,
    /// Every word of a term as written.
    words: BTreeSet<String>,
    /// Terms by their short forms in small letters.
    long_forms: BTreeMap<String, String>,
}

impl Glossary {
    /// Reads terms; one with a short form in brackets at its end stands for both.
    pub fn new<T: AsRef<str>>(terms: impl IntoIterator<Item = T>) -> Self {
        let mut glossary = Self::default();
        for term in terms {
            let term = term.as_ref().trim();
            match term.strip_suffix(')').and_then(|open| open.rsplit_once('(')) {
                Some((long, short)) => {
                    let (long, short) = (long.trim(), short.trim());
                    glossary.add(long);
                    glossary.add(short);
                    glossary.long_forms.entry(short.to_lowercase()).or_insert_with(|| long.to_lowercase());
                }
                None => glossary.add(term),
            }
        }
        for phrases in glossary.phrases.values_mut() {
            phrases.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
            phrases.dedup();
        }
        glossary
    }

    fn add(&mut self, term: &str) {
        let belongs = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '&');
        let words: Vec<&str> = term.split(|c| !belongs(c)).filter(|word| !word.is_empty()).collect();
        let stems: Vec<StemHash> = words.iter().map(|word| stem_hash(&word.to_lowercase())).collect();
        if let Some(first) = stems.first().copied() {
            self.phrases.entry(first).or_default().push(stems);
        }
        self.words.extend(words.into_iter().map(str::to_owned));
    }

    /// Tells whether nobody listed a term.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Tells of each of the words of a text, given by their stems, whether it belongs to a term.
    pub fn covered(&self, stems: &[StemHash]) -> Vec<bool> {
        let mut covered = vec![false; stems.len()];
        let mut idx = 0;
        while idx < stems.len() {
            let phrases = self.phrases.get(&stems[idx]).into_iter().flatten();
            // The longest comes first.
            let term = phrases.into_iter().find(|phrase| stems[idx..].starts_with(phrase));
            let n_words = term.map_or(0, Vec::len);
            covered[idx..idx + n_words].fill(true);
            idx += n_words.max(1);
        }
        covered
    }

    /// Tells whether a term has a short form.
    pub fn has_short_forms(&self) -> bool {
        !self.long_forms.is_empty()
    }

    /// Returns the term, in small letters, that a short form in small letters stands for.
    pub fn long_form(&self, short: &str) -> Option<&str> {
        self.long_forms.get(short).map(String::as_str)
    }

    /// Tells whether a word stands in a term, spelt as it is there, capitals included.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_term_covers() {
        let glossary = Glossary::new(["stock", "safety stock", "economic order quantity (EOQ)", "S&OP"]);
        for (words, n_covered) in [
            (vec!["safety", "stocks", "fall"], 2),
            (vec!["stock", "falls"], 1),
            (vec!["safety", "fence"], 0),
            (vec!["economic", "order", "quantities"], 3),
            (vec!["eoq"], 1),
            (vec![], 0),
        ] {
            let stems: Vec<StemHash> = words.iter().map(|word| stem_hash(word)).collect();
            let covered = glossary.covered(&stems);
            assert_eq!(covered.iter().take_while(|is_term| **is_term).count(), n_covered, "{words:?}");
        }
    }

    #[test]
    fn short_forms_are_names_of_the_same_thing() {
        let glossary = Glossary::new(["economic order quantity (EOQ)", "kanban"]);
        assert_eq!(glossary.long_form("eoq"), Some("economic order quantity"));
        assert_eq!(glossary.long_form("kanban"), None);
        assert!(glossary.has_word("EOQ") && glossary.has_word("quantity") && glossary.has_word("kanban"));
        assert!(!glossary.has_word("eoq"));
    }
}
