//! `key-is-longest`: the right choice can be told by its length.

use qbank_model::interaction::SingleChoice;
use qbank_model::{Choice, Code, Confidence, Diagnostic, Interaction, Item, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};

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

/// Choices with fewer words than these are terms and numbers, whose lengths tell nothing.
const FEWEST_WORDS: usize = 3;
const FEWEST_WORDS_OF_KEY: usize = 4;

impl Rule for KeyIsLongest {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::number("ratio", &mut self.ratio, 1.0..=10.0)]
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        let Interaction::SingleChoice(single) = &item.interaction else { return };
        let Some(ratio) = length_ratio(single).filter(|ratio| *ratio > self.ratio) else { return };
        let message = format!("the key is {ratio:.1} times as long as the longest distractor");
        let finding = Diagnostic::new(self.code(), single.key().span, message).label("this choice");
        cx.report(finding.help("shorten the key, or make the distractors as specific"));
    }
}

/// Returns the key's length over that of the longest distractor, where lengths can tell anything.
fn length_ratio(single: &SingleChoice) -> Option<f64> {
    let texts: Vec<(&Choice, String)> =
        single.choices().iter().map(|choice| (choice, choice.content.to_text())).collect();
    let is_key = |choice: &Choice| choice.id == single.key().id;
    let n_words = |text: &str| text.split_whitespace().count();
    let is_wordy = |(choice, text): &(&Choice, String)| {
        n_words(text) >= if is_key(choice) { FEWEST_WORDS_OF_KEY } else { FEWEST_WORDS }
    };
    if !texts.iter().all(is_wordy) {
        return None;
    }
    // A choice is a part of a file, so its length fits.
    let length = |text: &str| f64::from(text.chars().count() as u32);
    let (keys, distractors): (Vec<_>, Vec<_>) = texts.iter().partition(|(choice, _)| is_key(choice));
    let longest = distractors.iter().map(|(_, text)| length(text)).reduce(f64::max)?;
    keys.first().map(|(_, text)| length(text) / longest)
}
