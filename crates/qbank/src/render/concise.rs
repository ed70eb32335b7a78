//! One line for each finding: place, severity, code, message. CI logs show nothing else.

use std::io::{self, Write};

use qbank_model::{Diagnostic, Label, SourceMap};

use crate::terminal::one_line;

/// Writes the findings, one line each.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(findings: &[&Diagnostic], sources: &SourceMap, out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let span = finding.primary.span;
        let place = sources.line_column(span.file, span.start);
        let path = one_line(sources.path(span.file));
        let elsewhere: String = finding.secondary.iter().map(|label| elsewhere(label, sources)).collect();
        let help = finding.help.as_ref().map(|help| format!(" ({})", one_line(help))).unwrap_or_default();
        writeln!(
            out,
            "{path}:{}:{}: {}[{}]: {}{elsewhere}{help}",
            place.line,
            place.column,
            finding.severity.as_str(),
            finding.code.name(),
            one_line(&finding.message),
        )?;
    }
    Ok(())
}

fn elsewhere(label: &Label, sources: &SourceMap) -> String {
    let place = sources.line_column(label.span.file, label.span.start);
    let path = one_line(sources.path(label.span.file));
    format!("; {} ({path}:{}:{})", one_line(&label.message), place.line, place.column)
}
