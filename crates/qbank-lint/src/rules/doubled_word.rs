//! `doubled-word`: a word written twice in a row.

use qbank_model::{Code, Confidence, Diagnostic, Fix, Item, ItemName, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{TWICE, WordTest, Wording, WrittenWord, cases, runs_of_case, written_words};

/// Finds words that stand twice with nothing but white space between them.
pub(super) struct DoubledWord;

static META: Meta = Meta {
    name: "doubled-word",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("doubled_word.md"),
};

/// Words that good English may repeat.
const MAY_REPEAT: [&str; 3] = ["had", "that", "very"];

/// Words that nobody means to write twice, so that one can be taken out unseen.
const NEVER_TWICE: [&str; 22] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or",
    "the", "this", "to", "was", "which", "with",
];

impl Rule for DoubledWord {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(Box::new(|word| word == TWICE))
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

impl DoubledWord {
    fn report(&self, item: &Item, words: &[WrittenWord], cx: &mut Context) {
        let pairs = words.iter().zip(words.iter().skip(1));
        for (one, other) in pairs.filter(|(one, other)| is_doubled(one, other)) {
            let message = format!("\"{}\" stands twice in a row", other.text);
            let finding = Diagnostic::new(self.code(), other.span().unwrap_or(item.id.span), message);
            let finding = finding.help("take one out").of_item(Some(ItemName::from(item)));
            cx.report(match fix(one, other) {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
        }
    }
}

fn is_doubled(one: &WrittenWord, other: &WrittenWord) -> bool {
    if one.text.len() != other.text.len() || !std::ptr::eq(one.run, other.run) {
        return false;
    }
    let between = &one.run[one.end()..other.start];
    let word = one.text.to_lowercase();
    let is_letter = word.chars().count() == 1 && !(one.text == "a" && other.text == "a");
    let is_joined = one.before().ends_with('-') || other.after().starts_with('-');
    !between.is_empty()
        && between.chars().all(char::is_whitespace)
        && word == other.text.to_lowercase()
        && !is_letter
        && !is_joined
        && !MAY_REPEAT.contains(&word.as_str())
}

/// Takes the second word out, with the white space behind it or, at a line's end, before it.
fn fix(one: &WrittenWord, other: &WrittenWord) -> Option<Fix> {
    let behind = other.end()..other.end() + 1;
    let is_spaced = other.after().starts_with(' ')
        && other.run.exact_span_of(behind.clone()).is_some()
        && other
            .run
            .exact_span_of(other.start..behind.end)
            .is_some_and(|span| span.range().len() == behind.end - other.start);
    let span = if is_spaced {
        other.run.exact_span_of(other.start..behind.end)?
    } else {
        other.run.exact_span_of(one.end()..other.end())?
    };
    let title = "take the second one out";
    let is_never_meant = NEVER_TWICE.contains(&one.text.to_lowercase().as_str());
    Some(if is_never_meant { Fix::safe(title, span, "") } else { Fix::review(title, span, "") })
}
