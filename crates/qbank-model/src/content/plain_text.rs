//! Plain text and the places it was written at, so that a finding points at a word and not at a page.

use std::ops::{Deref, Range};

use crate::source::Span;

/// A run of plain text; it reads as a `str`, and equality ignores where it was written.
#[derive(Clone, Debug, Default)]
pub struct PlainText {
    text: String,
    place: Place,
}

/// Where a text was written.
#[derive(Clone, Debug, Default)]
enum Place {
    /// In no file: it was made.
    #[default]
    Nowhere,
    /// In one piece.
    At(Span),
    /// In pieces, which is rare: an escape, an entity, an indented line or a drawn value lies between them.
    Pieces(Box<Pieces>),
}

#[derive(Clone, Debug)]
struct Pieces(Vec<Piece>);

/// A part of a text from the byte `from` to the next piece, and its place. It was written letter by letter where both are
/// equally long: nothing that stands for something else is as long as what it stands for, save an empty place.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: usize,
    span: Span,
}

impl PlainText {
    /// Makes a text of what was written at a place.
    pub fn written(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), place: Place::At(span) }
    }

    /// Makes a text that a draw puts in at a place.
    pub(crate) fn drawn(text: String, slot: Span) -> Self {
        Self::written(text, Span { end: slot.start, ..slot })
    }

    /// Returns the text alone.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Adds what was written at another place.
    pub fn push(&mut self, text: &str, span: Span) {
        let from = self.text.len();
        self.text.push_str(text);
        match &mut self.place {
            _ if text.is_empty() => {}
            place if from == 0 => *place = Place::At(span),
            Place::Nowhere => {}
            Place::At(first) => {
                if let Some(whole) = joined(*first, from, span, text.len()) {
                    *first = whole;
                } else {
                    let pieces = vec![Piece { from: 0, span: *first }, Piece { from, span }];
                    self.place = Place::Pieces(Box::new(Pieces(pieces)));
                }
            }
            Place::Pieces(pieces) => {
                let last = pieces.0.last_mut();
                match last
                    .and_then(|last| Some((joined(last.span, from - last.from, span, text.len())?, last)))
                {
                    Some((whole, last)) => last.span = whole,
                    None => pieces.0.push(Piece { from, span }),
                }
            }
        }
    }

    /// Adds another text.
    pub(crate) fn append(&mut self, other: &Self) {
        if other.text.is_empty() {
            return;
        }
        let pieces = other.pieces();
        for (idx, piece) in pieces.iter().enumerate() {
            let end = pieces.get(idx + 1).map_or(other.text.len(), |next| next.from);
            self.push(&other.text[piece.from..end], piece.span);
        }
        if pieces.is_empty() {
            self.text.push_str(&other.text);
            self.place = Place::Nowhere;
        }
    }

    /// Takes the white space off the start.
    pub fn trim_start(&mut self) {
        let n_bytes = self.text.len() - self.text.trim_start().len();
        match &mut self.place {
            _ if n_bytes == 0 => {}
            _ if n_bytes == self.text.len() => *self = Self::default(),
            Place::Nowhere => {
                self.text.drain(..n_bytes);
            }
            Place::At(span) => {
                if is_verbatim(*span, self.text.len()) {
                    span.start += n_bytes as u32;
                }
                self.text.drain(..n_bytes);
            }
            Place::Pieces(_) => self.cut_pieces(n_bytes),
        }
    }

    /// Takes bytes off the start of a text that was written in pieces.
    fn cut_pieces(&mut self, n_bytes: usize) {
        let mut rest = Self::default();
        let pieces = self.pieces();
        for (idx, piece) in pieces.iter().enumerate() {
            let range = piece.from..pieces.get(idx + 1).map_or(self.text.len(), |next| next.from);
            let cut = n_bytes.clamp(range.start, range.end);
            let span = if is_verbatim(piece.span, range.len()) {
                Span { start: piece.span.start + (cut - range.start) as u32, ..piece.span }
            } else {
                piece.span
            };
            rest.push(&self.text[cut..range.end], span);
        }
        *self = rest;
    }

    /// Takes the white space off the end.
    pub fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        match &mut self.place {
            Place::Nowhere => {}
            Place::At(span) => *span = shortened(*span, self.text.len(), length),
            Place::Pieces(pieces) => {
                let mut end = self.text.len();
                while let Some(last) = pieces.0.last_mut() {
                    if last.from < length {
                        last.span = shortened(last.span, end - last.from, length - last.from);
                        break;
                    }
                    end = last.from;
                    pieces.0.pop();
                }
            }
        }
        self.text.truncate(length);
    }

    /// Lets go of spare memory, by a copy: some allocators leave a text that shrinks by less than half where it is.
    pub fn fit(&mut self) {
        if self.text.len() < self.text.capacity() {
            self.text = self.text.as_str().to_owned();
        }
    }

    /// Returns where a part of the text was written: exactly that, or as little more as is known.
    pub fn span_of(&self, part: Range<usize>) -> Option<Span> {
        self.place_of(part).map(|(span, _)| span)
    }

    /// Returns where a part of the text was written, if its first and its last letter are known: what a fix may replace.
    pub fn exact_span_of(&self, part: Range<usize>) -> Option<Span> {
        self.place_of(part).filter(|(_, is_exact)| *is_exact).map(|(span, _)| span)
    }

    fn place_of(&self, part: Range<usize>) -> Option<(Span, bool)> {
        let pieces = self.pieces();
        let end_of = |idx: usize| pieces.get(idx + 1).map_or(self.text.len(), |next| next.from);
        let holding = |at: usize| pieces.iter().rposition(|piece| piece.from <= at);
        let (first, last) = (holding(part.start)?, holding(part.end.saturating_sub(1).max(part.start))?);
        let letters = |idx: usize| {
            let piece = pieces[idx];
            is_verbatim(piece.span, end_of(idx) - piece.from).then_some(piece)
        };
        let (start, end) = (letters(first), letters(last));
        let at = |piece: Piece, at: usize| piece.span.start + (at - piece.from) as u32;
        let span = Span {
            file: pieces[first].span.file,
            start: start.map_or(pieces[first].span.start, |piece| at(piece, part.start)),
            end: end.map_or(pieces[last].span.end, |piece| at(piece, part.end)),
        };
        Some((span, start.is_some() && end.is_some()))
    }

    fn pieces(&self) -> Vec<Piece> {
        match &self.place {
            Place::Nowhere => Vec::new(),
            Place::At(span) => vec![Piece { from: 0, span: *span }],
            Place::Pieces(pieces) => pieces.0.clone(),
        }
    }
}

/// Tells whether what was written at a place is a text of `length` bytes, letter by letter.
fn is_verbatim(span: Span, length: usize) -> bool {
    span.range().len() == length
}

/// Returns the place of two texts that follow each other, where it is one place.
fn joined(one: Span, length: usize, next: Span, next_length: usize) -> Option<Span> {
    let follows = one.file == next.file && one.end == next.start;
    let are_verbatim = is_verbatim(one, length) && is_verbatim(next, next_length);
    (follows && are_verbatim).then_some(Span { end: next.end, ..one })
}

/// Returns the place of a text of which only `left` bytes are left.
fn shortened(span: Span, length: usize, left: usize) -> Span {
    if is_verbatim(span, length) { Span { end: span.start + left as u32, ..span } } else { span }
}

impl Deref for PlainText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<&str> for PlainText {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), place: Place::Nowhere }
    }
}

impl From<String> for PlainText {
    fn from(text: String) -> Self {
        Self { text, place: Place::Nowhere }
    }
}

impl PartialEq for PlainText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PlainText {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// `costs \$5` and, on the next line behind two spaces, `more &amp; x`.
    const SOURCE: &str = "  costs \\$5\n  more &amp; x ";

    fn sample() -> PlainText {
        let mut text = PlainText::default();
        for (part, range) in [
            ("  costs ", 0..8),
            ("$5", 9..11),
            (" ", 11..12),
            ("more ", 14..19),
            ("&", 19..24),
            (" x ", 24..27),
        ] {
            text.push(part, Span::new(FileId(0), range));
        }
        text
    }

    #[test]
    fn parts_are_found_where_they_were_written() {
        let mut text = sample();
        for _ in 0..2 {
            for (part, expected, is_exact) in [
                ("costs", "costs", true),
                ("costs $5", "costs \\$5", true),
                ("$5 more", "$5\n  more", true),
                ("$5", "$5", true),
                ("&", "&amp;", false),
                ("more & x", "more &amp; x", true),
                ("x", "x", true),
            ] {
                let at = text.find(part).expect("the part is in the text");
                let part_range = at..at + part.len();
                let span = text.span_of(part_range.clone()).expect("the text was written");
                assert_eq!(&SOURCE[span.range()], expected, "{part}");
                assert_eq!(text.exact_span_of(part_range).is_some(), is_exact, "{part}");
            }
            text.trim_start();
            text.trim_end();
            assert_eq!(text.as_str(), "costs $5 more & x");
        }
    }

    #[test]
    fn what_was_drawn_has_no_letters_in_the_source() {
        let slot = Span::new(FileId(0), 5..10);
        let mut text = PlainText::written("cost ", Span::new(FileId(0), 0..5));
        text.append(&PlainText::drawn("of 12".to_owned(), slot));
        text.append(&PlainText::written(" units", Span::new(FileId(0), 10..16)));
        assert_eq!(text.exact_span_of(5..7), None);
        assert_eq!(text.span_of(5..7).map(Span::range), Some(5..5));
        assert_eq!(text.exact_span_of(11..16).map(Span::range), Some(11..16));
    }

    #[test]
    fn made_text_has_no_place() {
        let mut text = PlainText::from("  made");
        text.trim_start();
        assert_eq!((text.as_str(), text.span_of(0..4)), ("made", None));
        let mut written = PlainText::written("a", Span::new(FileId(0), 0..1));
        written.append(&text);
        assert_eq!((written.as_str(), written.span_of(0..1)), ("amade", None));
    }
}
