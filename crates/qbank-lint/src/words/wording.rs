//! An item's wording, read once for all rules.

use std::collections::BTreeSet;

use qbank_model::{Bank, Choice, Interaction, Item};

use super::{Glossary, MetaChoice, Text, content_words};

/// What a learner reads of an item before answering: its stem and its choices.
#[derive(Debug)]
pub struct Wording<'i> {
    /// The item.
    pub item: &'i Item,
    /// Its stem.
    pub stem: Text,
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
}

impl<'i> Wording<'i> {
    /// Reads an item.
    pub fn of(item: &'i Item) -> Self {
        let (keys, stem) = (item.interaction.keys(), Text::of(&item.stem));
        let lead = stem.lead().to_owned();
        let choices = item.interaction.choices().iter().map(|choice| {
            let text = Text::of(&choice.content);
            let is_key = keys.iter().any(|key| key.id == choice.id);
            WordedChoice { choice, meta: MetaChoice::of(text.as_str(), &lead), text, is_key }
        });
        let choices = choices.collect();
        Self { item, stem, choices }
    }

    /// Tells whether the item is in English, its own language going before the bank's.
    pub fn is_english(item: &Item, bank: &Bank) -> bool {
        let language = item.details.language.as_deref().unwrap_or(&bank.info.language);
        language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
    }

    /// Returns the sentence of the stem that asks.
    pub fn lead(&self) -> &str {
        self.stem.lead()
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

impl WordedChoice<'_> {
    /// Returns the stems of the choice's content words.
    pub fn content_words(&self, glossary: &Glossary) -> BTreeSet<String> {
        content_words(&self.text, glossary)
    }
}
