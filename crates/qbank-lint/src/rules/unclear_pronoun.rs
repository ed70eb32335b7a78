//! `unclear-pronoun`: a question that begins with a word for something, and does not say for what.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Wording, pattern, place_in};

/// Finds questions whose first word is a pronoun that nothing, or more than one thing, is meant by.
pub(super) struct UnclearPronoun;

static META: Meta = Meta {
    name: "unclear-pronoun",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("unclear_pronoun.md"),
};

static PRONOUN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(they|it|he|she|this (is|was|will|would|can|may|means|does|has))\b"));

/// A thing that a pronoun may stand for: what an article or a possessive introduces.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(an?|the|its|their|each|every|another) ((\w+ly|new|old|large|small|first|second|next) )?([a-z-]{3,})",
    )
});

impl Rule for UnclearPronoun {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let lead = wording.lead();
        let Some(pronoun) = PRONOUN.find(lead) else { return };
        if wording.item.stimulus.is_some() {
            return;
        }
        let before = wording.sentences().take_while(|sentence| *sentence != lead).last();
        let n_things = before.map_or(0, |sentence| things(sentence).len());
        if before.is_some() && n_things < 2 {
            return;
        }
        let word = pronoun.as_str().split(' ').next().unwrap_or_default();
        let message = if before.is_some() {
            format!("\"{word}\" may stand for more than one of the things before it")
        } else {
            format!("nothing before \"{word}\" says what it stands for")
        };
        let span = place_in(&wording.item.stem, lead).unwrap_or(wording.item.id.span);
        let mut finding = Diagnostic::new(self.code(), span, message).help("name the thing");
        if before.is_some() {
            finding.confidence = Confidence::Low;
        }
        cx.report(finding);
    }
}

fn things(sentence: &str) -> BTreeSet<String> {
    THING.captures_iter(sentence).filter_map(|found| Some(found.get(4)?.as_str().to_lowercase())).collect()
}
