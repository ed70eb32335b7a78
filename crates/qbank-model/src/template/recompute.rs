//! Holds what is computed against what is written: a slip in either shows.
//!
//! Where a key is typed and not printed by a place, the numbers in it have to be what the item computes. And every number
//! that an expression uses has to stand somewhere in the item, so that a mistyped one is noticed.

use std::ops::Range;

use rust_decimal::RoundingStrategy;

use super::open_interaction::OpenInteraction;
use super::open_text::OpenText;
use super::variables::{Draw, Variables};
use crate::Decimal;
use crate::expression::Value;
use crate::interaction::{Accepted, Blank, Interaction, Mark, TypedNumber};
use crate::item::{Item, ItemDraft};
use crate::number::leading_number;
use crate::source::Spanned;

/// What is computed and what is written do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// A number of the key is neither computed nor given: the number as it is written, and what is computed, by name.
    Differs(String, Vec<(String, Decimal)>),
    /// Values are computed, but the key prints none of them and holds no number to compare with.
    NoNumber,
    /// A condition does not hold, in an item that draws nothing and so cannot drop a draw.
    Unmet(Spanned<String>),
    /// A value is computed that the item shows nowhere: its name, and the value.
    NotShown(Spanned<String>, Decimal),
    /// An expression uses a number that the item does not give: the text of the expression and the bytes of the number.
    NotGiven(Spanned<String>, Range<usize>),
}

/// Numbers that need not be given: halves, doubles, complements and percentages are made with them.
const COMMON: [Decimal; 4] = [Decimal::ZERO, Decimal::ONE, Decimal::TWO, Decimal::ONE_HUNDRED];

/// Reports the first number of an expression that the item's texts do not hold.
pub(super) fn number_faults(variables: &Variables, item: &Item) -> Result<(), KeyFault> {
    let given: Vec<Decimal> =
        item.texts().iter().flat_map(|text| numbers(&text.to_text())).map(|(n, _)| n).collect();
    for calc in variables.calcs() {
        for (number, range) in calc.expression.numbers() {
            let is_word =
                !calc.text.value[range.clone()].starts_with(|c: char| c.is_ascii_digit() || c == '.');
            if !is_word && !COMMON.contains(&number) && !holds(&given, number) {
                return Err(KeyFault::NotGiven(calc.text.clone(), range));
            }
        }
    }
    Ok(())
}

/// Reports the first computed number that stands nowhere in an item without draws: a slip on the way to it would not show.
pub(super) fn value_fault(variables: &Variables, item: &Item) -> Result<(), KeyFault> {
    let mut values = Vec::new();
    if variables.draw(Draw(0), &mut values).is_err() {
        return Ok(());
    }
    let shown: Vec<Decimal> = item_numbers(item);
    for (calc, value) in variables.calcs().iter().zip(values) {
        if let Value::Number(value) = value
            && !shown.iter().any(|number| is_printed(value, *number) || is_printed(value, -*number))
        {
            return Err(KeyFault::NotShown(calc.name.clone(), value));
        }
    }
    Ok(())
}

/// Returns the numbers of all texts of an item, and those of typed answers.
fn item_numbers(item: &Item) -> Vec<Decimal> {
    let texts = item.texts().into_iter().flat_map(|text| numbers(&text.to_text()));
    let typed = match &item.interaction {
        Interaction::Number(number) => ends_of(number),
        Interaction::Blanks(blanks) => {
            blanks.as_slice().iter().flat_map(|blank| numbers(&blank.key())).collect()
        }
        _ => Vec::new(),
    };
    texts.chain(typed).map(|(number, _)| number).collect()
}

/// A share may be given in percent, and a percentage as a share.
fn holds(given: &[Decimal], number: Decimal) -> bool {
    given.iter().any(|given| {
        let given = given.abs();
        given == number
            || given.checked_div(Decimal::ONE_HUNDRED) == Some(number)
            || given.checked_mul(Decimal::ONE_HUNDRED) == Some(number)
    })
}

/// Reports a typed key whose numbers are not what the item computes.
pub(super) fn typed_key_fault(
    draft: &ItemDraft<OpenInteraction>,
    variables: &Variables,
    item: &Item,
) -> Result<(), KeyFault> {
    let Some(typed) = typed_numbers(&draft.interaction, item) else { return Ok(()) };
    let results = results(variables);
    let is_result = |number: Decimal| results.iter().any(|(_, result)| is_printed(*result, number));
    let differs = |written: &String| Err(KeyFault::Differs(written.clone(), results.clone()));
    let [(first, written), more @ ..] = &typed[..] else { return Err(KeyFault::NoNumber) };
    if more.is_empty() {
        return if is_result(*first) { Ok(()) } else { differs(written) };
    }
    let mut values = Vec::new();
    let computed = variables.draw(Draw(0), &mut values).map(|_| values).unwrap_or_default();
    let texts = item.stimulus.iter().map(|case| &case.content).chain([&item.stem]);
    let given: Vec<Decimal> = texts.flat_map(|text| numbers(&text.to_text())).map(|(n, _)| n).collect();
    let is_known = |number: Decimal| {
        let prints = |value: &Value| matches!(value, Value::Number(value) if is_printed(*value, number));
        computed.iter().any(prints) || given.contains(&number)
    };
    let stranger = typed.iter().find(|(number, _)| !is_known(*number));
    let has_result = typed.iter().any(|(number, _)| is_result(*number));
    match stranger {
        Some((_, written)) => differs(written),
        None if !has_result => differs(written),
        None => Ok(()),
    }
}

/// Returns the numbers that are typed as the key, each as a value and as it is written; `None` where a place prints one of
/// them, or where the key is no matter of numbers.
fn typed_numbers(open: &OpenInteraction, item: &Item) -> Option<Vec<(Decimal, String)>> {
    if let OpenInteraction::Choices { choices, marks, .. } = open {
        let keys = choices.iter().zip(marks).filter(|(_, mark)| **mark == Mark::Key);
        let keys: Vec<OpenText> = keys.map(|(choice, _)| choice.content.to_open_text()).collect();
        let are_typed = keys.iter().all(OpenText::is_fixed);
        return are_typed.then(|| keys.iter().flat_map(|key| numbers(&key.source())).collect());
    }
    if !open.answers().into_iter().all(OpenText::is_fixed) {
        return None;
    }
    match &item.interaction {
        Interaction::Number(number) => Some(ends_of(number)),
        Interaction::Blanks(blanks) => {
            let typed = blanks.as_slice().iter().filter_map(|blank| match blank {
                Blank::Number(number) => Some(ends_of(number)),
                Blank::Text(_) | Blank::DropDown(_) => None,
            });
            Some(typed.flatten().collect())
        }
        Interaction::SingleChoice(_)
        | Interaction::MultipleChoice(_)
        | Interaction::TrueFalse(_)
        | Interaction::Text(_)
        | Interaction::Matching(_)
        | Interaction::Ordering(_)
        | Interaction::Essay(_) => None,
    }
}

/// Returns the value of a typed number, or both ends of a range; what it may miss it by is no part of the key.
fn ends_of(number: &TypedNumber) -> Vec<(Decimal, String)> {
    let written = |number: Decimal| (number, number.to_string());
    match number.accepted() {
        Accepted::Around { value, .. } => vec![written(value)],
        Accepted::Between { low, high } => vec![written(low), written(high)],
    }
}

/// Returns the computed numbers that no other expression reads.
fn results(variables: &Variables) -> Vec<(String, Decimal)> {
    let mut values = Vec::new();
    if variables.draw(Draw(0), &mut values).is_err() {
        return Vec::new();
    }
    let read: Vec<usize> = variables.calcs().iter().flat_map(|calc| calc.expression.reads()).collect();
    let named = variables.names().zip(values).enumerate();
    let unread = named.filter(|(idx, _)| !read.contains(idx));
    unread
        .filter_map(|(_, (name, value))| match value {
            Value::Number(number) => Some((name.to_owned(), number)),
            Value::Truth(_) | Value::Text(_) => None,
        })
        .collect()
}

/// Tells whether a typed number is a value to the digits that are typed, as itself or in percent.
fn is_printed(value: Decimal, typed: Decimal) -> bool {
    let rounded = |value: Decimal| {
        value.round_dp_with_strategy(typed.scale(), RoundingStrategy::MidpointAwayFromZero) == typed
    };
    rounded(value) || value.checked_mul(Decimal::ONE_HUNDRED).is_some_and(rounded)
}

/// Returns the numbers of a text, each as a value and as it is written; digits inside a word are none.
fn numbers(text: &str) -> Vec<(Decimal, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut joins = false;
    while let Some(c) = text[at..].chars().next() {
        let starts =
            c.is_ascii_digit() || (c == '.' && text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        if starts
            && !joins
            && let Ok((number, length)) = leading_number(&text[at..])
        {
            let written = text[at..at + length].trim_end_matches('.');
            let sign = sign_before(&text[..at]);
            let number = if sign.is_empty() { number } else { -number };
            found.push((number, format!("{sign}{written}")));
            at += length;
            continue;
        }
        joins = (joins && c.is_ascii_digit()) || c.is_alphabetic();
        at += c.len_utf8();
    }
    found
}

/// Returns the minus at the end of a text where it is the sign of what follows: in "5-10" and "5 - 10" it is none.
fn sign_before(text: &str) -> &'static str {
    let signs = ["-", "\u{2212}"].into_iter();
    let mut signs = signs.filter_map(|sign| Some((sign, text.strip_suffix(sign)?)));
    let is_joined =
        |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '$' | '%'));
    signs.find(|(_, before)| !is_joined(before)).map_or("", |(sign, _)| sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_prose() {
        let found = |text| numbers(text).into_iter().map(|(_, written)| written).collect::<Vec<_>>();
        for (text, expected) in [
            ("12,000 units at 0.5 a unit.", vec!["12,000", "0.5"]),
            ("Order 300.", vec!["300"]),
            ("A4 paper, week 2", vec!["2"]),
            (r"\sqrt{2DS/H} \times 1.41", vec!["2", "1.41"]),
            ("3 × 4 = 12; 5%", vec!["3", "4", "12", "5"]),
            ("5 units, 3 days", vec!["5", "3"]),
            ("−195 hours, -0.5 (-3), 5-10, 5 - 10", vec!["−195", "-0.5", "-3", "5", "10", "5", "10"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
