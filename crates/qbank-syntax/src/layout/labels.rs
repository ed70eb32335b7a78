//! Labels: `**Word:**` with the usual word, and one space behind it.

use std::ops::Range;

use super::edits::Edits;
use crate::Dialect;
use crate::document::Document;
use crate::labels::{BoldWord, LabelKind, bold_word};

/// A label and the paragraph that it starts.
pub(super) struct Label {
    kind: LabelKind,
    bold: BoldWord,
    paragraph: Range<usize>,
}

impl Label {
    /// Reads the label of the block of this number, where it has one.
    pub(super) fn at(document: &Document, dialect: &Dialect, idx: usize) -> Option<Self> {
        let bold = bold_word(document, &document.blocks[idx])?;
        let kind = dialect.label(&bold.word)?;
        let next = document.blocks.get(idx + 1);
        let is_label = kind.needs().is_none_or(|needed| next.is_some_and(|next| next.kind == needed));
        let paragraph = document.trimmed(document.blocks[idx].range.clone());
        is_label.then_some(Self { kind, bold, paragraph })
    }

    pub(super) fn lay_out(&self, text: &str, edits: &mut Edits) {
        let word = &self.bold.word;
        let is_english = LabelKind::WORDS.iter().any(|(english, _)| english.eq_ignore_ascii_case(word));
        let word = if is_english { self.kind.word() } else { word };
        edits.put(self.bold.range.clone(), &format!("**{word}:**"));
        edits.one_space(self.bold.range.end, self.paragraph.end);
        let rest = &text[self.bold.range.end..self.paragraph.end];
        if self.kind == LabelKind::Answer && !rest.trim_start().starts_with('`') {
            for (at, sign) in rest.match_indices("+-") {
                let start = self.bold.range.end + at;
                edits.put(start..start + sign.len(), "±");
            }
        }
    }
}
