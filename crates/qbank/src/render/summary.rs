//! The last line of a check: how much was found in how much.

use qbank_model::Severity;
use qbank_project::Checked;

use crate::commands::filter::Shown;

/// Returns the counts of a run on one line.
pub(crate) fn line(shown: &Shown, checked: &Checked) -> String {
    let count = |severity| shown.findings.iter().filter(|finding| finding.severity == severity).count();
    let counted = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let found: Vec<String> = counted
        .iter()
        .filter(|(severity, _)| count(*severity) > 0)
        .map(|(severity, word)| plural(count(*severity), word))
        .collect();
    let found = if found.is_empty() { "nothing to mend".to_owned() } else { found.join(", ") };
    let n_broken = checked.n_broken();
    let broken = if n_broken == 0 { String::new() } else { format!(", {n_broken} broken") };
    let unsure = match shown.n_unsure {
        0 => String::new(),
        n_unsure => format!(" · {n_unsure} less sure (`--persona auditor` shows all)"),
    };
    format!("{found} · {} sound{broken}{unsure}", plural(checked.bank.items().count(), "item"))
}

/// Returns a count with its noun.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
