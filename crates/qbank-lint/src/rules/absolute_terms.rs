//! `absolute-terms`: distractors that say too much to be true.

use std::borrow::Cow;
use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::{WordTest, WordedChoice, Wording, one_of, pattern};

/// Finds words such as "always" and "never" in the distractors while the key has none.
pub(super) struct AbsoluteTerms {
    /// Further words that count as absolute.
    pub(super) extra: Vec<String>,
}

static META: Meta = Meta {
    name: "absolute-terms",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("absolute_terms.md"),
};

/// Words that few true sentences need.
static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    words(
        "always|never|nobody|everybody|cannot ever|completely|entirely|exclusively|absolutely|totally|definitely|impossible|under no circumstances|in every case|in all cases|at all times|without exception",
    )
});

/// Words that true sentences often need too.
static WEAK: LazyLock<Regex> = LazyLock::new(|| words("only|every|must|cannot"));

/// Any of both: where no choice says one, nothing is looked for twice.
static ANY: LazyLock<Regex> = LazyLock::new(|| pattern(&[STRONG.as_str(), WEAK.as_str()].join("|")));

/// A word of each of them.
const SIGNS: [&str; 20] = [
    "always",
    "never",
    "nobody",
    "everybody",
    "cannot",
    "completely",
    "entirely",
    "exclusively",
    "absolutely",
    "totally",
    "definitely",
    "impossible",
    "circumstances",
    "case",
    "cases",
    "times",
    "exception",
    "only",
    "every",
    "must",
];

/// Uses of such words that are no claim about everything.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    words(
        r"every (other )?(second |third |few )?(day|shift|week|month|quarter|year|hour|order|\d+)s?|only (a|an|one|two|three|four|five|few|\d+)|all (but|two|three|four|five|\d+)|at all|not (all|only|always|every|necessarily)|all[- ]time|no (more|less|fewer|later|longer) than|(i|ii|iii|iv|v|vi|\d+) only",
    )
});

fn words(words: &str) -> Regex {
    pattern(&format!(r"\b({words})\b"))
}

impl Rule for AbsoluteTerms {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::texts("extra", &mut self.extra)]
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        let known = one_of(&SIGNS);
        let is_extra = |word: &str| self.extra.iter().any(|extra| extra.eq_ignore_ascii_case(word));
        let are_words = self.extra.iter().all(|extra| extra.chars().all(char::is_alphabetic));
        are_words.then(|| -> WordTest { Box::new(move |word| known(word) || is_extra(word)) })
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some((key, distractors)) = wording.key_and_distractors() else { return };
        if self.extra.is_empty() && !wording.choices().iter().any(|choice| ANY.is_match(choice.text.as_str()))
        {
            return;
        }
        let strong = |choice: &WordedChoice| self.find(choice, &STRONG);
        let weak = |choice: &WordedChoice| self.find(choice, &WEAK);
        if strong(key).is_some() || weak(key).is_some() {
            return;
        }
        let found: Vec<_> = distractors
            .iter()
            .filter_map(|choice| Some((*choice, strong(choice).or_else(|| weak(choice))?)))
            .collect();
        let Some((first, word)) = found.first() else { return };
        let n_found = found.len();
        let message = match n_found {
            1 => format!("a distractor says \"{word}\", and the key says nothing of the kind"),
            _ => format!("{n_found} distractors speak in absolute words, and the key does not"),
        };
        let mut finding =
            Diagnostic::new(self.code(), first.choice.span, message).label(format!("\"{word}\""));
        for (choice, word) in &found[1..] {
            finding = finding.also(choice.choice.span, format!("\"{word}\""));
        }
        if !distractors.iter().any(|choice| strong(choice).is_some()) {
            finding.confidence = Confidence::Low;
        }
        cx.report(finding.help("state the mistake as somebody who makes it would"));
    }
}

impl AbsoluteTerms {
    fn find(&self, choice: &WordedChoice, words: &Regex) -> Option<String> {
        if choice.meta().is_some() {
            return None;
        }
        if self.extra.is_empty() && !words.is_match(choice.text.as_str()) {
            return None;
        }
        let prose: Cow<str> = HARMLESS.replace_all(choice.text.as_str(), "");
        let is_extra = |word: &str| self.extra.iter().any(|extra| extra.eq_ignore_ascii_case(word));
        let own = choice.text.words().find(|word| is_extra(word.text)).map(|word| word.text.to_owned());
        words.find(&prose).map(|found| found.as_str().to_lowercase()).or(own)
    }
}
