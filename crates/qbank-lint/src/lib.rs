//! Rules about banks and items that the model alone cannot hold.
//!
//! A rule sees the model and never an author's text; it never touches the disk. Its page beside it is the manual and
//! the test.

mod alike;
mod allowed;
mod attention;
pub mod baseline;
mod chance;
pub mod coverage;
mod echo;
pub mod fix;
mod key_places;
pub mod option;
mod readiness;
mod reviews;
pub mod rule;
pub mod rule_set;
mod rules;
pub mod words;

pub use baseline::{Baseline, Recognition};
pub use option::RuleOption;
pub use rule::{Context, Rule};
pub use rule_set::{RuleSet, SettingFault};
pub use rules::all;

use qbank_model::{Bank, Code, Diagnostic, ItemName};
use rayon::prelude::*;

use crate::attention::Attention;
use crate::echo::Echo;
use crate::words::Wording;

/// What the rules say of a bank.
#[derive(Debug, Default)]
pub struct Linted {
    /// What they found.
    pub findings: Vec<Diagnostic>,
    /// What they found and nobody is to be told.
    pub suppressed: Vec<Suppressed>,
}

/// A finding that is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Diagnostic,
    /// Why it is not told.
    pub by: Suppression,
}

/// Why a finding is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppression {
    /// Its item, its file or the bank allows it.
    Allowed {
        /// The author's reason.
        reason: String,
    },
    /// The bank's baseline knows it.
    Known,
}

/// Runs every rule that is not silenced over a bank: its items in the bank's order, then the bank, rule by rule.
///
/// Items and rules take their turns in parallel; the order of the findings does not depend on the number of threads.
pub fn lint(bank: &Bank, rules: &RuleSet) -> Linted {
    let active = rules.active(bank);
    let alike = if active.iter().any(|rule| rule.compares_items()) { alike::pairs(bank) } else { Vec::new() };
    let hears_echoes = active.iter().any(|rule| rule.hears_echoes());
    let attention = Attention::new(&active, rules.glossary());
    let items: Vec<_> = bank.items().collect();
    let of_items = items.par_iter().map(|item| {
        let wording = Wording::of(item, &attention.lexicon);
        let is_english = Wording::is_english(item, bank);
        let mut cx = Context::new(bank, rules, &alike);
        for (rule, is_awake) in attention.rules(&wording) {
            rule.check_item(item, &mut cx);
            if is_awake && (is_english || !rule.needs_english()) {
                rule.check_wording(&wording, &mut cx);
            }
        }
        let mut findings = cx.into_findings();
        for finding in &mut findings {
            finding.item.get_or_insert_with(|| ItemName::from(*item));
        }
        let echo = (hears_echoes && is_english).then(|| Echo::of(&wording));
        (findings, echo)
    });
    let (of_items, echoes): (Vec<Vec<Diagnostic>>, Vec<Option<Echo>>) = of_items.unzip();
    let mut findings: Vec<Diagnostic> = of_items.into_iter().flatten().collect();
    let echoes: Vec<Echo> = echoes.into_iter().flatten().collect();
    let of_bank = active.par_iter().flat_map_iter(|rule| {
        let mut cx = Context::new(bank, rules, &alike).hearing(&echoes);
        rule.check_bank(&mut cx);
        cx.into_findings()
    });
    findings.par_extend(of_bank);
    let mut linted = allowed::apply(findings, bank, rules);
    linted.findings.iter_mut().for_each(|finding| rules.level_up(finding));
    linted
}

/// Returns the codes of all rules, in the manual's order.
pub fn codes() -> Vec<Code> {
    all().iter().map(|rule| rule.code()).collect()
}
