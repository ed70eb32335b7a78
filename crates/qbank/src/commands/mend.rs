//! `qbank check --fix` and `--diff`: what the findings' fixes make of the files.

use std::io::Write;

use qbank_model::diagnostic::Safety;
use qbank_project::{Change, Checked, Mended, Project};

use super::filter::Filter;
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::output::{note, stdout, write_text};
use crate::render::diff;
use crate::render::summary::plural;

/// Mends a bank in memory: the fixes of the findings that the call shows.
pub(super) fn mend(args: &CheckArgs, project: &mut Project, filter: &Filter) -> Result<Mended, Failure> {
    let mended = project.mend(|checked, project| {
        let shown = filter.pick(checked, project)?.findings.into_iter();
        let fixes = shown.filter_map(|finding| finding.fix.clone());
        Ok(fixes.filter(|fix| fix.safety == Safety::Safe || args.mending.unsafe_fixes).collect())
    })?;
    Ok(mended)
}

/// Writes the files that were mended.
pub(super) fn write(mended: Mended) -> Result<Checked, Failure> {
    write_changes(&mended.changes)?;
    let (n_fixed, n_files) = (mended.n_fixed, mended.changes.len());
    note(&format!("mended: {} in {}", plural(n_fixed, "finding"), plural(n_files, "file")))?;
    note_refused(mended.n_refused)?;
    Ok(mended.checked)
}

/// Writes changed files, each whole; one that has changed since it was read stops it.
pub(super) fn write_changes(changes: &[Change]) -> Result<(), Failure> {
    for change in changes {
        let now = std::fs::read(&change.path);
        let now = now.map_err(|source| Failure::ReadFile { path: change.path.clone(), source })?;
        if now != change.before.as_bytes() {
            return Err(Failure::ChangedMeanwhile { name: change.name.clone() });
        }
        write_text(&change.path, &change.after)?;
    }
    Ok(())
}

/// Shows what would be written.
pub(super) fn show(mended: &Mended) -> Result<(), Failure> {
    show_changes(&mended.changes)?;
    note_refused(mended.n_refused)
}

/// Shows changes of files as a unified diff.
pub(super) fn show_changes(changes: &[Change]) -> Result<(), Failure> {
    let mut out = stdout();
    diff::render(changes, &mut out)?;
    Ok(out.flush()?)
}

fn note_refused(n_refused: usize) -> Result<(), Failure> {
    match n_refused {
        0 => Ok(()),
        _ => note(&format!("left out: {}, which would make a file worse to read", plural(n_refused, "fix"))),
    }
}
