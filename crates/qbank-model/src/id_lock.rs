//! The ids that a bank has handed out: every name by which a package ever knew a question or a case.
//!
//! Learners' records and other systems keep these names for ever, so the list only grows.

use std::collections::BTreeMap;

use crate::bank::{Bank, Entry};
use crate::id::ItemId;
use crate::item::Status;
use crate::revision::Revision;
use crate::source::{FileId, Span, Spanned};

/// What an id was handed out for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdUse {
    /// An item.
    Item,
    /// An item that is asked no longer, as it was when that was first noted.
    Retired(Revision),
    /// A case.
    Case,
    /// Something that was taken out of the bank on purpose, and why.
    Removed(String),
}

/// The ids that were handed out: of items their identities, of cases their ids. Each has the place of its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdLock(BTreeMap<ItemId, Spanned<IdUse>>);

/// How a lock differs from the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LockNews {
    /// Ids that were not handed out before.
    pub n_new: usize,
    /// Ids of items that are asked no longer.
    pub n_retired: usize,
    /// Ids of items that are asked again.
    pub n_back: usize,
}

impl IdLock {
    /// Adds an id with the place of its line, in the place of what was known of it.
    pub fn insert(&mut self, id: ItemId, id_use: Spanned<IdUse>) {
        self.0.insert(id, id_use);
    }

    /// Returns what an id was handed out for; nothing where it was not.
    pub fn get(&self, id: &ItemId) -> Option<&Spanned<IdUse>> {
        self.0.get(id)
    }

    /// Tells whether nothing was handed out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the ids in their order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = (&ItemId, &Spanned<IdUse>)> {
        self.0.iter()
    }

    /// Adds the ids of another lock that are missing here, at a place of this one, and the reasons why ids were removed.
    pub fn keep_all_of(&mut self, other: &Self, place: Span) {
        for (id, id_use) in other.ids() {
            let is_removed = |id_use: &Spanned<IdUse>| matches!(id_use.value, IdUse::Removed(_));
            let place = match self.get(id) {
                None => place,
                Some(line) if is_removed(id_use) && !is_removed(line) => line.span,
                Some(_) => continue,
            };
            self.insert(id.clone(), Spanned::new(id_use.value.clone(), place));
        }
    }

    /// Returns the lock as it has to be once some entries of a bank were handed out.
    ///
    /// Nothing is ever taken out. Items of the bank that are retired are noted as such, whether they are handed out or not.
    #[must_use]
    pub fn after<'b>(&self, bank: &'b Bank, handed_out: impl IntoIterator<Item = &'b Entry>) -> Self {
        let mut after = self.clone();
        for item in handed_out.into_iter().filter_map(Entry::item) {
            let is_back =
                matches!(self.get(item.identity()).map(|known| &known.value), Some(IdUse::Retired(_)))
                    && item.status != Status::Retired;
            let case = item.stimulus.as_ref().map(|case| (case.id.value.clone(), IdUse::Case));
            for (id, id_use) in [(item.identity().clone(), IdUse::Item)].into_iter().chain(case) {
                if is_back && id_use == IdUse::Item || after.get(&id).is_none() {
                    after.insert(id, Spanned::new(id_use, Span::start_of(FileId(0))));
                }
            }
        }
        for entry in bank.entries() {
            let Some(item) = entry.item().filter(|item| item.status == Status::Retired) else { continue };
            if let Some(known) = after.0.get_mut(item.identity())
                && known.value == IdUse::Item
                && let Some(revision) = bank.entry_revision(entry)
            {
                known.value = IdUse::Retired(revision);
            }
        }
        after
    }

    /// Tells what a later lock says otherwise; `None` where it says the same.
    pub fn news(&self, after: &Self) -> Option<LockNews> {
        let mut news = LockNews::default();
        for (id, id_use) in after.ids() {
            match (self.get(id).map(|known| &known.value), &id_use.value) {
                (None, _) => news.n_new += 1,
                (Some(IdUse::Item), IdUse::Retired(_)) => news.n_retired += 1,
                (Some(IdUse::Retired(_)), IdUse::Item) => news.n_back += 1,
                (Some(_), _) => {}
            }
        }
        (self != after).then_some(news)
    }
}
