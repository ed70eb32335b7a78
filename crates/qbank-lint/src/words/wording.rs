//! An item's wording, read once for all rules.

use std::ops::Range;

use qbank_model::content::PlainText;
use qbank_model::{Bank, Choice, Interaction, Item};

use super::written::{runs_of, written_words};
use super::{MetaChoice, Quantity, Text, WrittenWord};

/// What a learner reads of an item before answering: its stem and its choices.
#[derive(Debug)]
pub struct Wording<'i> {
    /// The item.
    pub item: &'i Item,
    /// Its stem.
    pub stem: Text,
    /// Where the stem's sentences stand, and which of them asks.
    sentences: Vec<Range<usize>>,
    lead: Range<usize>,
    /// The runs of plain text that it shows before or after the attempt, its case and its sources aside.
    pub runs: Vec<&'i PlainText>,
    /// The words of these runs.
    pub written: Vec<WrittenWord<'i>>,
    /// Its choices in authored order; none where nothing is picked from a list.
    pub choices: Vec<WordedChoice<'i>>,
}

/// A choice and its wording.
#[derive(Debug)]
pub struct WordedChoice<'i> {
    /// The choice.
    pub choice: &'i Choice,
    /// What a learner reads.
    pub text: Text,
    /// Whether it is right.
    pub is_key: bool,
    /// What it says of the other choices, where it speaks of nothing else.
    pub meta: Option<MetaChoice>,
    /// The one number that it is, words around it aside.
    pub quantity: Option<Quantity>,
}

/// A word and the space behind it, rather less than more.
const LETTERS_OF_A_WORD: usize = 5;

impl<'i> Wording<'i> {
    /// Reads an item.
    pub fn of(item: &'i Item) -> Self {
        let (keys, stem) = (item.interaction.keys(), Text::of(&item.stem));
        let sentences = stem.sentences();
        let lead = lead_of(stem.as_str(), &sentences);
        let choices = item.interaction.choices().iter().map(|choice| {
            let text = Text::of(&choice.content);
            let is_key = keys.iter().any(|key| key.id == choice.id);
            let meta = MetaChoice::of(text.as_str(), &stem.as_str()[lead.clone()]);
            WordedChoice { choice, meta, quantity: Quantity::of(&text), text, is_key }
        });
        let choices = choices.collect();
        let runs = runs_of(item);
        let n_letters: usize = runs.iter().map(|run| run.len()).sum();
        let mut written = Vec::with_capacity(n_letters / LETTERS_OF_A_WORD);
        for run in &runs {
            written.extend(written_words(run));
        }
        Self { item, stem, sentences, lead, runs, written, choices }
    }

    /// Tells whether the item is in English, its own language going before the bank's.
    pub fn is_english(item: &Item, bank: &Bank) -> bool {
        let language = item.details.language.as_deref().unwrap_or(&bank.info.language);
        language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
    }

    /// Returns the sentences of the stem in reading order, without the spaces between them.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.sentences.iter().map(|sentence| &self.stem.as_str()[sentence.clone()])
    }

    /// Returns the sentence of the stem that asks: the last that ends in `?` or `:`, else the last; empty where there is
    /// none.
    pub fn lead(&self) -> &str {
        &self.stem.as_str()[self.lead.clone()]
    }

    /// Returns the key and the distractors of a single-choice question; no other type has one key among them.
    pub fn key_and_distractors(&self) -> Option<(&WordedChoice<'i>, Vec<&WordedChoice<'i>>)> {
        if !matches!(self.item.interaction, Interaction::SingleChoice(_)) {
            return None;
        }
        let key = self.choices.iter().find(|choice| choice.is_key)?;
        Some((key, self.choices.iter().filter(|choice| !choice.is_key).collect()))
    }
}

fn lead_of(prose: &str, sentences: &[Range<usize>]) -> Range<usize> {
    let closing = |c: char| matches!(c, '"' | '\'' | ')' | ']' | ' ');
    let asks =
        |sentence: &&Range<usize>| prose[(*sentence).clone()].trim_end_matches(closing).ends_with(['?', ':']);
    sentences.iter().rev().find(asks).or(sentences.last()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use qbank_model::{Content, Inline};

    use super::*;

    #[test]
    fn the_lead_asks() {
        for (prose, lead) in [
            ("Demand is 5. Which cost falls? Ignore taxes.", "Which cost falls?"),
            ("All of these are costs except:", "All of these are costs except:"),
            ("Demand is 5. Compute the lot.", "Compute the lot."),
            ("Which costs fall? (Choose two.)", "Which costs fall?"),
        ] {
            let text = Text::of(&Content::of_inlines(vec![Inline::Text(prose.into())]));
            assert_eq!(text.as_str()[lead_of(text.as_str(), &text.sentences())], *lead, "{prose}");
        }
    }
}
