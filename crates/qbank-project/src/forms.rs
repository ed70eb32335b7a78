//! Forms filled from the bank: the items that a form names, and picks that fall out the same for everybody.

use qbank_model::bank::BankInfo;
use qbank_model::{Bank, Decimal, Diagnostic, Item, ItemId, Span, Status};
use qbank_syntax::form_file::{Form, FormEntry, Pick};
use sha2::{Digest, Sha256};

use crate::codes;

/// A form of the bank.
#[derive(Debug)]
pub struct FilledForm {
    /// Its name: that of its file, without the ending.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// How long it may take.
    pub minutes: Option<u32>,
    /// What was chosen, in order; `None` where the form cannot be filled, which is a finding.
    pub items: Option<Vec<ItemId>>,
}

/// Fills a form, or says what is in the way; nothing where a broken item is, which has its own findings.
pub(crate) fn fill(form: &Form, bank: &Bank) -> Result<Vec<ItemId>, Vec<Diagnostic>> {
    let (chosen, named, findings) = (Vec::new(), Vec::new(), Vec::new());
    let mut filling = Filling { form, bank, chosen, named, findings, lacks_broken: false };
    filling.find_named();
    for (idx, entry) in form.entries.iter().enumerate() {
        match entry {
            FormEntry::Item(_) => filling.chosen.extend(filling.named[idx]),
            FormEntry::Pick(pick) => filling.pick(pick),
        }
    }
    filling.check_points();
    let Filling { chosen, findings, lacks_broken, .. } = filling;
    let ids = chosen.into_iter().map(|item| item.id.value.clone()).collect();
    if findings.is_empty() && !lacks_broken { Ok(ids) } else { Err(findings) }
}

struct Filling<'a> {
    form: &'a Form,
    bank: &'a Bank,
    chosen: Vec<&'a Item>,
    /// For each entry the item that it names, so that no pick takes one from a later place.
    named: Vec<Option<&'a Item>>,
    findings: Vec<Diagnostic>,
    /// Whether an item is missing only because it is broken.
    lacks_broken: bool,
}

impl<'a> Filling<'a> {
    fn report(&mut self, span: Span, message: String, help: &str) {
        self.findings.push(Diagnostic::new(codes::UNFILLED_FORM, span, message).help(help));
    }

    fn find_named(&mut self) {
        for entry in &self.form.entries {
            let item = match entry {
                FormEntry::Item(id) => self.named_item(&id.value, id.span),
                FormEntry::Pick(_) => None,
            };
            self.named.push(item);
        }
    }

    fn named_item(&mut self, id: &str, span: Span) -> Option<&'a Item> {
        let mut entries = self.bank.entries().iter();
        let Some(entry) = entries.find(|entry| entry.id().is_some_and(|own| own.as_str() == id)) else {
            self.report(span, format!("no item is called `{id}`"), "mend the id, or add the item");
            return None;
        };
        self.lacks_broken |= entry.item().is_none();
        let item = entry.item()?;
        if item.status == Status::Retired {
            let message = format!("`{id}` is retired: it is asked no longer");
            self.report(span, message, "name the item that has taken its place, or take the line out");
            return None;
        }
        if !is_published(item, &self.bank.info) {
            let message = format!("`{id}` is not published: its status is {}", item.status.as_str());
            self.report(span, message, "name another item, or change `[publish]` in bank.toml");
            return None;
        }
        let others: Vec<&Item> = self.named.iter().copied().flatten().collect();
        if others.iter().any(|other| other.id.value == item.id.value) {
            self.report(span, format!("`{id}` stands on the form twice"), "keep one of the two");
            return None;
        }
        if let Some(enemy) = others.into_iter().find(|other| are_enemies(item, other)) {
            let message = format!("`{id}` must not stand on one form with `{}`", enemy.id.value);
            self.report(span, message, "keep one of the two: one of them names the other as an enemy");
            return None;
        }
        Some(item)
    }

    /// Takes the items whose hash with the seed is lowest; they stand in the bank's order, so that a case stays together.
    fn pick(&mut self, pick: &Pick) {
        let fits = |item: &Item| {
            let taken = self.chosen.iter().chain(self.named.iter().flatten());
            is_published(item, &self.bank.info)
                && pick
                    .condition
                    .as_ref()
                    .is_none_or(|condition| condition.holds(item, self.bank.place(item)))
                && !taken.into_iter().any(|other| other.id.value == item.id.value || are_enemies(item, other))
        };
        let mut candidates: Vec<(usize, &Item)> =
            self.bank.items().enumerate().filter(|(_, item)| fits(item)).collect();
        candidates.sort_by_cached_key(|(_, item)| rank(self.form.seed, item));
        let mut picked: Vec<(usize, &Item)> = Vec::new();
        for (place, item) in candidates {
            if picked.len() < pick.n as usize && !picked.iter().any(|(_, other)| are_enemies(item, other)) {
                picked.push((place, item));
            }
        }
        let n_missing = (pick.n as usize).saturating_sub(picked.len());
        let n_broken = self.bank.entries().iter().filter(|entry| entry.item().is_none()).count();
        if (1..=n_broken).contains(&n_missing) {
            self.lacks_broken = true;
        } else if n_missing > 0 {
            let message = format!("{} items are to be picked, and only {} fit", pick.n, picked.len());
            self.report(pick.span, message, "pick fewer, or widen the condition");
        }
        picked.sort_by_key(|(place, _)| *place);
        self.chosen.extend(picked.into_iter().map(|(_, item)| item));
    }

    fn check_points(&mut self) {
        let is_full = self.findings.is_empty() && !self.lacks_broken;
        let Some(points) = self.form.points.as_ref().filter(|_| is_full) else { return };
        let sum: Decimal = self.chosen.iter().map(|item| item.points).sum();
        if sum != points.value {
            let message =
                format!("the items' points sum to {}, not {}", sum.normalize(), points.value.normalize());
            self.report(points.span, message, "change `points`, or choose other items");
        }
    }
}

fn is_published(item: &Item, info: &BankInfo) -> bool {
    info.publish.contains(&item.status)
}

fn are_enemies(one: &Item, other: &Item) -> bool {
    one.names_as_enemy(other) || other.names_as_enemy(one)
}

/// A rename changes no pick, since the identity outlives it.
fn rank(seed: u32, item: &Item) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(item.identity().as_str());
    hash.finalize().into()
}
