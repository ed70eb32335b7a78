//! The way through the house: discover, parse, lower, lint.

use std::collections::{BTreeMap, BTreeSet};

use qbank_lint::{Baseline, Linted, Recognition, Suppressed, lint};
use qbank_model::bank::break_at_errors;
use qbank_model::{
    Bank, Blueprint, Diagnostic, Entry, FileId, IdLock, ItemId, KnownFinding, MediaPath, Review, Severity,
    SourceMap, Span, Spanned,
};
use qbank_syntax::source_text::{FileBytes, decode};
use qbank_syntax::{
    Dialect, FileUse, ParsedFile, Source, blueprint_file, codes as syntax_codes, form_file, id_lock_file,
    review_file,
};
use rayon::prelude::*;

use crate::codes;
use crate::discover::{BANK_FILE, BASELINE_FILE, Found, FoundKind, IDS_FILE, REVIEWS_FILE, domain_of};
use crate::error::{CheckError, ReadError};
use crate::forms::{FilledForm, fill};
use crate::media;
use crate::project::Project;

/// A bank and everything that was found in it.
#[derive(Debug)]
pub struct Checked {
    /// The files, with the texts of those that findings point into.
    pub sources: SourceMap,
    /// What was understood; broken items are stubs in it.
    pub bank: Bank,
    /// Its forms, by the names of their files.
    pub forms: Vec<FilledForm>,
    /// The findings by file, then place, then code.
    pub diagnostics: Vec<Diagnostic>,
    /// What the rules found and nobody is to be told, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What the bank knew of before: its baseline, or the new one.
    pub baseline: Baseline,
    /// What the baseline knows and is gone.
    pub gone: Vec<KnownFinding>,
}

/// What a check makes of findings that were there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineUse {
    /// What the bank's baseline knows is not told.
    Heed,
    /// What the rules find now makes a new baseline, and none of it is told.
    Renew,
}

impl Checked {
    /// Counts the errors.
    pub fn n_errors(&self) -> usize {
        self.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// Counts the items that are broken, or whose place alone is known.
    pub fn n_broken(&self) -> usize {
        self.bank.entries().iter().filter(|entry| entry.item().is_none()).count()
    }
}

/// A question file that was read and parsed, and its text where findings will want to show it.
struct ReadFile {
    parsed: ParsedFile,
    text: Option<String>,
}

impl Project {
    /// Runs the whole pipeline; whatever is broken is a finding, and everything else is still checked.
    ///
    /// # Errors
    /// Fails only when the baseline cannot be used, or the disk does not give a file or a folder out.
    pub fn check(&self) -> Result<Checked, CheckError> {
        self.check_with(BaselineUse::Heed)
    }

    /// Runs the whole pipeline as [`Project::check`] does, with another use of the baseline.
    ///
    /// # Errors
    /// Fails as [`Project::check`] does; a baseline that is to be renewed may be broken.
    pub fn check_with(&self, baseline_use: BaselineUse) -> Result<Checked, CheckError> {
        let baseline = match (baseline_use, self.baseline()) {
            (BaselineUse::Renew, Err(CheckError::Baseline(_))) => Baseline::default(),
            (_, baseline) => baseline?,
        };
        let mut run = Run { project: self, sources: SourceMap::default(), diagnostics: Vec::new() };
        run.sources.add(BANK_FILE, Some(self.settings_text.clone()));
        run.sources.add(BASELINE_FILE, None);
        let (reviews, handed_out) = (run.reviews()?, run.handed_out()?);
        run.diagnostics.extend(self.foreign.iter().flat_map(|foreign| foreign.findings.clone()));
        let found = self.files.found()?;
        run.sources.reserve(found.len());
        let located: Vec<(FileId, Found)> =
            found.into_iter().map(|found| (run.sources.add(found.name.as_str(), None), found)).collect();
        run.report_strange_files(&located);
        let blueprints = run.blueprints(&located)?;
        let (entries, uses) = run.questions(&located)?;
        let found_media = media::find(&self.files, &uses)?;
        run.diagnostics.extend(found_media.findings);
        let bank = Bank::new(self.settings.info.clone(), blueprints, found_media.media);
        let bank = bank.with_reviews(reviews).with_handed_out(handed_out);
        let bank = bank.with_unused_media(unused_media(&located, &uses));
        let known = Known { baseline, baseline_use };
        Ok(run.finish(bank.with_entries(entries), known, &located)?)
    }
}

impl Project {
    /// Reads a question file, or the draft that stands for it.
    pub(crate) fn file(&self, found: &Found) -> Result<FileBytes, ReadError> {
        match self.drafts.get(&found.name) {
            Some(draft) => Ok(bytes_of(draft)),
            None => self.files.read(found),
        }
    }
}

/// The bank's baseline and what is to be made of it.
struct Known {
    baseline: Baseline,
    baseline_use: BaselineUse,
}

struct Run<'p> {
    project: &'p Project,
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

impl Run<'_> {
    fn report_strange_files(&mut self, located: &[(FileId, Found)]) {
        for (file, found) in located {
            let span = Span::start_of(*file);
            let finding = match found.kind {
                FoundKind::Questions | FoundKind::Blueprint | FoundKind::Form | FoundKind::Medium => continue,
                FoundKind::NotAFile => {
                    let message = format!("{} is no regular file", found.name);
                    Diagnostic::new(codes::NOT_A_FILE, span, message)
                        .help("only regular files are read; rename it")
                }
                FoundKind::Translations => {
                    let message =
                        format!("{} is reserved for translations, which are not built yet", found.name);
                    let finding = Diagnostic::new(codes::TRANSLATION_FOLDER, span, message);
                    finding.help("keep the questions in `items/`, in the bank's language")
                }
            };
            self.diagnostics.push(finding);
        }
    }

    /// Reads what reviewers said; `None` where the file is broken.
    fn reviews(&mut self) -> Result<Option<Vec<Spanned<Review>>>, ReadError> {
        let text = self.project.files.settings(REVIEWS_FILE)?;
        let file = self.sources.add(REVIEWS_FILE, text.clone());
        match text.map(|text| review_file::read(file, &text)) {
            None => Ok(Some(Vec::new())),
            Some(Ok(reviews)) => Ok(Some(reviews)),
            Some(Err(findings)) => {
                self.diagnostics.extend(findings);
                Ok(None)
            }
        }
    }

    /// Reads the ids that were handed out; `None` where the file is broken.
    fn handed_out(&mut self) -> Result<Option<IdLock>, ReadError> {
        let text = self.project.files.settings(IDS_FILE)?;
        let file = self.sources.add(IDS_FILE, text.clone());
        let bank = &self.project.settings.info.id;
        let read = text.map_or(Ok(IdLock::default()), |text| id_lock_file::read(file, &text, bank));
        match read {
            Ok(mut handed_out) => {
                if let Some(foreign) = &self.project.foreign {
                    handed_out.keep_all_of(&foreign.handed_out, Span::start_of(file));
                }
                Ok(Some(handed_out))
            }
            Err(findings) => {
                self.diagnostics.extend(findings);
                Ok(None)
            }
        }
    }

    /// Reads all blueprints; the default one comes first.
    fn blueprints(&mut self, located: &[(FileId, Found)]) -> Result<Vec<Blueprint>, ReadError> {
        let mut blueprints: Vec<(String, Blueprint)> = Vec::new();
        let mut broken = Vec::new();
        // The default first: of two with one id, it is the one that stays.
        let default = self.project.settings.blueprint.clone();
        let is_default =
            |found: &Found| default.as_ref().is_some_and(|name| name.value == stem_of(&found.name));
        let (first, rest): (Vec<_>, Vec<_>) = located.iter().partition(|(_, found)| is_default(found));
        for (file, found) in first.into_iter().chain(rest) {
            if found.kind != FoundKind::Blueprint {
                continue;
            }
            let stem = stem_of(&found.name);
            let bytes = self.project.files.read(found)?;
            let read = match decode(*file, bytes).map_err(|unreadable| unreadable.diagnostics) {
                Ok(text) => {
                    let read = blueprint_file::read(*file, &text);
                    self.sources.restore(*file, text);
                    read
                }
                Err(findings) => Err(findings),
            };
            match read {
                Ok(blueprint) if blueprints.iter().any(|(_, other)| other.id() == blueprint.id()) => {
                    let message = format!("another blueprint has the id `{}`", blueprint.id());
                    let finding = Diagnostic::new(codes::DUPLICATE_BLUEPRINT, Span::start_of(*file), message);
                    self.diagnostics.push(finding.help("give each blueprint an id of its own"));
                }
                Ok(blueprint) => blueprints.push((stem.to_owned(), blueprint)),
                Err(findings) => {
                    self.diagnostics.extend(findings);
                    broken.push(stem.to_owned());
                }
            }
        }
        let is_default =
            |(stem, _): &(String, Blueprint)| default.as_ref().is_some_and(|name| name.value == *stem);
        if let Some(default) = default.as_ref().filter(|_| !blueprints.iter().any(is_default)) {
            if !broken.contains(&default.value) {
                self.report_missing_blueprint(default);
            }
            // No other one may pass for the default.
            blueprints.clear();
        }
        Ok(blueprints.into_iter().map(|(_, blueprint)| blueprint).collect())
    }

    fn report_missing_blueprint(&mut self, default: &Spanned<String>) {
        let message = format!("there is no blueprints/{}.toml", default.value);
        let finding = Diagnostic::new(codes::MISSING_BLUEPRINT, default.span, message);
        self.diagnostics.push(finding.help("mend the name in bank.toml, or add the file"));
    }

    /// Reads and parses the question files in parallel; the order of results is that of the files.
    #[expect(
        clippy::type_complexity,
        reason = "the two results of one pass, taken apart at once by the caller"
    )]
    fn questions(
        &mut self,
        located: &[(FileId, Found)],
    ) -> Result<(Vec<Entry>, Vec<(FileUse, Spanned<MediaPath>)>), ReadError> {
        let dialect = &self.project.settings.dialect;
        let questions: Vec<&(FileId, Found)> =
            located.iter().filter(|(_, found)| found.kind == FoundKind::Questions).collect();
        let read = questions.par_iter().map(|(file, found)| {
            let read = self.project.file(found)?;
            Ok((*file, parse(*file, &found.name, read, dialect)))
        });
        let read: Vec<(FileId, ReadFile)> = read.collect::<Result<_, ReadError>>()?;
        let mut entries = Vec::with_capacity(read.iter().map(|(_, file)| file.parsed.entries.len()).sum());
        let mut uses = Vec::new();
        for (file, ReadFile { parsed, text }) in read {
            entries.extend(parsed.entries);
            uses.extend(parsed.files);
            self.diagnostics.extend(parsed.diagnostics);
            if let Some(text) = text {
                self.sources.restore(file, text);
            }
        }
        Ok((entries, uses))
    }

    fn finish(
        mut self,
        mut bank: Bank,
        Known { mut baseline, baseline_use }: Known,
        located: &[(FileId, Found)],
    ) -> Result<Checked, ReadError> {
        bank = broken_at(bank, &self.diagnostics);
        let rules = &self.project.rules;
        let mut linted = lint(&bank, rules);
        self.restore_texts(located, &linted)?;
        self.make_fixes(&mut linted);
        let recognition = Recognition::new(&bank, &self.sources, rules);
        if baseline_use == BaselineUse::Renew {
            baseline = recognition.renew(&baseline, &linted.findings);
        }
        let gone = recognition.apply(&baseline, &mut linted);
        bank = broken_at(bank, &linted.findings);
        let Linted { findings, mut suppressed } = linted;
        suppressed.sort_by_key(|known| (known.finding.primary.span, known.finding.code.name()));
        self.diagnostics.extend(findings);
        let forms = self.forms(&bank, located)?;
        name_items(&mut self.diagnostics, &bank);
        self.diagnostics
            .sort_by_key(|finding| (finding.primary.span, finding.code.name(), finding.message.clone()));
        // An attribute that many items inherit is one fault.
        self.diagnostics.dedup_by(|one, other| {
            one.primary.span == other.primary.span && one.code == other.code && one.message == other.message
        });
        let diagnostics = capped(self.diagnostics);
        Ok(Checked { sources: self.sources, bank, forms, diagnostics, suppressed, baseline, gone })
    }

    /// Makes fixes of the parts that rules want in another order.
    fn make_fixes(&self, linted: &mut Linted) {
        for finding in &mut linted.findings {
            let Some(reorder) = finding.reorder.take() else { continue };
            let text = self.sources.text(finding.primary.span.file);
            finding.fix = text.and_then(|text| reorder.fix(text));
        }
    }

    /// Reads all forms and fills them from the items that turned out sound.
    fn forms(&mut self, bank: &Bank, located: &[(FileId, Found)]) -> Result<Vec<FilledForm>, ReadError> {
        let mut forms = Vec::new();
        for (file, found) in located.iter().filter(|(_, found)| found.kind == FoundKind::Form) {
            let bytes = self.project.files.read(found)?;
            let read = match decode(*file, bytes).map_err(|unreadable| unreadable.diagnostics) {
                Ok(text) => {
                    let read = form_file::read(*file, &text);
                    self.sources.restore(*file, text);
                    read
                }
                Err(findings) => Err(findings),
            };
            let id = stem_of(&found.name).to_owned();
            let read = if ItemId::new(&id).is_ok() { read } else { Err(vec![misnamed_form(*file, found)]) };
            let filled = read.and_then(|form| Ok((fill(&form, bank)?, form.title, form.minutes)));
            forms.push(match filled {
                Ok((items, title, minutes)) => FilledForm { id, title, minutes, items: Some(items) },
                Err(findings) => {
                    self.diagnostics.extend(findings);
                    FilledForm { title: id.clone(), id, minutes: None, items: None }
                }
            });
        }
        Ok(forms)
    }

    /// Reads the texts again that findings point into and that were let go after parsing.
    fn restore_texts(&mut self, located: &[(FileId, Found)], linted: &Linted) -> Result<(), ReadError> {
        let mut wanted: Vec<FileId> = Vec::new();
        let suppressed = linted.suppressed.iter().map(|known| &known.finding);
        for finding in self.diagnostics.iter().chain(&linted.findings).chain(suppressed) {
            wanted.push(finding.primary.span.file);
            wanted.extend(finding.secondary.iter().map(|label| label.span.file));
        }
        wanted.sort();
        wanted.dedup();
        for (file, found) in located {
            if found.kind == FoundKind::Questions
                && self.sources.text(*file).is_none()
                && wanted.binary_search(file).is_ok()
                && let Ok(text) = decode(*file, self.project.file(found)?)
            {
                self.sources.restore(*file, text);
            }
        }
        Ok(())
    }
}

/// Returns the media of the bank's folders that no text names, at the start of their files.
fn unused_media(
    located: &[(FileId, Found)],
    named: &[(FileUse, Spanned<MediaPath>)],
) -> Vec<Spanned<MediaPath>> {
    let used: BTreeSet<&MediaPath> = named.iter().map(|(_, path)| &path.value).collect();
    let media = located.iter().filter(|(_, found)| found.kind == FoundKind::Medium);
    // A name that no text can spell is not looked at.
    let named = media.filter_map(|(file, found)| {
        let path = MediaPath::resolve("", &found.name).ok()?;
        (path.as_str() == found.name && !used.contains(&path))
            .then(|| Spanned::new(path, Span::start_of(*file)))
    });
    named.collect()
}

/// Says whose the findings are that were made by their place alone: of a swallowed label, of a file that is missing.
fn name_items(findings: &mut [Diagnostic], bank: &Bank) {
    if findings.iter().all(|finding| finding.item.is_some()) {
        return;
    }
    let start = |span: Span| (span.file, span.start);
    let mut entries: Vec<&Entry> = bank.entries().iter().collect();
    entries.sort_by_key(|entry| start(entry.span()));
    for finding in findings.iter_mut().filter(|finding| finding.item.is_none()) {
        let place = finding.primary.span;
        let n_before = entries.partition_point(|entry| start(entry.span()) <= start(place));
        let around = entries[..n_before].last().filter(|entry| entry.span().holds(place));
        finding.item = around.and_then(|entry| entry.name());
    }
}

/// Makes stubs of the items that errors point into.
fn broken_at(mut bank: Bank, findings: &[Diagnostic]) -> Bank {
    if !findings.iter().any(|finding| finding.severity == Severity::Error) {
        return bank;
    }
    let mut entries = bank.take_entries();
    break_at_errors(&mut entries, findings);
    bank.with_entries(entries)
}

fn parse(file: FileId, name: &str, bytes: FileBytes, dialect: &Dialect) -> ReadFile {
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(unreadable) => {
            let entries = unreadable.stubs.into_iter().map(|stub| Entry::Broken(Box::new(stub))).collect();
            let parsed = ParsedFile { entries, diagnostics: unreadable.diagnostics, files: Vec::new() };
            return ReadFile { parsed, text: Some(unreadable.text) };
        }
    };
    let source = Source { file, path: name, text: &text, domain: domain_of(name) };
    let parsed = qbank_syntax::parse(&source, dialect);
    let shows_text = !parsed.diagnostics.is_empty();
    ReadFile { parsed, text: shows_text.then_some(text) }
}

/// Parses a text as the question file of this name.
pub(crate) fn parse_text(name: &str, text: &str, dialect: &Dialect) -> ParsedFile {
    parse(FileId(0), name, bytes_of(text), dialect).parsed
}

fn bytes_of(text: &str) -> FileBytes {
    FileBytes { start: text.as_bytes().to_vec(), length: text.len() as u64 }
}

/// Findings of one code that a file is told in full; a hundred show what is wrong, a hundred thousand hide the rest.
const MAX_OF_A_KIND: usize = 100;

/// Puts a count in the place of the findings beyond the first hundred of their code in their file.
fn capped(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<(FileId, &str), usize> = BTreeMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for finding in diagnostics {
        let count = counts.entry((finding.primary.span.file, finding.code.name())).or_default();
        *count += 1;
        if *count <= MAX_OF_A_KIND {
            kept.push(finding);
        }
    }
    for finding in &mut kept {
        let key = (finding.primary.span.file, finding.code.name());
        if let Some(count) = counts.remove(&key).filter(|count| *count > MAX_OF_A_KIND) {
            let note =
                format!("the file has {count} findings of this kind; the first {MAX_OF_A_KIND} are shown");
            finding.help = Some(finding.help.take().map_or(note.clone(), |help| format!("{help}; {note}")));
        }
    }
    kept
}

/// A form's name stands in packages, so it follows the grammar of items' ids.
fn misnamed_form(file: FileId, found: &Found) -> Diagnostic {
    let message = format!("{} is no name for a form", found.name);
    let finding = Diagnostic::new(syntax_codes::BROKEN_ID, Span::start_of(file), message);
    finding.help("small letters, digits and hyphens make a name, and a letter begins it")
}

fn stem_of(name: &str) -> &str {
    name.rsplit('/').next().and_then(|file| file.strip_suffix(".toml")).unwrap_or(name)
}

/// Returns every code that checking a bank can report, in the manual's order.
pub fn all_codes() -> Vec<qbank_model::Code> {
    let syntax = syntax_codes::ALL.iter().map(|code| **code);
    let own = codes::ALL.iter().map(|code| **code);
    syntax.chain(own).chain(qbank_lint::codes()).collect()
}
