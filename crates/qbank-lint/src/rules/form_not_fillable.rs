//! `form-not-fillable`: a bank with items enough for an exam that makes none.

use std::collections::BTreeMap;

use qbank_model::{Blueprint, Code, Confidence, Diagnostic, Item, Meta, Severity};

use crate::coverage::{Assembly, Wish, is_published};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds banks that do not make as many whole forms as they should, once they publish as many items as a form has.
pub(super) struct FormNotFillable {
    /// How many forms the bank should make.
    pub(super) forms: u32,
    /// How much of two forms may be the same, in percent.
    pub(super) overlap: u32,
}

static META: Meta = Meta {
    name: "form-not-fillable",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("form_not_fillable.md"),
};

impl Rule for FormNotFillable {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![
            RuleOption::count("forms", &mut self.forms, 1..=20),
            RuleOption::count("overlap", &mut self.overlap, 0..=100),
        ]
    }

    fn check_bank(&self, cx: &mut Context) {
        let Some(blueprint) = cx.bank.blueprint() else { return };
        let Some(plan) = blueprint.form() else { return };
        let pool: Vec<&Item> = cx.bank.items().filter(|item| is_published(cx.bank, item)).collect();
        if pool.len() < plan.items as usize {
            return;
        }
        let wish = Wish::new(plan.items, self.forms, self.overlap);
        // A large bank is not sorted through for what a part of it shows.
        let part = singles(blueprint, &pool, plan.items.saturating_mul(self.forms));
        if part.len() < pool.len() && Assembly::new(blueprint, &part, wish).obstacle.is_none() {
            return;
        }
        let assembly = Assembly::new(blueprint, &pool, wish);
        let Some(obstacle) = assembly.obstacle else { return };
        let (found, wanted, items) = (assembly.forms.len(), self.forms, plan.items);
        let forms = if wanted == 1 { "no whole form" } else { "too few whole forms" };
        let counts = if wanted == 1 { String::new() } else { format!(" ({found} of {wanted})") };
        let message = format!("the bank makes {forms} of {items} items{counts}: {obstacle}");
        let finding = Diagnostic::new(self.code(), plan.place.span, message);
        cx.report(finding.help("`qbank coverage` shows what each domain has and needs"));
    }
}

/// Returns the items without a case and without enemies, at most so many for each domain.
fn singles<'b>(blueprint: &Blueprint, pool: &[&'b Item], most: u32) -> Vec<&'b Item> {
    let mut n_items: BTreeMap<&str, u32> = BTreeMap::new();
    let is_single = |item: &&&Item| item.stimulus.is_none() && item.details.enemies.is_empty();
    let has_room = |item: &&Item| {
        blueprint.place(item).is_some_and(|domain| {
            let n_items = n_items.entry(domain.id.as_str()).or_default();
            *n_items += 1;
            *n_items <= most
        })
    };
    pool.iter().filter(is_single).copied().filter(has_room).collect()
}
