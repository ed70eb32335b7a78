//! `all-of-above`: a choice that says that all the others are right.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{MetaChoice, Wording};

/// Finds choices such as "all of the above".
pub(super) struct AllOfAbove;

static META: Meta = Meta {
    name: "all-of-above",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("all_of_above.md"),
};

impl Rule for AllOfAbove {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        for choice in wording.choices().iter().filter(|choice| choice.meta() == Some(MetaChoice::All)) {
            let message = "a choice says that all the others are right";
            let finding = Diagnostic::new(self.code(), choice.choice.span, message).label("this choice");
            cx.report(
                finding.help("ask for several keys (\"choose two\"), or put another mistake in its place"),
            );
        }
    }
}
