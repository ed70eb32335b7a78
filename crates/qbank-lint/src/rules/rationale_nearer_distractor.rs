//! `rationale-nearer-distractor`: a rationale that speaks of a distractor alone.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{StemHash, Text, Wording, shared};

/// Finds rationales that have every telling word of a distractor and none of the key.
pub(super) struct RationaleNearerDistractor;

static META: Meta = Meta {
    name: "rationale-nearer-distractor",
    severity: Severity::Info,
    confidence: Confidence::Low,
    page: include_str!("rationale_nearer_distractor.md"),
};

/// Fewer words of its own tell no choice from another.
const FEWEST_WORDS: usize = 2;

impl Rule for RationaleNearerDistractor {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some(rationale) = &wording.item.rationale else { return };
        let Some((key, distractors)) = wording.key_and_distractors() else { return };
        if wording.choices().iter().any(|choice| choice.quantity.is_some()) {
            return;
        }
        let of_key = wording.content_of_choice(key);
        if of_key.len() < FEWEST_WORDS {
            return;
        }
        let said = wording.content_of(rationale, &Text::of(rationale));
        if shared(of_key, &said).next().is_some() {
            return;
        }
        let is_named =
            |own: &[StemHash]| own.len() >= FEWEST_WORDS && shared(own, &said).count() == own.len();
        let nearer = distractors.into_iter().find(|choice| is_named(wording.content_of_choice(choice)));
        if let Some(distractor) = nearer {
            let message = "the rationale has all words of this distractor and none of the key";
            let finding = Diagnostic::new(self.code(), distractor.choice.span, message).label("not the key");
            let finding = finding.also(key.choice.span, "the key");
            cx.report(
                finding.help("see that the right choice is ticked, and say in the rationale why it is right"),
            );
        }
    }
}
