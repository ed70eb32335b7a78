//! Findings in reviewdog's diagnostic format, with the fixes as suggestions. Its columns count bytes.

use std::io::{self, Write};

use qbank_model::{Severity, Span};
use serde::Serialize;

use super::{Report, message};
use crate::terminal::in_json;

#[derive(Serialize)]
struct Document {
    source: Source,
    diagnostics: Vec<Finding>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Finding {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// Writes the document.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let diagnostics = report.shown.findings.iter().map(|finding| {
        let span = finding.primary.span;
        // Suggestions are taken one by one, so a fix of several edits cannot be one.
        let edit = finding.fix.iter().filter_map(|fix| match &fix.edits[..] {
            [edit] => Some(edit),
            _ => None,
        });
        let suggestion = |edit: &qbank_model::diagnostic::Edit| Suggestion {
            range: range(report, edit.span),
            text: edit.text.clone(),
        };
        Finding {
            message: message(finding, report.sources()),
            location: Location { path: report.path(span), range: range(report, span) },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            code: Code { value: finding.code.name() },
            suggestions: edit.map(suggestion).collect(),
        }
    });
    let document = Document { source: Source { name: "qbank" }, diagnostics: diagnostics.collect() };
    writeln!(out, "{}", in_json(&serde_json::to_string_pretty(&document)?))
}

fn range(report: &Report, span: Span) -> Range {
    let position = |offset| Position {
        line: report.sources().line_column(span.file, offset).line,
        column: report.sources().byte_column(span.file, offset),
    };
    Range { start: position(span.start), end: position(span.end) }
}
