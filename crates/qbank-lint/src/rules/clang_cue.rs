//! `clang-cue`: the key repeats a telling word of the stem.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use qbank_model::{Bank, Code, Confidence, Diagnostic, Meta, Severity};

use crate::echo::Echo;
use crate::rule::{Context, Rule};
use crate::words::{StemHash, Text, words_among};

/// Finds keys that echo their stem while the distractors do not.
pub(super) struct ClangCue;

static META: Meta = Meta {
    name: "clang-cue",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    page: include_str!("clang_cue.md"),
};

impl Rule for ClangCue {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn hears_echoes(&self) -> bool {
        true
    }

    fn check_bank(&self, cx: &mut Context) {
        let (bank, glossary) = (cx.bank, cx.rules.glossary());
        let (echoes, rare) = (cx.echoes, RareWords::of(bank, cx.echoes));
        for echo in echoes {
            let Some((key, shared)) = &echo.of_key else { continue };
            let telling: Vec<StemHash> = shared.iter().copied().filter(|word| rare.holds(*word)).collect();
            let is_sure = telling.len() >= 2 && echo.is_dense;
            let is_hint = telling.len() >= 2 || telling.len() == 1 && echo.is_dense && !rare.is_small;
            if !is_sure && !is_hint {
                continue;
            }
            let message = "the key repeats words of the stem that no distractor has";
            let finding = Diagnostic::new(self.code(), key.span, message).label("the key");
            let telling = words_among(&Text::of(&key.content), glossary, &telling);
            let help = format!(
                "put it in other words, or let the distractors repeat them too ({})",
                telling.into_iter().collect::<Vec<_>>().join(", ")
            );
            let mut finding = finding.help(help).of_item(Some(echo.item.into()));
            if !is_sure {
                (finding.severity, finding.confidence) = (Severity::Info, Confidence::Low);
            }
            cx.report(finding);
        }
    }
}

/// How many items have a word.
#[derive(Clone, Copy, Default)]
struct Count {
    n_items: usize,
    /// The place of the last item that has it.
    last: Option<usize>,
}

/// Words that few items of the bank have, among those that keys repeat; what stands everywhere tells no key.
struct RareWords {
    n_items: HashMap<StemHash, Count, FixedState>,
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
        let repeated = echoes.iter().filter_map(|echo| echo.of_key.as_ref()).flat_map(|(_, words)| words);
        let mut n_items: HashMap<StemHash, Count, FixedState> =
            repeated.map(|word| (*word, Count::default())).collect();
        for (idx, echo) in echoes.iter().enumerate() {
            for word in &echo.words {
                if let Some(count) = n_items.get_mut(word).filter(|count| count.last != Some(idx)) {
                    *count = Count { n_items: count.n_items + 1, last: Some(idx) };
                }
            }
        }
        let is_small = bank.items().nth(FEWEST_ITEMS).is_none();
        let most = bank.items().count() / RARE_ONE_IN;
        Self { n_items, most: if is_small { usize::MAX } else { most }, is_small }
    }

    fn holds(&self, word: StemHash) -> bool {
        self.n_items.get(&word).is_some_and(|count| count.n_items <= self.most)
    }
}
