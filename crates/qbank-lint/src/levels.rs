//! What a bank wants of each rule: silence, or another severity than the rule's own.

use std::collections::BTreeMap;

use qbank_model::{Diagnostic, Severity};

/// The levels that a bank sets, by the rule's name; `None` silences the rule.
#[derive(Clone, Debug, Default)]
pub struct Levels(pub BTreeMap<String, Option<Severity>>);

impl Levels {
    /// Drops the findings of silenced rules and gives the others their severity.
    pub(crate) fn apply(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let levelled = diagnostics.into_iter().filter_map(|mut finding| {
            match self.0.get(finding.code.name()) {
                None => {}
                Some(None) => return None,
                Some(Some(severity)) => finding.severity = *severity,
            }
            Some(finding)
        });
        levelled.collect()
    }
}
