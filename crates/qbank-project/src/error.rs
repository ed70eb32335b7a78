//! Why a bank cannot be opened, checked or read.

use std::io;
use std::path::PathBuf;

use qbank_model::{Diagnostic, SourceMap};

use crate::git::GitError;

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
    /// A revision of it cannot be looked at.
    #[error(transparent)]
    Git(#[from] GitError),
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
    /// The ledger of its Anki notes cannot be used.
    #[error(transparent)]
    Ledger(Box<SettingsError>),
    /// The disk does not give the bank out.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A file that says how a bank is to be checked or exported cannot be used.
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

/// The disk, or git, does not give a file or a folder out.
#[derive(Debug, thiserror::Error)]
#[error("reading {path}")]
pub struct ReadError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    #[source]
    pub source: io::Error,
}
