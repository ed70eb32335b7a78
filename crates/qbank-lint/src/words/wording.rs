//! An item's wording, read once for all rules.

use std::cell::OnceCell;
use std::ops::Range;

use qbank_model::content::PlainText;
use qbank_model::{Bank, Block, Choice, Content, Inline, Interaction, Item};

use super::lexicon::Heard;
use super::parts::lists_of;
use super::written::{LETTERS_OF_A_WORD, runs_of, written_words};
use super::{Lexicon, MetaChoice, Passed, Quantity, StemHash, Text, WrittenWord};

/// What a learner reads of an item; each part is read when a rule first asks for it.
pub struct Wording<'i> {
    /// The item.
    pub item: &'i Item,
    lexicon: &'i Lexicon<'i>,
    stem: OnceCell<Stem<'i>>,
    choices: OnceCell<Vec<WordedChoice<'i>>>,
    lists: OnceCell<Vec<Vec<String>>>,
    runs: OnceCell<Vec<&'i PlainText>>,
    heard: OnceCell<Heard>,
    written: OnceCell<Vec<WrittenWord<'i>>>,
}

/// A stem, where its sentences stand, and which of them asks.
#[derive(Debug)]
struct Stem<'i> {
    text: Text<'i>,
    sentences: Vec<Range<usize>>,
    lead: Range<usize>,
}

impl<'i> Stem<'i> {
    fn of(item: &'i Item) -> Self {
        let text = Text::of(&item.stem);
        let sentences = text.sentences();
        let lead = lead_of(text.as_str(), &sentences);
        Self { text, sentences, lead }
    }

    fn lead(&self) -> &str {
        &self.text.as_str()[self.lead.clone()]
    }
}

/// A choice and its wording.
#[derive(Debug)]
pub struct WordedChoice<'i> {
    /// The choice.
    pub choice: &'i Choice,
    /// What a learner reads.
    pub text: Text<'i>,
    /// Whether it is right.
    pub is_key: bool,
    /// The one number that it is, words around it aside.
    pub quantity: Option<Quantity>,
    item: &'i Item,
    meta: OnceCell<Option<MetaChoice>>,
    content: OnceCell<Vec<StemHash>>,
}

impl WordedChoice<'_> {
    /// Returns what it says of the other choices, where it speaks of nothing else.
    pub fn meta(&self) -> Option<MetaChoice> {
        let lead = || Stem::of(self.item).lead().to_owned();
        *self.meta.get_or_init(|| MetaChoice::of(self.text.as_str(), lead))
    }
}

impl<'i> Wording<'i> {
    /// Makes the wording of an item.
    pub fn of(item: &'i Item, lexicon: &'i Lexicon<'i>) -> Self {
        let (stem, choices, lists) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let (runs, heard, written) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { item, lexicon, stem, choices, lists, runs, heard, written }
    }

    /// Tells whether the item is in English, its own language going before the bank's.
    pub fn is_english(item: &Item, bank: &Bank) -> bool {
        let language = item.details.language.as_deref().unwrap_or(&bank.info.language);
        language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
    }

    /// Returns the stem.
    pub fn stem(&self) -> &Text<'i> {
        &self.read_stem().text
    }

    /// Returns the sentences of the stem in reading order, without the spaces between them.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = &str> {
        let stem = self.read_stem();
        stem.sentences.iter().map(|sentence| &stem.text.as_str()[sentence.clone()])
    }

    /// Returns the sentence of the stem that asks: the last that ends in `?` or `:`, else the last; empty where there is
    /// none.
    pub fn lead(&self) -> &str {
        self.read_stem().lead()
    }

    fn read_stem(&self) -> &Stem<'i> {
        self.stem.get_or_init(|| Stem::of(self.item))
    }

    /// Returns the choices in authored order; none where nothing is picked from a list.
    pub fn choices(&self) -> &[WordedChoice<'i>] {
        self.choices.get_or_init(|| {
            let keys = self.item.interaction.keys();
            let choices = self.item.interaction.choices().iter().map(|choice| {
                let text = Text::of(&choice.content);
                let is_key = keys.iter().any(|key| key.id == choice.id);
                let quantity = Quantity::of(&text);
                let (meta, content) = (OnceCell::new(), OnceCell::new());
                WordedChoice { choice, text, is_key, quantity, item: self.item, meta, content }
            });
            choices.collect()
        })
    }

    /// Returns the parts of each choice that speaks of itself, where two and more list several things; nothing where they do
    /// not.
    pub fn lists(&self) -> &[Vec<String>] {
        self.lists.get_or_init(|| lists_of(self.choices()))
    }

    /// Returns the runs of plain text that the item shows before or after the attempt, its case and its sources aside.
    pub fn runs(&self) -> &[&'i PlainText] {
        self.runs.get_or_init(|| runs_of(self.item))
    }

    /// Returns the words of these runs.
    pub fn written(&self) -> &[WrittenWord<'i>] {
        self.written.get_or_init(|| {
            let n_letters: usize = self.runs().iter().map(|run| run.len()).sum();
            let mut written = Vec::with_capacity(n_letters / LETTERS_OF_A_WORD);
            for run in self.runs() {
                written.extend(written_words(run));
            }
            written
        })
    }

    /// Returns which of the lexicon's tests some word of the item passes.
    pub(crate) fn passed(&self) -> Passed {
        self.heard.get_or_init(|| self.lexicon.hear(self.runs())).passed
    }

    /// Returns the stems of the content words of the stem, sorted.
    pub fn content_of_stem(&self) -> Vec<StemHash> {
        self.content_of(&self.item.stem, self.stem())
    }

    /// Returns the stems of the content words of one of the choices, sorted.
    pub fn content_of_choice<'w>(&self, choice: &'w WordedChoice) -> &'w [StemHash] {
        choice.content.get_or_init(|| self.content_of(&choice.choice.content, &choice.text))
    }

    /// Returns the stems of the content words of a text of the item, sorted.
    pub fn content_of(&self, content: &Content, text: &Text) -> Vec<StemHash> {
        // Most texts are one run, whose words are known where some rule waits for words.
        let run_idx = || match &content.0[..] {
            [Block::Paragraph(inlines)] => match &inlines[..] {
                [Inline::Text(run)] if **run == *text.as_str() => {
                    self.runs().iter().position(|other| std::ptr::eq(*other, run))
                }
                _ => None,
            },
            _ => None,
        };
        match self.heard.get().and_then(|heard| Some((heard, run_idx()?))) {
            Some((heard, run_idx)) => self.lexicon.content_heard(heard, run_idx),
            None => self.lexicon.content_words(text),
        }
    }

    /// Returns the key and the distractors of a single-choice question; no other type has one key among them.
    pub fn key_and_distractors(&self) -> Option<(&WordedChoice<'i>, Vec<&WordedChoice<'i>>)> {
        if !matches!(self.item.interaction, Interaction::SingleChoice(_)) {
            return None;
        }
        let key = self.choices().iter().find(|choice| choice.is_key)?;
        Some((key, self.choices().iter().filter(|choice| !choice.is_key).collect()))
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
            let content = Content::of_inlines(vec![Inline::Text(prose.into())]);
            let text = Text::of(&content);
            assert_eq!(text.as_str()[lead_of(text.as_str(), &text.sentences())], *lead, "{prose}");
        }
    }
}
