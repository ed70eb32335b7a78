//! `rationale-names-distractor`: a rationale that says that a wrong choice is right.

use std::ops::Range;
use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Text, WordTest, WordedChoice, Wording, one_of, pattern};

/// Finds rationales that call a distractor right.
pub(super) struct RationaleNamesDistractor;

static META: Meta = Meta {
    name: "rationale-names-distractor",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("rationale_names_distractor.md"),
};

/// Without one of these words nothing is called right.
static VERDICT: LazyLock<Regex> = LazyLock::new(|| pattern("correct|right|best"));
/// "The right answer is" and what follows.
/// The words of a verdict.
const SIGNS: [&str; 3] = ["correct", "right", "best"];

static IS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(correct|right|best) (answer|choice|option|one)( here| therefore| thus)? (is|must be|has to be):? (the |an? )?",
    )
});
/// What stands behind the words of a choice that are called right.
static IS_RIGHT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ (is|are) (the |therefore |thus |clearly )*(correct|right|best)( (answer|choice|option|one))?([.,;:]| because| as | since|$)",
    )
});

impl Rule for RationaleNamesDistractor {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(one_of(&SIGNS))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some(rationale) = &wording.item.rationale else { return };
        let Some((key, distractors)) = wording.key_and_distractors() else { return };
        let rationale = Text::of(rationale);
        if !VERDICT.is_match(rationale.as_str()) {
            return;
        }
        let small = |sentence: Range<usize>| rationale.as_str()[sentence].to_lowercase();
        let sentences: Vec<String> = rationale.sentences().into_iter().map(small).collect();
        let calls_right = |choice: &WordedChoice| {
            let name = name_of(choice);
            name.len() > 1 && sentences.iter().any(|sentence| calls_right(sentence, &name))
        };
        if calls_right(key) {
            return;
        }
        if let Some(distractor) = distractors.into_iter().find(|choice| calls_right(choice)) {
            let message = "the rationale calls this distractor right";
            let finding = Diagnostic::new(self.code(), distractor.choice.span, message).label("not the key");
            let finding = finding.also(key.choice.span, "the key");
            cx.report(finding.help("tick the choice that is right, or mend the rationale"));
        }
    }
}

/// The words of a choice in small letters, without article and full stop.
fn name_of(choice: &WordedChoice) -> String {
    let name = choice.text.as_str().trim_end_matches('.').to_lowercase();
    let bare = ["the ", "an ", "a "].iter().find_map(|article| name.strip_prefix(article));
    bare.unwrap_or(&name).to_owned()
}

fn calls_right(sentence: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '%');
    let begins = |before: &str| !before.ends_with(|c: char| c.is_alphanumeric() || c == '-');
    let follows = IS.find_iter(sentence).any(|is| sentence[is.end()..].strip_prefix(name).is_some_and(&ends));
    let precedes = sentence.match_indices(name).any(|(at, _)| {
        begins(&sentence[..at])
            && IS_RIGHT.is_match(&sentence[at + name.len()..])
            && at <= "therefore, the ".len()
    });
    follows || precedes
}
