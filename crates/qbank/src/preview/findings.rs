//! Findings as the page shows them: the shape of `qbank check`, the line they point at, and what their fix would write.

use qbank_model::{Diagnostic, Fix, SourceMap, Span};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use crate::render::json::Finding;

/// The most characters of a line on either side of what is marked in it.
const MOST_AROUND: usize = 120;
/// A fix that reaches over more lines is told by its title alone.
const MOST_LINES: usize = 40;

/// A finding with what a reader needs to see of its source.
#[derive(Serialize)]
pub(super) struct ShownFinding<'b> {
    #[serde(flatten)]
    finding: Finding,
    /// What the preview calls the entry that it is about.
    key: Option<&'b str>,
    excerpt: Option<Excerpt<'b>>,
    change: Vec<ChangedLine>,
}

/// A line of the source with the place marked.
#[derive(Serialize)]
struct Excerpt<'s> {
    before: &'s str,
    marked: &'s str,
    after: &'s str,
}

/// A line that a fix keeps, takes away or adds.
#[derive(Serialize)]
struct ChangedLine {
    /// A space, `-` or `+`.
    sign: char,
    text: String,
}

impl<'b> ShownFinding<'b> {
    /// Gives a finding its shape.
    pub(super) fn new(finding: &Diagnostic, sources: &'b SourceMap, key: Option<&'b str>) -> Self {
        let text = sources.text(finding.primary.span.file);
        let fix = finding.fix.as_ref();
        Self {
            finding: Finding::new(finding, sources),
            key,
            excerpt: text.and_then(|text| Excerpt::of(text, finding.primary.span)),
            change: fix.and_then(|fix| changed_lines(fix, sources)).unwrap_or_default(),
        }
    }
}

impl<'s> Excerpt<'s> {
    /// Shows the first line of a place; nothing where it is empty and at the file's start, since the file is meant.
    fn of(text: &'s str, span: Span) -> Option<Self> {
        if span.end == 0 {
            return None;
        }
        let start = text.floor_char_boundary(span.start as usize);
        let end = text.floor_char_boundary(span.end as usize).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.min(line_end);
        let from = text.ceil_char_boundary(start.saturating_sub(MOST_AROUND)).max(line_start);
        let to = text.floor_char_boundary(end.saturating_add(MOST_AROUND)).min(line_end);
        Some(Self { before: &text[from..start], marked: &text[start..end], after: &text[end..to] })
    }
}

/// Returns the lines that a fix touches, as they are and as they would be; `None` where they are too many or unknown.
fn changed_lines(fix: &Fix, sources: &SourceMap) -> Option<Vec<ChangedLine>> {
    let (first, last) = (fix.edits.first()?.span, fix.edits.last()?.span);
    let text = sources.text(first.file)?;
    let start = text.get(..first.range().start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = last.range().end + text.get(last.range().end..)?.find('\n').map_or(0, |at| at + 1);
    let end = if text[last.range().end..].contains('\n') { end } else { text.len() };
    let old = &text[start..end];
    if old.lines().count() > MOST_LINES {
        return None;
    }
    let (mut new, mut copied) = (String::new(), start);
    for edit in &fix.edits {
        new.push_str(text.get(copied..edit.span.range().start)?);
        new.push_str(&edit.text);
        copied = edit.span.range().end;
    }
    new.push_str(&text[copied..end]);
    let diff = TextDiff::from_lines(old, new.as_str());
    let line = |change: similar::Change<&str>| ChangedLine {
        sign: match change.tag() {
            ChangeTag::Equal => ' ',
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        },
        text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
    };
    Some(diff.iter_all_changes().map(line).collect())
}
