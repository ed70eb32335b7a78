//! Edits of one text, collected in any order.

use std::ops::Range;

use qbank_model::{Diagnostic, Severity};

/// The edits of a text. None touches what an error points at.
pub(super) struct Edits<'a> {
    text: &'a str,
    line_break: &'static str,
    broken: Vec<Range<usize>>,
    made: Vec<(Range<usize>, String)>,
}

impl<'a> Edits<'a> {
    pub(super) fn new(text: &'a str, findings: &[Diagnostic]) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        Self {
            text,
            line_break: if text.contains("\r\n") { "\r\n" } else { "\n" },
            broken: errors.map(|finding| finding.primary.span.range()).collect(),
            made: Vec::new(),
        }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Tells whether no error points into a part of the text, its ends included.
    pub(super) fn is_sound(&self, range: &Range<usize>) -> bool {
        !self.broken.iter().any(|broken| broken.start <= range.end && range.start <= broken.end)
    }

    /// Puts a text in the place of another; line breaks become those of the file.
    pub(super) fn put(&mut self, range: Range<usize>, text: &str) {
        let text =
            if self.line_break == "\n" { text.to_owned() } else { text.replace('\n', self.line_break) };
        if self.text[range.clone()] != text {
            self.made.push((range, text));
        }
    }

    /// Puts one space between a place and the text behind it on the same line; a line that ends there stays.
    pub(super) fn one_space(&mut self, start: usize, end: usize) {
        let rest = &self.text[start..end];
        let text = rest.trim_start_matches([' ', '\t']);
        if !text.is_empty() && !text.starts_with(['\n', '\r']) {
            self.put(start..end - text.len(), " ");
        }
    }

    /// Returns the text with all edits; of two that overlap, the first in the text is made.
    pub(super) fn apply(mut self) -> String {
        self.made.sort_by_key(|(range, _)| (range.start, range.end));
        let mut after = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, text) in self.made {
            if range.start >= at {
                after.push_str(&self.text[at..range.start]);
                after.push_str(&text);
                at = range.end;
            }
        }
        after.push_str(&self.text[at..]);
        after
    }
}
