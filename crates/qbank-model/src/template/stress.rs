//! Tries the draws of a template and tells which of them fail.

use super::open_interaction::{AnswerFault, OpenInteraction};
use super::open_text::{OpenText, Values};
use super::variables::{Draw, Variables};
use super::{DrawFault, TemplateFault};
use crate::Decimal;
use crate::interaction::{ChoicesFault, TypedNumber};
use crate::item::ItemDraft;
use crate::number::leading_number;
use crate::random::Random;

/// The most combinations that are all tried; of more, a sample of as many.
const TRIED: u64 = 1_000;
/// The most corners that are tried beside a sample.
const CORNERS: usize = 256;

/// Which draws were tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawCoverage {
    /// The combinations that there are, at most 2⁶⁴ − 1.
    pub combinations: u64,
    /// Those that were tried.
    pub tried: u64,
    /// Those of them that the conditions keep.
    pub kept: u64,
}

impl DrawCoverage {
    /// Tells whether some combinations were not tried.
    pub fn is_sample(self) -> bool {
        self.tried < self.combinations
    }
}

/// Returns how many draws are tried for so many combinations.
pub(super) fn n_tried(combinations: u64) -> u64 {
    if combinations <= TRIED { combinations } else { TRIED + CORNERS as u64 }
}

/// Tries the draws.
///
/// # Errors
/// Returns each kind of failure once, with the first draw that shows it.
pub(super) fn stress(
    draft: &ItemDraft<OpenInteraction>,
    variables: &Variables,
) -> Result<DrawCoverage, Vec<TemplateFault>> {
    let mut trial = Trial::of(&draft.interaction);
    let mut values = Vec::new();
    let mut faults: Vec<(Draw, DrawFault)> = Vec::new();
    let mut coverage = DrawCoverage { combinations: variables.n_draws(), tried: 0, kept: 0 };
    for draw in draws(draft.identity().as_str(), variables) {
        coverage.tried += 1;
        let tried = trial.draw(draw, variables, &mut values);
        match tried {
            Ok(true) => coverage.kept += 1,
            Err(fault) if faults.iter().all(|(_, other)| !is_alike(other, &fault)) => {
                faults.push((draw, fault));
            }
            Ok(false) | Err(_) => {}
        }
    }
    let mut told: Vec<TemplateFault> = faults
        .into_iter()
        .map(|(draw, fault)| TemplateFault::Draw(variables.assignment(draw), fault))
        .collect();
    if told.is_empty() && coverage.kept * 100 < coverage.tried {
        told.push(TemplateFault::Require(coverage.kept, coverage.tried));
    }
    if told.is_empty() { Ok(coverage) } else { Err(told) }
}

/// Returns the draws in which every source gives its first or its last value, at most `most` of them.
pub(super) fn corners(variables: &Variables, most: usize) -> impl Iterator<Item = Draw> + '_ {
    let n_sources = variables.sources().count().min(32);
    (0..1_u64 << n_sources).take(most).map(|corner| variables.corner(corner))
}

fn draws(identity: &str, variables: &Variables) -> Vec<Draw> {
    let n_draws = variables.n_draws();
    if n_draws <= TRIED {
        return (0..n_draws).map(Draw).collect();
    }
    let mut random = Random::of(&format!("{identity} stress"));
    let sample = (0..TRIED).map(|_| Draw(random.below(n_draws)));
    let mut draws: Vec<Draw> = corners(variables, CORNERS).chain(sample).collect();
    draws.sort_unstable();
    draws.dedup();
    draws
}

/// Failures of one part for one reason are alike, whatever the values.
fn is_alike(one: &DrawFault, other: &DrawFault) -> bool {
    match (one, other) {
        (DrawFault::Calc(one, fault), DrawFault::Calc(other, other_fault))
        | (DrawFault::Require(one, fault), DrawFault::Require(other, other_fault)) => {
            (one, fault) == (other, other_fault)
        }
        (DrawFault::Answer(one), DrawFault::Answer(other)) => {
            std::mem::discriminant(one) == std::mem::discriminant(other)
        }
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// What of an interaction depends on draws, prepared once; its texts are printed into the same buffers again and again.
struct Trial<'i> {
    interaction: &'i OpenInteraction,
    /// The choices' texts, where one of them has a place.
    choices: Vec<OpenText>,
    printed: Vec<String>,
    is_fixed: bool,
}

impl<'i> Trial<'i> {
    fn of(interaction: &'i OpenInteraction) -> Self {
        let choices: Vec<OpenText> = match interaction {
            OpenInteraction::Choices { choices, .. } => {
                choices.iter().map(|choice| choice.content.to_open_text()).collect()
            }
            _ => Vec::new(),
        };
        let is_fixed = choices.iter().all(OpenText::is_fixed)
            && interaction.answers().into_iter().all(OpenText::is_fixed)
            && interaction.clone().contents_mut().iter().all(|content| !content.has_slots());
        Self { interaction, printed: vec![String::new(); choices.len()], choices, is_fixed }
    }

    /// Computes a draw and checks what it prints; tells whether the conditions keep it.
    fn draw<'v>(
        &mut self,
        draw: Draw,
        variables: &'v Variables,
        values: &mut Vec<crate::expression::Value<'v>>,
    ) -> Result<bool, DrawFault> {
        if !variables.draw(draw, values)? {
            return Ok(false);
        }
        if !self.is_fixed {
            self.interaction(&variables.for_texts(values))?;
        }
        Ok(true)
    }

    fn interaction(&mut self, values: &Values) -> Result<(), DrawFault> {
        match self.interaction {
            OpenInteraction::Choices { .. } => self.choices(values),
            OpenInteraction::Number(number) => match TypedNumber::parse(&number.filled(values)) {
                Ok(_) => Ok(()),
                Err((fault, range)) => Err(DrawFault::Answer(AnswerFault::Number(None, fault, range))),
            },
            OpenInteraction::Text(..)
            | OpenInteraction::Blanks { .. }
            | OpenInteraction::Matching(..)
            | OpenInteraction::Ordering(_)
            | OpenInteraction::Essay(_) => {
                let mut interaction = self.interaction.clone();
                let mut contents = interaction.contents_mut().into_iter();
                contents.try_for_each(|content| content.fill(values)).map_err(DrawFault::Formula)?;
                let closed = interaction.close(values);
                closed.map(|_| ()).map_err(|faults| super::first(faults, DrawFault::Answer))
            }
        }
    }

    /// Holds the choices against each other as they are printed, then as the numbers that they are.
    fn choices(&mut self, values: &Values) -> Result<(), DrawFault> {
        for (text, printed) in self.choices.iter().zip(&mut self.printed) {
            printed.clear();
            text.print(values, printed);
        }
        for (idx, text) in self.printed.iter().enumerate() {
            for (first, earlier) in self.printed[..idx].iter().enumerate() {
                if text == earlier {
                    return Err(DrawFault::Answer(AnswerFault::Choices(ChoicesFault::Repeated(first, idx))));
                }
                if (!self.choices[idx].is_fixed() || !self.choices[first].is_fixed())
                    && is_same_value(earlier, text)
                {
                    return Err(DrawFault::SameValue(first, idx));
                }
            }
        }
        Ok(())
    }
}

/// Tells whether two texts are one number, rounded to the digits of the one with fewer, and the same words behind it.
fn is_same_value(one: &str, other: &str) -> bool {
    let read = |text: &str| {
        leading_number(text.trim()).ok().map(|(number, length)| (number, text.trim()[length..].to_owned()))
    };
    let (Some((one, words)), Some((other, other_words))) = (read(one), read(other)) else { return false };
    let places = one.scale().min(other.scale());
    let rounded = |number: Decimal| {
        number.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
    };
    words.trim() == other_words.trim() && rounded(one) == rounded(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_to_the_digits_of_the_shorter_one() {
        for (one, other, expected) in [
            ("532 units", "532.4 units", true),
            ("532 units", "532.5 units", false),
            ("12.0", "12", true),
            ("1,200", "1200", true),
            ("5 %", "5", false),
            ("a", "a", false),
        ] {
            assert_eq!(is_same_value(one, other), expected, "{one} and {other}");
        }
    }
}
