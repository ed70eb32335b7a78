//! `mixed-reviewer`: one handle stands for a person and for a program.

use std::collections::BTreeMap;

use qbank_model::review::{Handle, Review};
use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity, Spanned};

use crate::rule::{Context, Rule};

/// Finds handles that are a person's in one review and a program's in another.
pub(super) struct MixedReviewer;

static META: Meta = Meta {
    name: "mixed-reviewer",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("mixed_reviewer.md"),
};

impl Rule for MixedReviewer {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let mut first_uses: BTreeMap<&Handle, &Spanned<Review>> = BTreeMap::new();
        let reviews = cx.bank.reviews.iter().flatten();
        let mixed = reviews.filter_map(|review| {
            let first = *first_uses.entry(&review.value.by).or_insert(review);
            (first.value.kind != review.value.kind).then_some((first, review))
        });
        let mixed: Vec<(&Spanned<Review>, &Spanned<Review>)> = mixed.collect();
        for (first, review) in mixed {
            let kind = |review: &Spanned<Review>| review.value.kind.as_str();
            let message =
                format!("`{}` is {} here and {} before", review.value.by, kind(review), kind(first));
            let finding =
                Diagnostic::new(self.code(), review.span, message).also(first.span, "the first review");
            cx.report(finding.help("give the program a handle of its own"));
        }
    }
}
