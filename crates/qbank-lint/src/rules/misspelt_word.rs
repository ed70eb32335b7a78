//! `misspelt-word`: a word that is known as a slip of spelling, or that another English spells so.
//!
//! Goes by lists of slips that people make, and not by a list of all right words, so that the words of a field are no slips.

use qbank_model::{Bank, Code, Confidence, Diagnostic, Fix, Item, ItemName, Meta, Severity, Span};

use crate::rule::{Context, Rule};
use crate::words::{
    Glossary, Meant, Spelling, WordTest, Wording, WrittenWord, cases, runs_of_case, written_words,
};

/// Finds slips of spelling, and words of the other English where the bank has chosen one.
pub(super) struct MisspeltWord;

static META: Meta = Meta {
    name: "misspelt-word",
    severity: Severity::Info,
    confidence: Confidence::High,
    page: include_str!("misspelt_word.md"),
};

/// The most suggestions that are shown.
const MOST_SUGGESTED: usize = 3;

/// Parts of joined words, and names in capitals, are too short to be told from slips below this number of letters.
const FEWEST_LETTERS: usize = 3;

/// The English that a text is to be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum English {
    American,
    British,
    /// Either will do.
    Any,
}

/// What is wrong with a word, and what may be meant.
#[derive(Debug, PartialEq, Eq)]
enum Slip {
    Misspelt(Meant),
    Foreign(Meant),
}

impl Rule for MisspeltWord {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(Box::new(is_suspect))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        self.report(wording.item, wording.written(), cx);
    }

    fn check_bank(&self, cx: &mut Context) {
        for (item, case) in cases(cx.bank) {
            if Wording::is_english(item, cx.bank) {
                let words: Vec<_> = runs_of_case(case).into_iter().flat_map(written_words).collect();
                self.report(item, &words, cx);
            }
        }
    }
}

impl MisspeltWord {
    fn report(&self, item: &Item, words: &[WrittenWord], cx: &mut Context) {
        let english = english_of(item, cx.bank);
        for word in words.iter().filter(|word| is_suspect(word.text)) {
            if let Some(slip) = slip_in(word, english).filter(|_| !is_term(word.text, cx.rules.glossary())) {
                let finding = self.finding(word, &slip, item.id.span);
                cx.report(finding.of_item(Some(ItemName::from(item))));
            }
        }
    }

    fn finding(&self, word: &WrittenWord, slip: &Slip, otherwise: Span) -> Diagnostic {
        let (message, meant) = match slip {
            Slip::Misspelt(meant) => (format!("\"{}\" is misspelt", word.text), meant),
            Slip::Foreign(meant) => {
                (format!("\"{}\" is spelt as in another English than the item's", word.text), meant)
            }
        };
        let meant: Vec<String> =
            meant.words().take(MOST_SUGGESTED).map(|meant| as_in(meant, word.text)).collect();
        let finding = Diagnostic::new(self.code(), word.span().unwrap_or(otherwise), message);
        let finding = match &meant[..] {
            [] => finding.help("take it out, or list it in the glossary"),
            meant => finding.help(format!("write {}, or list the word in the glossary", meant.join(" or "))),
        };
        match (&meant[..], word.run.exact_span_of(word.start..word.end())) {
            ([only], Some(span)) => finding.fix(Fix::review("spell it as suggested", span, only.as_str())),
            _ => finding,
        }
    }
}

fn is_term(word: &str, glossary: &Glossary) -> bool {
    glossary.has_word(word) || glossary.has_word(&word.to_lowercase())
}

/// Returns the English of an item: `en-US` is American, `en` either, any other British.
fn english_of(item: &Item, bank: &Bank) -> English {
    let language = item.details.language.as_deref().unwrap_or(&bank.info.language);
    match language.split('-').nth(1) {
        None => English::Any,
        Some(region) if region.eq_ignore_ascii_case("US") => English::American,
        Some(_) => English::British,
    }
}

/// Judges a word where it stands: names, short forms and parts of joined words are passed over.
fn slip_in(word: &WrittenWord, english: English) -> Option<Slip> {
    let n_letters = word.text.chars().count();
    let is_joined = word.before().ends_with('-') || word.after().starts_with('-');
    let begins_sentence =
        word.before().trim_end_matches([' ', '"', '\'', '(', '“']).ends_with(['.', '?', '!', ':'])
            || word.before().trim().is_empty();
    let is_capital = word.text.starts_with(char::is_uppercase);
    let is_name = is_capital && !begins_sentence || word.text.chars().skip(1).any(char::is_uppercase);
    // A run such as `Refrence:` was meant as a label, and is told of as one.
    let is_label = word.before().is_empty() && word.after() == ":";
    if n_letters < FEWEST_LETTERS || is_joined || is_name || is_label {
        return None;
    }
    slip(word.text, english)
}

/// Tells whether a word, as written, may be a slip in any English.
fn is_suspect(word: &str) -> bool {
    Spelling::of(word).is_some()
}

fn slip(word: &str, english: English) -> Option<Slip> {
    match (Spelling::of(word)?, english) {
        (Spelling::Misspelt(meant), _) => Some(Slip::Misspelt(meant)),
        (Spelling::Regional { american: meant, .. }, English::American)
        | (Spelling::Regional { british: meant, .. }, English::British) => {
            (!meant.is_empty()).then_some(Slip::Foreign(meant))
        }
        (Spelling::Regional { .. }, English::Any) => None,
    }
}

/// Writes a word with a capital where another has one.
fn as_in(word: &str, other: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if other.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use qbank_model::content::PlainText;

    use super::*;

    #[test]
    fn slips_are_known_and_each_english_has_its_spelling() {
        use English::{American, Any, British};
        for (word, english, meant) in [
            ("recieve", Any, Some("receive")),
            ("Inventroy", Any, Some("inventory")),
            ("colour", Any, None),
            ("color", Any, None),
            ("colour", American, Some("color")),
            ("color", British, Some("colour")),
            ("organize", British, None),
            ("organise", American, Some("organize")),
            ("kanban", Any, None),
            ("heijunka", British, None),
        ] {
            let found = slip(word, english).and_then(|slip| match slip {
                Slip::Misspelt(meant) | Slip::Foreign(meant) => meant.words().next(),
            });
            assert_eq!(found, meant, "{word} {english:?}");
        }
    }

    #[test]
    fn names_and_joined_words_are_passed_over() {
        for (text, n_slips) in [
            ("Teh planner", 1),
            ("The planner Teh waits. Teh end", 1),
            ("RECIEVE, pre-recieve", 0),
            ("What did it recieve?", 1),
            ("Refrence:", 0),
        ] {
            let run = PlainText::from(text);
            let found = written_words(&run).filter(|word| slip_in(word, English::Any).is_some());
            assert_eq!(found.count(), n_slips, "{text}");
        }
    }
}
