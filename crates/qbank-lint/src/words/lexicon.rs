//! What is known of the words of a bank: found out once for each word, for all rules.

use std::sync::{Mutex, MutexGuard, PoisonError};

use qbank_model::content::PlainText;

use super::memo::Memo;
use super::vocabulary::{StemHash, is_content, stem_hash};
use super::written::written_words;
use super::{Glossary, Text};

/// A question that a rule has about a word as written, such as whether it may be misspelt.
pub type WordTest<'r> = Box<dyn Fn(&str) -> bool + Send + Sync + 'r>;

/// Stands in a [`WordTest`] for a run of text with three question marks.
pub const THREE_QUESTION_MARKS: &str = "???";

/// Stands in a [`WordTest`] for a word that is written twice in a row.
pub const TWICE: &str = "=";

/// Stands in a [`WordTest`] for a word that is written twice with one word between.
pub const TWICE_APART: &str = "= =";

/// Which of the tests a word passes: a bit for each.
pub(crate) type Passed = u32;

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
struct Known {
    passed: Passed,
    stem: StemHash,
    /// Whether it says what a text is about, in a bank without a glossary.
    is_content: bool,
}

/// The words of a bank and what is known of them.
pub struct Lexicon<'r> {
    glossary: &'r Glossary,
    tests: Vec<WordTest<'r>>,
    /// A memo for each thread, so that none waits.
    memos: Vec<Mutex<Memo<Known>>>,
}

impl<'r> Lexicon<'r> {
    /// The most tests that a lexicon takes.
    pub(crate) const MOST_TESTS: usize = Passed::BITS as usize;

    /// Makes a lexicon that knows no word yet.
    pub fn new(glossary: &'r Glossary, tests: Vec<WordTest<'r>>) -> Self {
        debug_assert!(tests.len() <= Self::MOST_TESTS, "a bit for each");
        let memos = (0..=rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        Self { glossary, tests, memos }
    }

    /// Tells whether anybody waits for a word.
    pub(crate) fn has_tests(&self) -> bool {
        !self.tests.is_empty()
    }

    /// Returns which of the tests some word of the runs passes.
    pub(super) fn passed(&self, runs: &[&PlainText]) -> Passed {
        let memo = self.memo();
        let passed = |word: &str| memo.get(word, |word| self.find_out(word)).passed;
        let mut all = 0;
        for run in runs {
            let mut before = ["", ""];
            for word in written_words(run).map(|word| word.text) {
                all |= passed(word);
                for (other, sign) in before.iter().zip([TWICE_APART, TWICE]) {
                    // Letters of other alphabets have capitals too.
                    let is_same = || other.eq_ignore_ascii_case(word) || !word.is_ascii();
                    if other.len() == word.len() && is_same() {
                        all |= passed(sign);
                    }
                }
                before = [before[1], word];
            }
            if run.matches('?').nth(2).is_some() {
                all |= passed(THREE_QUESTION_MARKS);
            }
        }
        all
    }

    fn memo(&self) -> MutexGuard<'_, Memo<Known>> {
        let thread_idx = rayon::current_thread_index().map_or(0, |idx| idx + 1);
        self.memos[thread_idx % self.memos.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find_out(&self, word: &str) -> Known {
        let passed = self.tests.iter().enumerate().filter(|(_, test)| test(word));
        let passed = passed.fold(0, |passed, (idx, _)| passed | 1 << idx);
        let word = word.to_lowercase().replace('’', "'");
        Known { passed, stem: stem_hash(&word), is_content: is_content(&word) }
    }

    /// Returns the stems of the words that say what a text is about, sorted: of four letters and more, without stop words
    /// and without the terms of the glossary. The parts of a word with hyphens count each.
    pub fn content_words(&self, text: &Text) -> Vec<StemHash> {
        let memo = self.memo();
        let words = text.parts_of_words().map(|word| memo.get(word, |word| self.find_out(word)));
        let mut content: Vec<StemHash> = if self.glossary.is_empty() {
            words.filter_map(|word| word.is_content.then_some(word.stem)).collect()
        } else {
            let words: Vec<Known> = words.collect();
            let covered = self.glossary.covered(&words.iter().map(|word| word.stem).collect::<Vec<_>>());
            let content = words.iter().zip(covered).filter(|(word, is_term)| word.is_content && !is_term);
            content.map(|(word, _)| word.stem).collect()
        };
        content.sort_unstable();
        content.dedup();
        content
    }
}

/// Returns a test for some words in small letters, in whatever letters they are written, and for these words before or
/// behind an apostrophe.
pub fn one_of<'r>(wanted: &'r [&'r str]) -> WordTest<'r> {
    Box::new(|word| {
        let word = word.to_lowercase();
        word.split(['\'', '’']).chain([&*word]).any(|part| wanted.contains(&part))
    })
}
