//! Fixes over a whole bank, pass after pass, on drafts of its files: nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use qbank_lint::fix::Batch;
use qbank_model::diagnostic::Edit;
use qbank_model::{Diagnostic, Entry, FileId, Fix, ItemId, Severity};
use qbank_syntax::ParsedFile;

use crate::discover::is_below_items;
use crate::error::{CheckError, ReadError};
use crate::pipeline::{Checked, parse_text};
use crate::project::Project;

/// The most passes: a fix that the next pass would undo must not go on for ever.
const MAX_PASSES: usize = 10;

/// A bank after its fixes, which its files do not have yet.
#[derive(Debug)]
pub struct Mended {
    /// What changes, in the order of the files' names.
    pub changes: Vec<Change>,
    /// Fixes that were applied.
    pub n_fixed: usize,
    /// Fixes that were left out, because the file would have been worse to read.
    pub n_refused: usize,
    /// The bank as it is with the changes.
    pub checked: Checked,
}

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path from the bank's folder, with `/` between names.
    pub name: String,
    /// Where it is on disk.
    pub path: PathBuf,
    /// Its text as it was read.
    pub before: String,
    /// Its text with the fixes.
    pub after: String,
}

impl Project {
    /// Applies the fixes that are wanted, and those that are wanted once they are applied, until none is left.
    ///
    /// Only question files are changed, and only in memory: later checks of this project see the drafts. Fixes that meet are applied in different passes. A fix is refused when the file
    /// would have more errors, or lose a sound item or the name of a broken one.
    ///
    /// # Errors
    /// Fails as [`Project::check`] and `wanted` do.
    pub fn mend(
        &mut self,
        wanted: impl Fn(&Checked, &Self) -> Result<Vec<Fix>, ReadError>,
    ) -> Result<Mended, CheckError> {
        let mut befores: BTreeMap<String, String> = BTreeMap::new();
        let (mut n_fixed, mut n_refused) = (0, 0);
        let mut checked = self.check()?;
        for _ in 0..MAX_PASSES {
            let steps = self.steps(&checked, wanted(&checked, self)?);
            n_refused = steps.iter().map(|step| step.n_refused).sum();
            let n_more: usize = steps.iter().map(|step| step.n_fixed).sum();
            if n_more == 0 {
                break;
            }
            n_fixed += n_more;
            for Step { name, before, after, .. } in steps {
                befores.entry(name.clone()).or_insert(before);
                self.drafts.insert(name, after);
            }
            checked = self.check()?;
        }
        Ok(Mended { changes: self.changes(befores), n_fixed, n_refused, checked })
    }

    /// Returns what one pass makes of each file that has fixes.
    fn steps(&self, checked: &Checked, fixes: Vec<Fix>) -> Vec<Step> {
        let mut fixes_of: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
        for fix in fixes {
            if let Some(Edit { span, .. }) = fix.edits.first() {
                fixes_of.entry(span.file).or_default().push(fix);
            }
        }
        let steps = fixes_of.into_iter().filter_map(|(file, fixes)| {
            let name = Some(checked.sources.path(file)).filter(|name| is_below_items(name))?;
            Some(self.step(name, checked.sources.text(file)?, &fixes))
        });
        steps.collect()
    }

    /// Applies the fixes of one file that can be applied together, or what of them makes nothing worse.
    fn step(&self, name: &str, text: &str, fixes: &[Fix]) -> Step {
        let mut kept = Soundness::of(&self.parse(name, text));
        let result = |batch: &Batch| {
            let after = batch.apply(text)?;
            let soundness = Soundness::of(&self.parse(name, &after));
            Some((after, soundness))
        };
        let step = |after: String, n_fixed: usize, n_refused: usize| Step {
            name: name.to_owned(),
            before: text.to_owned(),
            after,
            n_fixed,
            n_refused,
        };
        let batch = together(fixes);
        let n_fixes = batch.fixes().len();
        let all =
            result(&batch).filter(|(_, all)| all.keeps(&kept) && all.n_errors + n_fixes <= kept.n_errors);
        if let Some((after, _)) = all {
            return step(after, n_fixes, 0);
        }
        // One may undo what another does: each is tried on what the ones before it left.
        let mut harmless: Vec<&Fix> = Vec::new();
        let mut after = text.to_owned();
        for fix in batch.fixes() {
            harmless.push(fix);
            match result(&together(harmless.iter().copied())).filter(|(_, soundness)| soundness.keeps(&kept))
            {
                Some(better) => (after, kept) = better,
                None => {
                    harmless.pop();
                }
            }
        }
        step(after, harmless.len(), n_fixes - harmless.len())
    }

    /// Parses a text as if it were the bank's question file of this name.
    pub fn parse(&self, name: &str, text: &str) -> ParsedFile {
        parse_text(name, text, &self.settings.dialect)
    }

    fn changes(&self, befores: BTreeMap<String, String>) -> Vec<Change> {
        let changes = befores.into_iter().filter_map(|(name, before)| {
            let after = self.drafts.get(&name)?.clone();
            let path = self.root.join(&name);
            (after != before).then_some(Change { name, path, before, after })
        });
        changes.collect()
    }
}

/// Returns the fixes that can be applied together; the first of those that meet is in.
fn together<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Batch<'f> {
    let mut batch = Batch::default();
    for fix in fixes {
        batch.take(fix);
    }
    batch
}

/// What came of one pass over one file.
struct Step {
    name: String,
    before: String,
    after: String,
    n_fixed: usize,
    n_refused: usize,
}

/// How well a file can be read.
struct Soundness {
    n_errors: usize,
    sound: BTreeSet<ItemId>,
    ids: BTreeSet<ItemId>,
}

impl Soundness {
    fn of(parsed: &ParsedFile) -> Self {
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        Self {
            n_errors: parsed.diagnostics.iter().filter(is_error).count(),
            sound: parsed
                .entries
                .iter()
                .filter(|entry| entry.item().is_some())
                .filter_map(Entry::id)
                .cloned()
                .collect(),
            ids: parsed.entries.iter().filter_map(Entry::id).cloned().collect(),
        }
    }

    /// Tells whether nothing of what was sound before is lost.
    fn keeps(&self, before: &Self) -> bool {
        self.n_errors <= before.n_errors
            && self.sound.is_superset(&before.sound)
            && self.ids.is_superset(&before.ids)
    }
}
