//! `missing-rationale`: an item that does not say why its key is right.

use qbank_model::{Code, Confidence, Diagnostic, Item, Kind, Meta, Severity};

use crate::option::RuleOption;
use crate::readiness::lacking;
use crate::rule::{Context, Rule};

/// Finds items without a rationale.
pub(super) struct MissingRationale {
    /// Whether drafts are judged as well.
    pub(super) drafts: bool,
}

static META: Meta = Meta {
    name: "missing-rationale",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("missing_rationale.md"),
};

impl Rule for MissingRationale {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::flag("drafts", &mut self.drafts)]
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        if item.rationale.is_some() || item.interaction.kind() == Kind::Essay {
            return;
        }
        let finding = lacking(item, self.drafts, || {
            Diagnostic::new(self.code(), item.id.span, "nothing says why the key is right")
                .help("write it under `**Rationale:**`")
        });
        if let Some(finding) = finding {
            cx.report(finding);
        }
    }
}
