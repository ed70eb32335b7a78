//! Interactions as authors write them, before a draw fills their places; without variables nothing is left to fill.

use std::ops::Range;

use super::open_text::{OpenText, Values};
use crate::content::Content;
use crate::interaction::{
    Accept, Blank, Blanks, Capitals, Choice, Choices, ChoicesFault, Criterion, DropDown, DropDownFault,
    Essay, EssayFault, Interaction, KeyCount, Kind, Mark, Matching, MatchingFault, MultipleChoice, Ordering,
    OrderingFault, Partner, Pattern, SingleChoice, TrueFalse, TypedNumber, TypedNumberFault, TypedText,
    TypedTextFault,
};

/// One way to answer a text question right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenAccept {
    /// Words.
    Words(OpenText),
    /// A pattern, which holds no places.
    Pattern(Pattern),
}

/// The answer of a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenBlank {
    /// A number to type.
    Number(OpenText),
    /// Words to type.
    Text(Vec<OpenAccept>),
    /// Words to pick, each with whether it is right.
    DropDown(Vec<(bool, OpenText)>),
}

/// What the learner does, before it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenInteraction {
    /// Picks choices: [`Kind::Single`], [`Kind::Multiple`] or [`Kind::TrueFalse`].
    Choices {
        /// The question type.
        kind: Kind,
        /// The choices in authored order.
        choices: Vec<Choice>,
        /// Their marks, in the same order.
        marks: Vec<Mark>,
        /// The choice that affirms the statement, where there is one.
        affirming: Option<usize>,
    },
    /// Types a number.
    Number(OpenText),
    /// Types words.
    Text(Vec<OpenAccept>, Capitals),
    /// Fills the gaps of the stem.
    Blanks {
        /// The answers in the stem's order.
        blanks: Vec<OpenBlank>,
        /// Whether capitals count in typed words.
        capitals: Capitals,
        /// The gaps that the stem has.
        n_places: usize,
    },
    /// Finds pairs: the header's cells and those of each row.
    Matching([Content; 2], Vec<[Content; 2]>),
    /// Brings entries into their order, which is the right one here.
    Ordering(Vec<Content>),
    /// Writes freely, by these criteria.
    Essay(Vec<Criterion>),
}

/// What keeps an interaction from being one. Gaps are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// Of the choices.
    Choices(ChoicesFault),
    /// Of the number of keys.
    Keys(KeyCount),
    /// Of a typed number: of a gap or of the item, with the bytes in the filled text.
    Number(Option<usize>, TypedNumberFault, Range<usize>),
    /// Of typed words: of a gap or of the item.
    Text(Option<usize>, TypedTextFault),
    /// Of a drop-down.
    DropDown(usize, DropDownFault),
    /// As many answers as the first, for as many gaps as the second.
    BlankCount(usize, usize),
    /// Of the pairs.
    Matching(MatchingFault),
    /// Of the entries to order.
    Ordering(OrderingFault),
    /// Of the rubric.
    Essay(EssayFault),
}

impl From<&Interaction> for OpenInteraction {
    /// Opens an interaction again, for a printer or an editor; nothing in it waits for a draw.
    fn from(interaction: &Interaction) -> Self {
        match interaction {
            Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
                let choices = interaction.choices().to_vec();
                let mark = |choice: &Choice| {
                    if interaction.is_key(&choice.id) { Mark::Key } else { Mark::Distractor }
                };
                let marks = choices.iter().map(mark).collect();
                let affirming = match interaction {
                    Interaction::TrueFalse(judgement) => Some(judgement.affirming()),
                    _ => None,
                };
                Self::Choices { kind: interaction.kind(), choices, marks, affirming }
            }
            Interaction::Number(number) => Self::Number(OpenText::fixed(number.to_string())),
            Interaction::Text(text) => Self::Text(open_accepted(text), text.capitals()),
            Interaction::Blanks(blanks) => open_blanks(blanks),
            Interaction::Matching(matching) => {
                let cell = |content: &Content| content.clone();
                let prompts = matching.prompts().iter();
                let mut rows: Vec<[Content; 2]> = prompts
                    .map(|prompt| [cell(&prompt.content), cell(&matching.key(prompt).content)])
                    .collect();
                let is_key = |option: &&Partner| {
                    matching.prompts().iter().any(|prompt| matching.key(prompt).id == option.id)
                };
                let distractors = matching.options().iter().filter(|option| !is_key(option));
                rows.extend(distractors.map(|option| [Content::default(), cell(&option.content)]));
                Self::Matching(matching.header().clone(), rows)
            }
            Interaction::Ordering(ordering) => {
                Self::Ordering(ordering.steps().iter().map(|step| step.content.clone()).collect())
            }
            Interaction::Essay(essay) => Self::Essay(essay.criteria().to_vec()),
        }
    }
}

fn open_accepted(text: &TypedText) -> Vec<OpenAccept> {
    let open = |accept: &Accept| match accept {
        Accept::Words(words) => OpenAccept::Words(OpenText::fixed(words)),
        Accept::Pattern(pattern) => OpenAccept::Pattern(pattern.clone()),
    };
    text.accepted().iter().map(open).collect()
}

fn open_blanks(blanks: &Blanks) -> OpenInteraction {
    let mut capitals = Capitals::Ignored;
    let open = |blank: &Blank| match blank {
        Blank::Number(number) => OpenBlank::Number(OpenText::fixed(number.to_string())),
        Blank::Text(text) => {
            capitals = text.capitals();
            OpenBlank::Text(open_accepted(text))
        }
        Blank::DropDown(down) => {
            let option = |words: &String| (words == down.key(), OpenText::fixed(words));
            OpenBlank::DropDown(down.options().iter().map(option).collect())
        }
    };
    let open: Vec<OpenBlank> = blanks.as_slice().iter().map(open).collect();
    let n_places = open.len();
    OpenInteraction::Blanks { blanks: open, capitals, n_places }
}

impl OpenInteraction {
    /// Returns the question type.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Choices { kind, .. } => *kind,
            Self::Number(_) => Kind::Numeric,
            Self::Text(..) => Kind::Text,
            Self::Blanks { .. } => Kind::Blanks,
            Self::Matching(..) => Kind::Match,
            Self::Ordering(_) => Kind::Order,
            Self::Essay(_) => Kind::Essay,
        }
    }

    /// Returns the rich texts, feedback on choices included, to fill their places.
    pub(super) fn contents_mut(&mut self) -> Vec<&mut Content> {
        match self {
            Self::Choices { choices, .. } => choices
                .iter_mut()
                .flat_map(|choice| std::iter::once(&mut choice.content).chain(&mut choice.feedback))
                .collect(),
            Self::Number(_) | Self::Text(..) | Self::Blanks { .. } => Vec::new(),
            Self::Matching(header, rows) => header.iter_mut().chain(rows.iter_mut().flatten()).collect(),
            Self::Ordering(entries) => entries.iter_mut().collect(),
            Self::Essay(criteria) => criteria.iter_mut().map(|criterion| &mut criterion.content).collect(),
        }
    }

    /// Returns the typed answers and the options of drop-downs, in authored order.
    pub(super) fn answers(&self) -> Vec<&OpenText> {
        fn words(accepted: &[OpenAccept]) -> impl Iterator<Item = &OpenText> {
            accepted.iter().filter_map(|accept| match accept {
                OpenAccept::Words(words) => Some(words),
                OpenAccept::Pattern(_) => None,
            })
        }
        match self {
            Self::Number(number) => vec![number],
            Self::Text(accepted, _) => words(accepted).collect(),
            Self::Blanks { blanks, .. } => {
                let mut answers = Vec::new();
                for blank in blanks {
                    match blank {
                        OpenBlank::Number(number) => answers.push(number),
                        OpenBlank::Text(accepted) => answers.extend(words(accepted)),
                        OpenBlank::DropDown(options) => {
                            answers.extend(options.iter().map(|(_, words)| words));
                        }
                    }
                }
                answers
            }
            Self::Choices { .. } | Self::Matching(..) | Self::Ordering(_) | Self::Essay(_) => Vec::new(),
        }
    }

    /// Fills the places of typed answers and checks the whole; those of rich texts have been filled.
    ///
    /// # Errors
    /// Returns everything that is wrong with it, in authored order.
    pub fn close(self, values: &Values) -> Result<Interaction, Vec<AnswerFault>> {
        let faults = |fault| vec![fault];
        match self {
            Self::Choices { kind, choices, marks, affirming } => {
                close_choices(kind, choices, &marks, affirming)
            }
            Self::Number(number) => {
                close_number(&number, values, None).map(Interaction::Number).map_err(faults)
            }
            Self::Text(accepted, capitals) => {
                close_text(accepted, capitals, values, None).map(Interaction::Text).map_err(faults)
            }
            Self::Blanks { blanks, capitals, n_places } => close_blanks(blanks, capitals, n_places, values),
            Self::Matching(header, rows) => Matching::new(header, rows)
                .map(Interaction::Matching)
                .map_err(|faults| faults.into_iter().map(AnswerFault::Matching).collect()),
            Self::Ordering(entries) => Ordering::new(entries)
                .map(Interaction::Ordering)
                .map_err(|faults| faults.into_iter().map(AnswerFault::Ordering).collect()),
            Self::Essay(criteria) => Essay::new(criteria)
                .map(Interaction::Essay)
                .map_err(|faults| faults.into_iter().map(AnswerFault::Essay).collect()),
        }
    }
}

fn close_choices(
    kind: Kind,
    choices: Vec<Choice>,
    marks: &[Mark],
    affirming: Option<usize>,
) -> Result<Interaction, Vec<AnswerFault>> {
    let all = |faults: Vec<ChoicesFault>| faults.into_iter().map(AnswerFault::Choices).collect::<Vec<_>>();
    let choices = Choices::new(choices).map_err(all)?;
    let one = |count| vec![AnswerFault::Keys(count)];
    if kind == Kind::Multiple {
        return MultipleChoice::new(choices, marks).map(Interaction::MultipleChoice).map_err(one);
    }
    let single = SingleChoice::new(choices, marks).map_err(one)?;
    let judgement = affirming.filter(|_| kind == Kind::TrueFalse);
    match judgement.and_then(|affirming| TrueFalse::new(single.clone(), affirming)) {
        Some(judgement) => Ok(Interaction::TrueFalse(judgement)),
        None => Ok(Interaction::SingleChoice(single)),
    }
}

fn close_number(text: &OpenText, values: &Values, blank: Option<usize>) -> Result<TypedNumber, AnswerFault> {
    TypedNumber::parse(&text.filled(values))
        .map_err(|(fault, range)| AnswerFault::Number(blank, fault, range))
}

fn close_text(
    accepted: Vec<OpenAccept>,
    capitals: Capitals,
    values: &Values,
    blank: Option<usize>,
) -> Result<TypedText, AnswerFault> {
    let accept = |accept| match accept {
        OpenAccept::Words(words) => Accept::Words(words.filled(values)),
        OpenAccept::Pattern(pattern) => Accept::Pattern(pattern),
    };
    let accepted = accepted.into_iter().map(accept).collect();
    TypedText::new(accepted, capitals).map_err(|fault| AnswerFault::Text(blank, fault))
}

fn close_blanks(
    open: Vec<OpenBlank>,
    capitals: Capitals,
    n_places: usize,
    values: &Values,
) -> Result<Interaction, Vec<AnswerFault>> {
    let n_answers = open.len();
    let (mut blanks, mut faults) = (Vec::new(), Vec::new());
    for (idx, blank) in open.into_iter().enumerate() {
        let closed = match blank {
            OpenBlank::Number(number) => close_number(&number, values, Some(idx)).map(Blank::Number),
            OpenBlank::Text(accepted) => close_text(accepted, capitals, values, Some(idx)).map(Blank::Text),
            OpenBlank::DropDown(options) => {
                let options = options.into_iter().map(|(key, words)| (key, words.filled(values)));
                DropDown::new(options.collect())
                    .map(Blank::DropDown)
                    .map_err(|fault| AnswerFault::DropDown(idx, fault))
            }
        };
        match closed {
            Ok(blank) => blanks.push(blank),
            Err(fault) => faults.push(fault),
        }
    }
    if n_answers != n_places || n_places == 0 || n_places > Blanks::MAX {
        faults.push(AnswerFault::BlankCount(n_answers, n_places));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let blanks = Blanks::new(blanks, n_places);
    blanks.map(Interaction::Blanks).ok_or_else(|| vec![AnswerFault::BlankCount(n_answers, n_places)])
}
