//! Where the keys of a bank's single choices stand.

use std::collections::BTreeMap;

use qbank_model::{Bank, Interaction, Item, Status};

/// The most choices of questions whose keys are counted: with more, chance has too many ways to be counted out.
pub(crate) const MOST_CHOICES: usize = 6;

/// A single choice and where its key stands.
pub(crate) struct KeyPlace<'b> {
    pub(crate) item: &'b Item,
    /// From 0, as authored.
    pub(crate) place: usize,
}

/// Returns the single choices that are not retired, by how many choices they have, in the bank's order.
pub(crate) fn by_choices(bank: &Bank) -> BTreeMap<usize, Vec<KeyPlace<'_>>> {
    let mut groups: BTreeMap<usize, Vec<KeyPlace>> = BTreeMap::new();
    for item in bank.items().filter(|item| item.status != Status::Retired) {
        let Interaction::SingleChoice(single) = &item.interaction else { continue };
        if let Some(place) = single.choices().iter().position(|choice| choice.id == single.key().id) {
            groups.entry(single.choices().len()).or_default().push(KeyPlace { item, place });
        }
    }
    groups
}
