//! What only an export for Anki does: it reads the ledger of the notes, keeps it, or refuses to change it.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use qbank_formats::Format;
use qbank_formats::formats::anki::old;
use qbank_model::{Ledger, LedgerNote};
use qbank_project::Project;

use super::errata;
use crate::args::ExportArgs;
use crate::clock::today;
use crate::failure::Failure;
use crate::output::{note, write_text};
use crate::render::summary::plural;

const DAY: i64 = 86_400;

/// The ledger of Anki's notes as the last export left it.
pub(super) struct LedgerFile {
    path: PathBuf,
    is_locked: bool,
    /// Nothing before the first export.
    pub(super) before: Option<Ledger>,
}

impl LedgerFile {
    /// Reads the ledger, or makes it again from an old package; there is none for another format.
    pub(super) fn open(args: &ExportArgs, project: &Project) -> Result<Option<Self>, Failure> {
        if args.format.0 != Format::Anki {
            return match args.anki.given() {
                Some(option) => Err(Failure::OnlyAnki { option }),
                None => Ok(None),
            };
        }
        refuse_future(project)?;
        let path = args.anki.ledger.clone().unwrap_or_else(|| project.ledger_path());
        let before = match &args.anki.recover {
            Some(package) => Some(recover(package, &path, project)?),
            None => project.ledger(&path)?,
        };
        Ok(Some(Self { path, is_locked: args.records.locked, before }))
    }

    /// Tells whether the ledger would have to change and must not, and says so.
    pub(super) fn refuses(&self, after: &Ledger) -> Result<bool, Failure> {
        let Some(news) = self.news(after).filter(|_| self.is_locked) else { return Ok(false) };
        note(&format!(
            "nothing was written: {} would change ({news}); export without `--locked` and commit it",
            self.name()
        ))?;
        Ok(true)
    }

    /// Writes what the next export has to know.
    pub(super) fn keep(&self, project: &Project, after: &Ledger) -> Result<(), Failure> {
        let Some(news) = self.news(after) else { return Ok(()) };
        write_text(&self.path, &project.ledger_text(after))?;
        note(&format!("{}: {news}; commit it", self.name()))
    }

    /// Keeps the list of corrections beside the ledger as it has to be; one that somebody else wrote stays.
    pub(super) fn tell_corrections(&self, errata: Option<String>) -> Result<(), Failure> {
        let path = self.path.with_file_name("errata.md");
        let known = std::fs::read(&path).ok();
        let is_ours = known.as_ref().is_none_or(|known| known.starts_with(errata::HEAD.as_bytes()));
        match (errata, known) {
            (None, None) => Ok(()),
            (Some(text), Some(known)) if text.as_bytes() == known => Ok(()),
            (Some(_), Some(_)) if !is_ours => {
                note("errata.md: somebody's own, so the corrected answers are not written there")
            }
            (Some(text), _) => {
                write_text(&path, &text)?;
                note("errata.md: the corrected answers; hand it out with the package")
            }
            (None, Some(_)) if !is_ours => Ok(()),
            (None, Some(_)) => {
                std::fs::remove_file(&path).map_err(|source| Failure::WriteFile { path, source })?;
                note("errata.md: removed, since the ledger has no corrected answer any more")
            }
        }
    }

    fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Returns in words how the ledger differs from the file; nothing where it does not.
    fn news(&self, after: &Ledger) -> Option<String> {
        let on_disk = self.before.as_ref().filter(|_| self.path.exists());
        if on_disk == Some(after) {
            return None;
        }
        let known = |identity| self.before.as_ref().and_then(|ledger| ledger.get(identity));
        let count = |test: &dyn Fn(Option<&LedgerNote>, &LedgerNote) -> bool| {
            after.notes().filter(|(identity, note)| test(known(identity), note)).count()
        };
        let n_new = count(&|before, _| before.is_none());
        let n_changed = count(&|before, after| before.is_some_and(|before| before.changed != after.changed));
        Some(format!("{} new, {n_changed} changed", plural(n_new, "note")))
    }
}

/// A note that changed in the future would keep learners from every change until then.
fn refuse_future(project: &Project) -> Result<(), Failure> {
    let (revised, today) = (project.revised(), today()?);
    // East of Greenwich it may be tomorrow already.
    if revised.epoch_seconds() > today.epoch_seconds() + DAY {
        return Err(Failure::RevisedAhead { revised, today });
    }
    Ok(())
}

fn recover(package: &Path, ledger: &Path, project: &Project) -> Result<Ledger, Failure> {
    if ledger.exists() {
        return Err(Failure::HasLedger { path: ledger.to_path_buf() });
    }
    let file =
        File::open(package).map_err(|source| Failure::ReadFile { path: package.to_path_buf(), source })?;
    let notes = old::read(BufReader::new(file), project.id());
    let recovered = notes.and_then(|notes| old::recover(&notes));
    let recovered =
        recovered.map_err(|source| Failure::OldPackage { path: package.to_path_buf(), source })?;
    Ok(project.read_ledger(project.ledger_text(&recovered))?)
}
