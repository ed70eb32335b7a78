//! `unsigned-approval`: an item is called approved, and no person has signed what it says today.

use qbank_model::review::Review;
use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity, Status};

use crate::reviews::Reviewed;
use crate::rule::{Context, Rule};

/// Finds approved items without a valid signature of a person.
pub(super) struct UnsignedApproval;

static META: Meta = Meta {
    name: "unsigned-approval",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("unsigned_approval.md"),
};

impl Rule for UnsignedApproval {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        for reviewed in Reviewed::of_status(cx.bank, Status::Approved) {
            let (item, current) = (reviewed.item, &reviewed.revision);
            let newest = reviewed.by_others().rfind(|review| review.value.revision == *current);
            if newest.is_some_and(|review| review.value.signs(current)) {
                continue;
            }
            let last = newest.or_else(|| reviewed.by_others().next_back());
            let id = &item.id.value;
            let message = match last.map(|review| &review.value) {
                None => format!("`{id}` is approved, and no person but its authors has signed it off"),
                Some(Review { by, revision, .. }) if revision == current => {
                    format!("`{id}` is approved, and `{by}` does not agree to it")
                }
                Some(Review { by, date, .. }) => {
                    format!("`{id}` is approved, and has changed since `{by}` reviewed it on {date}")
                }
            };
            let finding = Diagnostic::new(self.code(), item.id.span, message);
            let finding = match last {
                Some(review) => finding.also(review.span, "this review"),
                None => finding,
            };
            let help = "have a person sign it off with `qbank review`, or set its `status` to \"review\"";
            cx.report(finding.help(help).of_item(Some(item.into())));
        }
    }
}
