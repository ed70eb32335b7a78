//! `retired-enemy`: an item names an enemy that is asked no longer.

use std::collections::BTreeSet;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity, Status};

use crate::rule::{Context, Rule};

/// Finds enemies that are retired.
pub(super) struct RetiredEnemy;

static META: Meta = Meta {
    name: "retired-enemy",
    severity: Severity::Info,
    confidence: Confidence::High,
    page: include_str!("retired_enemy.md"),
};

impl Rule for RetiredEnemy {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        let bank = cx.bank;
        let is_retired = |status: Status| status == Status::Retired;
        let retired = bank.items().filter(|item| is_retired(item.status));
        let retired: BTreeSet<&str> = retired.map(|item| item.id.value.as_str()).collect();
        for item in bank.items().filter(|item| !is_retired(item.status)) {
            for enemy in item.details.enemies.iter().filter(|enemy| retired.contains(enemy.value.as_str())) {
                let message = format!("the enemy `{}` is retired, so that no form can hold it", enemy.value);
                let finding = Diagnostic::new(self.code(), enemy.span, message).of_item(Some(item.into()));
                cx.report(finding.help("take it out, or name the item that stands in its place"));
            }
        }
    }
}
