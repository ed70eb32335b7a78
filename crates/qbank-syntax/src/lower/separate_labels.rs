//! Finds labels that Markdown swallowed: right under a choice, a quotation, a table or another label.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use qbank_model::diagnostic::Fix;

use crate::codes;
use crate::content::Lowering;
use crate::document::BlockKind;
use crate::front_matter::line_ranges;
use crate::labels::{LabelKind, bold_word_of_line};
use crate::sections::ItemSection;

impl Lowering<'_, '_> {
    /// Reports every source line of an item that begins with a label's text but starts no top-level paragraph.
    pub(crate) fn check_separate_labels(&mut self, items: &[ItemSection]) {
        for item in items {
            let blocks = &self.document.blocks[item.blocks.clone()];
            if !self.document.text[item.range.clone()].contains("\n**") && !blocks.iter().any(is_indentable) {
                continue;
            }
            let starts: BTreeSet<usize> = blocks.iter().map(|block| block.range.start).collect();
            let code = self.code_ranges(item);
            let lines: Vec<Range<usize>> =
                line_ranges(&self.document.text[..item.range.end], item.range.start).collect();
            for line in lines {
                self.check_line(&line, &starts, &code);
            }
        }
    }

    fn check_line(&mut self, line: &Range<usize>, starts: &BTreeSet<usize>, code: &[Range<usize>]) {
        let text = &self.document.text[line.clone()];
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

fn is_indentable(block: &crate::document::Block) -> bool {
    matches!(block.kind, BlockKind::List { .. } | BlockKind::Quote)
}

/// Words that count as labels only with their list or table, and are common in stems.
fn is_word_of_stems(kind: LabelKind) -> bool {
    kind.needs().is_some()
}
