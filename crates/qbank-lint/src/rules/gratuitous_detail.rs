//! `gratuitous-detail`: private life and scenery in a stem that asks about neither.

use std::collections::BTreeSet;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{Wording, place_in, stem_of};

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
const DETAILS: [&str; 36] = [
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

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let lead = wording.lead();
        let asked = lead.rsplit([',', ';']).next().unwrap_or(lead);
        let choices = wording.choices.iter().map(|choice| choice.text.as_str());
        let taken_up: BTreeSet<String> = choices.chain([asked]).flat_map(stems).collect();
        let known: BTreeSet<String> =
            DETAILS.iter().copied().chain(self.extra.iter().map(String::as_str)).map(stem_of).collect();
        let found = wording.stem.words().find(|word| {
            let stem = stem_of(&word.text.to_lowercase());
            // A capital makes it a name, such as that of a site.
            word.text.starts_with(char::is_lowercase) && known.contains(&stem) && !taken_up.contains(&stem)
        });
        let Some(word) = found else { return };
        let place = place_in(&wording.item.stem, word.text).unwrap_or(wording.item.id.span);
        let message = format!("nothing in the question or the choices takes \"{}\" up", word.text);
        cx.report(
            Diagnostic::new(self.code(), place, message).help("leave out what the answer does not need"),
        );
    }
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '\'');
    words.filter(|word| !word.is_empty()).map(|word| stem_of(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_sorted_and_each_is_its_own() {
        assert!(DETAILS.is_sorted());
        let stems: BTreeSet<String> = DETAILS.iter().map(|word| stem_of(word)).collect();
        assert_eq!(stems.len(), DETAILS.len());
    }
}
