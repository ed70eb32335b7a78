//! `unreachable-feedback`: words for a partly right answer where no answer is.

use qbank_model::{Code, Confidence, Diagnostic, Item, Meta, Scoring, Severity};

use crate::rule::{Context, Rule};

/// Finds feedback for partly right answers on items that are right or wrong as a whole.
pub(super) struct UnreachableFeedback;

static META: Meta = Meta {
    name: "unreachable-feedback",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("unreachable_feedback.md"),
};

impl Rule for UnreachableFeedback {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        if item.outcomes().partial.is_none() || item.scoring != Scoring::AllOrNothing {
            return;
        }
        let message = "no answer is partly right, so nobody will read the feedback under `Partial`";
        let finding = Diagnostic::new(self.code(), item.id.span, message);
        let help = "write `scoring = \"per-choice\"`, or take the label away";
        cx.report(finding.help(help));
    }
}
