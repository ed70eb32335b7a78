//! `qbank export`: a package of the bank's items, with a report of what it could not hold.

use std::path::{Path, PathBuf};

use qbank_formats::report::LeftOut;
use qbank_formats::{
    Feature, Format, Gravity, Loss, Outcome, Package, Report, Selection, Wanted, export, write_package,
};
use qbank_model::suggest::did_you_mean;
use qbank_model::{Bank, Diagnostic, Entry, Item, Severity};
use qbank_project::{Checked, Project};
use qbank_syntax::selection::Condition;

use super::open;
use crate::Verdict;
use crate::args::ExportArgs;
use crate::failure::Failure;
use crate::output::{WriteError, note, stdout, wants_color, write_text, write_whole};
use crate::render::summary::plural;
use crate::render::{concise, full};
use std::io::{IsTerminal, Write};

pub(super) fn run(args: &ExportArgs) -> Result<Verdict, Failure> {
    let format = args.format.0;
    let policy = LossPolicy::new(args)?;
    let condition = args.condition.as_deref().map(Condition::parse).transpose()?;
    let project = open(&args.bank)?;
    let checked = project.check()?;
    let errors: Vec<&Diagnostic> =
        checked.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if !errors.is_empty() && !args.keep_going {
        show_errors(args, &checked, &errors)?;
        note(&format!("nothing was written: {} in the bank", plural(errors.len(), "error")))?;
        return Ok(Verdict::Findings);
    }
    let entries = published(&checked.bank, condition.as_ref());
    if let Some(condition) = args.condition.as_ref().filter(|_| entries.is_empty()) {
        return Err(Failure::NoItem { condition: condition.clone() });
    }
    let wanted = Wanted { format, version: env!("CARGO_PKG_VERSION"), materialise: args.materialise };
    let selection = Selection::new(&checked.bank, &wanted, entries);
    let package = export(&selection)?;
    let denied: Vec<&Loss> = package.losses.iter().filter(|loss| policy.denies(loss)).collect();
    show_losses(&package, format, &denied)?;
    if !denied.is_empty() {
        note("nothing was written: a loss is denied (allow it by name with `--allow-loss FEATURE`)")?;
        return Ok(Verdict::Findings);
    }
    let path = package_path(args, &checked.bank)?;
    let mut report = Report::new(&selection, &package);
    let broken = broken_items(&checked.bank);
    let n_broken = broken.len();
    report.left_out.extend(broken);
    write(&project, &package, &path)?;
    write_report(&report, &path)?;
    note(&format!("{}: {}", path.display(), plural(report.items.len(), "item")))?;
    if errors.is_empty() {
        return Ok(Verdict::Clean);
    }
    show_errors(args, &checked, &errors)?;
    note(&format!("{} left out", plural(n_broken, "broken item")))?;
    Ok(Verdict::Findings)
}

/// Returns the sound entries that the bank publishes and the condition takes, in the bank's order.
fn published<'b>(bank: &'b Bank, condition: Option<&Condition>) -> Vec<&'b Entry> {
    let is_taken = |item: &Item| {
        bank.info.publish.contains(&item.status)
            && condition.is_none_or(|condition| condition.holds(item, bank.place(item)))
    };
    bank.entries().iter().filter(|entry| entry.item().is_some_and(is_taken)).collect()
}

fn broken_items(bank: &Bank) -> Vec<LeftOut> {
    let broken = bank.entries().iter().filter(|entry| entry.item().is_none());
    let left_out = broken.map(|entry| LeftOut {
        id: entry.id().map_or_else(|| "(no id)".to_owned(), ToString::to_string),
        reason: "the item is broken".to_owned(),
    });
    left_out.collect()
}

/// Which losses stop an export: of meaning, unless allowed by name, and whatever is denied.
struct LossPolicy {
    denies_all: bool,
    denied: Vec<Feature>,
    allowed: Vec<Feature>,
}

impl LossPolicy {
    fn new(args: &ExportArgs) -> Result<Self, Failure> {
        let named = |names: &[String]| {
            let names = names.iter().filter(|name| !name.is_empty());
            names.map(|name| feature(name)).collect::<Result<Vec<Feature>, Failure>>()
        };
        Ok(Self {
            denies_all: args.deny_loss.iter().any(String::is_empty),
            denied: named(&args.deny_loss)?,
            allowed: named(&args.allow_loss)?,
        })
    }

    fn denies(&self, loss: &Loss) -> bool {
        // An item of a type that the format does not have is missing, not wrong.
        let is_grave = self.denies_all || (loss.gravity == Gravity::Meaning && loss.feature != Feature::Type);
        self.denied.contains(&loss.feature) || (is_grave && !self.allowed.contains(&loss.feature))
    }
}

fn feature(name: &str) -> Result<Feature, Failure> {
    let found = Feature::ALL.iter().copied().find(|feature| feature.as_str() == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = Feature::ALL.iter().map(|feature| feature.as_str()).collect();
        Failure::NoSuchFeature { name: name.to_owned(), help: did_you_mean(name, &names) }
    })
}

fn package_path(args: &ExportArgs, bank: &Bank) -> Result<PathBuf, Failure> {
    let format = args.format.0;
    let default = || Path::new("dist").join(format!("{}.{}", bank.info.id, format.extension()));
    let path = args.output.clone().unwrap_or_else(default);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if path.is_dir() || name.is_empty() {
        return Err(Failure::IsFolder { path });
    }
    if format.refuses_name(&name) { Err(Failure::RefusedName { name }) } else { Ok(path) }
}

fn write(project: &Project, package: &Package, path: &Path) -> Result<(), Failure> {
    let media = |path: &_| project.open_medium(path);
    let path_of = || path.to_path_buf();
    write_whole(path, |file| write_package(package, &media, file)).map_err(|error| match error {
        WriteError::Disk(source) => Failure::WriteFile { path: path_of(), source },
        WriteError::Content(source) => Failure::WritePackage { path: path_of(), source },
    })
}

fn write_report(report: &Report, package: &Path) -> Result<(), Failure> {
    let mut name = package.as_os_str().to_owned();
    name.push(".report.json");
    write_text(&PathBuf::from(name), &(serde_json::to_string_pretty(report)? + "\n"))
}

/// Says what the format could not hold: a line for each feature, one for all metadata, then the denied ones by item.
fn show_losses(package: &Package, format: Format, denied: &[&Loss]) -> Result<(), Failure> {
    let mut metadata: Vec<&str> = Vec::new();
    for feature in Feature::ALL {
        let lost: Vec<&Loss> = package.losses.iter().filter(|loss| loss.feature == feature).collect();
        let Some(first) = lost.first() else { continue };
        if first.gravity == Gravity::Metadata {
            metadata.push(feature.as_str());
            continue;
        }
        let becomes = match first.outcome {
            Outcome::Degraded { to } => format!("is {to} in {}", format.title()),
            Outcome::Dropped => format!("is not in {}", format.title()),
        };
        let (name, gravity, n_items) = (feature.as_str(), first.gravity.as_str(), plural(lost.len(), "item"));
        note(&format!("loss[{name}]: {} {becomes}, for {n_items} ({gravity})", feature.title()))?;
    }
    if !metadata.is_empty() {
        note(&format!("loss of metadata in {}: {} (see the report)", format.title(), metadata.join(", ")))?;
    }
    for loss in denied {
        note(&format!("error[loss]: {} loses {}", loss.item, loss.feature.as_str()))?;
    }
    Ok(())
}

fn show_errors(args: &ExportArgs, checked: &Checked, errors: &[&Diagnostic]) -> Result<(), Failure> {
    let mut out = stdout();
    if std::io::stdout().is_terminal() {
        full::render(errors, &checked.sources, wants_color(args.color.color), &mut out)?;
    } else {
        concise::render(errors, &checked.sources, &mut out)?;
    }
    Ok(out.flush()?)
}
