//! `qbank check`: everything that is wrong with a bank, in one run.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use qbank_model::{Diagnostic, Entry};
use qbank_project::{Checked, Project};
use qbank_syntax::selection::Condition;

use super::{open, verdict};
use crate::Verdict;
use crate::args::{CheckArgs, OutputFormat};
use crate::failure::Failure;
use crate::output::{note, stdout, wants_color};
use crate::render::{concise, full, json, summary};
use crate::terminal::in_json;

pub(super) fn run(args: &CheckArgs) -> Result<Verdict, Failure> {
    let project = open(&args.bank)?;
    let paths = bank_paths(&project, &args.paths)?;
    let condition = args.condition.as_deref().map(Condition::parse).transpose()?;
    let checked = project.check()?;
    let selected = condition.map(|condition| items_where(&checked, &condition));
    let is_shown = |finding: &&Diagnostic| {
        let path = checked.sources.path(finding.primary.span.file);
        let in_paths = paths.is_empty() || paths.iter().any(|wanted| is_below(path, wanted));
        let of_items =
            selected.as_ref().is_none_or(|ids| finding.item.as_ref().is_some_and(|id| ids.contains(id)));
        in_paths && of_items
    };
    let findings: Vec<&Diagnostic> = checked.diagnostics.iter().filter(is_shown).collect();
    show(args, &checked, &findings)?;
    let verdict = verdict(&findings, args.fail_on);
    // The process ends here: taking a large bank apart, part by part, would be work for nobody.
    std::mem::forget(checked);
    Ok(verdict)
}

fn show(args: &CheckArgs, checked: &Checked, findings: &[&Diagnostic]) -> Result<(), Failure> {
    let default = if std::io::stdout().is_terminal() { OutputFormat::Full } else { OutputFormat::Concise };
    let n_items = checked.bank.items().count();
    let n_broken = checked.bank.entries().iter().filter(|entry| entry.item().is_none()).count();
    let mut out = stdout();
    match args.output_format.unwrap_or(default) {
        OutputFormat::Full => {
            full::render(findings, &checked.sources, wants_color(args.color.color), &mut out)?;
            out.flush()?;
            note(&summary::line(findings, n_items, n_broken))?;
        }
        OutputFormat::Concise => {
            concise::render(findings, &checked.sources, &mut out)?;
            out.flush()?;
            note(&summary::line(findings, n_items, n_broken))?;
        }
        OutputFormat::Json => {
            let document = json::CheckOutput::new(findings, &checked.sources, &checked.bank);
            writeln!(out, "{}", in_json(&serde_json::to_string_pretty(&document)?))?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Finds the paths that were named, relative to the bank, with `/` between names.
fn bank_paths(project: &Project, paths: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let resolved = paths.iter().map(|path| {
        let missing = || Failure::NoSuchPath { path: path.clone() };
        let candidates = [path.clone(), project.root().join(path)];
        let found = candidates.iter().find_map(|path| path.canonicalize().ok()).ok_or_else(missing)?;
        let relative = found.strip_prefix(project.root()).map_err(|_| missing())?;
        Ok(slashed(relative))
    });
    resolved.collect()
}

fn slashed(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn items_where(checked: &Checked, condition: &Condition) -> BTreeSet<String> {
    // Nobody knows whether a broken item fulfils it: its findings are shown.
    let is_taken =
        |entry: &&Entry| entry.item().is_none_or(|item| condition.holds(item, checked.bank.place(item)));
    let ids = checked.bank.entries().iter().filter(is_taken).filter_map(Entry::id);
    ids.map(ToString::to_string).collect()
}
