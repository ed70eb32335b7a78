//! `key-is-longest`: the right choice can be told by its length.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{WordedChoice, Wording};

/// Finds keys that are much longer than every distractor.
pub(super) struct KeyIsLongest {
    /// How many times as long as the longest distractor a key may be.
    pub(super) ratio: f64,
}

static META: Meta = Meta {
    name: "key-is-longest",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("key_is_longest.md"),
};

/// The ratio without a wish of the bank: the key is a third longer.
pub(super) const RATIO: f64 = 1.33;

/// A key of fewer words is a term, whose length tells nothing.
const FEWEST_WORDS_OF_KEY: usize = 4;

impl Rule for KeyIsLongest {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::number("ratio", &mut self.ratio, 1.0..=10.0)]
    }

    fn needs_english(&self) -> bool {
        false
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some((key, ratio)) = length_ratio(wording).filter(|(_, ratio)| *ratio > self.ratio) else {
            return;
        };
        let message = format!("the key is {ratio:.1} times as long as the longest distractor");
        let finding = Diagnostic::new(self.code(), key.choice.span, message).label("this choice");
        cx.report(finding.help("shorten the key, or make the distractors as specific"));
    }
}

/// Returns the key and its length over that of the longest distractor, where lengths can tell anything.
///
/// Choices that speak of the others, such as "none of the above", are no measure.
pub(super) fn length_ratio<'w, 'i>(wording: &'w Wording<'i>) -> Option<(&'w WordedChoice<'i>, f64)> {
    let (key, mut distractors) = wording.key_and_distractors()?;
    distractors.retain(|choice| choice.meta().is_none());
    let is_number = |choice: &&WordedChoice| choice.text.has_objects() || choice.quantity.is_some();
    let n_words = key.text.as_str().split_whitespace().count();
    if key.meta().is_some() || n_words < FEWEST_WORDS_OF_KEY || distractors.iter().any(is_number) {
        return None;
    }
    // A choice is a part of a file, so its length fits.
    let length = |choice: &WordedChoice| f64::from(choice.text.length() as u32);
    let longest = distractors.into_iter().map(length).reduce(f64::max)?;
    Some((key, length(key) / longest))
}
