//! `unknown-review`: a review of an item that the bank does not have.

use std::collections::BTreeSet;

use qbank_model::suggest::nearest;
use qbank_model::{Code, Confidence, Diagnostic, Entry, ItemId, Meta, Severity};

use crate::rule::{Context, MAX_SUGGESTED, Rule};

/// Finds reviews whose item is not in the bank.
pub(super) struct UnknownReview;

static META: Meta = Meta {
    name: "unknown-review",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("unknown_review.md"),
};

impl Rule for UnknownReview {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let bank = cx.bank;
        let names = bank.entries().iter().filter_map(Entry::name);
        let known: BTreeSet<ItemId> = names.map(|name| name.identity).collect();
        let unknown = bank.reviews.iter().flatten().filter(|review| !known.contains(&review.value.item));
        for (idx, review) in unknown.enumerate() {
            let item = &review.value.item;
            let message = format!("no item was called `{item}` from its beginning");
            let near = (idx < MAX_SUGGESTED)
                .then(|| nearest(item.as_str(), known.iter().map(ItemId::as_str)))
                .flatten();
            let help = near.map_or_else(
                || "bring the item back with the `status` \"retired\", or delete the line".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            cx.report(Diagnostic::new(self.code(), review.span, message).help(help));
        }
    }
}
