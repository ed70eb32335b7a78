//! `unknown-rule`: an item allows something that no rule forbids.

use qbank_model::suggest::nearest;
use qbank_model::{Code, Confidence, Diagnostic, Item, Meta, Severity};

use crate::rule::{Context, Rule};

/// Finds names under `allow` that are no rule's.
pub(super) struct UnknownRule;

static META: Meta = Meta {
    name: "unknown-rule",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("unknown_rule.md"),
};

impl Rule for UnknownRule {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_item(&self, item: &Item, cx: &mut Context) {
        for (name, reason) in &item.details.allow {
            match cx.rules.get(name) {
                Some(known) if known.is_firm() => {
                    let message = format!("`{name}` cannot be allowed");
                    let help = "mend what the rule finds: with such a fault nothing can be exported";
                    cx.report(Diagnostic::new(self.code(), reason.span, message).help(help));
                }
                Some(_) => {}
                None => {
                    let names = crate::codes();
                    let near = nearest(name, names.iter().map(|code| code.name()));
                    let help = near.map_or("see `qbank rules` for their names".to_owned(), |near| {
                        format!("did you mean `{near}`?")
                    });
                    let message = format!("no rule is called `{name}`");
                    cx.report(Diagnostic::new(self.code(), reason.span, message).help(help));
                }
            }
        }
    }
}
