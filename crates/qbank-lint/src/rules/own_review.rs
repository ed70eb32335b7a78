//! `own-review`: the one who wrote an item reviews it.

use std::collections::BTreeMap;

use qbank_model::review::ReviewerKind;
use qbank_model::{Code, Confidence, Diagnostic, Item, ItemId, Meta, Severity};

use crate::rule::{Context, Rule};

/// Finds items whose author is among their reviewers.
pub(super) struct OwnReview;

static META: Meta = Meta {
    name: "own-review",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("own_review.md"),
};

impl Rule for OwnReview {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let bank = cx.bank;
        let items: BTreeMap<&ItemId, &Item> = bank.items().map(|item| (item.identity(), item)).collect();
        let wrote = |item: &Item, handle: &str| item.details.authors.iter().any(|author| author == handle);
        for review in bank.reviews.iter().flatten() {
            let Some(item) = items.get(&review.value.item) else { continue };
            let by = review.value.by.as_str();
            if review.value.kind == ReviewerKind::Human && wrote(item, by) {
                cx.report(self.finding(item, by).also(review.span, "this review"));
            }
        }
        for item in bank.items() {
            let mut reviewers = item.details.reviewers.iter();
            if let Some(own) = reviewers.find(|reviewer| wrote(item, reviewer)) {
                cx.report(self.finding(item, own));
            }
        }
    }
}

impl OwnReview {
    fn finding(&self, item: &Item, by: &str) -> Diagnostic {
        let message = format!("`{by}` has written `{}` and reviews it", item.id.value);
        let finding = Diagnostic::new(self.code(), item.id.span, message);
        finding.help("have another person look at it: nobody sees their own slips").of_item(Some(item.into()))
    }
}
