//! `gratuitous-detail`: private life and scenery in a stem that asks about neither.

use std::collections::BTreeSet;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{WordTest, Wording, place_in, stem_of};

/// Finds words for what no question of a trade turns on, where neither the question nor a choice takes them up.
pub(super) struct GratuitousDetail {
    /// More such words.
    pub(super) extra: Vec<String>,
}

static META: Meta = Meta {
    name: "gratuitous-detail",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("gratuitous_detail.md"),
};

/// Families, leisure, meals and sights, sorted.
const DETAILS: [&str; 37] = [
    "aunt",
    "birthday",
    "brother",
    "cafeteria",
    "canteen",
    "chess",
    "childhood",
    "choir",
    "cousin",
    "cyclist",
    "daughter",
    "father",
    "grandfather",
    "grandmother",
    "hobbies",
    "hobby",
    "honeymoon",
    "husband",
    "jazz",
    "lake",
    "lighthouse",
    "marathon",
    "married",
    "mayor",
    "mother",
    "nephew",
    "niece",
    "opera",
    "orchestra",
    "parrot",
    "poetry",
    "singer",
    "sister",
    "son",
    "sunset",
    "uncle",
    "wife",
];

impl Rule for GratuitousDetail {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::texts("extra", &mut self.extra)]
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(Box::new(|word| word.split(['\'', '’']).any(|part| self.is_detail(part))))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        // A capital makes it a name, such as that of a site.
        let mut details = wording.stem().words().filter(|word| self.is_detail(word.text)).peekable();
        if details.peek().is_none() {
            return;
        }
        let lead = wording.lead();
        let asked = lead.rsplit([',', ';']).next().unwrap_or(lead);
        let choices = wording.choices().iter().map(|choice| choice.text.as_str());
        let taken_up: BTreeSet<String> = choices.chain([asked]).flat_map(stems).collect();
        let found = details.find(|word| !taken_up.contains(&stem_of(word.text)));
        let Some(word) = found else { return };
        let place = place_in(&wording.item.stem, word.text).unwrap_or(wording.item.id.span);
        let message = format!("nothing in the question or the choices takes \"{}\" up", word.text);
        cx.report(
            Diagnostic::new(self.code(), place, message).help("leave out what the answer does not need"),
        );
    }
}

impl GratuitousDetail {
    fn is_detail(&self, word: &str) -> bool {
        is_form(word, &|form| {
            DETAILS.binary_search(&form).is_ok() || self.extra.iter().any(|extra| extra == form)
        })
    }
}

/// Tells whether a word is a form of a named one.
fn is_form(word: &str, is_named: &dyn Fn(&str) -> bool) -> bool {
    let single = word.trim_end_matches("'s");
    is_named(single) || single.strip_suffix('s').is_some_and(is_named)
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '\'');
    words.filter(|word| !word.is_empty()).map(|word| stem_of(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_sorted() {
        assert!(DETAILS.is_sorted());
    }
}
