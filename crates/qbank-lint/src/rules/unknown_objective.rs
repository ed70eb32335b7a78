//! `unknown-objective`: an item names an objective that no blueprint has.

use qbank_model::suggest::nearest;
use qbank_model::{Bank, Blueprint, Code, Diagnostic, Item, Meta, Severity};

use crate::rule::{Findings, Rule};

/// Finds objectives that resolve in none of the bank's blueprints.
pub(super) struct UnknownObjective;

static META: Meta =
    Meta { name: "unknown-objective", severity: Severity::Error, page: include_str!("unknown_objective.md") };

impl Rule for UnknownObjective {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_item(&self, item: &Item, bank: &Bank, findings: &mut Findings) {
        let Some(objective) = &item.objective else { return };
        let known =
            || bank.blueprints.iter().flat_map(Blueprint::domains).flat_map(|domain| &domain.objectives);
        if bank.blueprints.is_empty() || known().any(|known| known.id == objective.value) {
            return;
        }
        let message = format!("no blueprint has the objective `{}`", objective.value);
        let near = nearest(&objective.value, known().map(|known| known.id.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name an objective of the blueprint, or add it there".to_owned(),
        };
        let finding = Diagnostic::new(self.code(), objective.span, message);
        findings.report(finding.help(help).of_item(item.id.value.as_str()));
    }

    fn check_bank(&self, bank: &Bank, findings: &mut Findings) {
        let used = bank.blueprints.iter().flat_map(Blueprint::domains).flat_map(|domain| &domain.uses);
        for reference in used {
            let plan = bank.blueprints.iter().find(|plan| plan.id() == reference.value.blueprint);
            if plan.is_none_or(|plan| plan.objective(&reference.value.objective).is_none()) {
                let message = format!(
                    "no blueprint `{}` has the objective `{}`",
                    reference.value.blueprint, reference.value.objective
                );
                let finding = Diagnostic::new(self.code(), reference.span, message);
                findings.report(finding.help("name an objective of another blueprint of this bank"));
            }
        }
    }
}
