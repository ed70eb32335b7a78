//! The bank's glossary: terms of its field, which are no slip of spelling, no unknown abbreviation and no clue.

use std::collections::{BTreeMap, BTreeSet};

use super::stem_of;

/// The terms that a bank's `[lint] glossary` lists, such as `kanban` or `economic order quantity (EOQ)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    /// Terms as stems of their words, the longest first, by their first stem.
    phrases: BTreeMap<String, Vec<Vec<String>>>,
    /// Every word of a term as written.
    words: BTreeSet<String>,
    /// Names of one thing: a term and the short form in its brackets.
    pairs: Vec<(String, String)>,
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
                    glossary.pairs.push((long.to_owned(), short.to_owned()));
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
        let stems: Vec<String> = words.iter().map(|word| stem_of(&word.to_lowercase())).collect();
        if let Some(first) = stems.first().cloned() {
            self.phrases.entry(first).or_default().push(stems);
        }
        self.words.extend(words.into_iter().map(str::to_owned));
    }

    /// Returns how many of the stems, from the first on, make a term; 0 where none begins there.
    pub fn covers(&self, stems: &[String]) -> usize {
        let phrases = stems.first().and_then(|first| self.phrases.get(first)).into_iter().flatten();
        phrases.filter(|phrase| stems.starts_with(phrase)).map(Vec::len).max().unwrap_or_default()
    }

    /// Tells whether a word stands in a term, spelt as it is there, capitals included.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Returns the terms that have a short form, with it: `("economic order quantity", "EOQ")`.
    pub fn short_forms(&self) -> &[(String, String)] {
        &self.pairs
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
            let stems: Vec<String> = words.iter().map(|word| stem_of(word)).collect();
            assert_eq!(glossary.covers(&stems), n_covered, "{words:?}");
        }
    }

    #[test]
    fn short_forms_are_names_of_the_same_thing() {
        let glossary = Glossary::new(["economic order quantity (EOQ)", "kanban"]);
        assert_eq!(glossary.short_forms(), [("economic order quantity".to_owned(), "EOQ".to_owned())]);
        assert!(glossary.has_word("EOQ") && glossary.has_word("quantity") && glossary.has_word("kanban"));
        assert!(!glossary.has_word("eoq"));
    }
}
