//! `unheeded-review`: a reviewer wants an item mended, and it is as it was.

use qbank_model::review::Verdict;
use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity, Status};

use crate::reviews::Reviewed;
use crate::rule::{Context, Rule};

/// Finds items in review whose newest review does not agree to what they say.
pub(super) struct UnheededReview;

static META: Meta = Meta {
    name: "unheeded-review",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("unheeded_review.md"),
};

impl Rule for UnheededReview {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        for reviewed in Reviewed::of_status(cx.bank, Status::Review) {
            let Some(last) = reviewed.current().next_back() else { continue };
            let (id, by) = (&reviewed.item.id, &last.value.by);
            let wish = match last.value.verdict {
                Verdict::Agree => continue,
                Verdict::Mend => "mended",
                Verdict::Reject => "taken out",
            };
            let note = last.value.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            let message = format!("`{by}` wants `{}` {wish}{note}", id.value);
            let finding = Diagnostic::new(self.code(), id.span, message).also(last.span, "this review");
            let help = "mend it and have it reviewed again, or set its `status` to \"draft\" or \"retired\"";
            cx.report(finding.help(help).of_item(Some(reviewed.item.into())));
        }
    }
}
