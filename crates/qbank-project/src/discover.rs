//! Finds a bank's files; nothing that is no regular file is ever opened.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The folder that holds question files.
const ITEMS: &str = "items";
/// The folder that holds blueprints.
const BLUEPRINTS: &str = "blueprints";
/// The file that makes a folder a bank.
pub(crate) const BANK_FILE: &str = "bank.toml";
/// The file with the findings that a bank knows of.
pub(crate) const BASELINE_FILE: &str = "baseline.toml";

/// Walks up from a folder to the nearest one that holds a `bank.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(BANK_FILE).is_file()).map(Path::to_path_buf)
}

/// Something below the bank's folders that a run has to look at.
#[derive(Debug)]
pub(crate) struct Found {
    /// Where it is on disk.
    pub(crate) path: PathBuf,
    /// Its path from the bank's folder, with `/` between names.
    pub(crate) name: String,
    pub(crate) kind: FoundKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FoundKind {
    /// A question file.
    Questions,
    /// A blueprint.
    Blueprint,
    /// It is called as a question file or a blueprint, but is a folder, a link or a device.
    NotAFile,
    /// A folder that the format reserves for translations.
    Translations,
}

/// Returns everything a run has to look at, sorted by name.
///
/// # Errors
/// Fails when a folder cannot be read.
pub(crate) fn discover(root: &Path) -> Result<Vec<Found>, walkdir::Error> {
    let mut found = walk(root, BLUEPRINTS, "toml")?;
    found.extend(walk(root, ITEMS, "md")?);
    found.extend(translation_folders(root)?);
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

fn walk(root: &Path, folder: &str, ending: &str) -> Result<Vec<Found>, walkdir::Error> {
    let start = root.join(folder);
    if !start.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in WalkDir::new(start).min_depth(1).follow_links(false) {
        let entry = entry?;
        let is_link = entry.path_is_symlink();
        let hides_a_folder = is_link && entry.path().is_dir();
        if !hides_a_folder && entry.path().extension().is_none_or(|extension| extension != ending) {
            continue;
        }
        let kind = match folder {
            _ if !entry.file_type().is_file() => FoundKind::NotAFile,
            ITEMS => FoundKind::Questions,
            _ => FoundKind::Blueprint,
        };
        found.push(Found { name: name_of(root, entry.path()), path: entry.into_path(), kind });
    }
    Ok(found)
}

/// Finds `items.<tag>` beside `items`.
fn translation_folders(root: &Path) -> Result<Vec<Found>, walkdir::Error> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).min_depth(1).max_depth(1).follow_links(false) {
        let entry = entry?;
        let is_reserved = entry.file_name().to_string_lossy().strip_prefix("items.").is_some();
        if is_reserved && !entry.file_type().is_file() {
            let name = name_of(root, entry.path());
            found.push(Found { name, path: entry.into_path(), kind: FoundKind::Translations });
        }
    }
    Ok(found)
}

/// Tells whether a path from the bank's folder lies where question files are.
pub(crate) fn is_below_items(name: &str) -> bool {
    name.split_once('/').is_some_and(|(folder, _)| folder == ITEMS)
}

fn name_of(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

/// Returns the domain that a question file's folder stands for.
pub(crate) fn domain_of(name: &str) -> Option<&str> {
    let mut names = name.split('/').skip(1);
    let folder = names.next()?;
    names.next().map(|_| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_domains() {
        for (name, expected) in [
            ("items/inventory/eoq.md", Some("inventory")),
            ("items/inventory/deep/eoq.md", Some("inventory")),
            ("items/eoq.md", None),
        ] {
            assert_eq!(domain_of(name), expected, "{name}");
        }
    }
}
