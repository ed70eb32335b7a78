//! `two-questions`: a stem that asks twice.

use qbank_model::{Code, Confidence, Diagnostic, Kind, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{Wording, place_in};

/// Finds stems with more than one question.
pub(super) struct TwoQuestions;

static META: Meta = Meta {
    name: "two-questions",
    severity: Severity::Info,
    confidence: Confidence::Medium,
    page: include_str!("two_questions.md"),
};

impl Rule for TwoQuestions {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if wording.item.interaction.kind() == Kind::Essay {
            return;
        }
        // A question in quotation marks is somebody's in the story.
        let sentences = wording.stem.sentences();
        let questions: Vec<&&str> = sentences.iter().filter(|sentence| sentence.ends_with('?')).collect();
        let [first, .., last] = questions[..] else { return };
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
