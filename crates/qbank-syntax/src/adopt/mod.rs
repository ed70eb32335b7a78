//! A foreign question file in the format of the bank: what its author wrote, with the marks that the format needs.
//!
//! Headings with an id are the bank's already and stay byte for byte, so that adopting twice is adopting once. Every
//! other question gets an id, its choices and its key; what cannot be told from the text is left open and listed.

mod addresses;
mod answer;
mod chunks;
mod front_matter;
mod html;
mod keys;
mod letters;
mod marks;
mod pattern;
mod pieces;
mod question;
mod rewrite;
mod runs;
mod segment;
mod split;
mod words;
mod write;

use std::collections::BTreeSet;

use qbank_model::{Entry, ItemId, MediaPath, Severity, Spanned};

use crate::document::{BlockKind, Document};
use crate::headings::{HeadingId, heading_id};
use crate::layout::{Layout, lay_out};
use crate::{Dialect, FileUse, ParsedFile, Source, codes, masks, parse};

/// What adopting makes of a file.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// The file as the bank holds it; the same text where nothing was to be done.
    pub text: String,
    /// The number of its questions, those that were the bank's already included.
    pub n_questions: usize,
    /// The number of questions that were brought into the format.
    pub n_adopted: usize,
    /// Whether it could be told where its questions begin; the text stays as it is where it could not.
    pub is_settled: bool,
    /// What a person has to decide, in the order of the file.
    pub needs: Vec<Need>,
    /// The files of the bank that the text names, as [`crate::ParsedFile::files`] has them.
    pub files: Vec<(FileUse, Spanned<MediaPath>)>,
    places: Vec<QuestionPlace>,
}

/// Something that a person has to decide about a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The question's id, where it has one.
    pub id: Option<ItemId>,
    /// Its line in the adopted file, from 1.
    pub line: usize,
    /// Where the question starts in the foreign file, from 1.
    pub from_line: usize,
    /// Why, as one line.
    pub reason: String,
}

/// Where a question is.
#[derive(Clone, Debug)]
struct QuestionPlace {
    id: Option<ItemId>,
    /// Its line in the adopted file.
    line: usize,
    /// Its line in the foreign file.
    from_line: usize,
}

impl Adopted {
    /// Returns what a person has to decide at a byte of the adopted file.
    pub fn need_at(&self, at: usize, reason: String) -> Need {
        need_at(&self.places, line_of(&self.text, at), reason)
    }
}

fn need_at(places: &[QuestionPlace], line: usize, reason: String) -> Need {
    let question = places.iter().rev().find(|question| question.line <= line);
    let from_line = question.map_or(line, |question| question.from_line);
    Need { id: question.and_then(|question| question.id.clone()), line, from_line, reason }
}

/// A question that was adopted.
struct Taken {
    id: ItemId,
    /// Its first byte in the foreign file.
    from: usize,
    needs: Vec<String>,
}

/// Brings files into one bank; no two questions get one id.
#[derive(Debug)]
pub struct Adopter<'d> {
    /// How the bank's questions are read.
    pub dialect: &'d Dialect,
    /// The ids that are taken; those of adopted questions are added.
    pub taken: BTreeSet<ItemId>,
}

impl Adopter<'_> {
    /// Brings a file into the format.
    ///
    /// `source` has the path that the file will have in the bank. `new_address` is asked for each picture and each link that
    /// names a file, and returns its address there, or nothing where it stays.
    pub fn adopt(
        &mut self,
        source: &Source,
        new_address: &mut dyn FnMut(FileUse, &str) -> Option<String>,
    ) -> Adopted {
        let segments = segments(source);
        self.taken.extend(segments.iter().flat_map(|segment| segment.ids.iter().cloned()));
        let composed = compose(source.text, segments, &mut self.taken);
        // Text that would be a question only the second time was none to its author, or all of it is something else.
        let is_settled = composed.as_ref().is_none_or(|(text, _)| {
            let text = &self.laid_out(source, text.clone());
            compose(text, self::segments(&Source { text, ..*source }), &mut BTreeSet::new()).is_none()
        });
        let (text, questions) =
            composed.filter(|_| is_settled).unwrap_or_else(|| (source.text.to_owned(), Vec::new()));
        let n_adopted = questions.len();
        let mut after = source.text.to_owned();
        if n_adopted > 0 {
            after = self.laid_out(source, addresses::moved(&text, new_address).unwrap_or(text));
            if source.text.contains("\r\n") {
                after = after.replace("\r\n", "\n").replace('\n', "\r\n");
            }
        }
        let parsed = parse(&Source { text: &after, ..*source }, self.dialect);
        let lines = Lines { before: source.text, after: &after };
        let places = lines.places(&questions, &parsed);
        let needs = lines.needs(&questions, &parsed, &places);
        let n_questions = parsed.entries.len();
        Adopted { text: after, n_questions, n_adopted, is_settled, needs, files: parsed.files, places }
    }

    fn laid_out(&self, source: &Source, text: String) -> String {
        match lay_out(&Source { text: &text, ..*source }, self.dialect) {
            Layout::Changed(usual) => usual,
            Layout::Usual | Layout::LeftAlone => text,
        }
    }
}

/// Puts a file together again with its foreign questions adopted; nothing where it has none.
fn compose(text: &str, segments: Vec<Segment>, taken: &mut BTreeSet<ItemId>) -> Option<(String, Vec<Taken>)> {
    let front = front_matter::to_toml(text);
    let mut after = front.toml.unwrap_or_else(|| text[..front.end].to_owned());
    let mut questions: Vec<Taken> = Vec::new();
    for Segment { start, end, ids } in segments {
        let adopted = if ids.is_empty() { segment::adopt(&text[start..end], taken) } else { None };
        let Some(mut adopted) = adopted else {
            after.push_str(&text[start..end]);
            continue;
        };
        adopted.questions.iter_mut().for_each(|question| question.from += start);
        if !after.is_empty() && !after.ends_with("\n\n") {
            after.push('\n');
        }
        after.push_str(&adopted.text);
        if end < text.len() {
            after.push('\n');
        }
        questions.append(&mut adopted.questions);
    }
    (!questions.is_empty()).then_some((after, questions))
}

/// A part of a file between headings that the bank knows and those that it does not.
struct Segment {
    start: usize,
    end: usize,
    /// The ids in it; none where it is foreign.
    ids: Vec<ItemId>,
}

/// Cuts a file where the bank's own questions begin and end.
fn segments(source: &Source) -> Vec<Segment> {
    let start = front_matter::to_toml(source.text).end;
    let found = masks::find(source.text);
    let masked = masks::mask(source.text, &found);
    let document = Document::parse(source, &masked, &found, start);
    let mut segments = vec![Segment { start, end: source.text.len(), ids: Vec::new() }];
    for block in &document.blocks {
        let BlockKind::Heading { .. } = block.kind else { continue };
        let id = match heading_id(source.text, block.range.clone()) {
            HeadingId::Item(suffix) | HeadingId::Case(suffix) => Some(suffix.id),
            HeadingId::None | HeadingId::Broken { .. } => None,
        };
        let Some(open) = segments.last_mut() else { continue };
        match id {
            Some(id) if !open.ids.is_empty() => open.ids.push(id),
            None if open.ids.is_empty() => {}
            id => {
                open.end = block.range.start;
                let ids = id.into_iter().collect();
                segments.push(Segment { start: block.range.start, end: source.text.len(), ids });
            }
        }
    }
    segments.retain(|segment| segment.start < segment.end);
    segments
}

/// A file before and after, to count lines in.
struct Lines<'t> {
    before: &'t str,
    after: &'t str,
}

impl Lines<'_> {
    /// Returns the places of all questions of the adopted file, in its order.
    fn places(&self, questions: &[Taken], parsed: &ParsedFile) -> Vec<QuestionPlace> {
        let place = |entry: &Entry| {
            let line = line_of(self.after, entry.span().range().start);
            let taken = questions.iter().find(|question| Some(&question.id) == entry.id());
            let from_line = taken.map_or(line, |question| line_of(self.before, question.from));
            QuestionPlace { id: entry.id().cloned(), line, from_line }
        };
        let mut places: Vec<QuestionPlace> = parsed.entries.iter().map(place).collect();
        places.sort_by_key(|place| place.line);
        places
    }

    /// Returns what a person has to decide: what adopting could not tell, and what the format refuses.
    fn needs(&self, questions: &[Taken], parsed: &ParsedFile, places: &[QuestionPlace]) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        for question in questions {
            let place = places.iter().find(|place| place.id.as_ref() == Some(&question.id));
            let line = place.map_or(1, |place| place.line);
            needs.extend(question.needs.iter().map(|reason| need_at(places, line, reason.clone())));
        }
        let n_own = needs.len();
        for finding in parsed.diagnostics.iter().filter(|finding| finding.severity == Severity::Error) {
            let help = finding.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
            let line = line_of(self.after, finding.primary.span.range().start);
            let need = need_at(places, line, format!("{}{help}", finding.message));
            // What adopting says of a missing key is more than what the format says.
            let is_told = [codes::NO_KEY, codes::NO_ANSWER].contains(&finding.code)
                && needs[..n_own].iter().any(|told| told.id == need.id);
            if !is_told {
                needs.push(need);
            }
        }
        needs.sort_by_key(|need| need.line);
        needs
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}
