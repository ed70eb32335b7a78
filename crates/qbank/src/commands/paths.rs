//! Files and folders that a call names, to work on a part of the bank.

use std::path::{Path, PathBuf};

use qbank_project::Project;

use crate::failure::Failure;

/// Paths from the bank's folder, with `/` between names.
pub(super) struct BankPaths(Vec<String>);

impl BankPaths {
    /// Finds the paths, from this folder or the bank's.
    ///
    /// # Errors
    /// Fails on a path that is not in the bank.
    pub(super) fn new(project: &Project, paths: &[PathBuf]) -> Result<Self, Failure> {
        let resolved = paths.iter().map(|path| {
            let missing = || Failure::NoSuchPath { path: path.clone() };
            let candidates = [path.clone(), project.root().join(path)];
            let found = candidates.iter().find_map(|path| path.canonicalize().ok()).ok_or_else(missing)?;
            let relative = found.strip_prefix(project.root()).map_err(|_| missing())?;
            Ok(slashed(relative))
        });
        Ok(Self(resolved.collect::<Result<_, Failure>>()?))
    }

    /// Tells whether a file is one of them or below one; all files are where none is named.
    pub(super) fn hold(&self, path: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|wanted| is_below(path, wanted))
    }
}

fn slashed(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
