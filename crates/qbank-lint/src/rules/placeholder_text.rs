//! `placeholder-text`: words that stand where a text is still to be written.

use std::sync::LazyLock;

use qbank_model::content::PlainText;
use qbank_model::{Code, Confidence, Diagnostic, Item, ItemName, Meta, Severity, Span, Status};
use regex::Regex;

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{Memo, Wording, WrittenWord, cases, exact_pattern, runs_of_case, written_words};

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

thread_local! {
    /// Whether a word may belong to a usual stand-in.
    static IS_SUSPECT: Memo<bool> = Memo::default();
}

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

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if self.may_stand_in(wording.runs(), wording.written()) {
            self.report(wording.item, wording.runs(), cx);
        }
    }

    fn check_bank(&self, cx: &mut Context) {
        for (item, case) in cases(cx.bank) {
            let runs = runs_of_case(case);
            let written: Vec<WrittenWord> = runs.iter().flat_map(|run| written_words(run)).collect();
            if self.may_stand_in(&runs, &written) {
                self.report(item, &runs, cx);
            }
        }
    }
}

impl PlaceholderText {
    /// Tells whether a text has a word or the question marks of a stand-in; cheaper than to look for one.
    fn may_stand_in(&self, runs: &[&PlainText], written: &[WrittenWord]) -> bool {
        let asks_thrice = |run: &&PlainText| run.matches('?').nth(2).is_some();
        !self.words.is_empty() || written.iter().any(is_suspect) || runs.iter().any(asks_thrice)
    }

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

fn is_suspect(word: &WrittenWord) -> bool {
    let holds_part = |word: &str| {
        let word = word.to_lowercase();
        PARTS.iter().any(|part| word.contains(part))
    };
    IS_SUSPECT.with(|memo| memo.get(word.text, holds_part))
}
