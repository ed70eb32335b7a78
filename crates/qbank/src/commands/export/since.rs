//! `qbank export --since REV`: what is new or changed since a commit, and what has been retired.

use std::collections::{BTreeMap, BTreeSet};

use qbank_formats::report::{Gone, News};
use qbank_model::{Bank, Entry, Item, ItemId};
use qbank_project::{Checked, Project};

use crate::failure::Failure;

/// How the bank differs from itself at a commit.
pub(super) struct Since {
    news: BTreeSet<ItemId>,
    /// What the report says of it.
    pub(super) report: News,
}

impl Since {
    /// Compares with the bank at a commit, by the names that outlive renaming.
    pub(super) fn new(project: &Project, checked: &Checked, revision: &str) -> Result<Self, Failure> {
        let past = project.past(revision)?;
        let bank = &checked.bank;
        let Some(old) = past.bank() else {
            let news = published(bank).map(|(_, item)| item.id.value.clone()).collect();
            return Ok(Self { news, report: News { revision: revision.to_owned(), retired: Vec::new() } });
        };
        let olds: BTreeMap<&ItemId, &Entry> =
            published(old).map(|(entry, item)| (item.identity(), entry)).collect();
        let news: BTreeSet<ItemId> = published(bank)
            .filter(|(entry, item)| {
                olds.get(item.identity()).is_none_or(|before| differs([before, entry], [old, bank]))
            })
            .map(|(_, item)| item.id.value.clone())
            .collect();
        let kept: BTreeSet<&ItemId> = published(bank).map(|(_, item)| item.identity()).collect();
        let gone = published(old).filter(|(_, item)| !kept.contains(item.identity()));
        let retired = gone.map(|(_, item)| Gone {
            id: item.id.value.to_string(),
            identity: item.identity().to_string(),
            revision: old.revision(item).to_string(),
        });
        let report = News { revision: revision.to_owned(), retired: retired.collect() };
        Ok(Self { news, report })
    }

    pub(super) fn is_news(&self, item: &Item) -> bool {
        let identity = item.identity().as_str();
        self.news.contains(&item.id.value) || self.report.retired.iter().any(|gone| gone.identity == identity)
    }
}

fn published(bank: &Bank) -> impl Iterator<Item = (&Entry, &Item)> {
    let sound = bank.entries().iter().filter_map(|entry| Some((entry, entry.item()?)));
    sound.filter(|(_, item)| bank.info.publish.contains(&item.status))
}

/// The place in the file is no difference; the bytes of a picture are, and how variables are drawn.
fn differs(entries: [&Entry; 2], banks: [&Bank; 2]) -> bool {
    let revisions = [0, 1].map(|side: usize| {
        let (entry, bank) = (entries[side], banks[side]);
        let medium = |path: &_| bank.media.get(path);
        match entry.template() {
            Some(template) => Some(template.revision(medium)),
            None => entry.item().map(|item| item.revision(medium)),
        }
    });
    let [Some(before), Some(after)] = entries.map(Entry::item) else { return true };
    let mut moved = before.clone().into_draft();
    moved.span = after.span;
    moved != **after || revisions[0] != revisions[1]
}
