//! Allowances: findings that an author silenced on an item, with a reason.

use std::collections::BTreeMap;

use qbank_model::{Bank, Code, Diagnostic, Meta, Severity, Spanned};

static META: Meta =
    Meta { name: "idle-allow", severity: Severity::Warning, page: include_str!("rules/idle_allow.md") };

/// An allowance that silences nothing.
pub(crate) static IDLE_ALLOW: Code = Code(&META);

/// Takes out the findings that their items allow, and reports the allowances that silenced none.
///
/// `known` are the names of all rules; what is none of them is another rule's finding.
pub(crate) fn apply(diagnostics: Vec<Diagnostic>, bank: &Bank, known: &[Code]) -> Vec<Diagnostic> {
    let mut allowed: BTreeMap<(String, String), (&Spanned<String>, bool)> = BTreeMap::new();
    for item in bank.items() {
        let named =
            item.details.allow.iter().filter(|(name, _)| known.iter().any(|code| code.name() == *name));
        allowed
            .extend(named.map(|(name, reason)| ((item.id.value.to_string(), name.clone()), (reason, true))));
    }
    if allowed.is_empty() {
        return diagnostics;
    }
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for finding in diagnostics {
        let key = (finding.item.clone().unwrap_or_default(), finding.code.name().to_owned());
        match allowed.get_mut(&key) {
            Some((_, is_idle)) => *is_idle = false,
            None => kept.push(finding),
        }
    }
    let idle = allowed.into_iter().filter(|(_, (_, is_idle))| *is_idle);
    kept.extend(idle.map(|((item, rule), (reason, _))| {
        let message = format!("the allowance of `{rule}` silences nothing");
        let finding = Diagnostic::new(IDLE_ALLOW, reason.span, message);
        finding.help("delete it").of_item(item)
    }));
    kept
}
