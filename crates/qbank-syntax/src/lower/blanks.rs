//! Gaps in a stem, and the numbered list under the label `Blanks` that answers them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use qbank_model::interaction::Capitals;
use qbank_model::template::{OpenBlank, OpenInteraction};

use crate::codes;
use crate::content::Lowering;
use crate::lower::answer::{Answer, AnswerPlaces};
use crate::lower::body::LabelBody;

/// A run of underscores that is a gap.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    pub(crate) range: Range<usize>,
    /// Its number from 0.
    pub(crate) number: usize,
}

/// The fewest underscores of a gap.
const LEAST: usize = 3;

impl Lowering<'_, '_> {
    /// Finds the gaps of a stem, before it is lowered; reports underscores that Markdown took for something else.
    pub(crate) fn find_gaps(&mut self, heading: usize, stem: &[usize]) {
        self.gaps.clear();
        for idx in std::iter::once(heading).chain(stem.iter().copied()) {
            let block = &self.document.blocks[idx];
            self.find_gaps_in(block.events.clone());
        }
        self.gaps.sort_by_key(|gap| gap.range.start);
        for (number, gap) in self.gaps.iter_mut().enumerate() {
            gap.number = number;
        }
    }

    /// Underscores count in text alone: not in code, not in a link's text, not behind a backslash.
    fn find_gaps_in(&mut self, events: Range<usize>) {
        let document = self.document;
        let mut at = events.start;
        let mut run: Option<Range<usize>> = None;
        while at < events.end {
            let (event, range) = &document.events[at];
            let is_underscores = document.text[range.clone()].starts_with("___");
            match event {
                Event::Text(_) => match &mut run {
                    Some(run) if run.end == range.start => run.end = range.end,
                    _ => self.take_runs(run.replace(range.clone())),
                },
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => at = document.end_of(at).0 - 1,
                Event::Start(Tag::Emphasis | Tag::Strong) if is_underscores => {
                    let message = "the underscores around the word make it bold: there is no gap";
                    self.report_swallowed(range.clone(), message);
                }
                Event::Rule if is_underscores => {
                    let line = document.trimmed(range.clone());
                    self.report_swallowed(line, "a line of nothing but underscores is a rule, not a gap");
                }
                _ => {}
            }
            if !matches!(event, Event::Text(_)) {
                self.take_runs(run.take());
            }
            at += 1;
        }
        self.take_runs(run);
    }

    /// Takes the gaps of a stretch of text.
    fn take_runs(&mut self, stretch: Option<Range<usize>>) {
        let Some(stretch) = stretch else { return };
        let masked = &self.document.masked[stretch.clone()];
        let mut at = 0;
        while let Some(found) = masked[at..].find('_') {
            let start = at + found;
            let length = masked[start..].bytes().take_while(|byte| *byte == b'_').count();
            if length >= LEAST {
                let range = stretch.start + start..stretch.start + start + length;
                self.gaps.push(Gap { range, number: 0 });
            }
            at = start + length;
        }
    }

    fn report_swallowed(&mut self, range: Range<usize>, message: &str) {
        let finding = self.found(codes::SWALLOWED_BLANK, range, message);
        self.report(finding.help("write a gap as `____` with spaces around it, inside a line of text"));
    }

    /// Returns the gaps that overlap a range.
    pub(crate) fn gaps_in(&self, range: &Range<usize>) -> Vec<Gap> {
        let overlaps = |gap: &&Gap| gap.range.start < range.end && range.start < gap.range.end;
        self.gaps.iter().filter(overlaps).cloned().collect()
    }

    /// Lowers the numbered list of answers, one for each gap.
    pub(crate) fn blanks(&mut self, label: &LabelBody, capitals: Capitals) -> Option<Answer> {
        let list = self.block_after(label)?;
        let mut blanks = Vec::new();
        let mut parts = Vec::new();
        for (events, range) in self.entries_of(list) {
            parts.push(range.clone());
            let blank = self.blank(events, range);
            blanks.extend(blank);
        }
        (blanks.len() == parts.len()).then(|| Answer {
            interaction: OpenInteraction::Blanks { blanks, capitals, n_places: self.gaps.len() },
            places: AnswerPlaces { whole: label.range.clone(), parts },
        })
    }

    fn blank(&mut self, events: Range<usize>, range: Range<usize>) -> Option<OpenBlank> {
        let text = self.document.text[range.clone()].trim();
        if text.starts_with('`') {
            return self.accepted(events, &range).map(OpenBlank::Text);
        }
        let options = drop_down(text);
        if options.is_empty() {
            let text = text.to_owned();
            return Some(OpenBlank::Number(self.open_text(&text, range)));
        }
        let has_markup = self.document.events[events].iter().any(|(event, _)| {
            !matches!(event, Event::Text(_) | Event::SoftBreak | Event::Start(Tag::Paragraph) | Event::End(_))
        });
        if has_markup {
            let message = "the options of a drop-down are plain words";
            let finding = self.found(codes::BROKEN_DROP_DOWN, range, message);
            self.report(finding.help("take the markup away; ask with choices where an option needs it"));
            return None;
        }
        let options: Vec<(bool, String)> =
            options.into_iter().map(|(key, words)| (key, unescaped(words))).collect();
        let open = options.into_iter().map(|(key, words)| (key, self.open_text(&words, range.clone())));
        Some(OpenBlank::DropDown(open.collect()))
    }
}

/// Splits `~wrong =right` before each `~` or `=` that opens a word; no option where the text does not start with one.
fn drop_down(text: &str) -> Vec<(bool, &str)> {
    let opens = |at: usize| {
        let is_sign = text[at..].starts_with(['~', '=']);
        let starts_word = text[..at].chars().next_back().is_none_or(char::is_whitespace);
        is_sign && starts_word && text[at + 1..].chars().next().is_some_and(|c| !c.is_whitespace())
    };
    let starts: Vec<usize> = (0..text.len()).filter(|at| text.is_char_boundary(*at) && opens(*at)).collect();
    if starts.first() != Some(&0) {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (text[*start..].starts_with('='), text[start + 1..end].trim()))
        .collect()
}

/// Takes the backslash off escaped punctuation (CommonMark 0.31, 2.4).
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => plain.extend(chars.next()),
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drop_downs_split_before_signs_that_open_words() {
        for (text, expected) in [
            (
                "~less responsive =more responsive ~indifferent",
                vec![(false, "less responsive"), (true, "more responsive"), (false, "indifferent")],
            ),
            ("=a=b ~c~d", vec![(true, "a=b"), (false, "c~d")]),
            ("104 ± 0", vec![]),
            ("a =b", vec![]),
            ("~ a", vec![]),
        ] {
            assert_eq!(drop_down(text), expected, "{text}");
        }
    }
}
