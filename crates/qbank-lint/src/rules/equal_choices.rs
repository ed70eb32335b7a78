//! `equal-choices`: two choices that say the same in other signs.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{Glossary, Quantity, WordedChoice, Wording};

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
        let read: Vec<Reading> =
            wording.choices().iter().map(|choice| Reading::of(choice, cx.rules.glossary())).collect();
        for (idx, choice) in wording.choices().iter().enumerate() {
            let Some(first) = read[..idx].iter().position(|other| other.equals(&read[idx])) else { continue };
            let first = &wording.choices()[first];
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

/// A choice as it compares with others.
struct Reading<'w> {
    quantity: Option<&'w Quantity>,
    words: String,
}

impl<'w> Reading<'w> {
    fn of(choice: &'w WordedChoice, glossary: &Glossary) -> Self {
        let words = plain_words(choice);
        let words = glossary.long_form(&words).map_or(words, str::to_owned);
        Self { quantity: choice.quantity.as_ref(), words }
    }

    fn equals(&self, other: &Self) -> bool {
        let are_words = self.words.contains(char::is_alphabetic);
        are_words && self.words == other.words || self.is_equal_number(other)
    }

    fn is_equal_number(&self, other: &Self) -> bool {
        let (Some(one), Some(other)) = (self.quantity, other.quantity) else { return false };
        one.amount == other.amount && one.compares_with(other)
            || one.plain().is_some_and(|plain| Some(plain) == other.plain())
    }
}

/// The words of a choice in small letters, without articles and the final full stop; all other signs stay, and so do
/// the capitals of units and formulas.
fn plain_words(choice: &WordedChoice) -> String {
    if choice.text.has_objects() {
        // Code, formulas and pictures are compared by their full text where choices are read.
        return String::new();
    }
    let prose = choice.text.as_str().trim_end_matches('.');
    let is_article = |word: &&str| matches!(*word, "the" | "The" | "a" | "A" | "an" | "An");
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
