//! `length-outlier`: one choice far longer or shorter than the others.

use qbank_model::{Code, Confidence, Diagnostic, Interaction, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::rules::key_is_longest::{RATIO, length_ratio};
use crate::words::{WordedChoice, Wording};

/// Finds the one choice whose length stands out; a long key is another rule's.
pub(super) struct LengthOutlier {
    /// How many times as long, or as short, as the others the choice has to be.
    pub(super) ratio: f64,
}

static META: Meta = Meta {
    name: "length-outlier",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("length_outlier.md"),
};

/// Differences of fewer graphemes are not seen.
const FEWEST_GRAPHEMES: usize = 10;

impl Rule for LengthOutlier {
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
        if !matches!(wording.item.interaction, Interaction::SingleChoice(_) | Interaction::MultipleChoice(_))
        {
            return;
        }
        let mut choices: Vec<(usize, &WordedChoice)> = wording
            .choices()
            .iter()
            .filter(|choice| choice.meta().is_none())
            .map(|choice| (length(choice), choice))
            .collect();
        let are_numbers = choices.iter().all(|(_, choice)| choice.quantity.is_some());
        if choices.len() < 3 || are_numbers {
            return;
        }
        choices.sort_by_key(|(length, choice)| (*length, choice.choice.span));
        let lengths: Vec<usize> = choices.iter().map(|(length, _)| *length).collect();
        let found = if self.is_short(&lengths) {
            Some((choices[0].1, "shorter"))
        } else if self.is_long(&lengths) {
            choices
                .last()
                .map(|(_, choice)| (*choice, "longer"))
                .filter(|(choice, _)| !is_told_elsewhere(choice, wording))
        } else {
            None
        };
        let Some((choice, than)) = found else { return };
        let message = format!("one choice is far {than} than all the others");
        let finding = Diagnostic::new(self.code(), choice.choice.span, message).label("this choice");
        cx.report(finding.help("give all choices the same degree of detail"));
    }
}

impl LengthOutlier {
    /// Lengths stand in order.
    fn is_long(&self, lengths: &[usize]) -> bool {
        let [rest @ .., longest] = lengths else { return false };
        let next = rest.last().copied().unwrap_or_default();
        as_number(*longest) > self.ratio * median(rest) && *longest >= next + FEWEST_GRAPHEMES
    }

    fn is_short(&self, lengths: &[usize]) -> bool {
        let [shortest, next, ..] = lengths else { return false };
        as_number(*shortest) * self.ratio <= as_number(*next) && *shortest + FEWEST_GRAPHEMES <= *next
    }
}

/// Tells whether the choice is a long key, which `key-is-longest` finds.
fn is_told_elsewhere(choice: &WordedChoice, wording: &Wording) -> bool {
    choice.is_key && length_ratio(wording).is_some_and(|(_, ratio)| ratio > RATIO)
}

/// Of a number only digits and letters count.
fn length(choice: &WordedChoice) -> usize {
    if choice.quantity.is_some() {
        return choice.text.as_str().chars().filter(|c| c.is_alphanumeric()).count();
    }
    choice.text.length()
}

fn median(sorted: &[usize]) -> f64 {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    f64::midpoint(as_number(low), as_number(high))
}

/// A choice is a part of a file, so its length fits.
fn as_number(length: usize) -> f64 {
    f64::from(length as u32)
}
