//! Which pieces of a foreign file are one question: below a heading, from one number to the next, or from a paragraph to
//! the end of its choices.

use std::ops::Range;

use super::marks::{Tick, bold_inside};
use super::pieces::{Piece, PieceKind};
use super::words::{PartWord, announces_keys, title_start};
use crate::headings::{HeadingId, heading_id};

/// A run of pieces and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Headings that group and text that explains.
    Loose(Range<usize>),
    /// A question, its first piece the heading or the line that starts it.
    Question(Range<usize>),
    /// A list of keys at the end of a chapter, its heading first.
    KeyList(Range<usize>),
    /// A question that has an id already, its heading first.
    Own(Range<usize>),
}

/// Cuts a file into questions and what stands around them.
pub(super) fn parts(text: &str, pieces: &[Piece]) -> Vec<Part> {
    let cutter = Cutter { text, pieces };
    let mut parts = Vec::new();
    let is_section = |idx: &usize| cutter.is_section(*idx);
    let starts: Vec<usize> = (0..pieces.len()).filter(is_section).collect();
    let first = starts.first().copied().unwrap_or(pieces.len());
    parts.extend(cutter.section(None, 0..first));
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(pieces.len());
        parts.extend(cutter.section(Some(*start), start + 1..end));
    }
    parts.retain(|part| !matches!(part, Part::Loose(range) if range.is_empty()));
    parts
}

struct Cutter<'p> {
    text: &'p str,
    pieces: &'p [Piece],
}

impl Cutter<'_> {
    fn shown(&self, idx: usize) -> &str {
        &self.text[self.pieces[idx].range.clone()]
    }

    /// Tells whether a piece is a heading that starts something; "Answer" below a question does not, "Answers" over a list
    /// of them does.
    fn is_section(&self, idx: usize) -> bool {
        match &self.pieces[idx].kind {
            PieceKind::Heading(_, None) => true,
            PieceKind::Heading(_, Some(_)) => self.is_key_list(idx),
            _ => false,
        }
    }

    fn is_key_list(&self, idx: usize) -> bool {
        let below =
            self.pieces[idx + 1..].iter().take_while(|piece| !matches!(piece.kind, PieceKind::Heading(..)));
        let n_keys: usize = below.map(|piece| numbered_keys(self.text, piece).len()).sum();
        n_keys >= 2 && announces_keys(self.shown(idx))
    }

    fn section(&self, heading: Option<usize>, body: Range<usize>) -> Vec<Part> {
        let whole = heading.unwrap_or(body.start)..body.end;
        if heading.is_some_and(|heading| id_of(self.shown(heading)) != HeadingId::None) {
            return vec![Part::Own(whole)];
        }
        if let Some(heading) = heading
            && self.is_key_list(heading)
        {
            return vec![Part::KeyList(whole)];
        }
        let words = self.worded(&body);
        let starts = if words.is_empty() { self.numbered(&body) } else { words };
        let starts = if starts.is_empty() { self.paragraphs(heading, &body) } else { starts };
        let first = starts.first().copied().unwrap_or(body.end);
        let mut parts = Vec::new();
        let asks = heading.is_some_and(|heading| {
            self.has_material(body.start..first, 0)
                || (self.is_question(heading) && self.has_marked_bullets(body.start..first))
        });
        if asks {
            parts.push(Part::Question(whole.start..first));
        } else {
            parts.push(Part::Loose(whole.start..body.start));
            // What stands before the first question may be questions of another look.
            parts.extend(if starts.is_empty() {
                vec![Part::Loose(body.start..first)]
            } else {
                self.section(None, body.start..first)
            });
        }
        for (number, start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(body.end);
            let end = self.without_tail(*start..end);
            parts.push(Part::Question(*start..end.start));
            parts.push(Part::Loose(end));
        }
        parts
    }

    /// Returns the rule that stands behind a question: it divides.
    fn without_tail(&self, range: Range<usize>) -> Range<usize> {
        let is_rule = |idx: &usize| matches!(self.pieces[*idx].kind, PieceKind::Rule);
        let n_rules = range.clone().rev().take_while(is_rule).count();
        range.end - n_rules..range.end
    }

    /// Lines that start with `Q12.` or "Question 12".
    fn worded(&self, body: &Range<usize>) -> Vec<usize> {
        let is_start = |idx: &usize| self.pieces[*idx].line().is_some_and(|line| line.question.is_some());
        let starts: Vec<usize> = body.clone().filter(is_start).collect();
        if self.are_questions(&starts, body.end, 1) { starts } else { Vec::new() }
    }

    /// Lines that start with a number, where most have choices or a key before the next number.
    fn numbered(&self, body: &Range<usize>) -> Vec<usize> {
        let number = |idx: usize| self.pieces[idx].line().and_then(|line| line.marks.number);
        let Some(first) = body.clone().find(|idx| number(*idx).is_some()) else { return Vec::new() };
        let column = self.pieces[first].column;
        let mut starts: Vec<usize> = Vec::new();
        for idx in body.clone() {
            let last = starts.last().and_then(|last| number(*last));
            let is_next = number(idx)
                .is_some_and(|number| last.is_none_or(|last| number > last || number == 1 && last == 1));
            if is_next && self.pieces[idx].column == column {
                starts.push(idx);
            }
        }
        if self.are_questions(&starts, body.end, column + 1) { starts } else { Vec::new() }
    }

    fn are_questions(&self, starts: &[usize], end: usize, column: usize) -> bool {
        let ends = starts.iter().skip(1).copied().chain([end]);
        let n_with = starts
            .iter()
            .zip(ends)
            .filter(|(start, end)| self.has_material(*start + 1..*end, column))
            .count();
        n_with * 2 > starts.len()
    }

    /// Tells whether something stands there that only a question has; numbers count from a column on.
    fn has_material(&self, range: Range<usize>, column: usize) -> bool {
        range.clone().any(|idx| match &self.pieces[idx].kind {
            PieceKind::Line(line) => {
                let is_nested = line.marks.number.is_some() && self.pieces[idx].column >= column.max(1);
                let is_key = line.part.as_ref().is_some_and(|part| part.word == PartWord::Key);
                line.marks.boxed
                    || line.marks.letter.is_some()
                    || is_key
                    || is_nested
                    || (column > 0 && line.marks.bullet)
            }
            PieceKind::Heading(_, part) => part.is_some(),
            PieceKind::Open => true,
            _ => false,
        })
    }

    /// Tells whether a heading looks like a question by itself.
    fn is_question(&self, heading: usize) -> bool {
        let title = self.shown(heading);
        title.ends_with(['?', ':', '…']) || title_start(title).number.is_some()
    }

    /// Tells whether some of several bullets have a tick or are bold.
    fn has_marked_bullets(&self, range: Range<usize>) -> bool {
        let marks = range.filter_map(|idx| self.pieces[idx].line()).map(|line| &line.marks);
        let bullets: Vec<_> = marks.filter(|marks| marks.bullet).collect();
        let n_marked = bullets.iter().filter(|marks| marks.bold || marks.tick != Tick::None).count();
        n_marked > 0 && n_marked < bullets.len()
    }

    /// Paragraphs right above choices: all of them where no heading asks, and those behind the first choices below one
    /// that does.
    fn paragraphs(&self, heading: Option<usize>, body: &Range<usize>) -> Vec<usize> {
        let mut starts: Vec<usize> = Vec::new();
        let mut has_choices = false;
        for idx in body.clone() {
            let piece = &self.pieces[idx];
            has_choices |= piece.line().is_some_and(|line| line.marks.is_entry());
            let is_first = starts.is_empty() && !has_choices;
            if piece.is_plain()
                && piece.part().is_none()
                && (piece.after_blank || idx == body.start)
                && self.asks(idx, body.end, is_first)
            {
                starts.push(idx);
                has_choices = false;
            }
        }
        let asks = heading.is_some_and(|heading| self.is_question(heading));
        let is_one = starts.len() < 2 && heading.is_some();
        if asks || is_one {
            // The paragraph above the first choices belongs to the heading's question.
            starts.retain(|start| self.has_material(body.start..*start, 0));
        }
        starts
    }

    /// Tells whether choices follow on a paragraph; one in the middle of others has to look like a question as well.
    fn asks(&self, start: usize, end: usize, is_first: bool) -> bool {
        let mut last = start;
        while last + 1 < end && self.pieces[last + 1].is_plain() && !self.pieces[last + 1].after_blank {
            last += 1;
        }
        let mut next = last + 1;
        while next < end && matches!(self.pieces[next].kind, PieceKind::Block) {
            next += 1;
        }
        let Some(line) = (next < end).then(|| self.pieces[next].line()).flatten() else { return false };
        let starts_choices = line.marks.boxed
            || line.marks.letter == Some(0)
            || (line.marks.bullet && line.marks.letter.is_none_or(|letter| letter == 0));
        let words = &self.text[self.pieces[last].range.clone()];
        let is_bold = bold_inside(words).is_some();
        let looks_so = is_bold
            || words.trim_end_matches(['*', '_', ')', '.']).ends_with(['?', ':', '…', '_'])
            || words.contains('?');
        starts_choices && (is_first || looks_so)
    }
}

/// Reads the id at the end of a heading's text.
pub(super) fn id_of(title: &str) -> HeadingId {
    let line = format!("# {title}");
    heading_id(&line, 0..line.len())
}

/// Reads the keys in a piece of a list of keys, each with its question's number: `3. B`, `| 3 | B |`.
pub(super) fn numbered_keys(text: &str, piece: &Piece) -> Vec<(u32, String)> {
    let raw = &text[piece.range.clone()];
    match piece.kind {
        PieceKind::Line(_) => {
            let line = raw.trim_start_matches(['-', '*', '+', ' ']);
            let start = title_start(line);
            let key = line[start.body].trim().to_owned();
            start.number.filter(|_| !key.is_empty()).map(|number| (number, key)).into_iter().collect()
        }
        PieceKind::Block if raw.contains('|') => raw.lines().filter_map(key_of_row).collect(),
        _ => Vec::new(),
    }
}

fn key_of_row(row: &str) -> Option<(u32, String)> {
    let cells: Vec<&str> = row.trim().trim_matches('|').split('|').map(str::trim).collect();
    let [number, key] = cells[..] else { return None };
    let number = number.trim_start_matches(['Q', 'q', '#']).trim_end_matches(['.', ')']).parse().ok()?;
    (!key.is_empty()).then(|| (number, key.to_owned()))
}
