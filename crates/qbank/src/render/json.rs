//! Findings for programs: one document, a public contract with a generated schema.

use std::io::{self, Write};

use qbank_lint::Suppression;
use qbank_model::diagnostic::{Edit, Safety};
use qbank_model::{Diagnostic, Severity, SourceMap, Span};
use qbank_project::Checked;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Report;
use crate::commands::filter::Shown;
use crate::terminal::in_json;

/// What a check found.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank check findings")]
pub(crate) struct CheckOutput {
    /// The version of this shape: 1.
    version: u32,
    /// The findings by file, then place, then code.
    findings: Vec<Finding>,
    /// The counts.
    summary: Summary,
}

/// A finding.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Finding {
    /// Its permanent kebab-case name.
    code: String,
    /// `error`, `warning` or `info`.
    severity: String,
    /// How sure it is: `high`, `medium` or `low`.
    confidence: String,
    /// One line that stands alone.
    message: String,
    /// The id of the item it belongs to.
    item: Option<String>,
    /// The name of that item that outlives renaming: its first former id, else its id.
    identity: Option<String>,
    /// The file, relative to the bank, with `/` between names.
    file: String,
    /// Where it starts.
    start: Position,
    /// One past where it ends.
    end: Position,
    /// What to do now.
    help: Option<String>,
    /// Other places that matter.
    related: Vec<Related>,
    /// A change that mends it.
    fix: Option<Fix>,
}

/// A finding on a line of its own.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank check finding")]
pub(crate) struct FindingLine {
    /// The version of this shape: 1.
    version: u32,
    #[serde(flatten)]
    finding: Finding,
}

/// A place in a file.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Position {
    /// Line, from 1.
    line: u32,
    /// Column in UTF-16 code units, from 1.
    column: u32,
    /// Offset in bytes, from 0.
    byte: u32,
}

/// Another place that matters.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Related {
    /// What stands there.
    message: String,
    /// The file, relative to the bank.
    file: String,
    /// Where it starts.
    start: Position,
    /// One past where it ends.
    end: Position,
}

/// A change of the source.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Fix {
    /// What it does.
    title: String,
    /// `safe`, or `review` where it may change the meaning.
    safety: String,
    /// What is replaced by what, in source order.
    edits: Vec<FixEdit>,
}

/// A replacement.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct FixEdit {
    /// The file, relative to the bank.
    file: String,
    /// The first byte that is replaced.
    start: u32,
    /// One past the last byte that is replaced.
    end: u32,
    /// What stands there afterwards.
    text: String,
}

/// Counts of a run.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Summary {
    /// Sound items in the bank.
    items: usize,
    /// Items that are broken, or whose place alone is known.
    broken: usize,
    /// Findings that are errors.
    errors: usize,
    /// Findings that are warnings.
    warnings: usize,
    /// Findings that are worth knowing.
    infos: usize,
    /// Findings that are not told because they are less sure than the persona wants.
    unsure: usize,
    /// Findings that are not told because no change touches them.
    untouched: usize,
    /// Findings that are not told because authors allow them.
    allowed: usize,
    /// Findings that are not told because the baseline knows them.
    known: usize,
    /// Findings that the baseline knows and that are there no more.
    gone: usize,
}

/// Writes the document of a run.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let document = CheckOutput::new(report.shown, report.checked);
    writeln!(out, "{}", in_json(&serde_json::to_string_pretty(&document)?))
}

/// Writes each finding on a line of its own.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render_lines(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for finding in &report.shown.findings {
        let line = FindingLine { version: 1, finding: Finding::new(finding, report.sources()) };
        writeln!(out, "{}", in_json(&serde_json::to_string(&line)?))?;
    }
    Ok(())
}

impl CheckOutput {
    fn new(shown: &Shown, checked: &Checked) -> Self {
        let findings = &shown.findings;
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let known = checked.suppressed.iter().filter(|known| known.by == Suppression::Known).count();
        let summary = Summary {
            items: checked.bank.items().count(),
            broken: checked.n_broken(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            unsure: shown.n_unsure,
            untouched: shown.n_untouched,
            allowed: checked.suppressed.len() - known,
            known,
            gone: checked.gone.len(),
        };
        let findings = findings.iter().map(|finding| Finding::new(finding, &checked.sources)).collect();
        Self { version: 1, findings, summary }
    }
}

impl Finding {
    /// Gives a finding its shape.
    pub(crate) fn new(finding: &Diagnostic, sources: &SourceMap) -> Self {
        let span = finding.primary.span;
        let related = finding.secondary.iter().map(|label| Related {
            message: label.message.clone(),
            file: sources.path(label.span.file).to_owned(),
            start: Position::start(label.span, sources),
            end: Position::end(label.span, sources),
        });
        Self {
            code: finding.code.name().to_owned(),
            severity: finding.severity.as_str().to_owned(),
            confidence: finding.confidence.as_str().to_owned(),
            message: finding.message.clone(),
            item: finding.item.as_ref().map(|item| item.id.to_string()),
            identity: finding.item.as_ref().map(|item| item.identity.to_string()),
            file: sources.path(span.file).to_owned(),
            start: Position::start(span, sources),
            end: Position::end(span, sources),
            help: finding.help.clone(),
            related: related.collect(),
            fix: finding.fix.as_ref().map(|fix| Fix {
                title: fix.title.clone(),
                safety: match fix.safety {
                    Safety::Safe => "safe".to_owned(),
                    Safety::Review => "review".to_owned(),
                },
                edits: fix.edits.iter().map(|edit| FixEdit::new(edit, sources)).collect(),
            }),
        }
    }
}

impl FixEdit {
    fn new(edit: &Edit, sources: &SourceMap) -> Self {
        let file = sources.path(edit.span.file).to_owned();
        Self { file, start: edit.span.start, end: edit.span.end, text: edit.text.clone() }
    }
}

impl Position {
    fn start(span: Span, sources: &SourceMap) -> Self {
        Self::at(span, span.start, sources)
    }

    fn end(span: Span, sources: &SourceMap) -> Self {
        Self::at(span, span.end, sources)
    }

    fn at(span: Span, byte: u32, sources: &SourceMap) -> Self {
        let place = sources.line_column(span.file, byte);
        Self { line: place.line, column: place.column, byte }
    }
}
