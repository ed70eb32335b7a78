//! The last line of a check: how much was found in how much.

use qbank_model::{Diagnostic, Severity};

/// Returns the counts of a run on one line.
pub(crate) fn line(findings: &[&Diagnostic], n_items: usize, n_broken: usize) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counted = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let found: Vec<String> = counted
        .iter()
        .filter(|(severity, _)| count(*severity) > 0)
        .map(|(severity, word)| plural(count(*severity), word))
        .collect();
    let found = if found.is_empty() { "nothing to mend".to_owned() } else { found.join(", ") };
    let broken = if n_broken == 0 { String::new() } else { format!(", {n_broken} broken") };
    format!("{found} · {} sound{broken}", plural(n_items, "item"))
}

/// Returns a count with its noun.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
