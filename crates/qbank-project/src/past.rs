//! A bank as it was at a git revision, and which findings of today a change since then touches.

use std::collections::{BTreeMap, BTreeSet};

use qbank_lint::{Baseline, Recognition};
use qbank_model::{Bank, Content, Diagnostic, Entry, ItemId, Ledger, SourceMap, Span};

use crate::discover::{Found, FoundKind, LEDGER_FILE, domain_of};
use crate::error::{CheckError, OpenError, ReadError};
use crate::pipeline::Checked;
use crate::project::Project;

/// Why the past of a bank cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
}

/// A bank as it was.
#[derive(Debug)]
pub struct Past {
    /// Nothing, where there was no bank that could be checked: then every finding is new.
    then: Option<Then>,
}

#[derive(Debug)]
struct Then {
    project: Project,
    checked: Checked,
    /// Its findings, so that they are known again.
    known: Baseline,
}

/// Texts of files by their names.
type Texts = BTreeMap<String, String>;

impl Project {
    /// Checks the bank as it was at a git revision.
    ///
    /// # Errors
    /// Fails where git does not hold the revision or a file of it cannot be read.
    pub fn past(&self, rev: &str) -> Result<Past, PastError> {
        let project = match self.at(rev) {
            Ok(project) => project,
            Err(OpenError::Settings(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(project) = project else { return Ok(Past { then: None }) };
        let checked = match project.check() {
            Ok(checked) => checked,
            Err(CheckError::Baseline(_) | CheckError::Ledger(_)) => return Ok(Past { then: None }),
            Err(error @ CheckError::Read(_)) => return Err(error.into()),
        };
        let recognition = Recognition::new(&checked.bank, &checked.sources, &project.rules);
        let known = checked.diagnostics.iter().map(|finding| recognition.known(finding)).collect();
        Ok(Past { then: Some(Then { project, checked, known }) })
    }

    /// Returns the texts of the question files and blueprints; what is no text has question marks in it.
    fn texts(&self) -> Result<Texts, ReadError> {
        let found = self.files.found()?.into_iter();
        let read = found.filter(|found| matches!(found.kind, FoundKind::Questions | FoundKind::Blueprint));
        let text = |found: Found| {
            let bytes = self.file(&found)?.start;
            Ok((found.name, String::from_utf8_lossy(&bytes).into_owned()))
        };
        read.map(text).collect()
    }
}

impl Past {
    /// Returns the check of the bank as it was; nothing where there was none that could be checked.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.then.as_ref().map(|then| &then.checked)
    }

    /// Returns the bank as it was; nothing where there was none that could be checked.
    pub fn bank(&self) -> Option<&Bank> {
        self.then.as_ref().map(|then| &then.checked.bank)
    }

    /// Returns the ledger of its Anki notes as it was; nothing where there was none that could be used.
    pub fn ledger(&self) -> Option<Ledger> {
        let project = &self.then.as_ref()?.project;
        project.read_ledger(project.files.settings(LEDGER_FILE).ok()??).ok()
    }

    /// Tells for each finding of today whether a change since then touches it: it is new, or one of its places lies in an
    /// item, or outside the items of a file, that is not as it was.
    ///
    /// # Errors
    /// Fails when a file cannot be read.
    pub fn touches(&self, project: &Project, checked: &Checked) -> Result<Vec<bool>, ReadError> {
        let Some(then) = &self.then else { return Ok(vec![true; checked.diagnostics.len()]) };
        let (mut before, mut after) = (then.project.texts()?, project.texts()?);
        keep_changed(&mut before, &mut after);
        let entries = changed_entries((&then.checked, &before), (checked, &after));
        let changed = Changed {
            items: entries.iter().filter_map(|entry| Some(entry.name()?.identity)).collect(),
            spans: entries.iter().map(|entry| entry.span()).collect(),
            files: after.into_keys().collect(),
        };
        let recognition = Recognition::new(&checked.bank, &checked.sources, project.rules());
        let mut known = then.known.clone();
        let touched = checked.diagnostics.iter().map(|finding| {
            let is_new = !known.take(&recognition.known(finding));
            is_new || changed.holds(finding, &checked.sources)
        });
        Ok(touched.collect())
    }
}

/// Drops the files that are alike in both, apart from the ends of their lines, which git may change.
fn keep_changed(before: &mut Texts, after: &mut Texts) {
    before.retain(|name, text| {
        let is_alike = after.get(name).is_some_and(|other| text.lines().eq(other.lines()));
        if is_alike {
            after.remove(name);
        }
        !is_alike
    });
}

/// Returns the entries that are not as they were: their words, their case, their domain's folder or their pictures.
fn changed_entries<'c>(then: (&Checked, &Texts), now: (&'c Checked, &Texts)) -> Vec<&'c Entry> {
    let mut known: BTreeMap<Option<ItemId>, BTreeSet<String>> = BTreeMap::new();
    for (entry, words) in entries_of(then.0, then.1) {
        known.entry(entry.name().map(|name| name.identity)).or_default().insert(words);
    }
    let is_changed = |(entry, words): &(&Entry, String)| {
        let identity = entry.name().map(|name| name.identity);
        known.get(&identity).is_none_or(|known| !known.contains(words))
    };
    let reworded = entries_of(now.0, now.1).into_iter().filter(is_changed).map(|(entry, _)| entry);
    let (old, new) = (&then.0.bank.media, &now.0.bank.media);
    let repainted = now.0.bank.entries().iter().filter(|entry| {
        let texts = entry.item().map(|item| item.texts()).unwrap_or_default();
        let mut pictures = texts.into_iter().flat_map(Content::files);
        pictures.any(|path| old.get(&path.value) != new.get(&path.value))
    });
    reworded.chain(repainted).collect()
}

/// Returns the entries of some files, each with all the words that make it what it is.
fn entries_of<'c>(checked: &'c Checked, texts: &Texts) -> Vec<(&'c Entry, String)> {
    let mut entries = Vec::new();
    for entry in checked.bank.entries() {
        let name = checked.sources.path(entry.span().file);
        let Some(text) = texts.get(name) else { continue };
        let case = entry.item().and_then(|item| item.stimulus.as_ref()).map(|case| case.place.span);
        let places = case.into_iter().chain([entry.span()]);
        let words = places.flat_map(|place| text.get(place.range()).unwrap_or_default().split_whitespace());
        let words: Vec<&str> = domain_of(name).into_iter().chain(words).collect();
        entries.push((entry, words.join(" ")));
    }
    entries
}

/// What is not as it was.
struct Changed {
    files: BTreeSet<String>,
    items: BTreeSet<ItemId>,
    spans: Vec<Span>,
}

impl Changed {
    fn holds(&self, finding: &Diagnostic, sources: &SourceMap) -> bool {
        let is_of_changed = match &finding.item {
            Some(item) => self.items.contains(&item.identity),
            None => self.files.contains(sources.path(finding.primary.span.file)),
        };
        let mut labels = std::iter::once(&finding.primary).chain(&finding.secondary);
        is_of_changed || labels.any(|label| self.spans.iter().any(|span| span.holds(label.span)))
    }
}
