//! What the page calls a bank's entries, and whose the findings are.

use std::collections::BTreeSet;

use qbank_model::{Diagnostic, Entry, Item};
use qbank_project::{Checked, Project};

use crate::args::Persona;
use crate::commands::filter::is_told;

/// The entries of a bank with their names in the preview; parallel to [`qbank_model::Bank::entries`].
pub(super) struct Catalog {
    keys: Vec<String>,
    /// For each finding that is told, its place among [`Checked::diagnostics`] and that of the entry it is about.
    told: Vec<(usize, Option<usize>)>,
}

impl Catalog {
    /// Names the entries: by their ids, else by their places.
    pub(super) fn new(project: &Project, checked: &Checked, persona: Persona) -> Self {
        let entries = checked.bank.entries();
        let mut taken = BTreeSet::new();
        let keys = entries.iter().map(|entry| {
            let span = entry.span();
            let place = format!("{}@{}", checked.sources.path(span.file), span.start);
            let id = entry.id().map(ToString::to_string);
            id.filter(|id| taken.insert(id.clone())).unwrap_or(place)
        });
        let keys = keys.collect();
        let is_told = |(_, finding): &(usize, &Diagnostic)| is_told(persona, project.rules(), finding);
        let owners = Owners::new(entries);
        let told = checked.diagnostics.iter().enumerate().filter(is_told);
        let told = told.map(|(idx, finding)| (idx, owners.of(finding))).collect();
        Self { keys, told }
    }

    /// Returns the entry's name in the preview.
    pub(super) fn key(&self, entry_idx: usize) -> &str {
        &self.keys[entry_idx]
    }

    /// Finds an entry by its name.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|other| other == key)
    }

    /// Returns the findings that are told, each with the entry it is about, in the order of the check.
    pub(super) fn told(&self) -> &[(usize, Option<usize>)] {
        &self.told
    }
}

/// Finds the entry that a finding is about: the one around its place, else the one that it names.
struct Owners<'e> {
    entries: &'e [Entry],
    /// Places among the entries, in the order of the sources.
    by_place: Vec<usize>,
    by_id: std::collections::BTreeMap<&'e str, usize>,
}

impl<'e> Owners<'e> {
    fn new(entries: &'e [Entry]) -> Self {
        let mut by_place: Vec<usize> = (0..entries.len()).collect();
        by_place.sort_by_key(|idx| entries[*idx].span());
        let ids = entries.iter().enumerate().rev();
        let by_id = ids.filter_map(|(idx, entry)| Some((entry.id()?.as_str(), idx))).collect();
        Self { entries, by_place, by_id }
    }

    fn of(&self, finding: &Diagnostic) -> Option<usize> {
        let place = finding.primary.span;
        let start = |idx: &usize| (self.entries[*idx].span().file, self.entries[*idx].span().start);
        let n_before = self.by_place.partition_point(|idx| start(idx) <= (place.file, place.start));
        let around = self.by_place[..n_before].last().filter(|idx| self.entries[**idx].span().holds(place));
        let named = || finding.item.as_ref().and_then(|item| self.by_id.get(item.id.as_str()));
        around.or_else(named).copied()
    }
}

/// Returns the item of an entry as a learner meets it: one with variables as its variant of a number, counted from 1.
pub(super) fn shown(entry: &Entry, variant: usize) -> Option<Item> {
    match entry {
        Entry::Fixed(item) => Some(Item::clone(item)),
        Entry::Template(template) => {
            let mut variants = template.materialise();
            let last = variants.len().saturating_sub(1);
            Some(variants.swap_remove(variant.saturating_sub(1).min(last)))
        }
        Entry::Broken(_) => None,
    }
}
