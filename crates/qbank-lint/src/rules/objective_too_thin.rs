//! `objective-too-thin`: an objective of the blueprint for which the bank asks too little.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::coverage::Coverage;
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds objectives with fewer items than the blueprint or the bank wants, once the bank is large enough for a form.
pub(super) struct ObjectiveTooThin {
    /// The fewest items for an objective of which the blueprint says nothing.
    pub(super) items: u32,
}

static META: Meta = Meta {
    name: "objective-too-thin",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("objective_too_thin.md"),
};

impl Rule for ObjectiveTooThin {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::count("items", &mut self.items, 1..=1000)]
    }

    fn check_bank(&self, cx: &mut Context) {
        let Some(coverage) = Coverage::of_grown_bank(cx.bank) else { return };
        for held in coverage.domains.iter().flat_map(|domain| &domain.objectives) {
            let need = held.objective.and_then(|objective| objective.min_items).unwrap_or(self.items);
            let have = held.count.total();
            // Without any, it is another finding.
            if (1..need).contains(&have) {
                let message = format!("the objective `{}` has {have} of at least {need} items", held.id);
                let finding = Diagnostic::new(self.code(), held.place, message);
                let help = format!("write more: `qbank new ID --objective {}`", held.id);
                cx.report(Diagnostic { severity: coverage.severity(), ..finding.help(help) });
            }
        }
    }
}
