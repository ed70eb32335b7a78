//! `qbank export`: a package of the bank's items, with a report of what it could not hold.

mod against;
mod errata;
mod ids;
mod ledger;
mod since;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use qbank_formats::report::LeftOut;
use qbank_formats::{
    Feature, FormHead, Format, Gravity, Layout, Loss, Outcome, Package, Report, Selection, Shape, Wanted,
    export, write_package,
};
use qbank_model::suggest::did_you_mean;
use qbank_model::{Bank, Diagnostic, Entry, Item, ItemId, Ledger, Severity, Status};
use qbank_project::{Checked, FilledForm, Project};
use qbank_syntax::selection::Condition;

use self::ids::HandedOut;
use self::ledger::LedgerFile;
use self::since::Since;
use super::{form_called, open};
use crate::Verdict;
use crate::args::{ExportArgs, LayoutArg, ShapeArg};
use crate::failure::Failure;
use crate::output::{WriteError, note, stdout, wants_color, write_json, write_whole};
use crate::render::summary::plural;
use crate::render::{concise, full};

pub(super) fn run(args: &ExportArgs) -> Result<Verdict, Failure> {
    // The command ends with this function: the system takes a large bank back faster than it could be taken apart.
    let run = ManuallyDrop::new(Run::new(args)?);
    if run.stops_at_errors()? {
        return Ok(Verdict::Findings);
    }
    let form = run.form()?.map(|form| FormHead {
        id: form.id.clone(),
        title: form.title.clone(),
        minutes: form.minutes,
    });
    let selection = run.selection(form.as_ref())?;
    if let Some(against) = &args.anki.against {
        return against::report(&run, &selection, against);
    }
    let package = export(&selection)?;
    if run.allows(&selection, &package)? && !run.is_locked(&selection, &package)? {
        run.write(&selection, package)
    } else {
        Ok(Verdict::Findings)
    }
}

/// A call and the bank that it is about, checked.
struct Run<'a> {
    args: &'a ExportArgs,
    policy: LossPolicy,
    shape: Shape,
    condition: Option<Condition>,
    since: Option<Since>,
    ledger: Option<LedgerFile>,
    project: Project,
    checked: Checked,
}

impl<'a> Run<'a> {
    fn new(args: &'a ExportArgs) -> Result<Self, Failure> {
        let policy = LossPolicy::new(args)?;
        let shape = shape(args)?;
        if args.templates && args.format.0 != Format::Qti3 {
            return Err(Failure::NoTemplates { format: args.format.0.title() });
        }
        let condition = args.condition.as_deref().map(Condition::parse).transpose()?;
        let project = open(&args.bank)?.for_errors();
        let ledger = LedgerFile::open(args, &project)?;
        let checked = project.check()?;
        let since = args.since.as_deref().map(|revision| Since::new(&project, &checked, revision));
        let since = since.transpose()?;
        Ok(Self { args, policy, shape, condition, since, ledger, project, checked })
    }

    fn errors(&self) -> Vec<&Diagnostic> {
        let findings = self.checked.diagnostics.iter();
        findings.filter(|finding| finding.severity == Severity::Error).collect()
    }

    fn stops_at_errors(&self) -> Result<bool, Failure> {
        let errors = self.errors();
        let stops = !errors.is_empty() && !self.args.keep_going;
        if stops {
            show_errors(self.args, &self.checked, &errors)?;
            note(&format!("nothing was written: {} in the bank", plural(errors.len(), "error")))?;
        }
        Ok(stops)
    }

    fn form(&self) -> Result<Option<&FilledForm>, Failure> {
        self.args.form.as_ref().map(|id| form_called(id, &self.checked)).transpose()
    }

    /// Returns the items of the form, in its order; without one those that the bank publishes, if the condition takes them
    /// and they are new.
    fn selection<'b>(&'b self, form: Option<&'b FormHead>) -> Result<Selection<'b>, Failure> {
        let bank = &self.checked.bank;
        let entries: Vec<&Entry> = match self.form()? {
            Some(form) => {
                let find = |id: &ItemId| bank.entries().iter().find(|entry| entry.id() == Some(id));
                form.items.iter().flatten().filter_map(find).collect()
            }
            None => self.published(),
        };
        if let Some(condition) = &self.args.condition
            && entries.is_empty()
            && self.since.is_none()
        {
            return Err(Failure::NoItem { condition: condition.clone() });
        }
        let wanted = Wanted {
            materialise: self.args.materialise,
            templates: self.args.templates,
            form,
            shape: self.shape,
            ledger: self.ledger.as_ref().and_then(|file| file.before.as_ref()),
            layout: match self.args.anki.package {
                None | Some(LayoutArg::Legacy) => Layout::Legacy,
                Some(LayoutArg::Latest) => Layout::Latest,
            },
            ..Wanted::new(self.args.format.0, env!("CARGO_PKG_VERSION"))
        };
        Ok(Selection::new(bank, &wanted, entries))
    }

    fn published(&self) -> Vec<&Entry> {
        let before = self.ledger.as_ref().and_then(|file| file.before.as_ref());
        let mut entries = published(&self.checked.bank, before, self.condition.as_ref());
        if let Some(since) = &self.since {
            entries.retain(|entry| entry.item().is_some_and(|item| since.is_news(item)));
        }
        entries
    }

    /// Shows what the format could not hold; tells whether that is allowed.
    fn allows(&self, selection: &Selection, package: &Package) -> Result<bool, Failure> {
        let denied: Vec<&Loss> = package.losses.iter().filter(|loss| self.policy.denies(loss)).collect();
        show_left_out(selection)?;
        show_losses(package, self.args.format.0, &denied)?;
        if !denied.is_empty() {
            note("nothing was written: a loss is denied (allow it by name with `--allow-loss FEATURE`)")?;
        }
        Ok(denied.is_empty())
    }

    /// Tells whether the ids that were handed out, or the ledger, would change and must not.
    fn is_locked(&self, selection: &Selection, package: &Package) -> Result<bool, Failure> {
        let handed_out = self.handed_out(selection);
        if let Some(handed_out) = handed_out
            && handed_out.refuses(self.args)?
        {
            return Ok(true);
        }
        match (&self.ledger, &package.ledger) {
            (Some(file), Some(after)) => file.refuses(after),
            (_, _) => Ok(false),
        }
    }

    fn handed_out(&self, selection: &Selection) -> Option<HandedOut<'_>> {
        HandedOut::of(self.args, &self.checked.bank, selection)
    }

    /// Keeps the records of a package that was written: the ids that it hands out, and Anki's ledger.
    fn keep_records(&self, selection: &Selection, package: &Package) -> Result<(), Failure> {
        if let Some(handed_out) = self.handed_out(selection) {
            handed_out.keep(&self.project)?;
        }
        if let (Some(file), Some(after)) = (&self.ledger, &package.ledger)
            && !self.args.records.trial
        {
            file.keep(&self.project, after)?;
            file.tell_corrections(errata::text(&self.checked.bank, after))?;
        }
        Ok(())
    }

    /// Writes the package, its report, and the records of it.
    fn write(&self, selection: &Selection, mut package: Package) -> Result<Verdict, Failure> {
        let path = package_path(self.args, selection)?;
        let report_path = report_path(&path);
        if path.exists() && !(path.is_file() && is_report(&report_path)) {
            return Err(Failure::NotOurs { path });
        }
        let broken = broken_items(selection.bank);
        let n_broken = broken.len();
        match &self.since {
            _ if selection.items().next().is_some() => {
                write_package_file(&self.project, &package, &path)?;
                note(&format!("{}: {}", path.display(), n_items(selection)))?;
                self.keep_records(selection, &package)?;
            }
            _ if !selection.left_out().is_empty() => {
                return Err(Failure::NothingHeld { format: self.args.format.0.title() });
            }
            Some(since) => {
                let revision = &since.report.revision;
                note(&format!("nothing is new or changed since {revision}: only the report is written"))?;
            }
            None if n_broken > 0 => note("no sound item is left: only the report is written")?,
            None => return Err(Failure::NothingPublished),
        }
        // What is written of a large bank is large, and would stand in memory beside its report.
        package.entries.clear();
        let mut report = Report::new(selection, &package);
        report.left_out.extend(broken);
        report.since = self.since.as_ref().map(|since| since.report.clone());
        write_json(&report_path, &report)?;
        let errors = self.errors();
        if errors.is_empty() {
            return Ok(Verdict::Clean);
        }
        show_errors(self.args, &self.checked, &errors)?;
        note(&format!("{} left out", plural(n_broken, "broken item")))?;
        Ok(Verdict::Findings)
    }
}

/// Returns the items that the bank publishes, and the retired ones that learners have on a card, if the condition takes them.
fn published<'b>(bank: &'b Bank, ledger: Option<&Ledger>, condition: Option<&Condition>) -> Vec<&'b Entry> {
    let is_carded = |item: &Item| ledger.is_some_and(|ledger| ledger.knows(item.identity()));
    let is_taken = |item: &Item| {
        let is_retired = item.status == Status::Retired && is_carded(item);
        (bank.info.publish.contains(&item.status) || is_retired)
            && condition.is_none_or(|condition| condition.holds(item, bank.place(item)))
    };
    bank.entries().iter().filter(|entry| entry.item().is_some_and(is_taken)).collect()
}

fn n_items(selection: &Selection) -> String {
    let n_retired = selection.items().filter(|item| item.status == Status::Retired).count();
    let n_asked = plural(selection.items().count() - n_retired, "item");
    if n_retired > 0 { format!("{n_asked}, and {n_retired} retired") } else { n_asked }
}

/// Only two formats tell quizzes from banks.
fn shape(args: &ExportArgs) -> Result<Shape, Failure> {
    match (args.format.0, args.shape) {
        (_, None) | (Format::Canvas | Format::CommonCartridge, Some(ShapeArg::Quiz)) => Ok(Shape::Quiz),
        (Format::Canvas | Format::CommonCartridge, Some(ShapeArg::Bank)) => Ok(Shape::Bank),
        (Format::Json | Format::Qti3 | Format::Qti21 | Format::Anki, Some(_)) => {
            Err(Failure::NoShape { format: args.format.0.title() })
        }
    }
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

fn report_path(package: &Path) -> PathBuf {
    let mut name = package.as_os_str().to_owned();
    name.push(".report.json");
    PathBuf::from(name)
}

/// A package is known by the report beside it; a file without one is somebody's, and is not replaced.
fn is_report(path: &Path) -> bool {
    File::open(path).is_ok_and(Report::begins)
}

fn package_path(args: &ExportArgs, selection: &Selection) -> Result<PathBuf, Failure> {
    let format = args.format.0;
    let ending =
        if args.shape == Some(ShapeArg::Bank) { format.bank_extension() } else { format.extension() };
    let form = selection.form.as_ref().map(|form| format!("-{}", form.id)).unwrap_or_default();
    let default = || Path::new("dist").join(format!("{}{form}.{ending}", selection.bank.info.id));
    let path = args.output.clone().unwrap_or_else(default);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if path.is_dir() || name.is_empty() {
        return Err(Failure::IsFolder { path });
    }
    if format.refuses_name(&name) { Err(Failure::RefusedName { name }) } else { Ok(path) }
}

fn write_package_file(project: &Project, package: &Package, path: &Path) -> Result<(), Failure> {
    let media = |path: &_| project.open_medium(path);
    let path_of = || path.to_path_buf();
    write_whole(path, |file| write_package(package, &media, file)).map_err(|error| match error {
        WriteError::Disk(source) => Failure::WriteFile { path: path_of(), source },
        WriteError::Content(source) => Failure::WritePackage { path: path_of(), source },
    })
}

/// Says how many items are not in the package, a line for each reason.
fn show_left_out(selection: &Selection) -> Result<(), Failure> {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for left_out in selection.left_out() {
        *reasons.entry(left_out.reason).or_default() += 1;
    }
    for (reason, n_items) in reasons {
        note(&format!("loss[type]: {} left out, because {reason} (meaning)", plural(n_items, "item")))?;
    }
    Ok(())
}

/// Says what else the format could not hold: a line for each loss, one for all metadata, then the denied ones, item by item.
fn show_losses(package: &Package, format: Format, denied: &[&Loss]) -> Result<(), Failure> {
    let mut metadata: Vec<&str> = Vec::new();
    for loss in package.losses.iter().filter(|loss| loss.feature != Feature::Type) {
        let (name, title) = (loss.feature.as_str(), loss.feature.title());
        if loss.gravity == Gravity::Metadata {
            metadata.push(name);
            continue;
        }
        let becomes = match loss.outcome {
            Outcome::Degraded { to } => format!("is {to} in {}", format.title()),
            Outcome::Dropped => format!("is not in {}", format.title()),
        };
        let n_items = plural(loss.items.len(), "item");
        note(&format!("loss[{name}]: {title} {becomes}, for {n_items} ({})", loss.gravity.as_str()))?;
    }
    metadata.dedup();
    if !metadata.is_empty() {
        note(&format!("loss of metadata in {}: {} (see the report)", format.title(), metadata.join(", ")))?;
    }
    for loss in denied {
        for (item, _) in &loss.items {
            note(&format!("error[loss]: {item} loses {}", loss.feature.as_str()))?;
        }
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
