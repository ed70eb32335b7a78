//! `lost-sequence`: numbers that stand in no order.

use qbank_model::diagnostic::{Reorder, Safety};
use qbank_model::{Bank, ChoiceId, Code, Confidence, Diagnostic, Interaction, Meta, Severity};

use super::rationale_names_letter::names_a_place;

use crate::rule::{Context, Rule};
use crate::words::{Quantity, WordedChoice, Wording};

/// Finds choices that are numbers of one kind, neither rising nor falling.
pub(super) struct LostSequence;

static META: Meta = Meta {
    name: "lost-sequence",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("lost_sequence.md"),
};

/// Two numbers are always in some order.
const FEWEST_NUMBERS: usize = 3;

impl Rule for LostSequence {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if !matches!(wording.item.interaction, Interaction::SingleChoice(_) | Interaction::MultipleChoice(_))
        {
            return;
        }
        let Some(numbers) = numbers(wording).filter(|numbers| numbers.len() >= FEWEST_NUMBERS) else {
            return;
        };
        let rises = numbers.is_sorted_by(|(_, one), (_, next)| one.amount <= next.amount);
        let falls = numbers.is_sorted_by(|(_, one), (_, next)| one.amount >= next.amount);
        let first = numbers.first().filter(|_| !rises && !falls);
        let Some((first, _)) = first else { return };
        let finding = Diagnostic::new(self.code(), first.choice.span, "the numbers are in no order");
        let finding =
            finding.label("the first of them").help("let them rise from the first choice to the last");
        let reorder = reorder(wording, &numbers, cx.bank);
        cx.report(Diagnostic { reorder, ..finding });
    }
}

/// Lets the choices with numbers rise, each with its mark, its attributes and its feedback.
///
/// Nobody has to look at it where nothing goes by the choices' places: no explanation and no choice speaks of another
/// by them, no answer that was given before is known by a letter, and no review is voided. Other draws of an item with
/// variables may want another order.
fn reorder(wording: &Wording, numbers: &[(&WordedChoice, &Quantity)], bank: &Bank) -> Option<Reorder> {
    let item = wording.item;
    if bank.templates().any(|template| template.sample().id == item.id) {
        return None;
    }
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by_key(|idx| numbers[*idx].1.amount);
    let speaks_of_places = numbers.len() < wording.choices().len() || names_a_place(wording);
    let is_named = |(idx, choice): (usize, &WordedChoice)| choice.choice.id != ChoiceId::nth(idx);
    let is_handed_out = bank.handed_out.as_ref().is_none_or(|ids| ids.get(item.identity()).is_some());
    let is_fixed = wording.choices().iter().any(|choice| choice.choice.fixed);
    let keeps_names = !is_handed_out || wording.choices().iter().enumerate().all(is_named);
    let is_reviewed = bank
        .reviews
        .as_ref()
        .is_none_or(|reviews| reviews.iter().any(|review| review.value.item == *item.identity()));
    let changes_nothing_else = keeps_names && !speaks_of_places && !is_fixed && !is_reviewed;
    let safety = if changes_nothing_else { Safety::Safe } else { Safety::Review };
    let places = numbers.iter().map(|(choice, _)| choice.choice.span).collect();
    Some(Reorder { title: "let the numbers rise".to_owned(), places, order, safety })
}

/// Returns the choices with their numbers, where all are numbers of one kind.
fn numbers<'w, 'i>(wording: &'w Wording<'i>) -> Option<Vec<(&'w WordedChoice<'i>, &'w Quantity)>> {
    let choices = wording.choices().iter().filter(|choice| choice.meta().is_none());
    let numbers: Vec<(&WordedChoice, &Quantity)> =
        choices.map(|choice| Some((choice, choice.quantity.as_ref()?))).collect::<Option<_>>()?;
    let (_, first) = numbers.first()?;
    let kind = |number: &'w Quantity| (number.dimension, number.frame().without_remark());
    let first = kind(first);
    let is_alike = |number: &'w Quantity| number.dimension == first.0 && kind(number) == first;
    numbers.iter().all(|(_, number)| is_alike(number)).then_some(numbers)
}
