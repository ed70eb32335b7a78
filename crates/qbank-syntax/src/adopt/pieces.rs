//! A foreign file as lines and blocks: lines are read by their marks, because its lists are often none of Markdown's;
//! code, tables, quotations and formulas are blocks that nobody looks into.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag};
use qbank_model::FileId;
use regex::Regex;

use super::marks::{LineMarks, line_marks};
use super::pattern::pattern;
use super::words::{PartStart, QuestionStart, part_start, question_start};
use crate::Source;
use crate::document::Document;
use crate::headings::content_of;
use crate::masks::{self, MaskKind};

/// A line of text, or a block.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its bytes, without the indent and the spaces at its end.
    pub(super) range: Range<usize>,
    /// How many columns it is indented.
    pub(super) column: usize,
    /// Whether a blank line or the start of the text stands before it.
    pub(super) after_blank: bool,
    pub(super) kind: PieceKind,
}

#[derive(Clone, Debug)]
pub(super) enum PieceKind {
    Line(Line),
    /// A heading with its level; its bytes are those of its text.
    Heading(u8, Option<PartStart>),
    /// Code, a table, a formula, HTML.
    Block,
    Quote,
    Rule,
    /// `<details>`
    Open,
    /// What stands between `<summary>` and `</summary>`.
    Summary,
    /// `</details>`
    Close,
}

/// What a line of text says at its start.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) marks: LineMarks,
    pub(super) part: Option<PartStart>,
    pub(super) question: Option<QuestionStart>,
}

static LINE_BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\s*<br\s*/?>\s*"));
static NEXT_WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s+\*\*"));
static NEXT_LETTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\s;,]+(\(?)([B-Jb-j])([.)])\s+"));

impl Piece {
    pub(super) fn line(&self) -> Option<&Line> {
        if let PieceKind::Line(line) = &self.kind { Some(line) } else { None }
    }

    /// Returns the word that starts a part of a question here.
    pub(super) fn part(&self) -> Option<&PartStart> {
        match &self.kind {
            PieceKind::Line(line) => line.part.as_ref(),
            PieceKind::Heading(_, part) => part.as_ref(),
            _ => None,
        }
    }

    /// Returns the bytes between a line's marks; the whole of anything else.
    pub(super) fn body(&self) -> Range<usize> {
        match &self.kind {
            PieceKind::Line(line) => {
                self.range.start + line.marks.body.start..self.range.start + line.marks.body.end
            }
            _ => self.range.clone(),
        }
    }

    /// Tells whether it is a line without a bullet, a number, a letter or a box.
    pub(super) fn is_plain(&self) -> bool {
        self.line().is_some_and(|line| !line.marks.is_entry() && line.marks.number.is_none())
    }
}

/// Splits a text into lines and blocks.
pub(super) fn split(text: &str) -> Vec<Piece> {
    let source = Source { file: FileId(0), path: "items/foreign.md", text, domain: None };
    let found = masks::find(text);
    let masked = masks::mask(text, &found);
    let document = Document::parse(&source, &masked, &found, 0);
    let mut blocks = blocks(&document);
    for mask in found.iter().filter(|mask| mask.kind == MaskKind::Display) {
        if text[mask.range.clone()].contains('\n') {
            blocks.push((mask.range.clone(), PieceKind::Block));
        }
    }
    blocks.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut splitter = Splitter { text, pieces: Vec::new(), after_blank: true };
    let mut at = 0;
    for (range, kind) in blocks {
        if range.start >= at {
            splitter.lines(at..range.start);
            at = splitter.block(range, kind);
        }
    }
    splitter.lines(at..text.len());
    splitter.pieces
}

/// Returns the blocks that nobody looks into, at whatever depth.
fn blocks(document: &Document) -> Vec<(Range<usize>, PieceKind)> {
    let block = |(event, range): &(Event, Range<usize>)| {
        let kind = match event {
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)) => {
                let start = document.text[range.clone()].trim_start();
                let marks = line_marks(start.lines().next().unwrap_or_default());
                // Choices that somebody set far in are no code.
                if marks.is_entry() || part_start(start.lines().next().unwrap_or_default()).is_some() {
                    return None;
                }
                PieceKind::Block
            }
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_)) => PieceKind::Block,
            Event::Start(Tag::HtmlBlock) => html_kind(&document.text[range.clone()]),
            Event::Start(Tag::BlockQuote(_)) => PieceKind::Quote,
            Event::Start(Tag::Heading { level, .. }) => return heading(document, *level as u8, range),
            Event::Rule => PieceKind::Rule,
            _ => return None,
        };
        Some((document.trimmed(range.clone()), kind))
    };
    document.events.iter().filter_map(block).collect()
}

fn heading(document: &Document, level: u8, range: &Range<usize>) -> Option<(Range<usize>, PieceKind)> {
    let raw = document.text[range.clone()].trim_end();
    if raw.trim_start().starts_with('#') {
        let content = content_of(document.text, range.clone());
        let part = part_start(&document.text[content]).filter(|part| part.value.is_empty());
        return Some((document.trimmed(range.clone()), PieceKind::Heading(level, part)));
    }
    let (title, line) = raw.rsplit_once('\n')?;
    let is_title =
        !title.contains('\n') && !line_marks(title.trim()).is_entry() && part_start(title.trim()).is_none();
    if is_title {
        return Some((document.trimmed(range.clone()), PieceKind::Heading(level, None)));
    }
    // `---` right under the last line of a paragraph was meant as a rule.
    let start = range.start + title.len() + 1;
    Some((start + line.len() - line.trim_start().len()..range.start + raw.len(), PieceKind::Rule))
}

fn html_kind(html: &str) -> PieceKind {
    match html.trim().to_ascii_lowercase().as_str() {
        "</details>" => PieceKind::Close,
        html if html.starts_with("<details") && html.ends_with('>') && !html[1..].contains('<') => {
            PieceKind::Open
        }
        html if html.starts_with("<summary>") && html.ends_with("</summary>") => PieceKind::Summary,
        _ => PieceKind::Block,
    }
}

struct Splitter<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    after_blank: bool,
}

impl Splitter<'_> {
    fn lines(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.text[range].split_inclusive('\n') {
            if line.trim().is_empty() {
                // What stands before a block on its line is no blank line.
                self.after_blank |= line.ends_with('\n');
            } else {
                self.line(at, line.trim_end());
            }
            at += line.len();
        }
    }

    fn line(&mut self, start: usize, line: &str) {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let column = column(&line[..indent]);
        for part in parts_of_line(text) {
            let range = start + indent + part.start..start + indent + part.end;
            let kind = PieceKind::Line(read_line(&self.text[range.clone()]));
            self.push(Piece { range, column, after_blank: false, kind });
        }
    }

    /// Adds a block; returns where the text goes on.
    fn block(&mut self, range: Range<usize>, kind: PieceKind) -> usize {
        let column = column(&self.text[self.line_start(range.start)..range.start]);
        let end =
            range.end + self.text[range.end..].find('\n').map_or(self.text.len() - range.end, |at| at + 1);
        let range = match kind {
            PieceKind::Heading(..) => content_of_heading(self.text, &range),
            PieceKind::Summary => range.start + "<summary>".len()..range.end - "</summary>".len(),
            _ => range,
        };
        self.push(Piece { range, column, after_blank: false, kind });
        end
    }

    fn push(&mut self, piece: Piece) {
        let after_blank = std::mem::take(&mut self.after_blank);
        self.pieces.push(Piece { after_blank, ..piece });
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |line_break| line_break + 1)
    }
}

fn content_of_heading(text: &str, range: &Range<usize>) -> Range<usize> {
    if text[range.clone()].starts_with('#') {
        return content_of(text, range.clone());
    }
    let title = text[range.clone()].lines().next().unwrap_or_default();
    range.start..range.start + title.trim_end().len()
}

fn read_line(line: &str) -> Line {
    let marks = line_marks(line);
    let bare = &line[if marks.bullet && marks.letter.is_none() { marks.body.start } else { 0 }..];
    let offset = line.len() - bare.len();
    let shift = |range: Range<usize>| range.start + offset..range.end + offset;
    let part = part_start(bare).map(|part| PartStart { value: shift(part.value), ..part });
    let question = question_start(bare).map(|start| QuestionStart { body: shift(start.body), ..start });
    Line { marks, part, question }
}

/// Splits a line that holds several choices, or text and a key, behind `<br>` or one behind the other.
fn parts_of_line(line: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let starts_part = |text: &str| line_marks(text).is_entry() || part_start(text).is_some();
    for found in LINE_BREAK.find_iter(line) {
        if found.end() >= line.len() || starts_part(&line[found.end()..]) {
            parts.push(at..found.start());
            at = found.end();
        }
    }
    parts.push(at..line.len());
    let parts: Vec<Range<usize>> = parts.into_iter().flat_map(|part| words_of_line(line, part)).collect();
    let letters = parts.into_iter().flat_map(|part| letters_of_line(line, part));
    letters.filter(|part| !part.is_empty()).collect()
}

/// Splits `**Answer: B** **Explanation:** because`.
fn words_of_line(line: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = vec![part.clone()];
    if part_start(&line[part.clone()]).is_none() {
        return parts;
    }
    for found in NEXT_WORD.find_iter(&line[part.clone()]) {
        let start = part.start + found.start() + found.as_str().len() - "**".len();
        if part_start(&line[start..part.end])
            .is_some_and(|next| next.value.start > 0 && line[start..part.end].contains(':'))
        {
            let last = parts.len() - 1;
            parts[last].end = part.start + found.start();
            parts.push(start..part.end);
        }
    }
    parts
}

/// Splits `A) one B) two C) three`.
fn letters_of_line(line: &str, part: Range<usize>) -> Vec<Range<usize>> {
    if line_marks(&line[part.clone()]).letter != Some(0) {
        return vec![part];
    }
    let mut parts = Vec::new();
    let (mut at, mut next) = (part.start, 1);
    for found in NEXT_LETTER.captures_iter(&line[part.clone()]) {
        let letter = usize::from(found[2].as_bytes()[0].to_ascii_uppercase() - b'A');
        let Some(place) = found.get(0).filter(|_| letter == next) else { continue };
        parts.push(at..part.start + place.start());
        let lead =
            place.as_str().len() - place.as_str().trim_start_matches([' ', '\t', ';', ',', '\u{A0}']).len();
        at = part.start + place.start() + lead;
        next += 1;
    }
    parts.push(at..part.end);
    parts
}

/// Returns the column that a line's indent reaches; other letters count as one.
pub(super) fn column(indent: &str) -> usize {
    indent.chars().fold(0, |column, c| if c == '\t' { (column / 4 + 1) * 4 } else { column + 1 })
}
