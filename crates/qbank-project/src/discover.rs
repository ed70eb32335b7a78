//! Finds a bank's files; nothing that is no regular file is ever opened.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::media::ENDINGS;

/// The folder that holds question files.
const ITEMS: &str = "items";
/// The folder that holds blueprints.
const BLUEPRINTS: &str = "blueprints";
/// The folder that holds forms.
const FORMS: &str = "forms";
/// The folder that holds what questions show, where they do not keep it beside them.
const MEDIA: &str = "media";
/// The file that makes a folder a bank.
pub(crate) const BANK_FILE: &str = "bank.toml";
/// The file with the findings that a bank knows of.
pub(crate) const BASELINE_FILE: &str = "baseline.toml";
/// The file with the numbers that learners' Anki collections know the items by.
pub(crate) const LEDGER_FILE: &str = "anki.lock.toml";
/// The file with the ids that were handed out.
pub(crate) const IDS_FILE: &str = "ids.lock";
/// The file with what reviewers said.
pub(crate) const REVIEWS_FILE: &str = "reviews.toml";

/// Walks up from a folder to the nearest one that holds a `bank.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(BANK_FILE).is_file()).map(Path::to_path_buf)
}

/// Returns the way to a bank's folder from the one that its repository is in, empty or with `/` at its end; it is empty
/// outside a repository.
pub fn path_in_repository(root: &Path) -> String {
    let top = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(root);
    let name = name_of(top, root);
    if name.is_empty() { name } else { name + "/" }
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
    /// A form.
    Form,
    /// A picture or a sound.
    Medium,
    /// It is called as a question file, a blueprint or a form, but is a folder, a link or a device.
    NotAFile,
    /// A folder that the format reserves for translations.
    Translations,
}

/// Returns everything a run has to look at, sorted by name.
///
/// # Errors
/// Fails when a folder cannot be read.
pub(crate) fn discover(root: &Path) -> Result<Vec<Found>, walkdir::Error> {
    let mut found = walk(root, BLUEPRINTS)?;
    found.extend(walk(root, MEDIA)?);
    found.extend(walk(root, FORMS)?);
    found.extend(walk(root, ITEMS)?);
    found.extend(translation_folders(root)?);
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

/// Tells why a run has to look at a path from the bank's folder, if it has to.
pub(crate) fn kind_of(name: &str, is_file: bool) -> Option<FoundKind> {
    let Some((folder, rest)) = name.split_once('/') else {
        let is_reserved = name.strip_prefix(ITEMS).is_some_and(|rest| rest.starts_with('.'));
        return (is_reserved && !is_file).then_some(FoundKind::Translations);
    };
    let kind = match (folder, Path::new(rest).extension()?.to_str()?) {
        (ITEMS, "md") => FoundKind::Questions,
        (BLUEPRINTS, "toml") => FoundKind::Blueprint,
        (FORMS, "toml") => FoundKind::Form,
        // Links to media are followed where a text names them.
        (ITEMS | MEDIA, ending) if is_file && is_medium(ending) => FoundKind::Medium,
        _ => return None,
    };
    Some(if is_file { kind } else { FoundKind::NotAFile })
}

fn is_medium(ending: &str) -> bool {
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn walk(root: &Path, folder: &str) -> Result<Vec<Found>, walkdir::Error> {
    let start = root.join(folder);
    if !start.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in WalkDir::new(start).min_depth(1).follow_links(false) {
        let entry = entry?;
        let name = name_of(root, entry.path());
        let hides_a_folder = entry.path_is_symlink() && entry.path().is_dir();
        let kind = if hides_a_folder && folder != MEDIA {
            Some(FoundKind::NotAFile)
        } else {
            kind_of(&name, entry.file_type().is_file())
        };
        if let Some(kind) = kind {
            found.push(Found { name, path: entry.into_path(), kind });
        }
    }
    Ok(found)
}

/// Finds `items.<tag>` beside `items`.
fn translation_folders(root: &Path) -> Result<Vec<Found>, walkdir::Error> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).min_depth(1).max_depth(1).follow_links(false) {
        let entry = entry?;
        let name = name_of(root, entry.path());
        if let Some(kind) = kind_of(&name, entry.file_type().is_file()) {
            found.push(Found { name, path: entry.into_path(), kind });
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
    let mut name = String::with_capacity(relative.as_os_str().len());
    for part in relative.components() {
        if !name.is_empty() {
            name.push('/');
        }
        name.push_str(&part.as_os_str().to_string_lossy());
    }
    name
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
