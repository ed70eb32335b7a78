//! `unknown-objective`: an item names an objective that no blueprint has.

use std::collections::BTreeSet;

use qbank_model::blueprint::ObjectiveRef;
use qbank_model::suggest::nearest;
use qbank_model::{Blueprint, Code, Confidence, Diagnostic, Entry, Meta, Severity, Spanned};

use crate::rule::{Context, MAX_SUGGESTED, Rule};

/// Finds objectives that resolve in none of the bank's blueprints.
pub(super) struct UnknownObjective;

static META: Meta = Meta {
    name: "unknown-objective",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("unknown_objective.md"),
};

impl Rule for UnknownObjective {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        if cx.bank.blueprints.is_empty() {
            return;
        }
        let domains = || cx.bank.blueprints.iter().flat_map(Blueprint::domains);
        let objectives = domains().flat_map(|domain| &domain.objectives);
        let known: BTreeSet<&str> = objectives.map(|objective| objective.id.as_str()).collect();
        let mut n_unknown = 0;
        for entry in cx.bank.entries() {
            let objective = match entry {
                Entry::Broken(stub) => stub.objective.as_ref(),
                Entry::Fixed(_) | Entry::Template(_) => entry.item().and_then(|item| item.objective.as_ref()),
            };
            if let Some(objective) = objective.filter(|objective| !known.contains(objective.value.as_str())) {
                n_unknown += 1;
                let is_near = n_unknown <= MAX_SUGGESTED;
                let near = if is_near { nearest(&objective.value, known.iter().copied()) } else { None };
                let finding = unknown(self.code(), objective, near);
                cx.report(finding.of_item(entry.name()));
            }
        }
        for reference in domains().flat_map(|domain| &domain.uses) {
            let ObjectiveRef { blueprint, objective } = &reference.value;
            let plan = cx.bank.blueprints.iter().find(|plan| plan.id() == blueprint);
            if plan.is_none_or(|plan| plan.objective(objective).is_none()) {
                let message = format!("no blueprint `{blueprint}` has the objective `{objective}`");
                let finding = Diagnostic::new(self.code(), reference.span, message);
                cx.report(finding.help("name an objective of another blueprint of this bank"));
            }
        }
    }
}

fn unknown(code: Code, objective: &Spanned<String>, near: Option<&str>) -> Diagnostic {
    let message = format!("no blueprint has the objective `{}`", objective.value);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name an objective of the blueprint, or add it there".to_owned(),
    };
    Diagnostic::new(code, objective.span, message).help(help)
}
