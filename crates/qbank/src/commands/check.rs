//! `qbank check`: everything that is wrong with a bank, in one run.

use std::io::{IsTerminal, Write};

use qbank_project::Checked;

use super::filter::{Filter, Shown};
use super::{open, verdict};
use crate::Verdict;
use crate::args::{CheckArgs, OutputFormat};
use crate::failure::Failure;
use crate::output::{note, stdout, wants_color};
use crate::render::{concise, full, json, summary};
use crate::terminal::in_json;

pub(super) fn run(args: &CheckArgs) -> Result<Verdict, Failure> {
    let project = open(&args.bank)?;
    let filter = Filter::new(args, &project)?;
    let checked = project.check()?;
    let shown = filter.pick(&checked, &project);
    show(args, &checked, &shown)?;
    let verdict = verdict(&shown.findings, args.fail_on);
    // The process ends here: taking a large bank apart, part by part, would be work for nobody.
    std::mem::forget(checked);
    Ok(verdict)
}

fn show(args: &CheckArgs, checked: &Checked, shown: &Shown) -> Result<(), Failure> {
    let default = if std::io::stdout().is_terminal() { OutputFormat::Full } else { OutputFormat::Concise };
    let findings = &shown.findings;
    let mut out = stdout();
    match args.output_format.unwrap_or(default) {
        OutputFormat::Full => {
            full::render(findings, &checked.sources, wants_color(args.color.color), &mut out)?;
        }
        OutputFormat::Concise => concise::render(findings, &checked.sources, &mut out)?,
        OutputFormat::Json => {
            let document = json::CheckOutput::new(shown, checked);
            writeln!(out, "{}", in_json(&serde_json::to_string_pretty(&document)?))?;
            return Ok(out.flush()?);
        }
    }
    out.flush()?;
    note(&summary::line(shown, checked))
}
