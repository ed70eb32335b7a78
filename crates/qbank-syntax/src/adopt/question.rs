//! One foreign question: its stem, its choices, what says which are right, and what else stands below.

use std::ops::Range;

use super::chunks::chunks;
use super::marks::Tick;
use super::pieces::{Piece, PieceKind};
use super::runs::run_of_choices;
use super::words::{PartWord, summary_word, title_start};

/// A question as its author wrote it, by its parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    /// Where it starts in the text.
    pub(super) start: usize,
    pub(super) number: Option<u32>,
    /// The text of its heading, where it has one that says something.
    pub(super) title: Option<String>,
    /// The blocks of the stem below the heading.
    pub(super) stem: Vec<String>,
    pub(super) choices: Vec<Choice>,
    /// What the lines say that name the right choices, one text for each line.
    pub(super) keys: Vec<String>,
    pub(super) rationale: Vec<String>,
    pub(super) hints: Vec<Vec<String>>,
    pub(super) references: Vec<Vec<String>>,
    /// What a person has to look at.
    pub(super) needs: Vec<String>,
}

/// A choice as its author wrote it.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) text: String,
    /// The blocks below its first paragraph.
    pub(super) below: Vec<String>,
    pub(super) feedback: Vec<String>,
    pub(super) tick: Tick,
    pub(super) bold: bool,
}

/// Where text goes that follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bucket {
    Rationale,
    Hint,
    Reference,
    /// A key whose word stood alone: the next lines are it.
    Key,
}

/// Reads a question off its pieces.
pub(super) fn read(text: &str, pieces: &[Piece]) -> Question {
    let mut reader = Reader { text, pieces, question: Question::default(), column: 0 };
    let start = reader.head();
    let run = run_of_choices(text, pieces, start);
    let first = run.first().copied().unwrap_or_else(|| reader.end_of_stem(start));
    reader.stem(start..first);
    let rest = reader.choices(&run).unwrap_or(first);
    reader.rest(rest..pieces.len());
    reader.question
}

struct Reader<'p> {
    text: &'p str,
    pieces: &'p [Piece],
    question: Question,
    /// Where the text of the question stands, so that what is below it is set in as far.
    column: usize,
}

impl Reader<'_> {
    fn shown(&self, range: Range<usize>) -> &str {
        &self.text[range]
    }

    /// Reads the heading or the line that starts the question; returns the first piece of the stem.
    fn head(&mut self) -> usize {
        let Some(first) = self.pieces.first() else { return 0 };
        self.question.start = first.range.start;
        let raw = self.shown(first.range.clone()).to_owned();
        let start = title_start(&raw);
        match &first.kind {
            PieceKind::Heading(..) => {
                self.question.number = start.number;
                let title = raw[start.body].trim();
                self.question.title = (!title.is_empty()).then(|| title.to_owned());
                1
            }
            PieceKind::Line(line) => {
                let body =
                    line.question.as_ref().map_or(line.marks.body.clone(), |question| question.body.clone());
                self.question.number =
                    line.question.as_ref().map_or(line.marks.number, |question| question.number);
                self.column =
                    first.column + if line.marks.number.is_some() { line.marks.body.start } else { 0 };
                let mut lines = vec![raw[body].trim().to_owned()];
                let mut next = 1;
                while next < self.pieces.len() && self.goes_on(next) {
                    lines.push(self.shown(self.pieces[next].range.clone()).to_owned());
                    next += 1;
                }
                lines.retain(|line| !line.is_empty());
                if !lines.is_empty() {
                    self.question.stem.push(lines.join("\n"));
                }
                next
            }
            _ => 0,
        }
    }

    /// Returns where a question without choices stops asking.
    fn end_of_stem(&self, start: usize) -> usize {
        let ends = |piece: &Piece| piece.part().is_some() || matches!(piece.kind, PieceKind::Open);
        let found = self.pieces[start..].iter().position(ends);
        found.map_or(self.pieces.len(), |at| start + at)
    }

    fn stem(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for idx in range.clone() {
            let Some(part) = self.pieces[idx].part().cloned() else { continue };
            let is_short =
                matches!(self.pieces[idx].kind, PieceKind::Heading(..)) || part.word != PartWord::Rationale;
            if !is_short {
                continue;
            }
            let blocks = chunks(self.text, &self.pieces[from..idx], self.column);
            self.question.stem.extend(blocks);
            from = idx + 1;
            let value = self.value(idx, &part.value);
            match part.word {
                PartWord::Key if !value.is_empty() => self.question.keys.push(value),
                PartWord::Hint if !value.is_empty() => self.question.hints.push(vec![value]),
                PartWord::Reference if !value.is_empty() => self.question.references.push(vec![value]),
                PartWord::Key
                | PartWord::Choices
                | PartWord::Rationale
                | PartWord::Hint
                | PartWord::Reference => {}
            }
        }
        let blocks = chunks(self.text, &self.pieces[from..range.end], self.column);
        self.question.stem.extend(blocks);
    }

    fn value(&self, idx: usize, value: &Range<usize>) -> String {
        let start = self.pieces[idx].range.start;
        self.shown(start + value.start..start + value.end).trim().to_owned()
    }

    /// Reads the choices; returns the piece after them.
    fn choices(&mut self, run: &[usize]) -> Option<usize> {
        let column = run.iter().map(|idx| self.pieces[*idx].column).min()?;
        let mut end = 0;
        for (number, idx) in run.iter().enumerate() {
            let has_blocks = || (run[0]..*idx).any(|idx| matches!(self.pieces[idx].kind, PieceKind::Block));
            let next = run.get(number + 1).copied();
            let limit = next.unwrap_or_else(|| self.end_of_choice(*idx, (!has_blocks()).then_some(column)));
            let choice = self.choice(*idx, limit);
            self.question.choices.push(choice);
            end = limit;
        }
        Some(end)
    }

    /// Returns where the last choice ends: what is set in below it, lines that go on with it, and a quotation are its, and a
    /// block as well, without a column, where the choices before it have some.
    fn end_of_choice(&self, idx: usize, own_column: Option<usize>) -> usize {
        let mut end = idx + 1;
        let column = own_column.unwrap_or(self.pieces[idx].column);
        while let Some(piece) = self.pieces.get(end) {
            let is_quote = matches!(piece.kind, PieceKind::Quote);
            let goes_on = piece.is_plain() && !piece.after_blank;
            let is_inside = piece.column > column
                && !matches!(piece.kind, PieceKind::Open | PieceKind::Summary | PieceKind::Close);
            let is_wanted = own_column.is_none() || self.pieces[idx].body().is_empty();
            let is_code = matches!(piece.kind, PieceKind::Block) && end == idx + 1 && is_wanted;
            let is_word =
                piece.part().is_some_and(|part| part.word != PartWord::Rationale || piece.column <= column);
            if is_word || !(is_quote || goes_on || is_inside || is_code) {
                break;
            }
            end += 1;
        }
        end
    }

    fn choice(&self, idx: usize, limit: usize) -> Choice {
        let piece = &self.pieces[idx];
        let marks = piece.line().map(|line| line.marks.clone());
        let mut choice = Choice {
            text: self.shown(piece.body()).trim().to_owned(),
            below: Vec::new(),
            feedback: Vec::new(),
            tick: marks.as_ref().map_or(Tick::None, |marks| marks.tick),
            bold: marks.as_ref().is_some_and(|marks| marks.bold),
        };
        let mut at = idx + 1;
        while at < limit && self.goes_on(at) {
            choice.text = format!("{}\n{}", choice.text, self.shown(self.pieces[at].range.clone()));
            at += 1;
        }
        let column = self.pieces[at.min(limit)..limit].iter().map(|piece| piece.column).min().unwrap_or(0);
        while at < limit {
            let piece = &self.pieces[at];
            match (&piece.kind, piece.part()) {
                (PieceKind::Quote, _) => {
                    let quote = chunks(self.text, std::slice::from_ref(piece), piece.column);
                    choice.feedback.extend(quote.iter().map(|quote| unquoted(quote)));
                }
                (PieceKind::Line(_), Some(part)) if part.word == PartWord::Rationale => {
                    choice.feedback.push(self.value(at, &part.value));
                }
                (PieceKind::Open | PieceKind::Close | PieceKind::Summary, _) => {}
                _ => {
                    let from = at;
                    while at + 1 < limit
                        && self.pieces[at + 1].line().is_some_and(|line| line.part.is_none())
                        && !self.pieces[at + 1].after_blank
                    {
                        at += 1;
                    }
                    choice.below.extend(chunks(self.text, &self.pieces[from..=at], column));
                }
            }
            at += 1;
        }
        choice
    }

    /// Reads what stands below the choices, by the words that announce it.
    fn rest(&mut self, range: Range<usize>) {
        let mut bucket = None;
        let mut at = range.start;
        while at < range.end {
            let piece = &self.pieces[at];
            match (&piece.kind, piece.part().cloned()) {
                (PieceKind::Open | PieceKind::Rule, _) => {}
                (PieceKind::Close, _) => bucket = Some(Bucket::Rationale),
                (PieceKind::Summary, _) => bucket = Some(self.summary(at)),
                (_, Some(part)) => bucket = self.part(at, &part).or(bucket),
                (PieceKind::Line(line), None)
                    if bucket != Some(Bucket::Key) && self.is_choice(line.marks.letter) =>
                {
                    at = self.feedback(at, range.end);
                    continue;
                }
                (_, None) if bucket == Some(Bucket::Key) => {
                    at = self.key_lines(at, range.end);
                    bucket = Some(Bucket::Rationale);
                    continue;
                }
                (_, None) => {
                    let end = self.end_of_block(at, range.end);
                    self.put(bucket, at..end);
                    at = end;
                    continue;
                }
            }
            at += 1;
        }
    }

    fn summary(&mut self, at: usize) -> Bucket {
        let words = self.shown(self.pieces[at].range.clone()).trim().to_owned();
        match summary_word(&words) {
            Some(PartWord::Key) => Bucket::Key,
            Some(PartWord::Hint) => {
                self.question.hints.push(Vec::new());
                Bucket::Hint
            }
            Some(PartWord::Reference) => {
                self.question.references.push(Vec::new());
                Bucket::Reference
            }
            Some(PartWord::Rationale | PartWord::Choices) => Bucket::Rationale,
            None => {
                self.question.rationale.push(words);
                Bucket::Rationale
            }
        }
    }

    /// Opens what a word announces, with the text behind it on its line and on the lines that go on with it.
    fn part(&mut self, at: usize, part: &super::words::PartStart) -> Option<Bucket> {
        let value = self.value(at, &part.value);
        let values: Vec<String> = (!value.is_empty()).then_some(value).into_iter().collect();
        match part.word {
            PartWord::Key if values.is_empty() => Some(Bucket::Key),
            PartWord::Key => {
                self.question.keys.extend(values);
                Some(Bucket::Rationale)
            }
            PartWord::Rationale => {
                self.question.rationale.extend(values);
                Some(Bucket::Rationale)
            }
            PartWord::Hint => {
                self.question.hints.push(values);
                Some(Bucket::Hint)
            }
            PartWord::Reference => {
                self.question.references.push(values);
                Some(Bucket::Reference)
            }
            PartWord::Choices => None,
        }
    }

    /// Takes the lines below a lone "Answer" as what it says: one line, or all entries of a list.
    fn key_lines(&mut self, start: usize, end: usize) -> usize {
        if self.pieces[start].line().is_none() {
            let after = self.end_of_block(start, end);
            self.put(Some(Bucket::Rationale), start..after);
            return after;
        }
        let mut at = start;
        let is_list = self.pieces[start].line().is_some_and(|line| line.marks.bullet);
        loop {
            let mut key = self.shown(self.pieces[at].range.clone()).to_owned();
            at += 1;
            while at < end && self.goes_on(at) {
                key = format!("{key}\n{}", self.shown(self.pieces[at].range.clone()));
                at += 1;
            }
            self.question.keys.push(key.trim_start_matches(['-', '+', '•', ' ']).to_owned());
            let goes_on = is_list
                && at < end
                && self.pieces[at].part().is_none()
                && self.pieces[at].line().is_some_and(|line| line.marks.bullet);
            if !goes_on {
                return at;
            }
        }
    }

    /// Tells whether a letter below the choices names one of them.
    fn is_choice(&self, letter: Option<usize>) -> bool {
        letter.is_some_and(|letter| letter < self.question.choices.len())
    }

    /// Takes a line such as `B) mixes the two costs up` below the choices as what is said of that choice.
    fn feedback(&mut self, at: usize, end: usize) -> usize {
        let piece = &self.pieces[at];
        let letter = piece.line().and_then(|line| line.marks.letter).unwrap_or_default();
        let mut words = vec![self.shown(piece.body()).trim().to_owned()];
        let mut next = at + 1;
        while next < end && self.goes_on(next) {
            words.push(self.shown(self.pieces[next].range.clone()).to_owned());
            next += 1;
        }
        self.question.choices[letter].feedback.push(words.join("\n"));
        next
    }

    /// Tells whether a line goes on with the paragraph above it.
    fn goes_on(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        piece.is_plain() && !piece.after_blank && piece.part().is_none()
    }

    fn end_of_block(&self, start: usize, end: usize) -> usize {
        let mut at = start + 1;
        let is_line = |idx: usize| self.pieces[idx].line().is_some_and(|line| line.part.is_none());
        while is_line(start) && at < end && is_line(at) && !self.pieces[at].after_blank {
            at += 1;
        }
        at
    }

    fn put(&mut self, bucket: Option<Bucket>, range: Range<usize>) {
        let piece = &self.pieces[range.start];
        let blocks = chunks(self.text, &self.pieces[range.clone()], piece.column);
        let is_outside = piece.after_blank && piece.column < self.column;
        let is_heading = matches!(self.pieces[0].kind, PieceKind::Heading(..));
        let question = &mut self.question;
        if !is_heading && (bucket.is_none() || is_outside) && question.needs.is_empty() {
            let words: Vec<&str> = blocks.iter().flat_map(|block| block.split_whitespace()).take(8).collect();
            question.needs.push(format!(
                "no word says what this text below it is; it was taken for its rationale: {}",
                words.join(" ")
            ));
        }
        let place = match bucket {
            Some(Bucket::Hint) => question.hints.last_mut(),
            Some(Bucket::Reference) => question.references.last_mut(),
            Some(Bucket::Rationale | Bucket::Key) | None => None,
        };
        place.unwrap_or(&mut question.rationale).extend(blocks);
    }
}

/// Takes the signs of a quotation off its lines.
fn unquoted(quote: &str) -> String {
    let lines = quote.lines().map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix('>').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}
