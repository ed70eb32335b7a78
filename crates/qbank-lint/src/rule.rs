//! What a rule is, what it sees, and where it reports.

use qbank_model::{Bank, Code, Diagnostic, Item};

use crate::alike::Pair;
use crate::echo::Echo;
use crate::option::RuleOption;
use crate::rule_set::RuleSet;
use crate::words::{WordTest, Wording};

/// A rule: one struct, whose fields are its options.
pub trait Rule: Send + Sync {
    /// Returns the rule's name, severity, confidence and page.
    fn code(&self) -> Code;

    /// Declares the options; what the fields hold in a new rule are the defaults.
    fn options(&mut self) -> Vec<RuleOption<'_>> {
        Vec::new()
    }

    /// Tells whether the bank cannot be exported with such a finding, so that neither a level nor an allowance nor a
    /// baseline may silence it.
    fn is_firm(&self) -> bool {
        false
    }

    /// Tells whether the rule asks which items are alike, which is found once for all rules that do.
    fn compares_items(&self) -> bool {
        false
    }

    /// Tells whether the rule asks what words of their stems keys repeat, which is found once for all rules that do.
    fn hears_echoes(&self) -> bool {
        false
    }

    /// Looks at one item; what it reports belongs to that item. Items are looked at in parallel.
    fn check_item(&self, _item: &Item, _cx: &mut Context) {}

    /// Tells whether the rule knows English words alone, so that items in other languages are kept from it.
    fn needs_english(&self) -> bool {
        true
    }

    /// Returns what tells the words without one of which the rule has nothing to say of an item's wording; `None` where
    /// it goes by more than single words.
    fn waits_for(&self) -> Option<WordTest<'_>> {
        None
    }

    /// Looks at the words of one item; what it reports belongs to that item.
    fn check_wording(&self, _wording: &Wording, _cx: &mut Context) {}

    /// Looks at the bank as a whole. Rules look at it in parallel.
    fn check_bank(&self, _cx: &mut Context) {}
}

/// Findings of a rule that get a suggestion: a search through all ids for each of many would take quadratic time.
pub(crate) const MAX_SUGGESTED: usize = 50;

/// What a rule sees beside the item, and where it reports.
#[derive(Debug)]
pub struct Context<'b> {
    /// The whole bank.
    pub bank: &'b Bank,
    /// The rules as the bank set them.
    pub rules: &'b RuleSet,
    /// The echoes of each item in English, in the bank's order; known to rules about the bank that hear them.
    pub(crate) echoes: &'b [Echo<'b>],
    /// Items that are alike; known to rules that compare items.
    pub(crate) alike: &'b [Pair<'b>],
    findings: Vec<Diagnostic>,
}

impl<'b> Context<'b> {
    /// Makes a context in which nothing was reported.
    pub(crate) fn new(bank: &'b Bank, rules: &'b RuleSet, alike: &'b [Pair<'b>]) -> Self {
        Self { bank, rules, echoes: &[], alike, findings: Vec::new() }
    }

    /// Tells rules about the bank what was heard in its items.
    pub(crate) fn hearing(self, echoes: &'b [Echo<'b>]) -> Self {
        Self { echoes, ..self }
    }

    /// Reports a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Returns the findings in the order in which they were reported.
    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}
