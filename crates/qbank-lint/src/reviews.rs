//! The reviews of a bank by the items that they are about.

use std::collections::BTreeMap;

use qbank_model::review::{Review, ReviewerKind};
use qbank_model::{Bank, Entry, Item, ItemId, Revision, Spanned, Status};

/// An item and the reviews of it, in the order in which they were written.
pub(crate) struct Reviewed<'b> {
    pub(crate) item: &'b Item,
    /// What the item means today.
    pub(crate) revision: Revision,
    pub(crate) reviews: Vec<&'b Spanned<Review>>,
}

impl<'b> Reviewed<'b> {
    /// Returns the items of a state with their reviews, in the bank's order; none where the reviews cannot be read.
    pub(crate) fn of_status(bank: &'b Bank, status: Status) -> Vec<Self> {
        let Some(reviews) = &bank.reviews else { return Vec::new() };
        let mut by_item: BTreeMap<&ItemId, Vec<&Spanned<Review>>> = BTreeMap::new();
        for review in reviews {
            by_item.entry(&review.value.item).or_default().push(review);
        }
        let reviewed = |entry: &'b Entry| {
            let item = entry.item().filter(|item| item.status == status)?;
            let reviews = by_item.get(item.identity()).cloned().unwrap_or_default();
            Some(Self { item, revision: bank.entry_revision(entry)?, reviews })
        };
        bank.entries().iter().filter_map(reviewed).collect()
    }

    /// Returns the reviews of what the item means today.
    pub(crate) fn current(&self) -> impl DoubleEndedIterator<Item = &'b Spanned<Review>> {
        self.reviews.iter().copied().filter(|review| review.value.revision == self.revision)
    }

    /// Returns the reviews by people who did not write the item, whichever version they looked at.
    pub(crate) fn by_others(&self) -> impl DoubleEndedIterator<Item = &'b Spanned<Review>> {
        self.reviews.iter().copied().filter(|review| {
            let Review { kind, by, .. } = &review.value;
            *kind == ReviewerKind::Human
                && !self.item.details.authors.iter().any(|author| author == by.as_str())
        })
    }
}
