//! `disguised-true-false`: a choice question that asks for verdicts on statements.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Interaction, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{WordTest, Wording, one_of, pattern};

/// Finds choice questions whose choices are verdicts, or statements to be judged one by one.
pub(super) struct DisguisedTrueFalse;

static META: Meta = Meta {
    name: "disguised-true-false",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("disguised_true_false.md"),
};

const VERDICTS: &str = "true|false|yes|no|correct|incorrect|right|wrong|agreed?|disagreed?";

/// A word of each wording that asks for verdicts or gives one.
const SIGNS: [&str; 18] = [
    "true",
    "false",
    "yes",
    "no",
    "correct",
    "incorrect",
    "untrue",
    "right",
    "wrong",
    "agree",
    "agreed",
    "disagree",
    "disagreed",
    "hold",
    "holds",
    "applies",
    "apply",
    "pair",
];

static VERDICT: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^\W*((partly|partially|not|mostly|entirely) )?({VERDICTS})\W*$")));

static REASONED_VERDICT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\W*(true|false|yes|no|correct|incorrect)(,|:|;|\.| -) ?\S|\S, (yes|no|true|false)\W*$")
});

static ASKS_VERDICTS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    let statement = "(statements?|sentences?|claims?|assertions?|remarks?)";
    let about = "( (about|on|of|regarding|concerning|for) [^?]{1,60})?";
    [
        pattern(&format!(
            r"\b(which|what)( one)?( of (the|these|those)( following)?)?( {statement})?{about} (is|are|would be|must be|can be|has to be) (always |not |also )?(true|false|correct|incorrect|untrue|right|wrong)\b"
        )),
        pattern(&format!(
            r"\b(which|what)( one)?( of (the|these|those)( following| two)?)? {statement}{about} (holds?|applies|apply)\b"
        )),
        pattern(&format!(
            r"\b(pick|find|choose|select|tick|mark|identify) the (one )?(true|false|correct|incorrect|untrue|right|wrong) ({statement}|pair|one)\b"
        )),
    ]
});

impl Rule for DisguisedTrueFalse {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(one_of(&SIGNS))
    }

    /// Statements to judge that are written as such have a type of their own.
    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if !matches!(wording.item.interaction, Interaction::SingleChoice(_) | Interaction::MultipleChoice(_))
        {
            return;
        }
        let prose: Vec<&str> = wording
            .choices()
            .iter()
            .filter(|choice| choice.meta().is_none())
            .map(|choice| choice.text.as_str())
            .collect();
        let n_reasoned = prose.iter().filter(|prose| REASONED_VERDICT.is_match(prose)).count();
        let n_verdicts = prose.iter().filter(|prose| VERDICT.is_match(prose)).count();
        let message = if n_verdicts >= 2 {
            "choices are nothing but verdicts on the stem"
        } else if n_reasoned >= 2 {
            "the choices are verdicts on the stem, with reasons"
        } else if ASKS_VERDICTS.iter().any(|pattern| pattern.is_match(wording.lead())) {
            "the stem asks for a verdict on each choice"
        } else {
            return;
        };
        let help = "ask what the choices answer, or write a statement with the choices True and False";
        cx.report(Diagnostic::new(self.code(), wording.item.id.span, message).help(help));
    }
}
