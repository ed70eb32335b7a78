//! Holds what is computed against what is written: a slip in either shows.
//!
//! Where a key is typed and not printed by a place, the numbers in it have to be what the item computes. And every number
//! that an expression uses has to stand somewhere in the item, so that a mistyped one is noticed.

use std::ops::Range;

use rust_decimal::RoundingStrategy;

use super::open_interaction::OpenInteraction;
use super::open_text::{OpenText, Piece};
use super::variables::{Draw, Variables};
use crate::Decimal;
use crate::expression::Value;
use crate::interaction::Mark;
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
    let keys = typed_keys(&draft.interaction);
    if keys.is_empty() || keys.iter().any(|key| !key.is_fixed()) {
        return Ok(());
    }
    let typed: Vec<(Decimal, String)> = keys.iter().flat_map(|key| numbers(&literal(key))).collect();
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

/// Returns the texts that say what is right, where that is a matter of numbers.
fn typed_keys(interaction: &OpenInteraction) -> Vec<OpenText> {
    match interaction {
        OpenInteraction::Choices { choices, marks, .. } => {
            let keys = choices.iter().zip(marks).filter(|(_, mark)| **mark == Mark::Key);
            keys.map(|(choice, _)| choice.content.to_open_text()).collect()
        }
        OpenInteraction::Number(_) | OpenInteraction::Blanks { .. } => {
            interaction.answers().into_iter().cloned().collect()
        }
        OpenInteraction::Text(..)
        | OpenInteraction::Matching(..)
        | OpenInteraction::Ordering(_)
        | OpenInteraction::Essay(_) => Vec::new(),
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

fn literal(text: &OpenText) -> String {
    let pieces = text.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_str(),
        Piece::Value(_) => " ",
    });
    pieces.collect()
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
            found.push((number, written.to_owned()));
            at += length;
            continue;
        }
        joins = (joins && c.is_ascii_digit()) || c.is_alphabetic();
        at += c.len_utf8();
    }
    found
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
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
