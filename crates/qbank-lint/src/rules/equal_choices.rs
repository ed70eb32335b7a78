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
        let are_equal = |one: usize, other: usize| {
            may_have_equal_words(&choices[one], &choices[other], glossary)
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

/// Tells whether it is worth while to look at all words of two choices.
fn may_have_equal_words(one: &WordedChoice, other: &WordedChoice, glossary: &Glossary) -> bool {
    match (first_word(one), first_word(other)) {
        (Some(one), Some(other)) if one.is_ascii() && other.is_ascii() => {
            let is_same = || one.trim_end_matches('.').eq_ignore_ascii_case(other.trim_end_matches('.'));
            is_same() || glossary.has_short_forms()
        }
        (_, _) => true,
    }
}

fn first_word<'c>(choice: &'c WordedChoice) -> Option<&'c str> {
    choice.text.as_str().split(' ').find(|word| !is_article(word))
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
