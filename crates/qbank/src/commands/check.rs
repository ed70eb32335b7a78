//! `qbank check`: everything that is wrong with a bank, in one run.

use std::io::{IsTerminal, Write};

use qbank_project::discover::path_in_repository;
use qbank_project::{BaselineUse, CheckError, Checked, Project};

use super::filter::Filter;
use super::{mend, open, verdict};
use crate::Verdict;
use crate::args::{CheckArgs, OutputFormat};
use crate::failure::Failure;
use crate::output::{add_to_job_summary, note, stdout, wants_color, write_text};
use crate::render::summary::plural;
use crate::render::{Report, concise, full, github, gitlab, json, junit, rdjson, sarif, summary};

pub(super) fn run(args: &CheckArgs) -> Result<Verdict, Failure> {
    let mut project = open(&args.bank)?;
    if let Some(rev) = &args.policy_from {
        project = project.with_policy_of(rev)?;
    }
    let filter = Filter::new(args, &project)?;
    let mut checked = if args.mending.diff {
        let mended = mend::mend(args, &mut project, &filter)?;
        mend::show(&mended)?;
        return Ok(if mended.changes.is_empty() { Verdict::Clean } else { Verdict::Findings });
    } else if args.mending.fix {
        mend::write(mend::mend(args, &mut project, &filter)?)?
    } else if args.write_baseline {
        renew_baseline(&project)?
    } else {
        // Rules that nobody wants to hear need not speak.
        project = project.for_rules(|name| filter.takes(name));
        project.check()?
    };
    filter.add_removed(&project, &mut checked).map_err(CheckError::from)?;
    let shown = filter.pick(&checked, &project).map_err(CheckError::from)?;
    let prefix = path_in_repository(project.root());
    show(&Report { shown: &shown, checked: &checked, prefix, fail_on: args.fail_on }, args)?;
    let verdict = verdict(&shown.findings, args.fail_on);
    // The process ends here: taking a large bank apart, part by part, would be work for nobody.
    std::mem::forget(checked);
    Ok(verdict)
}

/// Checks with a new baseline and writes it.
fn renew_baseline(project: &Project) -> Result<Checked, Failure> {
    // One that cannot be read is what the new one is for.
    let old = project.baseline().unwrap_or_default();
    let checked = project.check_with(BaselineUse::Renew)?;
    let text = project.baseline_text(&checked.baseline);
    write_text(&project.baseline_path(), &text)?;
    let n_known = checked.baseline.findings().len();
    let (n_new, n_gone) = (checked.baseline.n_beyond(&old), old.n_beyond(&checked.baseline));
    note(&format!("baseline.toml: {}, {n_new} of them new; {n_gone} gone", plural(n_known, "finding")))?;
    Ok(checked)
}

fn show(report: &Report, args: &CheckArgs) -> Result<(), Failure> {
    let default = if std::io::stdout().is_terminal() { OutputFormat::Full } else { OutputFormat::Concise };
    let (findings, sources) = (&report.shown.findings, &report.checked.sources);
    let mut out = stdout();
    match args.output_format.unwrap_or(default) {
        OutputFormat::Full => full::render(findings, sources, wants_color(args.color.color), &mut out)?,
        OutputFormat::Concise => concise::render(findings, sources, &mut out)?,
        OutputFormat::Json => json::render(report, &mut out)?,
        OutputFormat::JsonLines => json::render_lines(report, &mut out)?,
        OutputFormat::Github => {
            github::render(report, &mut out)?;
            add_to_job_summary(&github::job_summary(report))?;
        }
        OutputFormat::Gitlab => gitlab::render(report, &mut out)?,
        OutputFormat::Sarif => sarif::render(report, &mut out)?,
        OutputFormat::Junit => junit::render(report, &mut out)?,
        OutputFormat::Rdjson => rdjson::render(report, &mut out)?,
    }
    out.flush()?;
    match args.output_format.unwrap_or(default) {
        OutputFormat::Full | OutputFormat::Concise | OutputFormat::JsonLines => {
            note(&summary::line(report.shown, report.checked))
        }
        OutputFormat::Json
        | OutputFormat::Github
        | OutputFormat::Gitlab
        | OutputFormat::Sarif
        | OutputFormat::Junit
        | OutputFormat::Rdjson => Ok(()),
    }
}
