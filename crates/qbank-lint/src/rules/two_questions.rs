//! `two-questions`: a stem that asks twice.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Kind, Meta, Severity};

use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Wording, pattern, place_in};

/// Finds stems with more than one question.
pub(super) struct TwoQuestions;

static META: Meta = Meta {
    name: "two-questions",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("two_questions.md"),
};

/// A question that begins like one, and in it another that is joined by a comma, or that turns verb and subject round.
static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    let word = "who|whom|whose|which|what|when|where|why|how";
    let verb = "is|are|was|were|do|does|did|can|could|should|must|will|would";
    pattern(&format!(
        r"^(in |for |by |at )?({word})\b[^?]*?(, (and|or) ({word}|{verb})\b|\band (when|where|why|how|what|who) ({verb})\b)[^?]*\?"
    ))
});

impl Rule for TwoQuestions {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if wording.item.interaction.kind() == Kind::Essay {
            return;
        }
        // A question in quotation marks is somebody's in the story.
        let questions: Vec<&str> = wording.sentences().filter(|sentence| sentence.ends_with('?')).collect();
        let [first, .., last] = questions[..] else { return self.check_lead(wording, cx) };
        let place = |part: &str| place_in(&wording.item.stem, part);
        let span = place(last).unwrap_or(wording.item.id.span);
        let message = format!("the stem asks {} questions", questions.len());
        let mut finding = Diagnostic::new(self.code(), span, message).label("the last of them");
        if let Some(first) = place(first).filter(|first| *first != span) {
            finding = finding.also(first, "the first");
        }
        cx.report(finding.help("ask one; make a statement or an item of its own of the others"));
    }
}

impl TwoQuestions {
    /// Looks for a second question within the one that asks.
    fn check_lead(&self, wording: &Wording, cx: &mut Context) {
        let Some(second) = JOINED.captures(wording.lead()).and_then(|found| found.get(3)) else { return };
        let span = place_in(&wording.item.stem, second.as_str()).unwrap_or(wording.item.id.span);
        let finding =
            Diagnostic::new(self.code(), span, "the question asks a second one").label("it begins here");
        cx.report(finding.help("ask one; make a statement or an item of its own of the other"));
    }
}
