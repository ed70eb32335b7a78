//! `stale-review`: an item waits for its release with reviews of what it no longer says.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity, Status};

use crate::reviews::Reviewed;
use crate::rule::{Context, Rule};

/// Finds items in review that have changed since anybody reviewed them; approved ones are for `unsigned-approval`.
pub(super) struct StaleReview;

static META: Meta = Meta {
    name: "stale-review",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("stale_review.md"),
};

impl Rule for StaleReview {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        for reviewed in Reviewed::of_status(cx.bank, Status::Review) {
            let Some(last) = reviewed.reviews.last().filter(|_| reviewed.current().next().is_none()) else {
                continue;
            };
            let (id, review) = (&reviewed.item.id, &last.value);
            let message =
                format!("`{}` has changed since `{}` reviewed it on {}", id.value, review.by, review.date);
            let finding = Diagnostic::new(self.code(), id.span, message).also(last.span, "this review");
            let help = "have it reviewed again with `qbank review`, or set its `status` to \"draft\"";
            cx.report(finding.help(help).of_item(Some(reviewed.item.into())));
        }
    }
}
