//! What a bank had at a git revision, and has no longer: names of items, and lines of `ids.lock`.

use std::collections::{BTreeMap, BTreeSet};

use qbank_model::bank::BankInfo;
use qbank_model::{Bank, Diagnostic, Entry, IdLock, IdUse, Item, ItemId, Revision, Span, Status};
use qbank_syntax::source_text::decode;

use crate::codes;
use crate::discover::IDS_FILE;
use crate::error::ReadError;
use crate::past::Past;
use crate::pipeline::Checked;
use crate::policy::BANK_ID;
use crate::project::Project;

impl Past {
    /// Adds to the findings of a check the names that the bank had then and has no longer; `rev` is what the past is called.
    ///
    /// Nothing is added while an item is broken, since nobody knows all its names.
    ///
    /// # Errors
    /// Fails when a file that a finding points into cannot be read.
    pub fn add_removed(&self, rev: &str, project: &Project, checked: &mut Checked) -> Result<(), ReadError> {
        let Some(then) = self.checked() else { return Ok(()) };
        if checked.bank.entries().iter().any(|entry| entry.item().is_none()) {
            return Ok(());
        }
        let comparison = Comparison::new(rev, then, checked);
        let mut found = comparison.lines();
        found.extend(comparison.names());
        checked.diagnostics.extend(found);
        checked
            .diagnostics
            .sort_by_key(|finding| (finding.primary.span, finding.code.name(), finding.message.clone()));
        restore_texts(project, checked)
    }
}

/// Reads the texts again that findings of removed names point into.
fn restore_texts(project: &Project, checked: &mut Checked) -> Result<(), ReadError> {
    let of_removed = checked.diagnostics.iter().filter(|finding| finding.code == codes::REMOVED_ID);
    let files = of_removed.map(|finding| finding.primary.span.file);
    let textless: BTreeSet<_> = files.filter(|file| checked.sources.text(*file).is_none()).collect();
    if textless.is_empty() {
        return Ok(());
    }
    let found = project.files.found()?;
    for file in textless {
        if let Some(found) = found.iter().find(|found| found.name == checked.sources.path(file))
            && let Ok(text) = decode(file, project.file(found)?)
        {
            checked.sources.restore(file, text);
        }
    }
    Ok(())
}

/// A bank at a revision and now.
struct Comparison<'c> {
    rev: &'c str,
    then: &'c Checked,
    now: &'c Checked,
    /// The items of now by all their names.
    named: BTreeMap<&'c ItemId, &'c Item>,
}

impl<'c> Comparison<'c> {
    fn new(rev: &'c str, then: &'c Checked, now: &'c Checked) -> Self {
        let names =
            |item: &'c Item| item.aliases.iter().chain([&item.id.value]).map(move |name| (name, item));
        Self { rev, then, now, named: now.bank.items().flat_map(names).collect() }
    }

    /// Finds lines of `ids.lock` that were deleted, and reasons that were taken back.
    fn lines(&self) -> Vec<Diagnostic> {
        let (Some(then), Some(now)) = (&self.then.bank.handed_out, &self.now.bank.handed_out) else {
            return Vec::new();
        };
        let place = self.now.sources.find(IDS_FILE).map_or(Span::start_of(BANK_ID), Span::start_of);
        let deleted = then.ids().filter_map(|(id, id_use)| {
            let was_removed = matches!(id_use.value, IdUse::Removed(_));
            let what = match now.get(id) {
                None => "stands there no longer",
                Some(line) if was_removed && !matches!(line.value, IdUse::Removed(_)) => {
                    "is no longer said to be removed"
                }
                Some(_) => return None,
            };
            let message = format!("`{id}` was in ids.lock at `{}`, and {what}", self.rev);
            let finding = Diagnostic::new(codes::REMOVED_ID, place, message);
            Some(finding.help("bring the line back as it was: what was handed out keeps its name for ever"))
        });
        deleted.collect()
    }

    /// Finds items that might have been handed out at the revision and whose identity no item has now.
    fn names(&self) -> Vec<Diagnostic> {
        let known = |bank: &'c Bank| bank.handed_out.iter().flat_map(IdLock::ids).map(|(id, _)| id);
        // Those of a lock are told as lost, or as lines that were deleted.
        let locked: BTreeSet<&ItemId> = known(&self.then.bank).chain(known(&self.now.bank)).collect();
        let is_out = |item: &Item| is_handed_out(item, &self.then.bank.info);
        let gone = self.then.bank.entries().iter().filter(|entry| {
            entry.item().is_some_and(|item| {
                let identity = item.identity();
                let is_kept = self.named.get(identity).is_some_and(|now| now.identity() == identity);
                is_out(item) && !is_kept && !locked.contains(identity)
            })
        });
        let gone: Vec<&Entry> = gone.collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let newcomers = self.newcomers();
        gone.into_iter().filter_map(|entry| self.name(entry, &newcomers)).collect()
    }

    /// Returns the items whose identities are new, by what they mean.
    fn newcomers(&self) -> BTreeMap<Revision, &'c Item> {
        let known: BTreeSet<&ItemId> = self.then.bank.items().map(|item| item.identity()).collect();
        let new = self.now.bank.entries().iter().filter_map(|entry| {
            let item = entry.item().filter(|item| !known.contains(item.identity()))?;
            Some((self.now.bank.entry_revision(entry)?, item))
        });
        new.collect()
    }

    fn name(&self, entry: &Entry, newcomers: &BTreeMap<Revision, &'c Item>) -> Option<Diagnostic> {
        let (id, rev) = (entry.item()?.identity(), self.rev);
        let same = self.then.bank.entry_revision(entry).and_then(|revision| newcomers.get(&revision));
        let found = |place, message| Diagnostic::new(codes::REMOVED_ID, place, message);
        Some(match (self.named.get(id), same) {
            (Some(item), _) => {
                let message = format!("`{id}` of `{rev}` goes by `{}` now", item.identity());
                found(item.id.span, message)
                    .help(format!(
                        "put `{id}` first in the item's `aliases`, or leave them out where it is the id"
                    ))
                    .of_item(Some((*item).into()))
            }
            (None, Some(item)) => {
                let message = format!("`{id}` of `{rev}` is called `{}` now", item.id.value);
                found(item.id.span, message)
                    .help(format!(
                        "put `{id}` first in the item's `aliases`, so that it stays the same question"
                    ))
                    .of_item(Some((*item).into()))
            }
            (None, None) => {
                let file = self.now.sources.find(self.then.sources.path(entry.span().file));
                let place = Span::start_of(file.unwrap_or(BANK_ID));
                let help = "if it was handed out, bring it back with `status = \"retired\"`";
                found(place, format!("`{id}` was in the bank at `{rev}`, and is gone")).help(help)
            }
        })
    }
}

/// Tells whether an item is of those that exports take, or were taking.
fn is_handed_out(item: &Item, info: &BankInfo) -> bool {
    item.status == Status::Retired || info.publish.contains(&item.status)
}
