//! An opened bank: its folder and its settings.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use qbank_lint::{Baseline, RuleSet, SettingFault};
use qbank_model::diagnostic::Diagnostic;
use qbank_model::{MediaPath, Policy, SourceMap};
use qbank_syntax::bank_file::{self, BankFile};
use qbank_syntax::{baseline_file, codes as syntax_codes};

use crate::discover::{BANK_FILE, BASELINE_FILE, find_root};
use crate::media::resolve;
use crate::pipeline::all_codes;

/// Why a bank cannot be opened: nothing in it can be judged.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no bank here.
    #[error("no bank.toml in {start} or a folder above it")]
    NoBank {
        /// Where the search began.
        start: PathBuf,
    },
    /// `bank.toml` cannot be used.
    #[error(transparent)]
    Settings(#[from] Box<SettingsError>),
    /// The disk does not give the bank out.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Why a bank cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Its baseline cannot be used.
    #[error(transparent)]
    Baseline(#[from] Box<SettingsError>),
    /// The disk does not give the bank out.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A file that says how a bank is to be checked cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file} cannot be used")]
pub struct SettingsError {
    /// The file's name.
    pub file: &'static str,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// The file, to show the findings in.
    pub sources: SourceMap,
}

/// The disk does not give a file or a folder out.
#[derive(Debug, thiserror::Error)]
#[error("reading {path}")]
pub struct ReadError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    #[source]
    pub source: io::Error,
}

/// A bank on disk with its settings read.
#[derive(Debug)]
pub struct Project {
    pub(crate) root: PathBuf,
    pub(crate) settings: BankFile,
    pub(crate) settings_text: String,
    pub(crate) rules: RuleSet,
    /// Texts that stand for those of question files on disk, by their paths from the bank's folder.
    pub(crate) drafts: BTreeMap<String, String>,
}

impl Project {
    /// Opens the bank that a folder lies in: walks up to the nearest `bank.toml` and reads it.
    ///
    /// # Errors
    /// Fails where there is none, where it cannot be read, and where it is no sound `bank.toml`.
    pub fn open(start: &Path) -> Result<Self, OpenError> {
        let read_error = |path: &Path, source| ReadError { path: path.to_path_buf(), source };
        let start = start.canonicalize().map_err(|source| read_error(start, source))?;
        let root = find_root(&start).ok_or_else(|| OpenError::NoBank { start: start.clone() })?;
        let path = root.join(BANK_FILE);
        let text = std::fs::read_to_string(&path).map_err(|source| read_error(&path, source))?;
        let mut sources = SourceMap::default();
        let file = sources.add(BANK_FILE, Some(text.clone()));
        let rules = rules(&bank_file::policy(file, &text));
        match (bank_file::read(file, &text), rules) {
            (Ok(settings), Ok(rules)) => {
                Ok(Self { root, settings, settings_text: text, rules, drafts: BTreeMap::new() })
            }
            (settings, rules) => {
                let mut findings = settings.err().unwrap_or_default();
                findings.extend(rules.err().unwrap_or_default());
                findings.sort_by_key(|finding| finding.primary.span);
                Err(Box::new(SettingsError { file: BANK_FILE, findings, sources }).into())
            }
        }
    }

    /// Reads the bank's baseline; a bank without one has an empty one.
    ///
    /// # Errors
    /// Fails when the file is there and cannot be read, is broken or belongs to another bank.
    pub fn baseline(&self) -> Result<Baseline, CheckError> {
        let path = self.root.join(BASELINE_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Baseline::default()),
            Err(source) => return Err(ReadError { path, source }.into()),
        };
        let mut sources = SourceMap::default();
        let file = sources.add(BASELINE_FILE, Some(text.clone()));
        match baseline_file::read(file, &text, &self.settings.info.id) {
            Ok(findings) => Ok(findings.into_iter().collect()),
            Err(findings) => Err(Box::new(SettingsError { file: BASELINE_FILE, findings, sources }).into()),
        }
    }

    /// Returns the text that makes a baseline this bank's own, for the file [`Project::baseline_path`].
    pub fn baseline_text(&self, baseline: &Baseline) -> String {
        baseline_file::print(&self.settings.info.id, &baseline.findings())
    }

    /// Returns where the bank's baseline is, or would be.
    pub fn baseline_path(&self) -> PathBuf {
        self.root.join(BASELINE_FILE)
    }

    /// Returns the rules as the bank set them.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
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
        let place = resolve(&self.root, path).map_err(io::Error::other)?;
        Ok(Box::new(File::open(place)?))
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
