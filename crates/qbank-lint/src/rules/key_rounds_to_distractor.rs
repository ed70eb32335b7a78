//! `key-rounds-to-distractor`: a number that is right as well, once the key is rounded.

use qbank_model::{Code, Confidence, Decimal, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{Quantity, Wording};

/// Finds distractors that are the key, given less precisely.
pub(super) struct KeyRoundsToDistractor;

static META: Meta = Meta {
    name: "key-rounds-to-distractor",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("key_rounds_to_distractor.md"),
};

impl Rule for KeyRoundsToDistractor {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn needs_english(&self) -> bool {
        false
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some((key, distractors)) = wording.key_and_distractors() else { return };
        let Some(value) = &key.quantity else { return };
        for distractor in distractors {
            if !distractor.quantity.as_ref().is_some_and(|other| is_rounded(value, other)) {
                continue;
            }
            let message = "the key, rounded, is this distractor";
            let finding = Diagnostic::new(self.code(), distractor.choice.span, message).label("this choice");
            let finding = finding.also(key.choice.span, "the key");
            cx.report(finding.help("give all numbers the same decimals, further apart than rounding goes"));
        }
    }
}

/// Tells whether the other number is the first one, written in the same unit with fewer decimals.
fn is_rounded(value: &Quantity, other: &Quantity) -> bool {
    let step = Decimal::new(1, other.decimals) * other.unit;
    let half = step / Decimal::TWO;
    value.compares_with(other)
        && value.unit == other.unit
        && other.decimals < value.decimals
        && (value.amount - other.amount).abs() <= half
}
