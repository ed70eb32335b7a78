//! Rich text as a reader without formatting would see it.

use std::borrow::Cow;

use super::{Block, Content, Inline, Table};
use crate::template::{OpenText, Piece, Slot};

impl Content {
    /// Returns the text as a reader without formatting would see it; formulas as LaTeX, pictures as their words, gaps as
    /// four underscores, places of a template as the author wrote them.
    ///
    /// Blocks are joined by line breaks, cells by tabs.
    pub fn to_text(&self) -> String {
        self.text().into_owned()
    }

    /// Returns the same without a copy of it where it is a single run of plain text, as most choices are.
    pub fn text(&self) -> Cow<'_, str> {
        if let [Block::Paragraph(inlines)] = &self.0[..]
            && let [Inline::Text(text)] = &inlines[..]
        {
            return Cow::Borrowed(text.as_str().trim_end());
        }
        let mut text = String::new();
        push_blocks(&self.0, &mut text);
        text.truncate(text.trim_end().len());
        Cow::Owned(text)
    }

    /// Returns the same with the places of a template kept as places.
    pub fn to_open_text(&self) -> OpenText {
        let mut text = OpenText::default();
        push_blocks(&self.0, &mut text);
        if let Some(Piece::Text(last)) = text.0.last_mut() {
            last.truncate(last.trim_end().len());
        }
        text
    }
}

/// Returns the text of a run of inline parts, as [`Content::to_text`] does.
pub fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(inlines, &mut text);
    text
}

/// What plain text is collected in.
trait Sink {
    fn text(&mut self, text: &str);
    fn slot(&mut self, slot: &Slot);
    fn ends_a_line(&self) -> bool;
}

impl Sink for String {
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }

    fn slot(&mut self, slot: &Slot) {
        match slot {
            Slot::Value(place) => self.push_str(&place.source()),
            Slot::Math { tex, .. } => self.push_str(&tex.source()),
        }
    }

    fn ends_a_line(&self) -> bool {
        self.ends_with('\n')
    }
}

impl Sink for OpenText {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.0.push(Piece::Text(text.to_owned())),
        }
    }

    fn slot(&mut self, slot: &Slot) {
        match slot {
            Slot::Value(place) => self.0.push(Piece::Value(place.clone())),
            Slot::Math { tex, .. } => self.0.extend(tex.0.iter().cloned()),
        }
    }

    fn ends_a_line(&self) -> bool {
        matches!(self.0.last(), Some(Piece::Text(text)) if text.ends_with('\n'))
    }
}

fn push_blocks(blocks: &[Block], out: &mut impl Sink) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => push_inlines(inlines, out),
            Block::List(list) => {
                for entry in &list.entries {
                    push_blocks(&entry.0, out);
                }
            }
            Block::Code(code) => out.text(code.text.trim_end()),
            Block::Quote(content) => push_blocks(&content.0, out),
            Block::Table(table) => push_table(table, out),
            Block::Rule => {}
        }
        if !out.ends_a_line() {
            out.text("\n");
        }
    }
}

fn push_table(table: &Table, out: &mut impl Sink) {
    for row in std::iter::once(&table.header).chain(&table.rows) {
        for (idx, cell) in row.iter().enumerate() {
            if idx > 0 {
                out.text("\t");
            }
            push_inlines(cell, out);
        }
        out.text("\n");
    }
}

fn push_inlines(inlines: &[Inline], out: &mut impl Sink) {
    for inline in inlines {
        match inline {
            Inline::Text(part) => out.text(part),
            Inline::Code(part) => out.text(part),
            Inline::Styled(_, inner) => push_inlines(inner, out),
            Inline::Math(math) => out.text(math.value.tex()),
            Inline::Image(image) => out.text(&image.alt),
            Inline::Link(link) => push_inlines(&link.text, out),
            Inline::Footnote(_) => {}
            Inline::Break => out.text("\n"),
            Inline::Blank(_) => out.text("____"),
            Inline::Slot(slot) => out.slot(&slot.value),
        }
    }
}
