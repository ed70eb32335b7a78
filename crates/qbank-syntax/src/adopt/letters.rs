//! Letters that name choices in a text: choices have no letters here and change places, so their words are put instead
//! where that is safe, and the others are told.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;
use super::question::Choice;

/// The most letters of a choice that is quoted in the place of its letter.
const MAX_QUOTED: usize = 60;

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<word>(?i:option|choice|answer|alternative))s?\s+(?P<p>\(?)(?P<letter>[A-H])\)?(?P<more>(?:\s*,|\s+and|\s+or|\s*/|\s*&)\s*\(?[A-H]\)?\b)?",
    )
});
static JUDGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.!?;:]\s+)\(?(?P<letter>[A-H])\)?\s+(?:is|was|would be)\s+(?:also\s+|therefore\s+|not\s+|only\s+|partly\s+)*(?:correct|incorrect|right|wrong|true|false|the (?:correct|right|best|only|wrong))\b",
    )
});
static UNSURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?:^|[.!?;:]\s+)(?P<a>[B-H])\s+(?:is|are|was|would|does|describes|confuses|ignores|mixes|and|or)\b|(?:^|[.!?;:]\s+)(?P<d>A)\s+(?:is|was|would|and|or|describes|confuses|ignores|mixes)\b|\((?P<b>[A-H])\)|\b(?P<c>[A-H])(?:,\s*[A-H])*\s+(?:and|or)\s+[A-H]\s+(?:are|is|do|were)\b)",
    )
});

/// Puts the choices' words for their letters in a text; returns what a person has to look at.
pub(super) fn mapped(text: &mut String, choices: &[Choice]) -> Vec<String> {
    let mut needs = Vec::new();
    for pattern in [&*NAMED, &*JUDGED] {
        let mut after = String::new();
        let mut at = 0;
        for found in pattern.captures_iter(text) {
            let (Some(all), Some(letter)) = (found.get(0), found.name("letter")) else { continue };
            let Some(words) = quoted(letter.as_str(), choices).filter(|_| found.name("more").is_none())
            else {
                continue;
            };
            if is_code(text, all.start()) {
                continue;
            }
            let open = usize::from(text[..letter.start()].ends_with('('));
            after.push_str(&text[at..letter.start() - open]);
            after.push_str(&words);
            at = letter.end() + usize::from(open == 1 && text[letter.end()..].starts_with(')'));
        }
        after.push_str(&text[at..]);
        *text = after;
    }
    let names = |found: &regex::Captures| {
        let letter = ["letter", "a", "b", "c", "d"].into_iter().find_map(|name| found.name(name))?;
        let is_choice = usize::from(letter.as_str().as_bytes()[0] - b'A') < choices.len();
        (is_choice && !is_code(text, letter.start())).then(|| letter.as_str().to_owned())
    };
    let mut told: Vec<String> = NAMED.captures_iter(text).filter_map(|found| names(&found)).collect();
    told.extend(UNSURE.captures_iter(text).filter_map(|found| names(&found)));
    told.sort();
    told.dedup();
    for letter in told {
        needs.push(format!(
            "the text below the choices may name the choice {letter} by its letter: write its words"
        ));
    }
    needs
}

/// Returns a choice's words between quotation marks, where they are few.
fn quoted(letter: &str, choices: &[Choice]) -> Option<String> {
    let choice = choices.get(usize::from(letter.as_bytes()[0] - b'A'))?;
    let text = choice.text.trim_end_matches('.');
    let is_short = !text.is_empty()
        && text.chars().count() <= MAX_QUOTED
        && !text.contains('\n')
        && choice.below.is_empty();
    is_short.then(|| format!("“{text}”"))
}

/// Tells whether a place is inside a span of code or a formula.
fn is_code(text: &str, at: usize) -> bool {
    ['`', '$'].iter().any(|sign| text[..at].matches(*sign).count() % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adopt::marks::Tick;

    #[test]
    fn letters_become_words_or_are_told() {
        let choice = |text: &str| Choice {
            text: text.to_owned(),
            below: Vec::new(),
            feedback: Vec::new(),
            tick: Tick::None,
            bold: false,
        };
        let choices = ["Lots", "Setups", "Queues."].map(choice);
        for (text, expected, n_needs) in [
            ("Option B takes longer.", "Option “Setups” takes longer.", 0),
            ("C is wrong. Choice (A) fits.", "“Queues” is wrong. Choice “Lots” fits.", 0),
            ("Options A and C differ.", "Options A and C differ.", 1),
            ("B describes a queue.", "B describes a queue.", 1),
            ("It grows (C).", "It grows (C).", 1),
            (
                "Class A items turn fast, and option F is none.",
                "Class A items turn fast, and option F is none.",
                0,
            ),
            ("`option B` stays.", "`option B` stays.", 0),
        ] {
            let mut found = text.to_owned();
            let needs = mapped(&mut found, &choices);
            assert_eq!((found.as_str(), needs.len()), (expected, n_needs), "{text}");
        }
    }
}
