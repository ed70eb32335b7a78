//! `missing-objective`: an item that names no objective.

use qbank_model::{Blueprint, Code, Confidence, Diagnostic, Item, Meta, Severity};

use crate::option::RuleOption;
use crate::readiness::lacking;
use crate::rule::{Context, Rule};

/// Finds items that count for a domain and for none of its objectives.
pub(super) struct MissingObjective {
    /// Whether drafts are judged as well.
    pub(super) drafts: bool,
}

static META: Meta = Meta {
    name: "missing-objective",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("missing_objective.md"),
};

impl Rule for MissingObjective {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::flag("drafts", &mut self.drafts)]
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        let has_objectives =
            |plan: &Blueprint| plan.domains().iter().any(|domain| !domain.objectives.is_empty());
        if item.objective.is_some() || !cx.bank.blueprints.iter().any(has_objectives) {
            return;
        }
        // An item without a place is told of by `unplaced-item`.
        if cx.bank.place(item).is_none() {
            return;
        }
        let finding = lacking(item, self.drafts, || {
            Diagnostic::new(self.code(), item.id.span, "the item names no objective of the blueprint")
                .help("write `objective = \"...\"`, so that coverage can count it")
        });
        if let Some(finding) = finding {
            cx.report(finding);
        }
    }
}
