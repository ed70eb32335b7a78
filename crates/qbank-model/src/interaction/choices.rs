//! Choices: single choice, multiple choice, and statements to judge.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::Decimal;
use crate::content::Content;
use crate::id::ChoiceId;
use crate::media::MediaPath;
use crate::source::{Span, Spanned};

/// One of the options that a learner picks from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name in responses and packages.
    pub id: ChoiceId,
    /// What the learner reads.
    pub content: Content,
    /// What the learner is told after picking it.
    pub feedback: Option<Content>,
    /// Keeps its place when the choices are shuffled.
    pub fixed: bool,
    /// The author's share of the points for picking it, from −1 to 1; a key without one shares equally.
    pub share: Option<Decimal>,
    /// The whole entry in the source.
    pub span: Span,
}

/// Equality ignores the place in the source, as everywhere in the model.
impl PartialEq for Choice {
    fn eq(&self, other: &Self) -> bool {
        let Self { id, content, feedback, fixed, share, span: _ } = self;
        (id, content, feedback, fixed, share)
            == (&other.id, &other.content, &other.feedback, &other.fixed, &other.share)
    }
}

impl Eq for Choice {}

/// Whether the author ticked a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `[x]`
    Key,
    /// `[ ]`
    Distractor,
}

/// What is wrong with a list of choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoicesFault {
    /// Fewer than two, or more than [`Choices::MAX`].
    Count(usize),
    /// Nothing to read in the choice at this index.
    Empty(usize),
    /// The choice at the second index reads the same as the one at the first.
    Repeated(usize, usize),
    /// The choice at the second index has the id of the one at the first.
    RepeatedId(usize, usize),
    /// The share of the choice at this index is not from −1 to 1.
    Share(usize),
}

/// Two to 26 choices in authored order; distinct ids, distinct texts, none empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices(Vec<Choice>);

impl Choices {
    /// The most choices an item may have.
    pub const MAX: usize = 26;

    /// Checks the choices against each other.
    ///
    /// # Errors
    /// Returns everything that is wrong with them, in authored order; a wrong count alone, since the rest would be noise.
    pub fn new(choices: Vec<Choice>) -> Result<Self, Vec<ChoicesFault>> {
        if !(2..=Self::MAX).contains(&choices.len()) {
            return Err(vec![ChoicesFault::Count(choices.len())]);
        }
        let mut faults = Vec::new();
        let read: Vec<Reading> = choices.iter().map(Reading::of).collect();
        for (idx, choice) in choices.iter().enumerate() {
            let earlier = &choices[..idx];
            if choice.content.is_empty() {
                faults.push(ChoicesFault::Empty(idx));
            } else if let Some(first) = read[..idx].iter().position(|other| other.equals(&read[idx])) {
                faults.push(ChoicesFault::Repeated(first, idx));
            }
            if let Some(first) = earlier.iter().position(|other| other.id == choice.id) {
                faults.push(ChoicesFault::RepeatedId(first, idx));
            }
            if choice.share.is_some_and(|share| share.abs() > Decimal::ONE) {
                faults.push(ChoicesFault::Share(idx));
            }
        }
        if faults.is_empty() { Ok(Self(choices)) } else { Err(faults) }
    }

    /// Returns the choices in authored order.
    pub fn as_slice(&self) -> &[Choice] {
        &self.0
    }
}

/// How many choices were ticked where exactly one, or at least one, has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} choices are ticked")]
pub struct KeyCount {
    /// The ticked choices.
    pub found: usize,
}

/// A single-choice question. Invariant: exactly one choice is the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleChoice {
    choices: Choices,
    key: usize,
}

impl SingleChoice {
    /// Takes the marks in the order of the choices.
    ///
    /// # Errors
    /// Fails when no choice, or more than one, is ticked.
    pub fn new(choices: Choices, marks: &[Mark]) -> Result<Self, KeyCount> {
        match keys(marks)[..] {
            [key] if key < choices.0.len() => Ok(Self { choices, key }),
            ref keys => Err(KeyCount { found: keys.len() }),
        }
    }

    /// Returns the choices in authored order.
    pub fn choices(&self) -> &[Choice] {
        &self.choices.0
    }

    /// Returns the one right choice.
    pub fn key(&self) -> &Choice {
        &self.choices.0[self.key]
    }
}

/// A question with several right choices, all of which are to be picked. Invariant: at least one choice is a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultipleChoice {
    choices: Choices,
    keys: BTreeSet<usize>,
}

impl MultipleChoice {
    /// Takes the marks in the order of the choices.
    ///
    /// # Errors
    /// Fails when no choice is ticked.
    pub fn new(choices: Choices, marks: &[Mark]) -> Result<Self, KeyCount> {
        let keys: BTreeSet<usize> = keys(marks).into_iter().filter(|idx| *idx < choices.0.len()).collect();
        if keys.is_empty() { Err(KeyCount { found: 0 }) } else { Ok(Self { choices, keys }) }
    }

    /// Returns the choices in authored order.
    pub fn choices(&self) -> &[Choice] {
        &self.choices.0
    }

    /// Returns the right choices in authored order.
    pub fn keys(&self) -> impl Iterator<Item = &Choice> {
        self.keys.iter().map(|idx| &self.choices.0[*idx])
    }
}

/// A statement to judge. Invariant: two choices, of which one affirms the stem and one is the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueFalse {
    single: SingleChoice,
    affirming: usize,
}

impl TrueFalse {
    /// Takes two choices of which the one at `affirming` says that the stem is true.
    ///
    /// Returns `None` where there are not two choices or `affirming` is none of them.
    pub fn new(single: SingleChoice, affirming: usize) -> Option<Self> {
        (single.choices().len() == 2 && affirming < 2).then_some(Self { single, affirming })
    }

    /// Returns the choices in authored order.
    pub fn choices(&self) -> &[Choice] {
        self.single.choices()
    }

    /// Returns the right choice.
    pub fn key(&self) -> &Choice {
        self.single.key()
    }

    /// Returns the place of the choice that says that the stem is true.
    pub fn affirming(&self) -> usize {
        self.affirming
    }

    /// Tells whether the stem is true.
    pub fn is_true(&self) -> bool {
        self.single.key == self.affirming
    }
}

/// A choice as a learner reads it.
struct Reading<'c> {
    text: Cow<'c, str>,
    files: Vec<&'c Spanned<MediaPath>>,
}

impl<'c> Reading<'c> {
    fn of(choice: &'c Choice) -> Self {
        Self { text: choice.content.text(), files: choice.content.files() }
    }

    /// White space and one final full stop do not tell two choices apart; signs and units do.
    fn equals(&self, other: &Self) -> bool {
        let (one, two) = (self.text.trim_end_matches('.'), other.text.trim_end_matches('.'));
        let differing = one.bytes().zip(two.bytes()).find(|(one, two)| one != two);
        // Two different letters at one place of texts that are alike before it: no white space makes up for that.
        if differing.is_some_and(|(one, two)| one.is_ascii_graphic() && two.is_ascii_graphic()) {
            return false;
        }
        one.split_whitespace().eq(two.split_whitespace()) && self.files == other.files
    }
}

fn keys(marks: &[Mark]) -> Vec<usize> {
    marks.iter().enumerate().filter(|(_, mark)| **mark == Mark::Key).map(|(idx, _)| idx).collect()
}
