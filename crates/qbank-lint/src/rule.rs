//! What a rule is.

use qbank_model::{Bank, Code, Diagnostic, Item};

/// A rule: one struct, whose fields are its options.
pub trait Rule: Send + Sync {
    /// Returns the rule's name, severity and page.
    fn code(&self) -> Code;

    /// Looks at one item.
    fn check_item(&self, _item: &Item, _bank: &Bank, _findings: &mut Findings) {}

    /// Looks at the bank as a whole.
    fn check_bank(&self, _bank: &Bank, _findings: &mut Findings) {}
}

/// Findings of a rule that get a suggestion: a search through all ids for each of many would take quadratic time.
pub(crate) const MAX_SUGGESTED: usize = 50;

/// Collects what rules find.
#[derive(Debug, Default)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// Reports a finding about an item.
    pub fn report(&mut self, finding: Diagnostic) {
        self.0.push(finding);
    }

    /// Returns the findings in the order in which they were reported.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.0
    }
}
