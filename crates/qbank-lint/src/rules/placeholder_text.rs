//! `placeholder-text`: words that stand where a text is still to be written.

use std::sync::LazyLock;

use qbank_model::content::PlainText;
use qbank_model::{Code, Confidence, Diagnostic, Item, ItemName, Meta, Severity, Span, Status};
use regex::Regex;

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{THREE_QUESTION_MARKS, WordTest, Wording, cases, exact_pattern, runs_of_case};

/// Finds what stands for a text that nobody wrote yet.
#[derive(Default)]
pub(super) struct PlaceholderText {
    /// More words that stand for a text.
    pub(super) words: Vec<String>,
}

static META: Meta = Meta {
    name: "placeholder-text",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("placeholder_text.md"),
};

static STAND_IN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"\bWRITE:|\b(?:FIX",
        "ME|TO",
        r"DO|TK)\b|(?i:\blorem ipsum\b|\b(?:tb[acd]|x{3,})\b|[\[<](?:insert|your) [^\]>]*[\]>]|\?{3,})"
    );
    exact_pattern(pattern)
});

/// A part of a word of each usual stand-in but the question marks.
const PARTS: [&str; 11] = [
    "write",
    concat!("fix", "me"),
    concat!("to", "do"),
    "tk",
    "lorem",
    "tba",
    "tbc",
    "tbd",
    "xxx",
    "insert",
    "your",
];

impl Rule for PlaceholderText {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::texts("words", &mut self.words)]
    }

    fn needs_english(&self) -> bool {
        false
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        self.words.is_empty().then(|| -> WordTest { Box::new(is_suspect) })
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        self.report(wording.item, wording.runs(), cx);
    }

    fn check_bank(&self, cx: &mut Context) {
        for (item, case) in cases(cx.bank) {
            self.report(item, &runs_of_case(case), cx);
        }
    }
}

impl PlaceholderText {
    /// Reports the first place, and how many there are: who has not written an item yet knows it.
    fn report(&self, item: &Item, runs: &[&PlainText], cx: &mut Context) {
        let found: Vec<(Option<Span>, &str)> = runs.iter().flat_map(|run| self.stand_ins(run)).collect();
        let Some((span, text)) = found.first() else { return };
        let message = match found.len() {
            1 => format!("\"{text}\" stands where a text is still to be written"),
            n_places => format!(
                "\"{text}\" stands where a text is still to be written, the first of {n_places} places"
            ),
        };
        let mut finding = Diagnostic::new(self.code(), span.unwrap_or(item.id.span), message);
        finding.severity = match item.status {
            Status::Draft | Status::Retired => Severity::Info,
            Status::Review | Status::Approved => Severity::Warning,
        };
        cx.report(finding.help("write the text").of_item(Some(ItemName::from(item))));
    }

    fn stand_ins<'t>(&self, run: &'t PlainText) -> Vec<(Option<Span>, &'t str)> {
        let usual = STAND_IN.find_iter(run).map(|found| found.range());
        let own = self.words.iter().flat_map(|word| run.match_indices(word.as_str()));
        let own = own.map(|(at, word)| at..at + word.len());
        let mut ranges: Vec<_> = usual.chain(own).collect();
        ranges.sort_by_key(|range| range.start);
        ranges.into_iter().map(|range| (run.span_of(range.clone()), &run[range])).collect()
    }
}

/// Tells whether a word may belong to one of the usual stand-ins; cheaper to look for.
fn is_suspect(word: &str) -> bool {
    let word = word.to_lowercase();
    word == THREE_QUESTION_MARKS || PARTS.iter().any(|part| word.contains(part))
}
