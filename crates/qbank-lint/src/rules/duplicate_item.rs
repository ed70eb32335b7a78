//! `duplicate-item`: one question asked twice in a bank.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::alike::Likeness;
use crate::rule::{Context, Rule};

/// Finds items that ask what an earlier one asks, with the same key.
pub(super) struct DuplicateItem;

static META: Meta = Meta {
    name: "duplicate-item",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("duplicate_item.md"),
};

impl Rule for DuplicateItem {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn compares_items(&self) -> bool {
        true
    }

    fn check_bank(&self, cx: &mut Context) {
        // The pairs stand in the order of their later items, so each of these is told of once, with the earliest one.
        let mut told = None;
        for pair in cx.alike {
            let (first, second) = (&pair.first.id, &pair.second.id);
            let how = match pair.likeness {
                Likeness::Exact => "is, word for word,",
                Likeness::Duplicate => "is, in almost the same words,",
                Likeness::Similar => continue,
            };
            if told.replace(second.span) == Some(second.span) {
                continue;
            }
            let message = format!("`{}` {how} `{}`", second.value, first.value);
            let finding = Diagnostic::new(self.code(), second.span, message).label("asked again here");
            let finding =
                finding.also(first.span, "it is asked here first").of_item(Some(pair.second.into()));
            cx.report(
                finding.help("keep the better one: delete the other, or set its `status` to \"retired\""),
            );
        }
    }
}
