//! `clang-cue`: the key repeats a telling word of the stem.

use std::collections::{BTreeMap, BTreeSet};

use qbank_model::{Bank, Choice, Code, Confidence, Diagnostic, Item, Meta, Severity};
use rayon::prelude::*;

use crate::rule::{Context, Rule};
use crate::words::{Glossary, Quantity, Wording, content_words};

/// Finds keys that echo their stem while the distractors do not.
pub(super) struct ClangCue;

static META: Meta = Meta {
    name: "clang-cue",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    page: include_str!("clang_cue.md"),
};

/// What one item says about echoes.
struct Echo<'b> {
    item: &'b Item,
    /// All content words of the item, for the count over the bank.
    words: BTreeSet<String>,
    /// The key, and the words that stand in it and in the stem, but in no distractor.
    of_key: Option<(&'b Choice, BTreeSet<String>)>,
    /// Whether the key has far more of its words from the stem than each distractor.
    is_dense: bool,
}

impl Rule for ClangCue {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let (bank, glossary) = (cx.bank, cx.rules.glossary());
        let items: Vec<&Item> = bank.items().filter(|item| Wording::is_english(item, bank)).collect();
        let echoes: Vec<Echo> = items.par_iter().map(|item| Echo::of(item, glossary)).collect();
        let rare = RareWords::of(bank, &echoes);
        for echo in &echoes {
            let Some((key, shared)) = &echo.of_key else { continue };
            let telling: Vec<&str> =
                shared.iter().map(String::as_str).filter(|word| rare.holds(word)).collect();
            let is_sure = telling.len() >= 2 && echo.is_dense;
            let is_hint = telling.len() >= 2 || telling.len() == 1 && echo.is_dense && !rare.is_small;
            if !is_sure && !is_hint {
                continue;
            }
            let message = "the key repeats words of the stem that no distractor has";
            let finding = Diagnostic::new(self.code(), key.span, message).label("the key");
            let help = format!(
                "put it in other words, or let the distractors repeat them too ({})",
                telling.join(", ")
            );
            let mut finding = finding.help(help).of_item(Some(echo.item.into()));
            if !is_sure {
                (finding.severity, finding.confidence) = (Severity::Info, Confidence::Low);
            }
            cx.report(finding);
        }
    }
}

impl<'b> Echo<'b> {
    fn of(item: &'b Item, glossary: &Glossary) -> Self {
        let wording = Wording::of(item);
        let stem = content_words(&wording.stem, glossary);
        let of_choice: Vec<(bool, BTreeSet<String>)> = wording
            .choices
            .iter()
            .filter(|choice| choice.meta.is_none())
            .map(|choice| (choice.is_key, choice.content_words(glossary)))
            .collect();
        let words = of_choice.iter().flat_map(|(_, words)| words).chain(&stem).cloned().collect();
        let has_numbers = wording
            .choices
            .iter()
            .any(|choice| Quantity::of(&choice.text).is_some_and(|found| found.is_bare()));
        let key = wording.key_and_distractors().filter(|_| !has_numbers).map(|(key, _)| key.choice);
        let of_key = key.zip(of_choice.iter().find(|(is_key, _)| *is_key)).map(|(key, (_, words))| {
            let in_distractor =
                |word: &&String| of_choice.iter().any(|(is_key, words)| !is_key && words.contains(*word));
            (key, words.intersection(&stem).filter(|word| !in_distractor(word)).cloned().collect())
        });
        Self { item, words, of_key, is_dense: is_dense(&of_choice, &stem) }
    }
}

/// Tells whether the key shares at least twice as much of itself with the stem as each distractor.
fn is_dense(choices: &[(bool, BTreeSet<String>)], stem: &BTreeSet<String>) -> bool {
    let share = |words: &BTreeSet<String>| {
        let n_shared = words.intersection(stem).count() as u32;
        f64::from(n_shared) / f64::from((words.len() as u32).max(1))
    };
    let of = |wanted: bool| {
        choices.iter().filter(move |(is_key, _)| *is_key == wanted).map(|(_, words)| share(words))
    };
    let most = of(false).fold(0.0, f64::max);
    of(true).any(|share| share > 0.0 && share >= 2.0 * most)
}

/// Words that few items of the bank have; what stands everywhere tells no key.
struct RareWords {
    n_items: BTreeMap<String, usize>,
    /// The most items that a rare word is in.
    most: usize,
    /// Whether the bank has too few items to tell.
    is_small: bool,
}

/// A word is rare that at most one item in so many has.
const RARE_ONE_IN: usize = 10;

/// In a bank of fewer items nothing is known of how rare a word is.
const FEWEST_ITEMS: usize = 20;

impl RareWords {
    /// Counts the items of each word.
    fn of(bank: &Bank, echoes: &[Echo]) -> Self {
        let mut n_items: BTreeMap<String, usize> = BTreeMap::new();
        for word in echoes.iter().flat_map(|echo| &echo.words) {
            *n_items.entry(word.clone()).or_default() += 1;
        }
        let is_small = bank.items().nth(FEWEST_ITEMS).is_none();
        let most = bank.items().count() / RARE_ONE_IN;
        Self { n_items, most: if is_small { usize::MAX } else { most }, is_small }
    }

    fn holds(&self, word: &str) -> bool {
        self.n_items.get(word).is_some_and(|count| *count <= self.most)
    }
}
