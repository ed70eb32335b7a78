//! Findings as readers of the suite's pages see them: a line for each, as short as it can be.

use std::fmt::Write as _;

use qbank_model::{Diagnostic, Label};
use qbank_project::Checked;

use crate::example::PAGE_FILE;

/// Returns a line for each finding: its place, code, message and help, and other places that it names.
pub fn findings(checked: &Checked) -> String {
    checked.diagnostics.iter().map(|finding| line(finding, checked) + "\n").collect()
}

fn line(finding: &Diagnostic, checked: &Checked) -> String {
    let mut line =
        format!("{} {}: {}", place(&finding.primary, checked), finding.code.name(), finding.message);
    if let Some(help) = &finding.help {
        let _ = write!(line, " ({help})");
    }
    for label in &finding.secondary {
        let _ = write!(line, "; {}: {}", place(label, checked), label.message);
    }
    line
}

/// Returns line and column, after the file where it is not the section's own.
fn place(label: &Label, checked: &Checked) -> String {
    let path = checked.sources.path(label.span.file);
    let file = if path == PAGE_FILE { String::new() } else { format!("{path}:") };
    let at = checked.sources.line_column(label.span.file, label.span.start);
    format!("{file}{}:{}", at.line, at.column)
}
