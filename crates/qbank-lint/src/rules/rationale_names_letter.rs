//! `rationale-names-letter`: an explanation that knows choices by letter or place.

use std::cell::LazyCell;
use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Content, Diagnostic, Inline, Item, Meta, Severity, Span};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Text, WordTest, Wording, exact_pattern, pattern};

/// Finds rationales and feedback that name a choice by its letter or its place.
pub(super) struct RationaleNamesLetter;

static META: Meta = Meta {
    name: "rationale-names-letter",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("rationale_names_letter.md"),
};

/// A noun for a choice and a capital letter: the letter, then a verdict on it, then a place.
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    exact_pattern(
        r"\b([Oo]ption|[Cc]hoice|[Aa]nswer|[Dd]istractor|[Aa]lternative)s?:? \(?(?P<letter>[A-H])\)?(\b|$)",
    )
});
static VERDICT: LazyLock<Regex> = LazyLock::new(|| {
    exact_pattern(
        r"(^|[.;:] |\b[Oo]nly |\([Aa]nd )\(?(?P<letter>[A-H])\)? (is|are) (the )?(correct|right|wrong|incorrect|true|false|best)\b|\b(correct|right|best) (answer|choice|option)( here)? is:? \(?(?P<after>[A-H])\)?(\.|,|;|$| because)",
    )
});
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    exact_pattern(
        r"(?i)\bthe (first|second|third|fourth|fifth|last) (two |three )?(?P<noun>option|choice|answer|alternative|distractor)s?\b",
    )
});

/// A letter that is no article.
static LETTER_ALONE: LazyLock<Regex> = LazyLock::new(|| exact_pattern(r"\b[B-H]\b|\bA\b([^ ]|$| (is|are) )"));
/// A noun for a choice.
static NOUN: LazyLock<Regex> = LazyLock::new(|| pattern("option|choice|answer|distractor|alternative"));

impl Rule for RationaleNamesLetter {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(Box::new(has_sign))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let asked = LazyCell::new(|| asked(wording));
        for (content, span) in explanations(wording.item) {
            if !may_name(content) {
                continue;
            }
            let text = Text::of(content);
            let Some(name) = name_in(text.as_str(), &asked) else { continue };
            let message = format!("an explanation calls a choice \"{name}\", and players shuffle choices");
            let finding = Diagnostic::new(self.code(), span, message);
            cx.report(finding.help("name the choice by its words"));
        }
    }
}

/// Tells whether an explanation names a choice by its letter or its place.
pub(super) fn names_a_place(wording: &Wording) -> bool {
    let asked = LazyCell::new(|| asked(wording));
    let mut named =
        explanations(wording.item).map(|(content, _)| content).filter(|content| may_name(content));
    named.any(|content| name_in(Text::of(content).as_str(), &asked).is_some())
}

/// Tells whether a text has a letter or a noun that such a name is not without; cheaper to look for than names.
fn may_name(content: &Content) -> bool {
    let mut may_name = false;
    content.for_each_inline(&mut |inline| {
        may_name |= matches!(inline, Inline::Text(text) if has_sign(text));
    });
    may_name
}

/// Tells whether a text has a noun for a choice, or a letter that is no article.
fn has_sign(text: &str) -> bool {
    has_letter(text) || NOUN.is_match(text)
}

fn has_letter(text: &str) -> bool {
    let is_letter = |byte: u8| matches!(byte, b'A'..=b'H');
    let ends_word = |(byte, next): (&u8, &u8)| is_letter(*byte) & !next.is_ascii_alphanumeric();
    let Some((last, others)) = text.as_bytes().split_last() else { return false };
    // Nearly no text has one that ends a word; looked at without a way out, many bytes are compared at a time.
    let ends = others.iter().zip(&text.as_bytes()[1..]);
    ends.fold(is_letter(*last), |has, pair| has | ends_word(pair)) && LETTER_ALONE.is_match(text)
}

/// Returns what is said about the choices after the answer, each with the place to show; nothing where there are none.
fn explanations(item: &Item) -> impl Iterator<Item = (&Content, Span)> {
    let of_item = item.rationale.iter().chain(item.outcomes().texts()).chain(&item.hints);
    let choices = item.interaction.choices();
    let of_choices = choices.iter().filter_map(|choice| Some((choice.feedback.as_ref()?, choice.span)));
    let of_all = of_item.map(|content| (content, item.id.span)).chain(of_choices);
    of_all.filter(|_| !choices.is_empty())
}

/// Returns what the learner reads before the answer: letters and options there name things of the question.
fn asked(wording: &Wording) -> String {
    let case = wording.item.stimulus.iter().map(|case| case.content.to_text());
    let choices = wording.choices().iter().map(|choice| choice.choice.content.to_text());
    let texts = case.chain([wording.item.stem.to_text()]).chain(choices);
    texts.collect::<Vec<_>>().join("\n")
}

fn name_in(prose: &str, asked: &str) -> Option<String> {
    let is_thing = |letter: &str| asked.split(|c: char| !c.is_alphanumeric()).any(|word| word == letter);
    let by_letter = LETTER.captures_iter(prose).chain(VERDICT.captures_iter(prose)).find_map(|found| {
        found.name("letter").or(found.name("after")).filter(|letter| !is_thing(letter.as_str()))
    });
    let asked = asked.to_lowercase();
    let by_place = || {
        PLACE
            .captures_iter(prose)
            .find(|found| !asked.contains(&found["noun"].to_lowercase()))
            .and_then(|found| found.get(0))
    };
    by_letter.or_else(by_place).map(|name| name.as_str().to_owned())
}
