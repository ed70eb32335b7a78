//! `vague-terms`: words of frequency and degree that each reader takes otherwise.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{TWICE_APART, WordTest, Wording, one_of, pattern};

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
    pattern(
        r"\b(usually|often|frequently|infrequently|sometimes|rarely|seldom|occasionally|generally|regularly|periodically|somewhat|partly|nearly|normally|typically|mostly|more or less|from time to time|quite|fairly|various|many times|a bit|(sort|kind) of like|by and large|roughly|to some extent)\b",
    )
});

/// A word of each of them; time is in it twice from time to time.
const SIGNS: [&str; 28] = [
    "usually",
    "often",
    "frequently",
    "infrequently",
    "sometimes",
    "rarely",
    "seldom",
    "occasionally",
    "generally",
    "regularly",
    "periodically",
    "somewhat",
    "partly",
    "nearly",
    "normally",
    "typically",
    "mostly",
    "less",
    TWICE_APART,
    "quite",
    "fairly",
    "various",
    "times",
    "bit",
    "like",
    "large",
    "roughly",
    "extent",
];

/// Names of things that hold such a word.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"generally accepted|how (often|frequently|regularly)|(more|less|most|least|too|as|so|very) (often|frequently|regularly|rarely)|nearly (empty|full)|normally distributed|periodically review|partly (true|right|correct|false)",
    )
});

impl Rule for VagueTerms {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::texts("extra", &mut self.extra)]
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        let known = one_of(&SIGNS);
        let extra: Vec<String> = self.extra.iter().map(|extra| extra.to_lowercase()).collect();
        // A word with a digit in it is no word of a text.
        let are_words = extra.iter().all(|extra| extra.chars().all(char::is_alphabetic));
        are_words.then(|| -> WordTest {
            Box::new(move |word| known(word) || extra.iter().any(|extra| *extra == word.to_lowercase()))
        })
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if wording.choices().is_empty() {
            return;
        }
        // A sentence that sets the scene counts only where it blurs a number.
        let is_read =
            |sentence: &&str| *sentence == wording.lead() || sentence.contains(|c: char| c.is_ascii_digit());
        let in_sentence = wording.sentences().filter(is_read).find_map(|sentence| self.find(sentence));
        let in_stem = in_sentence.map(|word| (word, wording.item.id.span, "the stem"));
        let in_choice = || {
            wording
                .choices()
                .iter()
                .find_map(|choice| Some((self.find(choice.text.as_str())?, choice.choice.span, "a choice")))
        };
        let Some((word, span, place)) = in_stem.or_else(in_choice) else { return };
        let message = format!("{place} says \"{word}\", which readers take in different ways");
        cx.report(
            Diagnostic::new(self.code(), span, message).help("say how often or how much, or leave it out"),
        );
    }
}

impl VagueTerms {
    fn find(&self, prose: &str) -> Option<String> {
        if self.extra.is_empty() && !VAGUE.is_match(prose) {
            return None;
        }
        let prose = HARMLESS.replace_all(prose, "").to_lowercase();
        let is_extra = |word: &&str| self.extra.iter().any(|extra| extra.to_lowercase() == *word);
        let own = || prose.split(|c: char| !c.is_alphanumeric()).find(is_extra).map(str::to_owned);
        VAGUE.find(&prose).map(|found| found.as_str().to_owned()).or_else(own)
    }
}
