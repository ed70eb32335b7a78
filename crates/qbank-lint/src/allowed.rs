//! Allowances, carried out: what authors silenced with a reason, and what they silenced in vain.

use std::collections::{BTreeMap, BTreeSet};

use qbank_model::{Allowances, Bank, Diagnostic, ItemId, ItemName, Span};

use crate::rule_set::RuleSet;
use crate::rules::idle_allow;
use crate::{Linted, Suppressed, Suppression};

/// Takes out the findings that are allowed where they stand, and reports the allowances that silenced none.
///
/// An allowance that items inherit, from their file or from the bank, is idle when it silences nothing in any of them.
pub(crate) fn apply(findings: Vec<Diagnostic>, bank: &Bank, rules: &RuleSet) -> Linted {
    let of_items: BTreeMap<&ItemId, &Allowances> = bank
        .items()
        .filter(|item| !item.details.allow.is_empty())
        .map(|item| (item.identity(), &item.details.allow))
        .collect();
    let mut linted = Linted::default();
    let mut used: BTreeSet<Span> = BTreeSet::new();
    for finding in findings {
        let own = finding.item.as_ref().and_then(|item| of_items.get(&item.identity).copied());
        let name = finding.code.name();
        let is_firm = rules.get(name).is_some_and(crate::Rule::is_firm);
        match own.unwrap_or(rules.allow()).get(name).filter(|_| !is_firm) {
            Some(reason) => {
                used.insert(reason.span);
                let by = Suppression::Allowed { reason: reason.value.clone() };
                linted.suppressed.push(Suppressed { finding, by });
            }
            None => linted.findings.push(finding),
        }
    }
    linted.findings.extend(idle(bank, rules, &used));
    linted
}

/// Finds the allowances that were not used, each once; a rule that is silent in the whole bank judges none.
fn idle(bank: &Bank, rules: &RuleSet, used: &BTreeSet<Span>) -> Vec<Diagnostic> {
    let active = rules.active(bank);
    let is_active = |name: &str| active.iter().any(|rule| rule.code().name() == name && !rule.is_firm());
    if !is_active(idle_allow::NAME) {
        return Vec::new();
    }
    let mut written: BTreeMap<Span, (&str, Option<ItemName>)> = BTreeMap::new();
    written.extend(rules.allow().iter().map(|(rule, reason)| (reason.span, (rule.as_str(), None))));
    for item in bank.items() {
        for (rule, reason) in &item.details.allow {
            let name = item.span.holds(reason.span).then(|| ItemName::from(item));
            written.entry(reason.span).or_insert((rule.as_str(), name));
        }
    }
    let idle = written.into_iter().filter(|(span, (rule, _))| !used.contains(span) && is_active(rule));
    idle.map(|(span, (rule, item))| idle_allow::finding(rule, span).of_item(item)).collect()
}
