//! How a learner answers: one struct for each question type, each of which cannot hold a broken question.

mod blanks;
mod choices;
mod essay;
mod matching;
mod ordering;
mod typed_number;
mod typed_text;

pub use blanks::{Blank, Blanks, DropDown, DropDownFault};
pub use choices::{Choice, Choices, ChoicesFault, KeyCount, Mark, MultipleChoice, SingleChoice, TrueFalse};
pub use essay::{Criterion, Essay, EssayFault};
pub use matching::{Matching, MatchingFault, Partner, Prompt};
pub use ordering::{Ordering, OrderingFault, Step};
pub use typed_number::{Accepted, Tolerance, TypedNumber, TypedNumberFault, Unit};
pub use typed_text::{Accept, Capitals, Pattern, PatternFault, TypedText, TypedTextFault};

use crate::content::Content;
use crate::id::ChoiceId;
use crate::scoring::Scoring;

/// What the learner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interaction {
    /// Picks the one right choice.
    SingleChoice(SingleChoice),
    /// Picks all right choices.
    MultipleChoice(MultipleChoice),
    /// Judges a statement.
    TrueFalse(TrueFalse),
    /// Types a number.
    Number(TypedNumber),
    /// Types words.
    Text(TypedText),
    /// Fills the gaps of the stem.
    Blanks(Blanks),
    /// Finds each prompt's partner.
    Matching(Matching),
    /// Brings entries into their order.
    Ordering(Ordering),
    /// Writes freely; a person scores it.
    Essay(Essay),
}

/// The question types by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Exactly one right choice.
    Single,
    /// Several right choices.
    Multiple,
    /// A statement to judge.
    TrueFalse,
    /// A number to type.
    Numeric,
    /// Words to type.
    Text,
    /// Gaps in the stem.
    Blanks,
    /// Pairs to find.
    Match,
    /// Entries to bring into their order.
    Order,
    /// Free text by a rubric.
    Essay,
}

impl Kind {
    /// All question types, in the manual's order.
    pub const ALL: [Self; 9] = [
        Self::Single,
        Self::Multiple,
        Self::TrueFalse,
        Self::Numeric,
        Self::Text,
        Self::Blanks,
        Self::Match,
        Self::Order,
        Self::Essay,
    ];

    /// Returns the word authors write for `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true-false",
            Self::Numeric => "numeric",
            Self::Text => "text",
            Self::Blanks => "blanks",
            Self::Match => "match",
            Self::Order => "order",
            Self::Essay => "essay",
        }
    }

    /// Returns the ways in which points of such an item can be given; the first is the usual one.
    pub fn scorings(self) -> &'static [Scoring] {
        match self {
            Self::Single | Self::Multiple | Self::TrueFalse => &[Scoring::AllOrNothing, Scoring::PerChoice],
            Self::Numeric | Self::Text | Self::Essay => &[Scoring::AllOrNothing],
            Self::Blanks | Self::Match => &[Scoring::AllOrNothing, Scoring::PerPart],
            Self::Order => &[Scoring::AllOrNothing, Scoring::PerPart, Scoring::AdjacentPairs],
        }
    }
}

impl Interaction {
    /// Returns the question type.
    pub fn kind(&self) -> Kind {
        match self {
            Self::SingleChoice(_) => Kind::Single,
            Self::MultipleChoice(_) => Kind::Multiple,
            Self::TrueFalse(_) => Kind::TrueFalse,
            Self::Number(_) => Kind::Numeric,
            Self::Text(_) => Kind::Text,
            Self::Blanks(_) => Kind::Blanks,
            Self::Matching(_) => Kind::Match,
            Self::Ordering(_) => Kind::Order,
            Self::Essay(_) => Kind::Essay,
        }
    }

    /// Returns the choices in authored order; none where nothing is picked from a list.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::SingleChoice(single) => single.choices(),
            Self::MultipleChoice(multiple) => multiple.choices(),
            Self::TrueFalse(judgement) => judgement.choices(),
            Self::Number(_)
            | Self::Text(_)
            | Self::Blanks(_)
            | Self::Matching(_)
            | Self::Ordering(_)
            | Self::Essay(_) => &[],
        }
    }

    /// Returns the right choices in authored order; none where nothing is picked from a list.
    pub fn keys(&self) -> Vec<&Choice> {
        match self {
            Self::SingleChoice(single) => vec![single.key()],
            Self::MultipleChoice(multiple) => multiple.keys().collect(),
            Self::TrueFalse(judgement) => vec![judgement.key()],
            Self::Number(_)
            | Self::Text(_)
            | Self::Blanks(_)
            | Self::Matching(_)
            | Self::Ordering(_)
            | Self::Essay(_) => Vec::new(),
        }
    }

    /// Tells whether a choice is right.
    pub fn is_key(&self, id: &ChoiceId) -> bool {
        let is_it = |key: &Choice| key.id == *id;
        match self {
            Self::SingleChoice(single) => is_it(single.key()),
            Self::MultipleChoice(multiple) => multiple.keys().any(is_it),
            Self::TrueFalse(judgement) => is_it(judgement.key()),
            Self::Number(_)
            | Self::Text(_)
            | Self::Blanks(_)
            | Self::Matching(_)
            | Self::Ordering(_)
            | Self::Essay(_) => false,
        }
    }

    /// Returns the rich texts that a learner reads to answer, feedback aside, in authored order.
    pub fn texts(&self) -> Vec<&Content> {
        match self {
            Self::SingleChoice(_) | Self::MultipleChoice(_) | Self::TrueFalse(_) => {
                self.choices().iter().map(|choice| &choice.content).collect()
            }
            Self::Number(_) | Self::Text(_) | Self::Blanks(_) => Vec::new(),
            Self::Matching(matching) => {
                let prompts = matching.prompts().iter().map(|prompt| &prompt.content);
                let options = matching.options().iter().map(|option| &option.content);
                matching.header().iter().chain(prompts).chain(options).collect()
            }
            Self::Ordering(ordering) => ordering.steps().iter().map(|step| &step.content).collect(),
            Self::Essay(essay) => essay.criteria().iter().map(|criterion| &criterion.content).collect(),
        }
    }
}
