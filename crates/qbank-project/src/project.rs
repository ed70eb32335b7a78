//! An opened bank: its folder and its settings.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use qbank_lint::{Baseline, RuleSet, SettingFault};
use qbank_model::date::Date;
use qbank_model::diagnostic::Diagnostic;
use qbank_model::{FileId, IdLock, Ledger, MediaPath, Policy, SourceMap};
use qbank_syntax::bank_file::{self, BankFile};
use qbank_syntax::{baseline_file, codes as syntax_codes, id_lock_file, ledger_file};

use crate::discover::{BANK_FILE, BASELINE_FILE, IDS_FILE, LEDGER_FILE, REVIEWS_FILE, find_root};
use crate::error::{CheckError, OpenError, ReadError, SettingsError};
use crate::files::Files;
use crate::pipeline::all_codes;
use crate::policy::ForeignPolicy;

/// A bank with its settings read.
#[derive(Debug)]
pub struct Project {
    pub(crate) root: PathBuf,
    pub(crate) files: Files,
    pub(crate) settings: BankFile,
    pub(crate) settings_text: String,
    pub(crate) rules: RuleSet,
    /// The policy that counts in the place of the bank's own.
    pub(crate) foreign: Option<ForeignPolicy>,
    /// Texts that stand for those of question files on disk, by their paths from the bank's folder.
    pub(crate) drafts: BTreeMap<String, String>,
}

impl Project {
    /// Opens the bank that a folder lies in: walks up to the nearest `bank.toml` and reads it.
    ///
    /// # Errors
    /// Fails where there is none, where it cannot be read, and where it is no sound `bank.toml`.
    pub fn open(start: &Path) -> Result<Self, OpenError> {
        let read_error = |source| ReadError { path: start.to_path_buf(), source };
        let start = start.canonicalize().map_err(read_error)?;
        let root = find_root(&start).ok_or_else(|| OpenError::NoBank { start: start.clone() })?;
        let opened = Self::read(root.clone(), Files::Disk(root))?;
        opened.ok_or(OpenError::NoBank { start })
    }

    /// Opens the bank as it was at a git revision, under the policy that counts for this one; `None` where there was
    /// none yet.
    ///
    /// # Errors
    /// Fails where git does not hold the revision, and where its `bank.toml` cannot be used.
    pub fn at(&self, rev: &str) -> Result<Option<Self>, OpenError> {
        let past = Self::read(self.root.clone(), Files::at(&self.root, rev)?)?;
        match &self.foreign {
            Some(foreign) => Ok(past.map(|past| past.under(foreign.clone()))),
            None => Ok(past),
        }
    }

    /// Makes a bank of a folder that has no `bank.toml` yet and of what that file will say; nothing is written.
    ///
    /// # Errors
    /// Fails where the text is no sound `bank.toml`.
    pub fn start(root: &Path, settings: String) -> Result<Self, OpenError> {
        // The folder itself may be missing: nothing in it is canonical then but what stands above it.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        Self::with_settings(root.clone(), Files::Disk(root), settings)
    }

    fn read(root: PathBuf, files: Files) -> Result<Option<Self>, OpenError> {
        let Some(text) = files.settings(BANK_FILE)? else { return Ok(None) };
        Self::with_settings(root, files, text).map(Some)
    }

    fn with_settings(root: PathBuf, files: Files, text: String) -> Result<Self, OpenError> {
        let mut sources = SourceMap::default();
        let file = sources.add(BANK_FILE, Some(text.clone()));
        let rules = rules(&bank_file::policy(file, &text));
        match (bank_file::read(file, &text), rules) {
            (Ok(settings), Ok(rules)) => Ok(Self {
                root,
                files,
                settings,
                settings_text: text,
                rules,
                foreign: None,
                drafts: BTreeMap::new(),
            }),
            (settings, rules) => {
                let mut findings = settings.err().unwrap_or_default();
                findings.extend(rules.err().unwrap_or_default());
                findings.sort_by_key(|finding| finding.primary.span);
                Err(Box::new(SettingsError { file: BANK_FILE, findings, sources }).into())
            }
        }
    }

    /// Returns the bank with only those rules that can find an error, as an export wants it: the others cost several times
    /// what reading the bank does.
    #[must_use]
    pub fn for_errors(mut self) -> Self {
        self.rules.keep_errors();
        self
    }

    /// Returns the bank with only those rules that have a wanted name or can break an item.
    #[must_use]
    pub fn for_rules(mut self, is_wanted: impl Fn(&str) -> bool) -> Self {
        self.rules.keep_named(is_wanted);
        self
    }

    /// Reads the bank's baseline; a bank without one has an empty one.
    ///
    /// # Errors
    /// Fails when the file is there and cannot be read, is broken or belongs to another bank.
    pub fn baseline(&self) -> Result<Baseline, CheckError> {
        if let Some(foreign) = &self.foreign {
            return Ok(foreign.baseline.clone());
        }
        let Some(text) = self.files.settings(BASELINE_FILE)? else { return Ok(Baseline::default()) };
        read_baseline(&text, &self.settings.info.id).map_err(CheckError::from)
    }

    /// Returns the text that makes a baseline this bank's own, for the file [`Project::baseline_path`].
    pub fn baseline_text(&self, baseline: &Baseline) -> String {
        baseline_file::print(&self.settings.info.id, &baseline.findings())
    }

    /// Returns where the bank's baseline is, or would be.
    pub fn baseline_path(&self) -> PathBuf {
        self.root.join(BASELINE_FILE)
    }

    /// Reads the ledger of the bank's Anki notes from a file, usually [`Project::ledger_path`]; `None` where there is none.
    ///
    /// # Errors
    /// Fails when the file is there and cannot be read, is broken or belongs to another bank.
    pub fn ledger(&self, path: &Path) -> Result<Option<Ledger>, CheckError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(ReadError { path: path.to_path_buf(), source }.into()),
        };
        self.read_ledger(text).map(Some)
    }

    /// Reads the ledger of the bank's Anki notes from its text.
    ///
    /// # Errors
    /// Fails when the text is broken, says what cannot be, or belongs to another bank.
    pub fn read_ledger(&self, text: String) -> Result<Ledger, CheckError> {
        let read = ledger_file::read(FileId(0), &text, &self.settings.info);
        read.map_err(|findings| {
            let mut sources = SourceMap::default();
            sources.add(LEDGER_FILE, Some(text));
            CheckError::Ledger(Box::new(SettingsError { file: LEDGER_FILE, findings, sources }))
        })
    }

    /// Returns the text that makes a ledger this bank's own.
    pub fn ledger_text(&self, ledger: &Ledger) -> String {
        ledger_file::print(&self.settings.info.id, ledger)
    }

    /// Returns where the ledger of the bank's Anki notes is, or would be.
    pub fn ledger_path(&self) -> PathBuf {
        self.root.join(LEDGER_FILE)
    }

    /// Returns the text that makes a list of ids that were handed out this bank's own, for the file
    /// [`Project::ids_path`].
    pub fn ids_text(&self, handed_out: &IdLock) -> String {
        id_lock_file::print(&self.settings.info.id, handed_out)
    }

    /// Returns where the ids are that were handed out, or would be.
    pub fn ids_path(&self) -> PathBuf {
        self.root.join(IDS_FILE)
    }

    /// Returns where the bank's reviews are, or would be.
    pub fn reviews_path(&self) -> PathBuf {
        self.root.join(REVIEWS_FILE)
    }

    /// Returns the rules as the bank set them.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Returns the bank's id.
    pub fn id(&self) -> &str {
        &self.settings.info.id
    }

    /// Returns the day on which the bank's content last changed, by its own word.
    pub fn revised(&self) -> Date {
        self.settings.info.revised
    }

    /// Returns the bank's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Opens a file of the bank for reading.
    ///
    /// # Errors
    /// Fails when it is missing, no regular file, or led out of the bank by a symbolic link.
    pub fn open_medium(&self, path: &MediaPath) -> io::Result<Box<dyn Read>> {
        self.files.open(&self.files.medium(path).map_err(io::Error::other)?)
    }
}

/// Reads the text of a bank's baseline.
pub(crate) fn read_baseline(text: &str, bank: &str) -> Result<Baseline, Box<SettingsError>> {
    let mut sources = SourceMap::default();
    let file = sources.add(BASELINE_FILE, Some(text.to_owned()));
    match baseline_file::read(file, text, bank) {
        Ok(findings) => Ok(findings.into_iter().collect()),
        Err(findings) => Err(Box::new(SettingsError { file: BASELINE_FILE, findings, sources })),
    }
}

/// Sets the rules as a policy wants them, or says what is wrong with their wishes.
fn rules(policy: &Policy) -> Result<RuleSet, Vec<Diagnostic>> {
    RuleSet::new(policy).map_err(|faults| faults.iter().map(setting_finding).collect())
}

fn setting_finding(fault: &SettingFault) -> Diagnostic {
    let code = match fault {
        SettingFault::WrongValue { .. } => syntax_codes::WRONG_VALUE,
        SettingFault::UnknownRule { .. }
        | SettingFault::FirmRule { .. }
        | SettingFault::UnknownOption { .. } => syntax_codes::UNKNOWN_ATTRIBUTE,
    };
    let names_other_code = matches!(fault, SettingFault::UnknownRule { rule }
        if all_codes().iter().any(|code| code.name() == rule.value));
    let fixed = "a fault of the format or the folder has one level and cannot be allowed".to_owned();
    let help = if names_other_code { fixed } else { fault.help() };
    Diagnostic::new(code, fault.span(), fault.to_string()).help(help)
}
