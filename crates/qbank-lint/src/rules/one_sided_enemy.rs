//! `one-sided-enemy`: an item names an enemy that does not name it.

use std::collections::BTreeMap;

use qbank_model::{Code, Confidence, Diagnostic, Item, Meta, Severity, Status};

use crate::rule::{Context, Rule};

/// Finds enemies that do not know of each other.
pub(super) struct OneSidedEnemy;

static META: Meta = Meta {
    name: "one-sided-enemy",
    severity: Severity::Info,
    confidence: Confidence::Low,
    page: include_str!("one_sided_enemy.md"),
};

impl Rule for OneSidedEnemy {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let bank = cx.bank;
        let asked = || bank.items().filter(|item| item.status != Status::Retired);
        let items: BTreeMap<&str, &Item> = asked().map(|item| (item.id.value.as_str(), item)).collect();
        for item in asked() {
            for enemy in &item.details.enemies {
                let Some(other) = items.get(enemy.value.as_str()).filter(|other| !other.names_as_enemy(item))
                else {
                    continue;
                };
                let id = &item.id.value;
                let message = format!("`{id}` names `{}` as an enemy, and is not named there", enemy.value);
                let finding = Diagnostic::new(self.code(), enemy.span, message);
                let finding = finding.also(other.id.span, "this item does not name it");
                cx.report(finding.help(format!("add \"{id}\" to its `enemies`")).of_item(Some(item.into())));
            }
        }
    }
}
