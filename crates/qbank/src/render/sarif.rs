//! Findings as SARIF 2.1.0 (OASIS standard), for code scanning and the editors that read it.
//!
//! Every address is relative to the repository's folder, so that equal banks give equal bytes on every machine.

mod shape;

use std::io::{self, Write};

use qbank_lint::{Suppressed, Suppression};
use qbank_model::diagnostic::Edit;
use qbank_model::{Code, Confidence, Diagnostic, Fix, Label, Severity, Span};

use self::shape::{
    Address, ArtifactChange, Bases, Driver, Help, Insertion, Location, LogicalLocation, Message,
    PartialFingerprints, PhysicalLocation, Region, Replacement, Rule, RuleLevel, RuleProperties, Run,
    SarifFix, SarifLog, SarifResult, SarifSuppression, Tool,
};
use super::fingerprint::Fingerprints;
use super::{Report, message};
use crate::terminal::in_json;

/// Writes the log: what is told, and what authors or the baseline have suppressed.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let suppressed = report.shown.suppressed.iter().map(|known| (&known.finding, Some(*known)));
    let told = report.shown.findings.iter().map(|finding| (*finding, None));
    let mut all: Vec<(&Diagnostic, Option<&Suppressed>)> = told.chain(suppressed).collect();
    all.sort_by_key(|(finding, _)| (finding.primary.span, finding.code.name()));
    let mut codes: Vec<Code> = all.iter().map(|(finding, _)| finding.code).collect();
    codes.sort_by_key(|code| code.name());
    codes.dedup();
    let mut fingerprints = Fingerprints::default();
    let results = all.into_iter().map(|(finding, suppressed)| {
        let suppressions = suppressed.map(|known| suppression(&known.by)).into_iter().collect();
        let fingerprint = fingerprints.of(finding, report);
        SarifResult { suppressions, ..result(report, finding, &fingerprint, &codes) }
    });
    let run = Run {
        results: results.collect(),
        tool: Tool { driver: Driver::new(codes.iter().map(|code| rule(*code)).collect()) },
        original_uri_base_ids: Bases::default(),
        column_kind: "utf16CodeUnits",
    };
    writeln!(out, "{}", in_json(&serde_json::to_string_pretty(&SarifLog::new(run))?))
}

fn rule(code: Code) -> Rule {
    let summary = literal(&code.summary());
    Rule {
        id: code.name(),
        short_description: Message { text: summary.clone() },
        help: Help { text: summary, markdown: code.0.page },
        default_configuration: RuleLevel { level: level(code.0.severity) },
        properties: RuleProperties {
            precision: match code.0.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            },
        },
    }
}

fn result(report: &Report, finding: &Diagnostic, fingerprint: &str, codes: &[Code]) -> SarifResult {
    let place = Label { span: finding.primary.span, message: String::new() };
    let mut location = location(report, &place);
    location.logical_locations =
        finding.item.iter().map(|item| LogicalLocation { name: item.id.to_string() }).collect();
    SarifResult {
        rule_id: finding.code.name(),
        rule_index: codes.iter().position(|code| *code == finding.code).unwrap_or_default(),
        level: level(finding.severity),
        message: Message { text: literal(&message(finding, report.sources())) },
        locations: vec![location],
        related_locations: finding.secondary.iter().map(|label| self::location(report, label)).collect(),
        // GitHub knows an alert again by the second alone, whose form is a hash and a number.
        partial_fingerprints: PartialFingerprints {
            qbank: fingerprint.to_owned(),
            primary_location_line_hash: format!("{fingerprint}:1"),
        },
        fixes: finding.fix.iter().map(|fix| sarif_fix(report, fix)).collect(),
        suppressions: Vec::new(),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn suppression(by: &Suppression) -> SarifSuppression {
    match by {
        Suppression::Allowed { reason } => {
            SarifSuppression { kind: "inSource", justification: Some(literal(reason)) }
        }
        Suppression::Known => SarifSuppression { kind: "external", justification: None },
    }
}

fn location(report: &Report, label: &Label) -> Location {
    let message = Some(literal(&label.message)).filter(|message| !message.is_empty());
    Location {
        physical_location: PhysicalLocation {
            artifact_location: address(report, label.span),
            region: region(report, label.span),
        },
        logical_locations: Vec::new(),
        message: message.map(|text| Message { text }),
    }
}

fn sarif_fix(report: &Report, fix: &Fix) -> SarifFix {
    let replacement = |edit: &Edit| Replacement {
        deleted_region: region(report, edit.span),
        inserted_content: Insertion { text: edit.text.clone() },
    };
    let change = |edits: &[Edit]| {
        let first = edits.first()?;
        let replacements = edits.iter().map(replacement).collect();
        Some(ArtifactChange { artifact_location: address(report, first.span), replacements })
    };
    SarifFix {
        description: Message { text: literal(&fix.title) },
        artifact_changes: change(&fix.edits).into_iter().collect(),
    }
}

fn address(report: &Report, span: Span) -> Address {
    Address::new(&report.path(span))
}

fn region(report: &Report, span: Span) -> Region {
    let start = report.sources().line_column(span.file, span.start);
    let end = report.sources().line_column(span.file, span.end);
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// SARIF 2.1.0, 3.11.6: in a message, brackets around words make a link, unless a backslash stands before them.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}
