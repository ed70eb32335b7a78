//! `ids.lock`: an export of any format notes there which ids it hands out, or refuses to.

use qbank_formats::Selection;
use qbank_model::{Bank, IdLock};
use qbank_project::Project;

use crate::args::ExportArgs;
use crate::failure::Failure;
use crate::output::{note, write_text};
use crate::render::summary::plural;

/// What an export does to the ids that were handed out.
pub(super) struct HandedOut<'b> {
    before: &'b IdLock,
    after: IdLock,
}

impl<'b> HandedOut<'b> {
    /// Looks at what a selection hands out; nothing where the package is for nobody, or the list of ids is broken and so
    /// must not be written.
    pub(super) fn of(args: &ExportArgs, bank: &'b Bank, selection: &Selection) -> Option<Self> {
        let before = bank.handed_out.as_ref().filter(|_| !args.records.trial)?;
        let after = before.after(bank, selection.entries().iter().copied());
        Some(Self { before, after })
    }

    /// Tells whether the list would have to change and must not, and says so.
    pub(super) fn refuses(&self, args: &ExportArgs) -> Result<bool, Failure> {
        let Some(news) = self.news().filter(|_| args.records.locked) else { return Ok(false) };
        note(&format!(
            "nothing was written: ids.lock would change ({news}); export without `--locked` and commit it"
        ))?;
        Ok(true)
    }

    /// Writes the list where it has changed.
    pub(super) fn keep(&self, project: &Project) -> Result<(), Failure> {
        let Some(news) = self.news() else { return Ok(()) };
        write_text(&project.ids_path(), &project.ids_text(&self.after))?;
        note(&format!("ids.lock: {news}; commit it"))
    }

    /// Returns in words how the list changes; nothing where it does not.
    fn news(&self) -> Option<String> {
        let news = self.before.news(&self.after)?;
        let more = [(news.n_retired, "retired"), (news.n_back, "asked again")];
        let more = more.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {n} {what}"));
        Some(format!("{} new{}", plural(news.n_new, "id"), more.collect::<String>()))
    }
}
