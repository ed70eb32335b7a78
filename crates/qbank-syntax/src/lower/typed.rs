//! The line under the label `Answer`: a number to type, or words.

use std::ops::Range;

use pulldown_cmark::Event;
use qbank_model::interaction::{Capitals, Pattern};
use qbank_model::template::{OpenAccept, OpenInteraction};

use crate::codes;
use crate::content::Lowering;
use crate::document::BlockKind;
use crate::lower::answer::{Answer, AnswerPlaces};
use crate::lower::body::LabelBody;

impl Lowering<'_, '_> {
    /// Lowers a typed answer; code spans make it one of words.
    pub(crate) fn typed_answer(&mut self, label: &LabelBody, capitals: Capitals) -> Option<Answer> {
        let document = self.document;
        let block = &document.blocks[label.blocks[0]];
        let more = label.blocks[1..].iter().map(|idx| &document.blocks[*idx]);
        let stray = more.into_iter().find(|block| block.kind != BlockKind::Rule);
        let line = label.range.end..block.range.end;
        let lead = document.text[line.clone()].len() - document.text[line.clone()].trim_start().len();
        let line = line.start + lead..line.start + lead + document.text[line].trim().len();
        let stray = match stray {
            Some(block) => Some(document.trimmed(block.range.clone())),
            None => document.text[line.clone()].find('\n').map(|at| line.start + at + 1..line.end),
        };
        if let Some(stray) = stray {
            let finding = self.found(codes::BROKEN_ANSWER, stray, "an answer is one line");
            let help = "put the alternatives on one line with bars between them; text belongs under `**Rationale:**`";
            self.report(finding.help(help));
            return None;
        }
        let places = AnswerPlaces { whole: line.clone(), parts: vec![line.clone()] };
        if document.text[line.clone()].starts_with('`') {
            let accepted = self.accepted(block.events.clone(), &line)?;
            return Some(Answer { interaction: OpenInteraction::Text(accepted, capitals), places });
        }
        let text = document.text[line.clone()].to_owned();
        let open = self.open_text(&text, line);
        Some(Answer { interaction: OpenInteraction::Number(open), places })
    }

    /// Lowers code spans with bars between them, between slashes a pattern; what stands before `range` is not looked at.
    pub(crate) fn accepted(&mut self, events: Range<usize>, range: &Range<usize>) -> Option<Vec<OpenAccept>> {
        let document = self.document;
        let mut accepted = Vec::new();
        let mut n_bars = 0;
        let n_before = self.findings.len();
        for (event, place) in &document.events[events] {
            if place.start < range.start {
                continue;
            }
            match event {
                Event::Code(code) => {
                    let words = code.to_string();
                    accepted.extend(self.accept(&words, place));
                }
                Event::Text(text) => {
                    n_bars += text.matches('|').count();
                    if !text.trim_matches(|c: char| c == '|' || c.is_whitespace()).is_empty() {
                        let finding =
                            self.found(codes::BROKEN_ANSWER, place.clone(), "this is no part of an answer");
                        let help = "write each way to answer right between backticks, with bars between them";
                        self.report(finding.help(help));
                        return None;
                    }
                }
                _ => {}
            }
        }
        if self.findings.len() == n_before && n_bars + 1 != accepted.len() {
            let finding =
                self.found(codes::BROKEN_ANSWER, range.clone(), "two answers have one bar between them");
            self.report(finding.help("write `one` | `two`"));
        }
        (self.findings.len() == n_before).then_some(accepted)
    }

    fn accept(&mut self, words: &str, place: &Range<usize>) -> Option<OpenAccept> {
        let inner = words
            .strip_prefix('/')
            .and_then(|inner| inner.strip_suffix('/'))
            .filter(|inner| !inner.is_empty());
        let Some(source) = inner else {
            return Some(OpenAccept::Words(self.open_text(words, place.clone())));
        };
        match Pattern::new(source, self.capitals) {
            Ok(pattern) => Some(OpenAccept::Pattern(pattern)),
            Err(fault) => {
                let ticks =
                    self.document.text[place.clone()].bytes().take_while(|byte| *byte == b'`').count();
                let is_plain = self.document.text[place.clone()].len() == words.len() + 2 * ticks;
                let start = place.start + ticks + 1;
                let range = start + fault.range.start..start + fault.range.end;
                let finding = self.found(
                    codes::BROKEN_PATTERN,
                    if is_plain { range } else { place.clone() },
                    fault.message,
                );
                let help =
                    "a pattern has characters, `.`, classes such as `[a-z]`, groups, `|`, and `* + ? {2,3}`";
                self.report(finding.help(help));
                None
            }
        }
    }
}
