//! `unknown-enemy`: an item must not stand beside one that does not exist.

use std::collections::BTreeSet;

use qbank_model::suggest::nearest;
use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, MAX_SUGGESTED, Rule};

/// Finds enemies that are no item of the bank.
pub(super) struct UnknownEnemy;

static META: Meta = Meta {
    name: "unknown-enemy",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("unknown_enemy.md"),
};

impl Rule for UnknownEnemy {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let ids: BTreeSet<&str> =
            cx.bank.entries().iter().filter_map(|entry| Some(entry.id()?.as_str())).collect();
        let mut n_unknown = 0;
        for item in cx.bank.items() {
            for enemy in &item.details.enemies {
                if ids.contains(enemy.value.as_str()) && enemy.value != item.id.value.as_str() {
                    continue;
                }
                let message = format!("no other item has the id `{}`", enemy.value);
                let finding = Diagnostic::new(self.code(), enemy.span, message);
                n_unknown += 1;
                let near = if n_unknown <= MAX_SUGGESTED {
                    nearest(&enemy.value, ids.iter().copied())
                } else {
                    None
                };
                let help = near
                    .map_or("name an item of this bank".to_owned(), |near| format!("did you mean `{near}`?"));
                cx.report(finding.help(help).of_item(Some(item.into())));
            }
        }
    }
}
