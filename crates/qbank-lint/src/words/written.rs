//! Texts at the places where they were written, for rules that point at a word.

use std::collections::BTreeSet;

use qbank_model::content::{PlainText, for_each_inline};
use qbank_model::item::Stimulus;
use qbank_model::{Bank, Content, Inline, Item, Span};

use super::letters::WordPlaces;

/// A word and the space behind it, rather less than more.
pub(super) const LETTERS_OF_A_WORD: usize = 5;

/// A word of a run of plain text: letters and apostrophes.
#[derive(Clone, Copy, Debug)]
pub struct WrittenWord<'t> {
    /// The word as written.
    pub text: &'t str,
    /// The run that it stands in.
    pub run: &'t PlainText,
    /// Its first byte in the run.
    pub start: usize,
}

impl WrittenWord<'_> {
    /// Returns one past its last byte in the run.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Returns where it was written, where that is known.
    pub fn span(&self) -> Option<Span> {
        self.run.span_of(self.start..self.end())
    }

    /// Returns what stands before it in its run.
    pub fn before(&self) -> &str {
        &self.run[..self.start]
    }

    /// Returns what stands behind it in its run.
    pub fn after(&self) -> &str {
        &self.run[self.end()..]
    }
}

/// Returns the words of a run of plain text.
pub fn written_words(run: &PlainText) -> impl Iterator<Item = WrittenWord<'_>> {
    let places = WordPlaces::of(run, |c| matches!(c, '\'' | '’'));
    places.map(move |word| WrittenWord { start: word.start, text: &run[word], run })
}

/// Few items have more runs: a stem, choices with feedback, a rationale.
const USUAL_RUNS: usize = 16;

/// Returns the runs of plain text that an item shows before or after the attempt, its case and its sources aside.
pub(super) fn runs_of(item: &Item) -> Vec<&PlainText> {
    let mut runs = Vec::with_capacity(USUAL_RUNS);
    for_each_inline(&item.title, &mut |inline| runs.extend(plain(inline)));
    let choices = item.interaction.choices().iter();
    let texts = std::iter::once(&item.stem)
        .chain(item.interaction.texts())
        .chain(choices.filter_map(|choice| choice.feedback.as_ref()))
        .chain(item.outcomes().texts())
        .chain(&item.rationale)
        .chain(&item.hints);
    texts.for_each(|text| push_runs(text, &mut runs));
    runs
}

/// Returns the runs of plain text of a case.
pub fn runs_of_case(case: &Stimulus) -> Vec<&PlainText> {
    let mut runs = Vec::new();
    for_each_inline(&case.title, &mut |inline| runs.extend(plain(inline)));
    push_runs(&case.content, &mut runs);
    runs
}

/// Returns each case of a bank once, with the first of its items, in the bank's order.
pub fn cases(bank: &Bank) -> Vec<(&Item, &Stimulus)> {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let cases = bank.items().filter_map(|item| Some((item, item.stimulus.as_deref()?)));
    cases.filter(|(_, case)| seen.insert(case.place.span)).collect()
}

/// Returns where a part of a text was written: its own place where it stands in one run as it is, else that of the first
/// run; `None` where there is none.
pub fn place_in(content: &Content, part: &str) -> Option<Span> {
    let mut runs = Vec::new();
    push_runs(content, &mut runs);
    let found = runs.iter().find_map(|run| Some((run, run.find(part)?)));
    match found {
        Some((run, at)) => run.span_of(at..at + part.len()),
        None => runs.first().and_then(|run| run.span_of(0..run.len())),
    }
}

fn push_runs<'t>(content: &'t Content, runs: &mut Vec<&'t PlainText>) {
    content.for_each_inline(&mut |inline| runs.extend(plain(inline)));
}

fn plain(inline: &Inline) -> Option<&PlainText> {
    if let Inline::Text(text) = inline { Some(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_apostrophes() {
        let run = PlainText::from("A buyer's 12 well-known orders, buyers' all: e.g. x2");
        let words: Vec<&str> = written_words(&run).map(|word| word.text).collect();
        assert_eq!(words, ["A", "buyer's", "well", "known", "orders", "buyers", "all", "e", "g", "x"]);
        let orders = written_words(&run).nth(4).expect("the fifth word");
        assert_eq!((orders.before().len(), orders.after()), (24, ", buyers' all: e.g. x2"));
    }
}
