//! `vague-terms`: words of frequency and degree that each reader takes otherwise.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{Text, Wording};

/// Finds words such as "usually" and "often" in stems and choices.
pub(super) struct VagueTerms {
    /// Further words that count as vague.
    pub(super) extra: Vec<String>,
}

static META: Meta = Meta {
    name: "vague-terms",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("vague_terms.md"),
};

static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(usually|often|frequently|infrequently|sometimes|rarely|seldom|occasionally|generally|regularly|periodically|somewhat|partly|nearly|normally|typically|mostly|more or less|from time to time|quite|fairly|various|many times)\b")
        .expect("the pattern compiles")
});

/// Names of things that hold such a word.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)generally accepted|how (often|frequently|regularly)|(more|less|most|least|too|as|so|very) (often|frequently|regularly|rarely)|nearly (empty|full)|normally distributed|periodically review")
        .expect("the pattern compiles")
});

impl Rule for VagueTerms {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::texts("extra", &mut self.extra)]
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if wording.choices.is_empty() {
            return;
        }
        let in_stem = self.find(&wording.stem).map(|word| (word, wording.item.id.span, "the stem"));
        let in_choice = || {
            wording
                .choices
                .iter()
                .find_map(|choice| Some((self.find(&choice.text)?, choice.choice.span, "a choice")))
        };
        let Some((word, span, place)) = in_stem.or_else(in_choice) else { return };
        let message = format!("{place} says \"{word}\", which readers take in different ways");
        cx.report(
            Diagnostic::new(self.code(), span, message).help("say how often or how much, or leave it out"),
        );
    }
}

impl VagueTerms {
    fn find(&self, text: &Text) -> Option<String> {
        let prose = HARMLESS.replace_all(text.as_str(), "");
        let is_extra = |word: &str| self.extra.iter().any(|extra| extra.eq_ignore_ascii_case(word));
        let own = text.words().find(|word| is_extra(word.text)).map(|word| word.text.to_lowercase());
        VAGUE.find(&prose).map(|found| found.as_str().to_lowercase()).or(own)
    }
}
