//! Finds labels that Markdown swallowed: right under a choice, a quotation, a table or another label.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use qbank_model::diagnostic::Fix;

use crate::codes;
use crate::content::Lowering;
use crate::labels::{LabelKind, bold_word_of_line};
use crate::sections::ItemSection;

impl Lowering<'_, '_> {
    /// Reports every source line of an item that begins with a label's text but starts no top-level paragraph.
    pub(crate) fn check_separate_labels(&mut self, items: &[ItemSection]) {
        for item in items {
            let starts = bold_line_starts(&self.document.text[item.range.clone()]);
            if starts.is_empty() {
                continue;
            }
            let blocks = &self.document.blocks[item.blocks.clone()];
            let paragraphs: BTreeSet<usize> = blocks.iter().map(|block| block.range.start).collect();
            let code = self.code_ranges(item);
            for start in starts {
                self.check_line(item.range.start + start..item.range.end, &paragraphs, &code);
            }
        }
    }

    /// Checks the line that starts at the start of a range.
    fn check_line(&mut self, line: Range<usize>, starts: &BTreeSet<usize>, code: &[Range<usize>]) {
        let text = self.document.text[line.clone()].lines().next().unwrap_or_default();
        let Some((word, bold)) = bold_word_of_line(text) else { return };
        let start = line.start + bold.start;
        let before = code.partition_point(|range| range.start <= start);
        let is_code = before > 0 && code[before - 1].contains(&start);
        let swallows_text = self.dialect.label(word).is_some_and(|kind| !is_word_of_stems(kind));
        if starts.contains(&start) || is_code || !swallows_text {
            return;
        }
        let message = format!("the label `{word}` is swallowed by what stands above it");
        let finding = self.found(codes::LABEL_NOT_SEPARATE, start..line.start + bold.end, message);
        let fix = Fix::safe("put a blank line before it", self.document.span(line.start..start), "\n");
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

/// Returns where the lines start whose first letters are two stars.
fn bold_line_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    for (at, _) in text.match_indices('*') {
        let before = text[..at].trim_end_matches([' ', '\t']);
        if text[at..].starts_with("**") && (before.is_empty() || before.ends_with('\n')) {
            starts.push(before.len());
        }
    }
    starts
}

/// Words that count as labels only with their list or table, and are common in stems.
fn is_word_of_stems(kind: LabelKind) -> bool {
    kind.needs().is_some()
}
