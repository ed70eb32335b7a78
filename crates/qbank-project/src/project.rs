//! An opened bank: its folder and its settings.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use qbank_model::diagnostic::Diagnostic;
use qbank_model::suggest::did_you_mean;
use qbank_model::{MediaPath, SourceMap};
use qbank_syntax::bank_file::{self, BankFile, LintLevel};

use crate::discover::{BANK_FILE, find_root};
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
    #[error("bank.toml cannot be used")]
    Settings {
        /// What is wrong with it.
        findings: Vec<Diagnostic>,
        /// The file, to show the findings in.
        sources: Box<SourceMap>,
    },
    /// The disk does not give the bank out.
    #[error(transparent)]
    Read(#[from] ReadError),
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
    pub(crate) levels: qbank_lint::Levels,
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
        let settings = bank_file::read(file, &text).and_then(known_rules);
        match settings {
            Ok((settings, levels)) => Ok(Self { root, settings, settings_text: text, levels }),
            Err(findings) => Err(OpenError::Settings { findings, sources: Box::new(sources) }),
        }
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

/// Takes the levels that the settings give to rules, or reports the rules that do not exist.
fn known_rules(settings: BankFile) -> Result<(BankFile, qbank_lint::Levels), Vec<Diagnostic>> {
    let codes = qbank_lint::codes();
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    let mut levels = qbank_lint::Levels::default();
    let mut findings = Vec::new();
    for (name, level) in &settings.lint {
        let severity = match level.value {
            LintLevel::Allow => None,
            LintLevel::Report(severity) => Some(severity),
        };
        levels.0.insert(name.clone(), severity);
        if !names.contains(&name.as_str()) {
            let message = format!("no rule is called `{name}`");
            let finding = Diagnostic::new(qbank_syntax::codes::UNKNOWN_ATTRIBUTE, level.span, message);
            let is_of_format = all_codes().iter().any(|code| code.name() == name);
            let fixed = "a fault of the format or the folder cannot be set to another level".to_owned();
            findings.push(finding.help(if is_of_format { fixed } else { did_you_mean(name, &names) }));
        }
    }
    if findings.is_empty() { Ok((settings, levels)) } else { Err(findings) }
}
