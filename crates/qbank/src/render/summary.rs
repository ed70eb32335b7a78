//! The last line of a check: how much was found in how much.

use qbank_lint::Suppression;
use qbank_model::Severity;
use qbank_model::diagnostic::Safety;
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
    let untouched = match shown.n_untouched {
        0 => String::new(),
        n_untouched => format!(" · {n_untouched} that no change touches"),
    };
    let (known, fixes) = (known(checked), fixes(shown));
    format!(
        "{found} · {} sound{broken}{unsure}{untouched}{known}{fixes}",
        plural(checked.bank.items().count(), "item")
    )
}

/// Says what the tool can mend itself.
fn fixes(shown: &Shown) -> String {
    let n_with = |safety| {
        let fixes = shown.findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.safety == safety).count()
    };
    match (n_with(Safety::Safe), n_with(Safety::Review)) {
        (0, 0) => String::new(),
        (n_safe, 0) => format!(" · `--fix` mends {n_safe}"),
        (0, n_more) => format!(" · `--fix --unsafe-fixes` mends {n_more}"),
        (n_safe, n_more) => format!(" · `--fix` mends {n_safe}, with `--unsafe-fixes` {n_more} more"),
    }
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
    let ending = match (count, noun.ends_with('x')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {noun}{ending}")
}
