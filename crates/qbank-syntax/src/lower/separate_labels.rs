//! Finds labels that Markdown swallowed: right under a choice, a quotation, a table or another label.

use std::ops::Range;

use memchr::memchr_iter;
use pulldown_cmark::{Event, Tag};
use qbank_model::diagnostic::Fix;

use crate::codes;
use crate::content::Lowering;
use crate::labels::{LabelKind, bold_word_of_line};
use crate::sections::ItemSection;

/// A label's text at the start of a line that Markdown takes for a part of what stands above it.
struct SwallowedLabel<'a> {
    word: &'a str,
    /// The bold word with its colon.
    range: Range<usize>,
    line_start: usize,
}

impl<'a> Lowering<'_, 'a> {
    /// Reports every source line of an item that begins with a label's text but starts no top-level paragraph.
    pub(crate) fn check_separate_labels(&mut self, items: &[ItemSection]) {
        for item in items {
            let swallowed = self.swallowed_labels(item);
            if swallowed.is_empty() {
                continue;
            }
            let code = self.code_ranges(item);
            for label in swallowed {
                let before = code.partition_point(|range| range.start <= label.range.start);
                let is_code = before > 0 && code[before - 1].contains(&label.range.start);
                if !is_code {
                    self.report_swallowed_label(label);
                }
            }
        }
    }

    /// Finds the labels at the start of lines that start no top-level block.
    fn swallowed_labels(&self, item: &ItemSection) -> Vec<SwallowedLabel<'a>> {
        let document = self.document;
        let blocks = &document.blocks[item.blocks.clone()];
        let mut swallowed = Vec::new();
        for (line_start, stars) in bold_line_starts(document.text, item.range.clone()) {
            if blocks.binary_search_by_key(&stars, |block| block.range.start).is_ok() {
                continue;
            }
            let line = document.text[stars..item.range.end].lines().next().unwrap_or_default();
            let Some((word, bold)) = bold_word_of_line(line) else { continue };
            if self.dialect.label(word).is_some_and(|kind| !is_word_of_stems(kind)) {
                swallowed.push(SwallowedLabel { word, range: stars..stars + bold.end, line_start });
            }
        }
        swallowed
    }

    fn report_swallowed_label(&mut self, label: SwallowedLabel) {
        let SwallowedLabel { word, range, line_start } = label;
        let message = format!("the label `{word}` is swallowed by what stands above it");
        let indent = self.document.span(line_start..range.start);
        let finding = self.found(codes::LABEL_NOT_SEPARATE, range, message);
        let fix = Fix::safe("put a blank line before it", indent, "\n");
        self.report(finding.help("put a blank line before it, and no spaces").fix(fix));
    }

    fn code_ranges(&self, item: &ItemSection) -> Vec<Range<usize>> {
        let blocks = &self.document.blocks[item.blocks.clone()];
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return Vec::new() };
        let events = &self.document.events[first.events.start..last.events.end];
        let is_opaque = |event: &Event| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock));
        let code = events.iter().filter(|(event, _)| is_opaque(event));
        code.map(|(_, range)| range.clone()).collect()
    }
}

/// Returns where the lines start whose first letters are two stars, and where the stars stand.
fn bold_line_starts(text: &str, range: Range<usize>) -> Vec<(usize, usize)> {
    let (start, text) = (range.start, &text[range]);
    let mut starts = Vec::new();
    for at in memchr_iter(b'*', text.as_bytes()) {
        let before = text[..at].trim_end_matches([' ', '\t']);
        if text[at..].starts_with("**") && (before.is_empty() || before.ends_with('\n')) {
            starts.push((start + before.len(), start + at));
        }
    }
    starts
}

/// Words that count as labels only with their list or table, and are common in stems.
fn is_word_of_stems(kind: LabelKind) -> bool {
    kind.needs().is_some()
}
