//! `equal-choices`: two choices that say the same in other signs.

use std::cell::LazyCell;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{Glossary, WordedChoice, Wording};

/// Finds choices that are equal as numbers, as words or as names of one term.
pub(super) struct EqualChoices;

static META: Meta = Meta {
    name: "equal-choices",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("equal_choices.md"),
};

impl Rule for EqualChoices {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let glossary = cx.rules.glossary();
        let choices = wording.choices();
        let words: Vec<_> =
            choices.iter().map(|choice| LazyCell::new(|| words_of(choice, glossary))).collect();
        let firsts: Vec<Option<&str>> = choices.iter().map(first_word).collect();
        let may_be_equal =
            |one: usize, other: usize| glossary.has_short_forms() || are_alike(firsts[one], firsts[other]);
        let are_equal = |one: usize, other: usize| {
            may_be_equal(one, other)
                && words[one].contains(char::is_alphabetic)
                && *words[one] == *words[other]
                || are_equal_numbers(&choices[one], &choices[other])
        };
        for (idx, choice) in choices.iter().enumerate() {
            let Some(first) = (0..idx).find(|other| are_equal(*other, idx)) else { continue };
            let first = &choices[first];
            let message = format!(
                "two choices say the same: \"{}\" and \"{}\"",
                first.text.as_str(),
                choice.text.as_str()
            );
            let finding = Diagnostic::new(self.code(), choice.choice.span, message).label("the second");
            cx.report(
                finding.also(first.choice.span, "the first").help("put another mistake in the place of one"),
            );
        }
    }
}

fn are_equal_numbers(one: &WordedChoice, other: &WordedChoice) -> bool {
    let (Some(one), Some(other)) = (&one.quantity, &other.quantity) else { return false };
    one.amount == other.amount && one.compares_with(other)
        || one.plain().is_some_and(|plain| Some(plain) == other.plain())
}

/// Returns the first word of a choice, articles and a full stop aside; choices that begin otherwise are not equal.
fn first_word<'c>(choice: &'c WordedChoice) -> Option<&'c str> {
    let word = choice.text.as_str().split(' ').find(|word| !is_article(word))?;
    Some(word.trim_end_matches('.'))
}

/// Tells whether two first words may be one; a capital beyond ASCII may have small letters of another length.
fn are_alike(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    one.eq_ignore_ascii_case(other) || !one.is_ascii() || !other.is_ascii()
}

fn words_of(choice: &WordedChoice, glossary: &Glossary) -> String {
    let words = plain_words(choice);
    glossary.long_form(&words).map_or(words, str::to_owned)
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "The" | "a" | "A" | "an" | "An")
}

/// The words of a choice in small letters, without articles and the final full stop; all other signs stay, and so do
/// the capitals of units and formulas.
fn plain_words(choice: &WordedChoice) -> String {
    if choice.text.has_objects() {
        // Code, formulas and pictures are compared by their full text where choices are read.
        return String::new();
    }
    let prose = choice.text.as_str().trim_end_matches('.');
    let has_more = prose.contains(' ');
    let mut plain = String::with_capacity(prose.len() + 1);
    for word in prose.split(' ').filter(|word| !(has_more && is_article(word))) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        match word.len() {
            0..=2 => plain.push_str(word),
            _ if word.is_ascii() => plain.extend(word.chars().map(|c| c.to_ascii_lowercase())),
            _ => plain.push_str(&word.to_lowercase()),
        }
    }
    plain
}
