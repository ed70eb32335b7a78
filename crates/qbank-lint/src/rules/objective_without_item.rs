//! `objective-without-item`: an objective of the blueprint for which the bank asks nothing.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::coverage::Coverage;
use crate::rule::{Context, Rule};

/// Finds objectives without an item, once the bank is large enough for a form.
pub(super) struct ObjectiveWithoutItem;

static META: Meta = Meta {
    name: "objective-without-item",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("objective_without_item.md"),
};

impl Rule for ObjectiveWithoutItem {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let Some(coverage) = Coverage::of_grown_bank(cx.bank) else { return };
        for objective in coverage.domains.iter().flat_map(|domain| &domain.objectives) {
            if objective.count.total() == 0 {
                let message = format!("the objective `{}` has no item", objective.id);
                let finding = Diagnostic::new(self.code(), objective.place, message);
                let help = format!("write one: `qbank new ID --objective {}`", objective.id);
                cx.report(Diagnostic { severity: coverage.severity(), ..finding.help(help) });
            }
        }
    }
}
