//! Fills the places of rich text with the values of a draw.

use super::{Block, Content, Inline, PlainText};
use crate::math::{Math, MathFault};
use crate::source::{Span, Spanned};
use crate::template::{Slot, Values};

/// A formula that does not parse once its places are filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillFault {
    /// The formula in the source.
    pub span: Span,
    /// The LaTeX with its places filled.
    pub tex: String,
    /// What is wrong with it.
    pub fault: MathFault,
}

impl Content {
    /// Fills every place; afterwards there is none left.
    ///
    /// # Errors
    /// Fails at the first formula that does not parse with these values.
    pub fn fill(&mut self, values: &Values) -> Result<(), FillFault> {
        self.0.iter_mut().try_for_each(|block| fill_block(block, values))
    }

    /// Tells whether there is a place to fill.
    pub fn has_slots(&self) -> bool {
        let mut found = false;
        self.for_each_inline(&mut |inline| found |= matches!(inline, Inline::Slot(_)));
        found
    }
}

/// Fills the places of a run of inline parts, as [`Content::fill`] does.
///
/// # Errors
/// Fails at the first formula that does not parse with these values.
pub(crate) fn fill_inlines(inlines: &mut Vec<Inline>, values: &Values) -> Result<(), FillFault> {
    let mut filled: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in std::mem::take(inlines) {
        let inline = match inline {
            Inline::Styled(style, mut inner) => {
                fill_inlines(&mut inner, values)?;
                Inline::Styled(style, inner)
            }
            Inline::Link(mut link) => {
                fill_inlines(&mut link.text, values)?;
                Inline::Link(link)
            }
            Inline::Footnote(mut note) => {
                note.fill(values)?;
                Inline::Footnote(note)
            }
            Inline::Slot(slot) => fill_slot(*slot, values)?,
            whole @ (Inline::Text(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Image(_)
            | Inline::Break
            | Inline::Blank(_)) => whole,
        };
        match (filled.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) => last.append(&text),
            (_, inline) => filled.push(inline),
        }
    }
    *inlines = filled;
    Ok(())
}

fn fill_block(block: &mut Block, values: &Values) -> Result<(), FillFault> {
    match block {
        Block::Paragraph(inlines) => fill_inlines(inlines, values),
        Block::List(list) => list.entries.iter_mut().try_for_each(|entry| entry.fill(values)),
        Block::Quote(content) => content.fill(values),
        Block::Table(table) => {
            let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
            cells.into_iter().try_for_each(|cell| fill_inlines(cell, values))
        }
        Block::Code(_) | Block::Rule => Ok(()),
    }
}

fn fill_slot(slot: Spanned<Slot>, values: &Values) -> Result<Inline, FillFault> {
    match slot.value {
        Slot::Value(place) => {
            let text = crate::template::OpenText(vec![crate::template::Piece::Value(place)]);
            Ok(Inline::Text(PlainText::drawn(text.filled(values), slot.span)))
        }
        Slot::Math { tex, display } => {
            let tex = tex.filled(values);
            match Math::new(&tex, display) {
                Ok(math) => Ok(Inline::Math(Box::new(Spanned::new(math, slot.span)))),
                Err(fault) => Err(FillFault { span: slot.span, tex, fault }),
            }
        }
    }
}
