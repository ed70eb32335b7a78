//! `none-of-above`: a choice that says that none of the others is right.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{MetaChoice, Wording, pattern};

/// Finds choices such as "none of the above" and "cannot be determined".
pub(super) struct NoneOfAbove;

static META: Meta = Meta {
    name: "none-of-above",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("none_of_above.md"),
};

static ASKS_QUANTITY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bhow (many|much)\b"));

impl Rule for NoneOfAbove {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        for choice in wording.choices().iter().filter(|choice| choice.meta() == Some(MetaChoice::None)) {
            let message = "a choice says that none of the others is right";
            let finding = Diagnostic::new(self.code(), choice.choice.span, message).label("this choice");
            let finding = finding.help("put a mistake that people make in its place, or leave it out");
            // "None" may be the quantity that is asked for.
            let is_one_word = choice.text.words().count() == 1;
            let n_numbers = wording.choices().iter().filter(|choice| choice.quantity.is_some()).count();
            if is_one_word && n_numbers >= 2 {
                continue;
            }
            if is_one_word && ASKS_QUANTITY.is_match(wording.lead()) {
                let hint = Diagnostic { severity: Severity::Info, confidence: Confidence::Low, ..finding };
                cx.report(hint.help("write 0 where the quantity is meant"));
            } else {
                cx.report(finding);
            }
        }
    }
}
