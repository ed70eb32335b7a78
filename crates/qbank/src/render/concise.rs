//! One line for each finding: place, severity, code, message. CI logs show nothing else.

use std::io::{self, Write};

use qbank_model::{Diagnostic, SourceMap};

use super::message;
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
        writeln!(
            out,
            "{path}:{}:{}: {}[{}]: {}",
            place.line,
            place.column,
            finding.severity.as_str(),
            finding.code.name(),
            message(finding, sources),
        )?;
    }
    Ok(())
}
