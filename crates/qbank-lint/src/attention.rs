//! Attention: rules that wait for certain words look at no item without one.

use crate::rule::Rule;
use crate::words::{Glossary, Lexicon, Passed, Wording};

/// The rules of a run, and the words that they wait for.
pub(crate) struct Attention<'r> {
    pub(crate) lexicon: Lexicon<'r>,
    /// Each rule with its test's bit, where it waits for words.
    rules: Vec<(&'r dyn Rule, Option<Passed>)>,
}

/// Fewer rules than so many do not wait: to read every word costs more than what they look at.
const FEWEST_TESTS: usize = 3;

impl<'r> Attention<'r> {
    /// Asks the rules what words they wait for; of more than a lexicon has bits for, the last ones wait for none.
    pub(crate) fn new(rules: &[&'r dyn Rule], glossary: &'r Glossary) -> Self {
        let mut tests = Vec::new();
        let with_bits = rules.iter().map(|rule| {
            let test = rule.waits_for().filter(|_| tests.len() < Lexicon::MOST_TESTS);
            let bit = test.is_some().then(|| 1 << tests.len());
            tests.extend(test);
            (*rule, bit)
        });
        let mut rules: Vec<(&dyn Rule, Option<Passed>)> = with_bits.collect();
        if tests.len() < FEWEST_TESTS {
            tests.clear();
            for (_, bit) in &mut rules {
                *bit = None;
            }
        }
        Self { lexicon: Lexicon::new(glossary, tests), rules }
    }

    /// Returns the rules in their order, and whether each has to look at the wording of an item.
    pub(crate) fn rules<'w>(
        &'w self,
        wording: &'w Wording,
    ) -> impl Iterator<Item = (&'r dyn Rule, bool)> + 'w {
        let passed = if self.lexicon.has_tests() { wording.passed() } else { 0 };
        self.rules.iter().map(move |(rule, bit)| (*rule, bit.is_none_or(|bit| passed & bit != 0)))
    }
}
