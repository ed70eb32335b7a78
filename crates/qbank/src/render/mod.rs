//! How findings are shown: a file for each way.

use qbank_model::{Diagnostic, Severity, SourceMap, Span};
use qbank_project::Checked;

use crate::args::FailOn;
use crate::commands::filter::Shown;
use crate::terminal::one_line;

pub(crate) mod changes;
pub(crate) mod concise;
pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod fingerprint;
pub(crate) mod full;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod question;
pub(crate) mod rdjson;
pub(crate) mod sarif;
pub(crate) mod summary;
pub(crate) mod update;

/// A check as the renderers for other programs see it.
pub(crate) struct Report<'r> {
    /// What is told.
    pub(crate) shown: &'r Shown<'r>,
    /// The bank that was checked.
    pub(crate) checked: &'r Checked,
    /// The way from the repository's folder to the bank's, empty or with `/` at its end: programs look for files there.
    pub(crate) prefix: String,
    /// The severity from which on the check fails.
    pub(crate) fail_on: FailOn,
}

impl Report<'_> {
    fn sources(&self) -> &SourceMap {
        &self.checked.sources
    }

    /// Returns the path of a place's file from the repository's folder.
    fn path(&self, span: Span) -> String {
        format!("{}{}", self.prefix, self.sources().path(span.file))
    }

    fn count(&self, severity: Severity) -> usize {
        self.shown.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Returns a finding's message with its help and its other places, on one line.
fn message(finding: &Diagnostic, sources: &SourceMap) -> String {
    let elsewhere = finding.secondary.iter().map(|label| {
        let place = sources.line_column(label.span.file, label.span.start);
        let path = one_line(sources.path(label.span.file));
        format!("; {} ({path}:{}:{})", one_line(&label.message), place.line, place.column)
    });
    let help = finding.help.iter().map(|help| format!(" ({})", one_line(help)));
    std::iter::once(one_line(&finding.message)).chain(elsewhere).chain(help).collect()
}
