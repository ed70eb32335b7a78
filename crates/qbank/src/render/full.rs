//! Findings with their source, the place marked, and what to do; drawn by miette.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use qbank_model::{Diagnostic, FileId, Label, Severity, SourceMap, Span};

use crate::terminal::{one_line, same_length};

/// Writes the findings, each with the lines it is about.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(
    findings: &[&Diagnostic],
    sources: &SourceMap,
    color: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    let mut shown: Option<(FileId, NamedSource<String>)> = None;
    for finding in findings {
        let file = finding.primary.span.file;
        if shown.as_ref().is_none_or(|(id, _)| *id != file) {
            let text = same_length(sources.text(file).unwrap_or_default());
            shown = Some((file, NamedSource::new(one_line(sources.path(file)), text)));
        }
        let Some((_, source)) = &shown else { continue };
        let report = Report { finding, source, elsewhere: elsewhere(finding, sources) };
        let mut text = String::new();
        handler.render_report(&mut text, &report).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Names the other places that lie in other files, which miette cannot draw beside the first.
fn elsewhere(finding: &Diagnostic, sources: &SourceMap) -> Vec<String> {
    let others = finding.secondary.iter().filter(|label| label.span.file != finding.primary.span.file);
    let place = |label: &Label| {
        let place = sources.line_column(label.span.file, label.span.start);
        let path = one_line(sources.path(label.span.file));
        format!("{path}:{}:{}: {}", place.line, place.column, one_line(&label.message))
    };
    others.map(place).collect()
}

/// A finding as miette wants it.
struct Report<'f> {
    finding: &'f Diagnostic,
    source: &'f NamedSource<String>,
    elsewhere: Vec<String>,
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.finding.message))
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.code.name()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.finding.help.iter().map(|help| one_line(help));
        let lines: Vec<String> = help.chain(self.elsewhere.iter().cloned()).collect();
        (!lines.is_empty()).then(|| Box::new(lines.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let length = self.source.inner().len();
        let primary = &self.finding.primary;
        let here = self.finding.secondary.iter().filter(move |label| label.span.file == primary.span.file);
        let labels = std::iter::once(primary).chain(here);
        Some(Box::new(labels.map(move |label| {
            let Range { start, end } = within(label.span, length);
            let message = Some(one_line(&label.message)).filter(|message| !message.is_empty());
            LabeledSpan::new(message, start, end - start)
        })))
    }
}

/// Keeps a span inside the text that is shown, which may be empty where the file is no text.
fn within(span: Span, length: usize) -> Range<usize> {
    let Range { start, end } = span.range();
    start.min(length)..end.min(length)
}
