//! `doubled-word`: a word written twice in a row.

use qbank_model::content::PlainText;
use qbank_model::{Code, Confidence, Diagnostic, Fix, Item, ItemName, Meta, Severity, Span};

use crate::rule::{Context, Rule};
use crate::words::{Wording, WrittenWord, cases, runs_of, runs_of_case, written_words};

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

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        for finding in
            runs_of(wording.item).into_iter().flat_map(|run| self.check_run(run, wording.item.id.span))
        {
            cx.report(finding);
        }
    }

    fn check_bank(&self, cx: &mut Context) {
        for (item, case) in cases(cx.bank) {
            if Wording::is_english(item, cx.bank) {
                self.report_case(item, &runs_of_case(case), cx);
            }
        }
    }
}

impl DoubledWord {
    fn report_case(&self, item: &Item, runs: &[&PlainText], cx: &mut Context) {
        for finding in runs.iter().flat_map(|run| self.check_run(run, item.id.span)) {
            cx.report(finding.of_item(Some(ItemName::from(item))));
        }
    }

    fn check_run(&self, run: &PlainText, otherwise: Span) -> Vec<Diagnostic> {
        let words: Vec<WrittenWord> = written_words(run).collect();
        let pairs = words.windows(2).filter_map(|pair| <[WrittenWord; 2]>::try_from(pair).ok());
        let doubled = pairs.filter(|[one, other]| is_doubled(one, other));
        doubled
            .map(|[one, other]| {
                let message = format!("\"{}\" stands twice in a row", other.text);
                let finding = Diagnostic::new(self.code(), other.span().unwrap_or(otherwise), message);
                let finding = finding.help("take one out");
                match fix(&one, &other) {
                    Some(fix) => finding.fix(fix),
                    None => finding,
                }
            })
            .collect()
    }
}

fn is_doubled(one: &WrittenWord, other: &WrittenWord) -> bool {
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
