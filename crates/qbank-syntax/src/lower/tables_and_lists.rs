//! Answers that are tables or lists: pairs, orders, rubrics.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use qbank_model::content::Content;
use qbank_model::interaction::Criterion;
use qbank_model::number::whole_number;
use qbank_model::template::OpenInteraction;

use crate::codes;
use crate::content::Lowering;
use crate::document::Block;
use crate::lower::answer::{Answer, AnswerPlaces};
use crate::lower::body::LabelBody;

impl Lowering<'_, '_> {
    /// Returns the list or table that a label announces; the label is none without it. Reports text behind the label and
    /// blocks behind the list or table.
    pub(crate) fn block_after(&mut self, label: &LabelBody) -> Option<usize> {
        let document = self.document;
        let paragraph = document.trimmed(document.blocks[label.blocks[0]].range.clone());
        let behind = label.range.end..paragraph.end.max(label.range.end);
        let stray =
            label.blocks[1..].iter().find(|idx| Some(document.blocks[**idx].kind) != label.kind.needs());
        let stray = match document.text[behind.clone()].trim() {
            "" => stray.map(|idx| document.trimmed(document.blocks[*idx].range.clone())),
            _ => Some(behind),
        };
        if let Some(stray) = stray {
            let message = format!("only its list or table stands under the label `{}`", label.kind.word());
            let finding = self.found(codes::BROKEN_ANSWER, stray, message);
            self.report(finding.help("move the text into the stem, or label it `**Rationale:**`"));
            return None;
        }
        let [first, second @ ..] = &label.blocks[1..] else {
            let message = format!("nothing stands under the label `{}`", label.kind.word());
            let finding = self.found(codes::BROKEN_ANSWER, label.range.clone(), message);
            self.report(finding.help("write its list or table below it, a blank line between them"));
            return None;
        };
        if let Some(second) = second.first() {
            let place = document.trimmed(document.blocks[*second].range.clone());
            let message = format!("the label `{}` has a second list or table", label.kind.word());
            let finding = self.found(codes::BROKEN_ANSWER, place, message);
            self.report(finding.help("put all into one"));
            return None;
        }
        Some(*first)
    }

    /// Returns the entries of a list: the events between their starts and ends, and their text without the number.
    pub(crate) fn entries_of(&self, block: usize) -> Vec<(Range<usize>, Range<usize>)> {
        let document = self.document;
        let block = &document.blocks[block];
        let mut entries = Vec::new();
        let mut at = block.events.start + 1;
        while at + 1 < block.events.end {
            let (end, _) = document.end_of(at);
            let range = document.trimmed(document.events[at].1.clone());
            let text = &document.text[range.clone()];
            let marker = text.find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |digits| digits + 1);
            let rest = text.get(marker..).unwrap_or_default();
            let start = range.end - rest.trim_start().len();
            entries.push((at + 1..end - 1, start..range.end));
            at = end;
        }
        entries
    }

    /// Lowers the entries of an order.
    pub(crate) fn order(&mut self, label: &LabelBody) -> Option<Answer> {
        let list = self.block_after(label)?;
        let entries = self.entries_of(list);
        let contents = entries.iter().map(|(events, _)| self.content(events.clone())).collect();
        let parts = entries.into_iter().map(|(_, range)| range).collect();
        let places = AnswerPlaces { whole: label.range.clone(), parts };
        Some(Answer { interaction: OpenInteraction::Ordering(contents), places })
    }

    /// Lowers the table of pairs.
    pub(crate) fn pairs(&mut self, label: &LabelBody) -> Option<Answer> {
        let (rows, places) = self.two_columns(label, codes::BROKEN_PAIRS)?;
        let mut rows = rows.into_iter();
        let header = rows.next()?;
        Some(Answer { interaction: OpenInteraction::Matching(header, rows.collect()), places })
    }

    /// Lowers the table of criteria and their points.
    pub(crate) fn rubric(&mut self, label: &LabelBody) -> Option<Answer> {
        let (rows, places) = self.two_columns(label, codes::BROKEN_RUBRIC)?;
        let n_rows = rows.len() - 1;
        let mut criteria = Vec::with_capacity(n_rows);
        for ([content, points], place) in rows.into_iter().skip(1).zip(&places.parts) {
            let Some(points) = whole_number(&points.to_text()) else {
                let message = "the criterion has no number of points";
                let finding = self.found(codes::BROKEN_RUBRIC, place.clone(), message);
                self.report(finding.help("write a number in the second column"));
                continue;
            };
            criteria.push(Criterion { content, points });
        }
        (criteria.len() == n_rows).then_some(Answer { interaction: OpenInteraction::Essay(criteria), places })
    }

    /// Lowers a table of two columns: the cells of all its rows, the header first, and the places of those below it.
    fn two_columns(
        &mut self,
        label: &LabelBody,
        code: qbank_model::Code,
    ) -> Option<(Vec<[Content; 2]>, AnswerPlaces)> {
        let table = self.block_after(label)?;
        let document = self.document;
        let block: &Block = &document.blocks[table];
        let Event::Start(Tag::Table(columns)) = &document.events[block.events.start].0 else { return None };
        if columns.len() != 2 {
            let line = document.text[block.range.clone()].lines().next().unwrap_or_default().len();
            let place = block.range.start..block.range.start + line;
            let message =
                format!("the table under `{}` has {} columns, not two", label.kind.word(), columns.len());
            let finding = self.found(code, place, message);
            self.report(finding.help("write two columns, a header over them"));
            return None;
        }
        let n_before = self.findings.len();
        let mut rows = Vec::new();
        let mut parts = Vec::new();
        let mut at = block.events.start + 1;
        while at + 1 < block.events.end {
            let (end, _) = document.end_of(at);
            let place = document.trimmed(document.events[at].1.clone());
            self.check_cells(&place, 2);
            let mut cells = self.row(at + 1..end - 1).into_iter().map(Content::of_inlines);
            rows.push([cells.next().unwrap_or_default(), cells.next().unwrap_or_default()]);
            parts.push(place);
            at = end;
        }
        parts.remove(0);
        let places = AnswerPlaces { whole: label.range.clone(), parts };
        (!self.has_error_since(n_before)).then_some((rows, places))
    }
}
