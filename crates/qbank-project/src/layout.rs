//! The usual look of a bank's question files; nothing is written here.

use std::collections::BTreeSet;

use qbank_model::{Entry, FileId, IdLock, ItemId};
use qbank_syntax::layout::{Layout, lay_out, name_items};
use qbank_syntax::source_text::decode;
use qbank_syntax::{Dialect, Source};
use rayon::prelude::*;

use crate::discover::{Found, FoundKind, domain_of};
use crate::error::{CheckError, ReadError};
use crate::mend::Change;
use crate::project::Project;

/// What giving files their usual look makes of them.
#[derive(Debug)]
pub struct LaidOut {
    /// The files that change, in the order of their names.
    pub changes: Vec<Change>,
    /// The names of files that stay as they are, because they would mean something else or cannot be read.
    pub left_alone: Vec<String>,
    /// The number of files that were looked at.
    pub n_files: usize,
}

impl Project {
    /// Gives the question files of wanted names their usual look, and on request ids to the questions without one.
    ///
    /// # Errors
    /// Fails when a file or a folder cannot be read.
    pub fn lay_out(&self, is_wanted: impl Fn(&str) -> bool, with_ids: bool) -> Result<LaidOut, CheckError> {
        let mut wanted: Vec<Found> = self.files.found()?;
        wanted.retain(|found| found.kind == FoundKind::Questions && is_wanted(&found.name));
        let read = |found: &Found| Ok(decode(FileId(0), self.file(found)?).ok());
        let texts: Vec<Option<String>> = wanted.par_iter().map(read).collect::<Result<_, ReadError>>()?;
        let mut drafts = texts.clone();
        if with_ids {
            let mut taken = self.ids()?;
            for (found, draft) in wanted.iter().zip(&mut drafts) {
                let Some(text) = draft else { continue };
                let named = name_items(&source(&found.name, text), &self.settings.dialect, &mut taken);
                if let Some(named) = named {
                    *text = named;
                }
            }
        }
        let looked_at = wanted.par_iter().zip(&drafts).map(|(found, draft)| {
            draft.as_deref().map(|text| lay_out(&source(&found.name, text), &self.settings.dialect))
        });
        let layouts: Vec<Option<Layout>> = looked_at.collect();
        let mut laid_out = LaidOut { changes: Vec::new(), left_alone: Vec::new(), n_files: wanted.len() };
        for (((found, before), draft), layout) in wanted.into_iter().zip(texts).zip(drafts).zip(layouts) {
            if matches!(layout, None | Some(Layout::LeftAlone)) {
                laid_out.left_alone.push(found.name.clone());
            }
            let (Some(before), Some(draft)) = (before, draft) else { continue };
            let after = if let Some(Layout::Changed(after)) = layout { after } else { draft };
            if after != before {
                laid_out.changes.push(Change { name: found.name, path: found.path, before, after });
            }
        }
        Ok(laid_out)
    }

    /// Returns all ids of the bank, former ones and those that were handed out included.
    fn ids(&self) -> Result<BTreeSet<ItemId>, CheckError> {
        self.ids_outside(&BTreeSet::new())
    }

    /// Returns the ids of the bank, former ones and those that were handed out included, but for those in some of its files.
    pub(crate) fn ids_outside(&self, names: &BTreeSet<&str>) -> Result<BTreeSet<ItemId>, CheckError> {
        let checked = self.check()?;
        let is_wanted = |entry: &&Entry| !names.contains(checked.sources.path(entry.span().file));
        let (entries, others): (Vec<&Entry>, Vec<&Entry>) =
            checked.bank.entries().iter().partition(is_wanted);
        let others = names_of(&others);
        let handed_out = checked.bank.handed_out.iter().flat_map(IdLock::ids).map(|(id, _)| id.clone());
        let mut names = names_of(&entries);
        names.extend(handed_out.filter(|id| !others.contains(id)));
        Ok(names)
    }
}

/// Returns the ids of some entries and of their cases, former ones included.
fn names_of(entries: &[&Entry]) -> BTreeSet<ItemId> {
    let ids = entries.iter().filter_map(|entry| entry.id()).cloned();
    let items = entries.iter().filter_map(|entry| entry.item());
    let cases = items.clone().filter_map(|item| Some(item.stimulus.as_ref()?.id.value.clone()));
    let former = items.flat_map(|item| item.aliases.iter().cloned());
    ids.chain(former).chain(cases).collect()
}

/// Gives a text its usual look, read as a bank without settings reads it; `None` where it stays.
pub fn lay_out_text(text: &str) -> Option<String> {
    match lay_out(&source("items/text.md", text), &Dialect::default()) {
        Layout::Changed(after) => Some(after),
        Layout::Usual | Layout::LeftAlone => None,
    }
}

fn source<'t>(name: &'t str, text: &'t str) -> Source<'t> {
    Source { file: FileId(0), path: name, text, domain: domain_of(name) }
}
