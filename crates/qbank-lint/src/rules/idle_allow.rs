//! `idle-allow`: an allowance that silences nothing. Here allowances are carried out, since only who does that knows.

use std::collections::BTreeMap;

use crate::rule::Rule;
use qbank_model::{Bank, Code, Diagnostic, Meta, Severity, Spanned};

static META: Meta =
    Meta { name: "idle-allow", severity: Severity::Warning, page: include_str!("idle_allow.md") };

/// Finds allowances that silence nothing; [`apply`] does the work, once all other rules have spoken.
pub(super) struct IdleAllow;

impl Rule for IdleAllow {
    fn code(&self) -> Code {
        Code(&META)
    }
}

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
        let finding = Diagnostic::new(Code(&META), reason.span, message);
        finding.help("delete it").of_item(item)
    }));
    kept
}
