//! Rules about banks and items that the model alone cannot hold.
//!
//! A rule sees the model and never an author's text; it never touches the disk. Its page beside it is the manual and
//! the test.

pub mod levels;
pub mod rule;
mod rules;

pub use levels::Levels;
pub use rule::{Findings, Rule};
pub use rules::all;

use qbank_model::{Bank, Code, Diagnostic};
use rayon::prelude::*;

/// Runs every rule over a bank and returns the findings, rule by rule, in the bank's order.
///
/// Items are checked in parallel; the order of the findings does not depend on the number of threads.
pub fn lint(bank: &Bank, levels: &Levels) -> Vec<Diagnostic> {
    let rules = all();
    let items: Vec<_> = bank.items().collect();
    let of_items = items.par_iter().flat_map_iter(|item| {
        let mut findings = Findings::default();
        for rule in &rules {
            rule.check_item(item, bank, &mut findings);
        }
        findings.into_diagnostics()
    });
    let mut diagnostics: Vec<Diagnostic> = of_items.collect();
    let mut findings = Findings::default();
    for rule in &rules {
        rule.check_bank(bank, &mut findings);
    }
    diagnostics.extend(findings.into_diagnostics());
    levels.apply(rules::idle_allow::apply(diagnostics, bank, &codes()))
}

/// Returns the codes of all rules, in the manual's order.
pub fn codes() -> Vec<Code> {
    all().iter().map(|rule| rule.code()).collect()
}
