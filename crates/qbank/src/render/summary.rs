//! The last line of a check: how much was found in how much.

use qbank_lint::Suppression;
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
    let known = known(checked);
    format!("{found} · {} sound{broken}{unsure}{known}", plural(checked.bank.items().count(), "item"))
}

/// Says what the baseline silenced, and what of it is gone.
fn known(checked: &Checked) -> String {
    let n_known = checked.suppressed.iter().filter(|known| known.by == Suppression::Known).count();
    let known = if n_known == 0 { String::new() } else { format!(" · {n_known} known from the baseline") };
    match checked.gone.len() {
        0 => known,
        n_gone => {
            format!("{known} · {n_gone} of the baseline gone (`--write-baseline` takes them out)")
        }
    }
}

/// Returns a count with its noun.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
