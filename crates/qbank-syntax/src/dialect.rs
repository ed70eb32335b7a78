//! What a bank's language and settings change in reading: label words, truth words, announcing phrases, defaults.

use std::collections::BTreeMap;

use crate::attributes::Attributes;
use crate::labels::LabelKind;

/// How the questions of one bank are read.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// What an item inherits from the bank where neither it nor its file says otherwise.
    pub defaults: Attributes,
    labels: BTreeMap<String, LabelKind>,
    truth_words: Vec<TruthPair>,
}

/// The two words of a true-false question, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TruthPair {
    pub(crate) affirming: String,
    pub(crate) denying: String,
}

/// What the stem says about the number of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Announcement {
    /// "Choose two."
    Count(usize),
    /// "Select all that apply."
    AllThatApply,
}

impl Default for Dialect {
    /// Returns the English words without any defaults.
    fn default() -> Self {
        let labels = LabelKind::WORDS.iter().map(|(word, kind)| ((*word).to_lowercase(), *kind)).collect();
        let truth = TruthPair { affirming: "true".to_owned(), denying: "false".to_owned() };
        Self { defaults: Attributes::default(), labels, truth_words: vec![truth] }
    }
}

impl Dialect {
    /// Adds another word for one of the labels; `word` is what the author writes before the colon.
    ///
    /// Returns `false` where `label` is no label's English word.
    pub fn add_label(&mut self, word: &str, label: &str) -> bool {
        let Some(kind) = self.labels.get(&label.to_lowercase()).copied() else { return false };
        self.labels.insert(word.to_lowercase(), kind);
        true
    }

    /// Adds the language's words for true and false.
    pub fn add_truth_words(&mut self, affirming: &str, denying: &str) {
        let pair = TruthPair { affirming: affirming.to_lowercase(), denying: denying.to_lowercase() };
        self.truth_words.push(pair);
    }

    pub(crate) fn label(&self, word: &str) -> Option<LabelKind> {
        self.labels.get(&word.to_lowercase()).copied()
    }

    pub(crate) fn label_words(&self) -> impl Iterator<Item = &str> {
        self.labels.keys().map(String::as_str)
    }

    /// Returns the index of the affirming choice, where two texts are the language's words for true and false.
    pub(crate) fn affirming(&self, texts: [&str; 2]) -> Option<usize> {
        let [first, second] = texts.map(|text| text.trim_end_matches('.').trim().to_lowercase());
        self.truth_words.iter().find_map(|pair| {
            if first == pair.affirming && second == pair.denying {
                Some(0)
            } else if first == pair.denying && second == pair.affirming {
                Some(1)
            } else {
                None
            }
        })
    }
}

/// Finds what a stem says about the number of keys, by the closed list of phrases.
///
/// "Choose", "select" or "which", directly followed by a number word or figure from two to ten, or by "all that apply";
/// "30 suppliers, of which 10 closed" asks for nothing.
pub(crate) fn announcement(stem: &str) -> Option<Announcement> {
    const VERBS: [&str; 3] = ["choose", "select", "which"];
    if !may_announce(stem.as_bytes()) {
        return None;
    }
    let mut words = stem.split_ascii_whitespace();
    let mut previous = "";
    while let Some(word) = words.next() {
        let verb = word.trim_start_matches(['(', '"', '“']);
        let is_relative = std::mem::replace(&mut previous, word).eq_ignore_ascii_case("of");
        if is_relative || !VERBS.iter().any(|known| known.eq_ignore_ascii_case(verb)) {
            continue;
        }
        let mut rest = words.clone().map(bare);
        if rest.clone().take(3).map(str::to_lowercase).eq(["all", "that", "apply"]) {
            return Some(Announcement::AllThatApply);
        }
        if let Some(number) = rest.next().and_then(|next| count(&next.to_lowercase())) {
            return Some(Announcement::Count(number));
        }
    }
    None
}

/// A quick look before the slow one: tells whether three letters stand in a text that few words beside the verbs have.
fn may_announce(stem: &[u8]) -> bool {
    let (Some(seconds), Some(thirds)) = (stem.get(1..), stem.get(2..)) else { return false };
    let threes = stem.iter().zip(seconds).zip(thirds);
    // All of it, without an early exit or a branch: the compiler makes vector code of that.
    threes.fold(false, |found, ((first, second), third)| {
        let differs_from = |letters: &[u8; 3]| {
            ((first | 0x20) ^ letters[0]) | ((second | 0x20) ^ letters[1]) | ((third | 0x20) ^ letters[2])
        };
        found | (differs_from(b"oos") == 0) | (differs_from(b"lec") == 0) | (differs_from(b"ich") == 0)
    })
}

/// Takes the punctuation off both ends of a word; a hyphen inside stays, so "two-bin" is no "two".
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn count(word: &str) -> Option<usize> {
    const WORDS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let spelled = WORDS.iter().position(|known| *known == word).map(|idx| idx + 2);
    spelled.or_else(|| word.parse().ok().filter(|number| (2..=10).contains(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_announce_their_keys() {
        for (stem, expected) in [
            ("Which two conditions support it?", Some(Announcement::Count(2))),
            ("What helps? (Choose three.)", Some(Announcement::Count(3))),
            ("What helps? Select 2.", Some(Announcement::Count(2))),
            ("Select all that apply.", Some(Announcement::AllThatApply)),
            ("Which two-bin system fits?", None),
            ("Which of the two plants pays?", None),
            ("It had 30 suppliers, of which 10 closed.", None),
            ("Choose one.", None),
            ("A worker can pick two orders at once.", None),
            ("What is the lead time of two weeks?", None),
        ] {
            assert_eq!(announcement(stem), expected, "{stem}");
        }
    }
}
