//! The shape of an item's answer gives its question type.

use std::ops::Range;

use qbank_model::interaction::{KeyCount, Mark, MultipleChoice, SingleChoice, TrueFalse};
use qbank_model::{Content, Interaction, Kind};

use crate::attributes::Attributes;
use crate::codes;
use crate::content::Lowering;
use crate::dialect::{Announcement, announcement};
use crate::labels::LabelKind;
use crate::lower::body::ChoiceList;
use crate::lower::choices::MarkedChoices;
use crate::sections::ItemSection;

/// Everything in an item that says what is right.
pub(crate) struct Answers {
    /// The choices as written.
    pub(crate) choices: Option<ChoiceList>,
    /// The first label that holds an answer.
    pub(crate) label: Option<(LabelKind, Range<usize>)>,
    /// Whether the last choice keeps its place.
    pub(crate) pin_last: bool,
    /// Whether a fault that was reported already hides the answer, so that its absence is no news.
    pub(crate) may_be_silent: bool,
}

/// What the marks of a choice list show.
#[derive(Clone)]
struct Shape {
    n_keys: usize,
    /// Whether the two choices are the language's words for true and false.
    is_judgement: bool,
    place: Range<usize>,
}

/// Choices and the place of their list.
pub(crate) struct LocatedChoices {
    marked: MarkedChoices,
    list: Range<usize>,
}

impl Lowering<'_, '_> {
    /// Lowers the one thing that says what is right; reports an item that has none, or two.
    pub(crate) fn marked_choices(
        &mut self,
        section: &ItemSection,
        answers: Answers,
    ) -> Option<LocatedChoices> {
        match (answers.choices, answers.label) {
            (Some(choices), None) => {
                let (list, is_faulty) = (choices.range.clone(), choices.is_faulty);
                let marked = self.choices(choices, answers.pin_last)?;
                (!is_faulty).then_some(LocatedChoices { marked, list })
            }
            (Some(ChoiceList { range: list, .. }), Some((label, range))) => {
                let message =
                    format!("the item has choices and the label `{}`: which holds the key?", label.word());
                let list = self.document.span(self.document.trimmed(list));
                let finding = self.found(codes::TWO_KEY_SOURCES, range, message);
                self.report(finding.also(list, "the choices stand here").help("keep one of the two"));
                None
            }
            (None, Some((label, range))) => {
                let message =
                    format!("questions with `{}:` are part of the format, but not built yet", label.word());
                let finding = self.found(codes::NOT_BUILT_YET, range, message);
                self.report(finding.help("built are single choice, multiple choice and true-false"));
                None
            }
            (None, None) => {
                if !answers.may_be_silent {
                    let heading = self.document.trimmed(self.document.blocks[section.heading].range.clone());
                    let finding =
                        self.found(codes::NO_ANSWER, heading, "the item has no choices and no answer");
                    let help =
                        "add choices: `- [x] the key` and `- [ ] a distractor`, a blank line before them";
                    self.report(finding.help(help));
                }
                None
            }
        }
    }

    /// Makes the interaction that the shape asks for, or reports what contradicts it.
    pub(crate) fn interaction(
        &mut self,
        located: LocatedChoices,
        stem: &Content,
        attributes: &Attributes,
    ) -> Option<Interaction> {
        let LocatedChoices { marked: MarkedChoices { choices, marks }, list } = located;
        let place = self.document.trimmed(list);
        let n_keys = marks.iter().filter(|mark| **mark == Mark::Key).count();
        let announced = announcement(&stem.to_text());
        let affirming = match choices.as_slice() {
            [first, second] => self.dialect.affirming([&first.content.to_text(), &second.content.to_text()]),
            _ => None,
        };
        if n_keys == 0 {
            let finding = self.found(codes::NO_KEY, place, "no choice is ticked as the key");
            self.report(finding.help("tick the right choice: `- [x] `"));
            return None;
        }
        let stated = attributes.kind.map(|kind| kind.value);
        let shape = Shape { n_keys, is_judgement: affirming.is_some(), place: place.clone() };
        let kind = self.kind(stated, announced, shape)?;
        let built = match kind {
            Kind::Multiple => MultipleChoice::new(choices, &marks).map(Interaction::MultipleChoice),
            Kind::Single => SingleChoice::new(choices, &marks).map(Interaction::SingleChoice),
            Kind::TrueFalse => SingleChoice::new(choices, &marks).map(|single| judgement(single, affirming)),
        };
        match built {
            Ok(interaction) => Some(interaction),
            Err(KeyCount { found }) => {
                let message = format!("{found} choices are ticked; a {} question has one key", kind.as_str());
                let finding = self.found(codes::KEY_COUNT, place, message);
                self.report(finding.help("tick one choice, or write `type = \"multiple\"`"));
                None
            }
        }
    }

    /// Decides the type; what the author states has to agree with what the stem announces and the marks show.
    fn kind(&mut self, stated: Option<Kind>, announced: Option<Announcement>, shape: Shape) -> Option<Kind> {
        let Shape { n_keys, is_judgement, place } = shape;
        if let Some(Announcement::Count(count)) = announced
            && count != n_keys
        {
            let message =
                format!("the stem announces {count} keys, but the number of ticked choices is {n_keys}");
            let finding = self.found(codes::KEY_COUNT, place, message);
            self.report(finding.help("tick as many choices as the stem says, or mend the stem"));
            return None;
        }
        match (stated, announced) {
            (Some(Kind::TrueFalse), _) if !is_judgement => {
                let message = "a true-false question has two choices: True and False";
                let finding = self.found(codes::TYPE_MISMATCH, place, message);
                self.report(finding.help("write the two words as choices, or take the type away"));
                None
            }
            (Some(Kind::Single), Some(_)) => {
                let message = "the type is single, but the stem announces several keys";
                let finding = self.found(codes::TYPE_MISMATCH, place, message);
                self.report(finding.help("write `type = \"multiple\"`, or mend the stem"));
                None
            }
            (Some(kind), _) => Some(kind),
            (None, Some(_)) => Some(Kind::Multiple),
            (None, None) if n_keys == 1 => Some(if is_judgement { Kind::TrueFalse } else { Kind::Single }),
            (None, None) => {
                let message = format!("{n_keys} choices are ticked, but the stem does not say so");
                let finding = self.found(codes::UNANNOUNCED_KEYS, place, message);
                let help =
                    "tick one choice; if several are right, write \"(Choose two.)\" or `type = \"multiple\"`";
                self.report(finding.help(help));
                None
            }
        }
    }
}

fn judgement(single: SingleChoice, affirming: Option<usize>) -> Interaction {
    match TrueFalse::new(single.clone(), affirming.unwrap_or(0)) {
        Some(judgement) => Interaction::TrueFalse(judgement),
        None => Interaction::SingleChoice(single),
    }
}
