//! `unplaced-item`: an item that no domain of the blueprint holds.

use qbank_model::{Code, Confidence, Diagnostic, Item, Meta, Severity};

use crate::rule::{Context, Rule};

/// Finds items without an objective whose domain the default blueprint does not have.
pub(super) struct UnplacedItem;

static META: Meta = Meta {
    name: "unplaced-item",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("unplaced_item.md"),
};

impl Rule for UnplacedItem {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        let Some(blueprint) = cx.bank.blueprint() else { return };
        if item.objective.is_some() || blueprint.place(item).is_some() {
            return;
        }
        let domains: Vec<&str> = blueprint.domains().iter().map(|domain| domain.id.as_str()).collect();
        let (span, message) = match &item.domain {
            Some(domain) => (domain.span, format!("the blueprint has no domain `{}`", domain.value)),
            None => (item.id.span, "the item has no objective and no domain".to_owned()),
        };
        let help = format!("name an objective, or one of the domains {}", domains.join(", "));
        cx.report(Diagnostic::new(self.code(), span, message).help(help));
    }
}
