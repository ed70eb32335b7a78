//! `unknown-rule`: an item allows something that no rule forbids.

use qbank_model::suggest::nearest;
use qbank_model::{Bank, Code, Diagnostic, Item, Meta, Severity};

use crate::rule::{Findings, Rule};

/// Finds names under `allow` that are no rule's.
pub(super) struct UnknownRule;

static META: Meta =
    Meta { name: "unknown-rule", severity: Severity::Error, page: include_str!("unknown_rule.md") };

impl Rule for UnknownRule {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_item(&self, item: &Item, _bank: &Bank, findings: &mut Findings) {
        if item.details.allow.is_empty() {
            return;
        }
        let codes = crate::codes();
        for (name, reason) in &item.details.allow {
            if codes.iter().any(|code| code.name() == name) {
                continue;
            }
            let near = nearest(name, codes.iter().map(|code| code.name()));
            let help = near.map_or("see `qbank rules` for their names".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            let finding = Diagnostic::new(self.code(), reason.span, format!("no rule is called `{name}`"));
            findings.report(finding.help(help).of_item(item.id.value.as_str()));
        }
    }
}
