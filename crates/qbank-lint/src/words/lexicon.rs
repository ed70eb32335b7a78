//! What is known of the words of a bank: found out once for each word, for all rules.

use std::sync::{Mutex, MutexGuard, PoisonError};

use qbank_model::content::PlainText;

use super::memo::Memo;
use super::vocabulary::{StemHash, is_content, stem_hash};
use super::written::{LETTERS_OF_A_WORD, WrittenWord, written_words};
use super::{Glossary, Text};

/// A question that a rule has about a word as written, such as whether it may be misspelt.
pub type WordTest<'r> = Box<dyn Fn(&str) -> bool + Send + Sync + 'r>;

/// Stands in a [`WordTest`] for a run of text with three question marks.
pub const THREE_QUESTION_MARKS: &str = "???";

/// Stands in a [`WordTest`] for a word that is written twice in a row.
pub const TWICE: &str = "=";

/// Stands in a [`WordTest`] for a word that is written twice with one word between, and nothing else but a space on either
/// side of that.
pub const TWICE_APART: &str = "= =";

/// Which of the tests a word passes: a bit for each.
pub(crate) type Passed = u32;

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
struct Known {
    passed: Passed,
    term: Term,
}

/// A word as a part of what a text is about.
#[derive(Clone, Copy, Debug)]
struct Term {
    stem: StemHash,
    /// Whether it says what a text is about, in a bank without a glossary.
    is_content: bool,
}

/// What was found in runs of text, for those who ask for the words of one of them later.
#[derive(Debug)]
pub(super) struct Heard {
    /// Which of the tests some word passes.
    pub(super) passed: Passed,
    terms: Vec<Term>,
    /// Where the words of each run end among them.
    ends: Vec<usize>,
}

impl Heard {
    /// Returns the words of one of the runs.
    fn terms_of(&self, run_idx: usize) -> &[Term] {
        let start = run_idx.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.terms[start..self.ends[run_idx]]
    }
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

    /// Reads the words of runs of text.
    pub(super) fn hear(&self, runs: &[&PlainText]) -> Heard {
        let memo = self.memo();
        let known = |word: &str| memo.get(word, |word| self.find_out(word));
        let n_letters: usize = runs.iter().map(|run| run.len()).sum();
        let (terms, ends) =
            (Vec::with_capacity(n_letters / LETTERS_OF_A_WORD), Vec::with_capacity(runs.len()));
        let mut heard = Heard { passed: 0, terms, ends };
        for run in runs {
            let mut before: [Option<(WrittenWord, StemHash)>; 2] = [None, None];
            for word in written_words(run) {
                let Known { passed, term } = known(word.text);
                heard.passed |= passed;
                heard.terms.push(term);
                let [last_but_one, last] = before;
                // Of two words that are one, both the stems and the letters are.
                let is_same = |other: &(WrittenWord, StemHash)| {
                    other.1 == term.stem && may_be_same(other.0.text, word.text)
                };
                if last.is_some_and(|last| is_same(&last)) {
                    heard.passed |= known(TWICE).passed;
                }
                let one_between = |other: WrittenWord| {
                    last.is_some_and(|(last, _)| {
                        last.start == other.end() + 1 && word.start == last.end() + 1
                    })
                };
                if last_but_one.is_some_and(|other| is_same(&other) && one_between(other.0)) {
                    heard.passed |= known(TWICE_APART).passed;
                }
                before = [last, Some((word, term.stem))];
            }
            heard.ends.push(heard.terms.len());
            if run.matches('?').nth(2).is_some() {
                heard.passed |= known(THREE_QUESTION_MARKS).passed;
            }
        }
        heard
    }

    fn memo(&self) -> MutexGuard<'_, Memo<Known>> {
        let thread_idx = rayon::current_thread_index().map_or(0, |idx| idx + 1);
        self.memos[thread_idx % self.memos.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find_out(&self, word: &str) -> Known {
        let passed = self.tests.iter().enumerate().filter(|(_, test)| test(word));
        let passed = passed.fold(0, |passed, (idx, _)| passed | 1 << idx);
        let word = word.to_lowercase().replace('’', "'");
        Known { passed, term: Term { stem: stem_hash(&word), is_content: is_content(&word) } }
    }

    /// Returns the stems of the words that say what a text is about, sorted: of four letters and more, without stop words
    /// and without the terms of the glossary. The parts of a word with hyphens count each.
    pub fn content_words(&self, text: &Text) -> Vec<StemHash> {
        let memo = self.memo();
        self.content_among(text.parts_of_words().map(|word| memo.get(word, |word| self.find_out(word)).term))
    }

    /// Returns the same for one of the runs that were heard.
    pub(super) fn content_heard(&self, heard: &Heard, run_idx: usize) -> Vec<StemHash> {
        self.content_among(heard.terms_of(run_idx).iter().copied())
    }

    fn content_among(&self, terms: impl Iterator<Item = Term>) -> Vec<StemHash> {
        let mut content: Vec<StemHash> = if self.glossary.is_empty() {
            terms.filter_map(|term| term.is_content.then_some(term.stem)).collect()
        } else {
            let terms: Vec<Term> = terms.collect();
            let covered = self.glossary.covered(&terms.iter().map(|term| term.stem).collect::<Vec<_>>());
            let content =
                terms.iter().zip(covered).filter(|(term, is_covered)| term.is_content && !is_covered);
            content.map(|(term, _)| term.stem).collect()
        };
        content.sort_unstable();
        content.dedup();
        content
    }
}

/// Tells whether two words may be one, capitals aside; letters of other alphabets have capitals too, and are not looked at.
fn may_be_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && (one.eq_ignore_ascii_case(other) || !one.is_ascii())
}

/// Returns a test for some words in small letters, in whatever letters they are written, and for these words before or
/// behind an apostrophe.
pub fn one_of<'r>(wanted: &'r [&'r str]) -> WordTest<'r> {
    Box::new(|word| {
        let word = word.to_lowercase();
        word.split(['\'', '’']).chain([&*word]).any(|part| wanted.contains(&part))
    })
}
