//! `qbank export anki --against OLD`: what the package would do to who learns with an older one. Nothing is written.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use qbank_formats::formats::anki::old::{self, OldNote};
use qbank_formats::formats::anki::update;
use qbank_formats::{Format, Selection, Wanted, export};

use super::{Run, published};
use crate::Verdict;
use crate::args::DiffFormat;
use crate::failure::Failure;
use crate::output::print;
use crate::render::update::{markdown, text};

/// Prints what the package does to learners who have the notes of a package, or of a revision.
pub(super) fn report(run: &Run, selection: &Selection, against: &str) -> Result<Verdict, Failure> {
    let before = notes_before(run, against)?;
    let after = notes_of(selection, against)?;
    let report = update::compare(against, &before, &after);
    match run.args.anki.output_format {
        DiffFormat::Json => print(&(serde_json::to_string_pretty(&report)? + "\n"))?,
        DiffFormat::Markdown => print(&markdown(&report))?,
        DiffFormat::Text => print(&text(&report))?,
    }
    Ok(if run.errors().is_empty() { Verdict::Clean } else { Verdict::Findings })
}

/// Reads what learners have from a package, else makes it of the bank and its ledger as they were at a revision.
fn notes_before(run: &Run, against: &str) -> Result<Vec<OldNote>, Failure> {
    let path = Path::new(against);
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("apkg")) {
        let file =
            File::open(path).map_err(|source| Failure::ReadFile { path: path.to_path_buf(), source })?;
        return old::read(BufReader::new(file), run.project.id())
            .map_err(|source| Failure::OldPackage { path: path.to_path_buf(), source });
    }
    let past = run.project.past(against)?;
    let Some(bank) = past.bank() else { return Err(Failure::NoBankThen { rev: against.to_owned() }) };
    let ledger = past.ledger();
    let wanted = Wanted { ledger: ledger.as_ref(), ..Wanted::new(Format::Anki, env!("CARGO_PKG_VERSION")) };
    let published = published(bank, ledger.as_ref(), run.condition.as_ref());
    notes_of(&Selection::new(bank, &wanted, published), against)
}

/// Returns the notes that the package of a selection holds.
fn notes_of(selection: &Selection, against: &str) -> Result<Vec<OldNote>, Failure> {
    let package = export(selection)?;
    let notes = old::read_package(&package, &selection.bank.info.id);
    notes.map_err(|source| Failure::OldPackage { path: against.into(), source })
}
