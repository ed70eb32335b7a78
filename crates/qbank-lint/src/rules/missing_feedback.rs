//! `missing-feedback`: distractors that do not tell their mistake.

use qbank_model::{Choice, Code, Confidence, Diagnostic, Item, Kind, Meta, Severity};

use crate::option::RuleOption;
use crate::readiness::lacking;
use crate::rule::{Context, Rule};

/// Finds distractors without feedback.
pub(super) struct MissingFeedback {
    /// Whether drafts are judged as well.
    pub(super) drafts: bool,
}

static META: Meta = Meta {
    name: "missing-feedback",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("missing_feedback.md"),
};

impl Rule for MissingFeedback {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::flag("drafts", &mut self.drafts)]
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        if item.interaction.kind() == Kind::TrueFalse {
            return;
        }
        let is_silent = |choice: &&Choice| choice.feedback.is_none() && !item.interaction.is_key(&choice.id);
        let silent: Vec<&Choice> = item.interaction.choices().iter().filter(is_silent).collect();
        let Some(first) = silent.first() else { return };
        let finding = lacking(item, self.drafts, || {
            let message = match silent.len() {
                1 => "a distractor has no feedback".to_owned(),
                n_silent => format!("{n_silent} distractors have no feedback"),
            };
            let finding = Diagnostic::new(self.code(), first.span, message)
                .help("name the mistake that leads to it, in a quotation (`> `) below the choice");
            silent.iter().skip(1).fold(finding, |finding, choice| finding.also(choice.span, "and this one"))
        });
        if let Some(finding) = finding {
            cx.report(finding);
        }
    }
}
