//! A part of a file without a question of the bank: its questions adopted, what stands around them kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use qbank_model::ItemId;

use super::chunks::chunks;
use super::pieces::{Piece, PieceKind, split};
use super::question::{Question, read};
use super::rewrite::Origins;
use super::split::{Part, id_of, numbered_keys, parts};
use super::write::write;
use super::{Taken, answer, html};
use crate::headings::HeadingId;
use crate::new_id::new_id;

/// The deepest level of a heading that groups: deeper ones would stand inside a question.
const GROUP_LEVEL: u8 = 2;

/// An adopted part of a file.
pub(super) struct Segment {
    pub(super) text: String,
    /// Its questions, with their places in the part as it was.
    pub(super) questions: Vec<Taken>,
}

/// Adopts the questions of a part; nothing where it has none, and stays as it is.
pub(super) fn adopt(foreign: &str, taken: &mut BTreeSet<ItemId>) -> Option<Segment> {
    let converted = html::to_markdown(foreign);
    let (text, origins) =
        converted.as_ref().map_or((foreign, &[][..]), |(text, origins)| (text.as_str(), &origins[..]));
    let pieces = split(text);
    let parts = parts(text, &pieces);
    if !parts.iter().any(|part| matches!(part, Part::Question(_))) {
        return None;
    }
    let mut reader =
        Reader { text, pieces: &pieces, origins, blocks: Vec::new(), n_keyed: 0, own_ids: Vec::new() };
    for part in parts {
        reader.part(part);
    }
    Some(reader.finish(taken))
}

enum Written {
    Text(String),
    Question(Box<Question>),
}

struct Reader<'t> {
    text: &'t str,
    pieces: &'t [Piece],
    origins: &'t [Origins],
    blocks: Vec<Written>,
    /// How many blocks stand above the end of the last list of keys.
    n_keyed: usize,
    own_ids: Vec<ItemId>,
}

impl Reader<'_> {
    fn part(&mut self, part: Part) {
        match part {
            Part::Loose(range) => self.loose(range),
            Part::Question(range) => {
                let question = read(self.text, &self.pieces[range]);
                self.blocks.push(Written::Question(Box::new(question)));
            }
            Part::KeyList(range) => self.key_list(range),
            Part::Own(range) => self.own(range),
        }
    }

    /// Keeps a question that has an id, which only the HTML around it hid.
    fn own(&mut self, range: Range<usize>) {
        let line_start = |at: usize| self.text[..at].rfind('\n').map_or(0, |line_break| line_break + 1);
        let start = line_start(self.pieces[range.start].range.start);
        let end = self.pieces.get(range.end).map_or(self.text.len(), |next| line_start(next.range.start));
        self.blocks.push(Written::Text(self.text[start..end].trim_end().to_owned()));
        if let HeadingId::Item(suffix) | HeadingId::Case(suffix) =
            id_of(&self.text[self.pieces[range.start].range.clone()])
        {
            self.own_ids.push(suffix.id);
        }
    }

    fn loose(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for idx in range.clone() {
            let PieceKind::Heading(level, _) = self.pieces[idx].kind else { continue };
            self.text_blocks(from..idx);
            let hashes = "#".repeat(usize::from(level.min(GROUP_LEVEL)));
            let title = &self.text[self.pieces[idx].range.clone()];
            self.blocks.push(Written::Text(format!("{hashes} {title}")));
            from = idx + 1;
        }
        self.text_blocks(from..range.end);
    }

    fn text_blocks(&mut self, range: Range<usize>) {
        let blocks = chunks(self.text, &self.pieces[range], 0);
        self.blocks.extend(blocks.into_iter().map(Written::Text));
    }

    /// Hands the keys of a list to the questions above it, by their numbers; a list with entries that fit none stays.
    fn key_list(&mut self, range: Range<usize>) {
        let listed = self.pieces[range.clone()].iter().flat_map(|piece| numbered_keys(self.text, piece));
        let mut keys: BTreeMap<u32, String> = BTreeMap::new();
        let mut left_over: Vec<String> = Vec::new();
        for (number, key) in listed {
            if let Some(former) = keys.insert(number, key) {
                left_over.push(format!("{number} {former}"));
            }
        }
        let mut last: Option<&mut Question> = None;
        for block in &mut self.blocks[self.n_keyed..] {
            let Written::Question(question) = block else { continue };
            if let Some(key) = question.number.and_then(|number| keys.remove(&number)) {
                question.keys.push(key);
            }
            last = Some(question);
        }
        left_over.extend(keys.into_iter().map(|(number, key)| format!("{number} {key}")));
        let has_other_text = self.pieces[range.start + 1..range.end].iter().any(|piece| {
            !matches!(piece.kind, PieceKind::Rule) && numbered_keys(self.text, piece).is_empty()
        });
        if let Some(question) = last.filter(|_| !left_over.is_empty()) {
            let entries = left_over.join(", ");
            question.needs.push(format!("entries of the list of answers belong to no question: {entries}"));
        }
        if has_other_text || !left_over.is_empty() {
            self.loose(range);
        }
        self.n_keyed = self.blocks.len();
    }

    fn finish(self, taken: &mut BTreeSet<ItemId>) -> Segment {
        taken.extend(self.own_ids.iter().cloned());
        let mut segment = Segment { text: String::new(), questions: Vec::new() };
        for block in &self.blocks {
            if !segment.text.is_empty() {
                segment.text.push('\n');
            }
            match block {
                Written::Text(text) => {
                    segment.text.push_str(text.trim_end());
                    segment.text.push('\n');
                }
                Written::Question(question) => {
                    let id = new_id(&words(question), taken);
                    let answer = answer::of(question);
                    segment.text.push_str(&write(question, &answer, &id));
                    let from = self.origins.iter().rev().fold(question.start, |at, origins| origins.of(at));
                    segment.questions.push(Taken { id, from, needs: answer.needs });
                }
            }
        }
        segment
    }
}

/// Returns the words that an id is made of.
fn words(question: &Question) -> String {
    let stem = question.stem.first().map_or("", String::as_str);
    let text = question.title.as_deref().unwrap_or(stem);
    if text.is_empty() {
        question.number.map_or_else(String::new, |number| format!("question {number}"))
    } else {
        text.to_owned()
    }
}
