//! The commands: a file for each.

mod adopt;
mod check;
mod completions;
mod coverage;
pub(crate) mod diff;
mod explain;
mod export;
pub(crate) mod filter;
mod fmt;
mod formats;
mod init;
mod man;
mod mend;
mod new;
mod paths;
mod preview;
mod review;
mod rules;
mod schema;
mod score;
mod variants;

use qbank_model::Diagnostic;
use qbank_model::Severity;
use qbank_model::suggest::did_you_mean;
use qbank_project::{Checked, FilledForm, Project};

use crate::Verdict;
use crate::args::{BankArg, Command, FailOn};
use crate::failure::Failure;

/// Carries a command out.
///
/// # Errors
/// Fails where the call cannot be carried out at all; findings are a verdict.
pub(crate) fn run(command: Command) -> Result<Verdict, Failure> {
    match command {
        Command::Init(args) => init::run(&args),
        Command::Adopt(args) => adopt::run(&args),
        Command::New(args) => new::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Coverage(args) => coverage::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Preview(args) => preview::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Score(args) => score::run(&args),
        Command::Variants(args) => variants::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Formats(args) => formats::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

fn open(bank: &BankArg) -> Result<Project, Failure> {
    Ok(Project::open(bank.folder())?)
}

/// Finds a form of the bank by its name.
fn form_called<'c>(id: &str, checked: &'c Checked) -> Result<&'c FilledForm, Failure> {
    let known: Vec<&str> = checked.forms.iter().map(|form| form.id.as_str()).collect();
    let missing = || Failure::NoSuchForm { id: id.to_owned(), help: did_you_mean(id, &known) };
    checked.forms.iter().find(|form| form.id == id).ok_or_else(missing)
}

fn verdict(findings: &[&Diagnostic], fail_on: FailOn) -> Verdict {
    if findings.iter().any(|finding| fails(finding, fail_on)) { Verdict::Findings } else { Verdict::Clean }
}

/// Tells whether a finding makes a check fail.
pub(crate) fn fails(finding: &Diagnostic, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Error => finding.severity == Severity::Error,
        FailOn::Warning => finding.severity >= Severity::Warning,
        FailOn::Never => false,
    }
}
