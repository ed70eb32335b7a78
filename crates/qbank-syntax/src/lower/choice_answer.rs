//! The shape of a list of choices gives its question type.

use std::ops::Range;

use qbank_model::interaction::{KeyCount, Mark};
use qbank_model::template::OpenInteraction;
use qbank_model::{Content, Kind};

use crate::attributes::Attributes;
use crate::codes;
use crate::content::Lowering;
use crate::dialect::{Announcement, announcement};
use crate::lower::answer::{Answer, AnswerPlaces};
use crate::lower::body::ChoiceList;

/// What the marks of a choice list show.
#[derive(Clone)]
struct Shape {
    n_keys: usize,
    /// Whether the two choices are the language's words for true and false.
    is_judgement: bool,
    place: Range<usize>,
}

impl Lowering<'_, '_> {
    /// Lowers the choices to the type that their shape asks for, or reports what contradicts it.
    pub(crate) fn choice_answer(
        &mut self,
        list: ChoiceList,
        stem: &Content,
        attributes: &Attributes,
    ) -> Option<Answer> {
        let (range, is_faulty) = (list.range.clone(), list.is_faulty);
        let (choices, marks) = self.choices(list, attributes.pin_last.unwrap_or(false))?;
        if is_faulty {
            return None;
        }
        let place = self.document.trimmed(range);
        let parts = choices.iter().map(|choice| choice.span.range()).collect();
        let n_keys = marks.iter().filter(|mark| **mark == Mark::Key).count();
        let announced = announcement(&stem.text());
        let affirming = match &choices[..] {
            [first, second] => self.dialect.affirming([&first.content.text(), &second.content.text()]),
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
        let interaction = OpenInteraction::Choices { kind, choices, marks, affirming };
        Some(Answer { interaction, places: AnswerPlaces { whole: place, parts } })
    }

    /// Reports a number of keys that the type cannot have.
    pub(crate) fn report_key_count(&mut self, count: KeyCount, kind: Kind, place: Range<usize>) {
        let message = format!("{} choices are ticked; a {} question has one key", count.found, kind.as_str());
        let finding = self.found(codes::KEY_COUNT, place, message);
        self.report(finding.help("tick one choice, or write `type = \"multiple\"`"));
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
            (Some(kind @ (Kind::Single | Kind::Multiple | Kind::TrueFalse)), _) => Some(kind),
            (Some(kind), _) => {
                let message = format!("the type is {}, but the item has choices", kind.as_str());
                let finding = self.found(codes::TYPE_MISMATCH, place, message);
                self.report(finding.help("take the type away, or write the answer under its label"));
                None
            }
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
