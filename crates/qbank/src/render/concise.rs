//! One line for each finding: place, severity, code, message. CI logs show nothing else.

use std::io::{self, Write};

use qbank_model::{Diagnostic, SourceMap};

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
        let help = finding.help.as_ref().map(|help| format!(" ({})", one_line(help))).unwrap_or_default();
        writeln!(
            out,
            "{path}:{}:{}: {}[{}]: {}{help}",
            place.line,
            place.column,
            finding.severity.as_str(),
            finding.code.name(),
            one_line(&finding.message),
        )?;
    }
    Ok(())
}
