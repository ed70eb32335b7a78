//! `qbank fmt`: the usual look of question files.

use std::io::{Read, Write};
use std::path::Path;

use qbank_project::{Change, LaidOut, lay_out_text};

use super::mend::{show_changes, write_changes};
use super::open;
use super::paths::BankPaths;
use crate::Verdict;
use crate::args::FmtArgs;
use crate::failure::Failure;
use crate::output::{note, print, stdout};
use crate::render::summary::plural;
use crate::terminal::one_line;

pub(super) fn run(args: &FmtArgs) -> Result<Verdict, Failure> {
    if args.paths.len() == 1 && args.paths[0] == Path::new("-") {
        return run_on_input();
    }
    let project = open(&args.bank)?;
    let paths = BankPaths::new(&project, &args.paths)?;
    let LaidOut { changes, left_alone, n_files } =
        project.lay_out(|name| paths.hold(name), args.assign_ids)?;
    for name in &left_alone {
        note(&format!("left as it is: {name}, which would mean something else or cannot be read"))?;
    }
    if args.diff {
        show_changes(&changes)?;
    } else if args.check {
        list(&changes)?;
    } else {
        write_changes(&changes)?;
    }
    let (n_changes, n_same) = (changes.len(), n_files - changes.len() - left_alone.len());
    if args.diff || args.check {
        note(&format!("{} to format, {n_same} as they should be", plural(n_changes, "file")))?;
        return Ok(if changes.is_empty() { Verdict::Clean } else { Verdict::Findings });
    }
    note(&format!("{} formatted, {n_same} as they were", plural(n_changes, "file")))?;
    Ok(Verdict::Clean)
}

fn list(changes: &[Change]) -> Result<(), Failure> {
    let mut out = stdout();
    for change in changes {
        writeln!(out, "{}", one_line(&change.name))?;
    }
    Ok(out.flush()?)
}

/// Formats standard input for an editor: what comes out is what went in where nothing can be done.
fn run_on_input() -> Result<Verdict, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|source| Failure::ReadFile { path: "-".into(), source })?;
    print(&lay_out_text(&text).unwrap_or(text))?;
    Ok(Verdict::Clean)
}
