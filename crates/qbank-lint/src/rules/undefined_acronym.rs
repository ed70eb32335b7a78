//! `undefined-acronym`: a short form that neither the glossary nor the item explains.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Content, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{WordTest, Wording, exact_pattern, is_stop_word, place_in};

/// Finds short forms that a learner is not told.
#[derive(Default)]
pub(super) struct UndefinedAcronym {
    /// Short forms that everybody knows.
    pub(super) known: Vec<String>,
}

static META: Meta = Meta {
    name: "undefined-acronym",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("undefined_acronym.md"),
};

/// Short forms of everyday life, numerals, and words that are written in capitals for emphasis.
const EVERYDAY: [&str; 53] = [
    "ABC", "ALL", "FALSE", "NONE", "ONLY", "TRUE", "WHICH", "WRITE", "AC", "AD", "AM", "AND", "ANY", "BC",
    "CD", "CEO", "CFO", "CO", "COO", "DC", "DVD", "EU", "EUR", "FAQ", "GBP", "HR", "ID", "II", "III", "IT",
    "IV", "IX", "KG", "LED", "NEW", "NO", "NOT", "OK", "OR", "PC", "PDF", "PM", "TV", "UK", "UN", "US",
    "USA", "USD", "VAT", "VI", "VII", "VP", "YES",
];

/// Longer runs of capitals are words that somebody shouts.
const MOST_LETTERS: usize = 5;

/// Letters, digits and the signs that join them: a short form inside a part number is none.
static JOINED: LazyLock<Regex> = LazyLock::new(|| exact_pattern(r"(\w|[&./-])+"));

/// What no text with a short form is without; cheaper to look for.
static HAS_TWO_CAPITALS: LazyLock<Regex> = LazyLock::new(|| exact_pattern(r"[A-Z][A-Z&]"));

impl Rule for UndefinedAcronym {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::texts("known", &mut self.known)]
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        // The `R` of `R&D` stands alone.
        Some(Box::new(|word| HAS_TWO_CAPITALS.is_match(word) || matches!(word.as_bytes(), [b'A'..=b'Z'])))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let item = wording.item;
        let case =
            LazyCell::new(|| item.stimulus.as_ref().map(|case| case.content.to_text()).unwrap_or_default());
        let mut told = BTreeSet::new();
        let choices = wording.choices().iter().map(|choice| (&choice.choice.content, choice.text.as_str()));
        for (content, text) in std::iter::once((&item.stem, wording.stem().as_str())).chain(choices) {
            for short in short_forms(text) {
                let is_known = self.is_known(short, cx)
                    || is_explained(short, &case)
                    || is_explained(short, wording.stem().as_str());
                if !is_known && told.insert(short.to_owned()) {
                    cx.report(self.finding(short, content, wording));
                }
            }
        }
    }
}

impl UndefinedAcronym {
    fn is_known(&self, short: &str, cx: &Context) -> bool {
        EVERYDAY.contains(&short)
            || is_stop_word(&short.to_lowercase())
            || self.known.iter().any(|known| known == short)
            || cx.rules.glossary().has_word(short)
    }

    fn finding(&self, short: &str, content: &Content, wording: &Wording) -> Diagnostic {
        let place = place_in(content, short).unwrap_or(wording.item.id.span);
        let message = format!("nothing says what {short} stands for");
        Diagnostic::new(self.code(), place, message)
            .help("write the term out, or list it in the bank's glossary: `long form (SF)`")
    }
}

/// Returns the runs of two to five capitals that stand alone, a plural's `s` aside: `MPS`, `S&OP`, `SKUs`. With a number
/// behind it, as in `EC 41`, it is a name, and with one before it, as in `5 MW`, a unit.
fn short_forms(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |end: usize| text[end..].trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit());
    let is_unit = |start: usize| text[..start].trim_end_matches(' ').ends_with(|c: char| c.is_ascii_digit());
    let text = if HAS_TWO_CAPITALS.is_match(text) { text } else { "" };
    let words = JOINED.find_iter(text).filter(move |word| !is_name(word.end()) && !is_unit(word.start()));
    let words = words.flat_map(|word| word.as_str().split('/'));
    words.map(|word| word.trim_end_matches(['.', '-']).trim_end_matches('s')).filter(|word| {
        let n_letters = word.chars().filter(char::is_ascii_uppercase).count();
        (2..=MOST_LETTERS).contains(&n_letters)
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.ends_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_uppercase() || c == '&')
    })
}

/// Tells whether a text has the short form in brackets, or something in brackets behind it.
fn is_explained(short: &str, text: &str) -> bool {
    text.match_indices(short).any(|(at, _)| {
        text[..at].ends_with('(') || text[at + short.len()..].trim_start_matches('s').starts_with(" (")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_stand_alone() {
        for (text, expected) in [
            ("The MPS, the S&OP plan and three SKUs.", vec!["MPS", "S&OP", "SKU"]),
            ("Part AX-7, part K12B and file A_B", vec![]),
            ("MRP/ERP", vec!["MRP", "ERP"]),
            ("A or B; ABCDEFG; McKay", vec![]),
            ("the MPS. Then", vec!["MPS"]),
            ("change EC 41, MRP for 3 weeks, 5 MW", vec!["MRP"]),
        ] {
            assert_eq!(short_forms(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
