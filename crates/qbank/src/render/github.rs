//! Findings as GitHub's runner takes them: commands in the log for annotations, Markdown for the job's summary.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest in silence. So the gravest come
//! first, within these numbers, and a notice counts what there is.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use qbank_model::{Diagnostic, Severity};

use super::markdown::literal;
use super::{Report, message, summary};
use crate::terminal::one_line;

/// The annotations of one level that GitHub shows for a step.
const MOST: usize = 10;
/// The bytes of a summary that are used: GitHub refuses one of over 1 MiB as a whole.
const MOST_OF_SUMMARY: usize = 1_000_000;
const LEVELS: [(Severity, &str, usize); 3] = [
    (Severity::Error, "error", MOST),
    (Severity::Warning, "warning", MOST),
    // One of the notices is the count.
    (Severity::Info, "notice", MOST - 1),
];

/// Writes the commands.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for (severity, command, most) in LEVELS {
        let findings = report.shown.findings.iter().filter(|finding| finding.severity == severity);
        for finding in findings.take(most) {
            annotate(report, command, finding, out)?;
        }
    }
    let mut counts = summary::line(report.shown, report.checked);
    if LEVELS.iter().any(|(severity, _, most)| report.count(*severity) > *most) {
        counts += "; GitHub shows ten of a kind, the summary of the job has them all";
    }
    writeln!(out, "::notice title=qbank::{}", text(&one_line(&counts)))
}

fn annotate(report: &Report, command: &str, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    let span = finding.primary.span;
    let start = report.sources().line_column(span.file, span.start);
    let end = report.sources().line_column(span.file, span.end);
    // GitHub takes columns only of what lies on one line.
    let columns = if start.line == end.line {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        String::new()
    };
    writeln!(
        out,
        "::{command} file={},line={},endLine={}{columns},title={}::{}",
        property(&one_line(&report.path(span))),
        start.line,
        end.line,
        finding.code.name(),
        text(&message(finding, report.sources())),
    )
}

/// Escapes what would end a command's text or begin another escape.
fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes what would end a property, too.
fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}

/// Returns the job's summary: all findings in a table, the gravest first, as far as GitHub takes them.
pub(crate) fn job_summary(report: &Report) -> String {
    let mut markdown = format!("### qbank\n\n{}\n", literal(&summary::line(report.shown, report.checked)));
    if report.shown.findings.is_empty() {
        return markdown;
    }
    markdown += "\n| | code | place | finding |\n| --- | --- | --- | --- |\n";
    let mut findings = report.shown.findings.clone();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    for (idx, finding) in findings.iter().enumerate() {
        let row = row(report, finding);
        if markdown.len() + row.len() > MOST_OF_SUMMARY {
            let n_left = findings.len() - idx;
            let _ = writeln!(markdown, "\n{n_left} more do not fit into a summary.");
            break;
        }
        markdown += &row;
    }
    markdown
}

fn row(report: &Report, finding: &Diagnostic) -> String {
    let span = finding.primary.span;
    let line = report.sources().line_column(span.file, span.start).line;
    format!(
        "| {} | {} | {}:{line} | {} |\n",
        finding.severity.as_str(),
        finding.code.name(),
        literal(&report.path(span)),
        literal(&message(finding, report.sources())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_or_a_property() {
        assert_eq!(text("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
