//! Findings as GitLab's code quality report: a JSON array.

use std::io::{self, Write};

use qbank_model::Severity;
use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Report, message};
use crate::terminal::in_json;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the report.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues = report.shown.findings.iter().map(|finding| {
        let span = finding.primary.span;
        let line = |offset| report.sources().line_column(span.file, offset).line;
        Issue {
            description: message(finding, report.sources()),
            check_name: finding.code.name(),
            fingerprint: fingerprints.of(finding, report),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path: report.path(span),
                lines: Lines { begin: line(span.start), end: line(span.end) },
            },
        }
    });
    let issues: Vec<Issue> = issues.collect();
    writeln!(out, "{}", in_json(&serde_json::to_string_pretty(&issues)?))
}
