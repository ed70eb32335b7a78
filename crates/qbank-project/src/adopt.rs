//! What adopting a folder of foreign question files makes of a bank; nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use qbank_model::{Entry, FileId, MediaPath, Spanned};
use qbank_syntax::adopt::{Adopted, Adopter, Need};
use qbank_syntax::source_text::{FileBytes, decode};
use qbank_syntax::{FileUse, Source};
use walkdir::{DirEntry, WalkDir};

use crate::discover::domain_of;
use crate::error::{CheckError, ReadError};
use crate::files::read_start;
use crate::media::ENDINGS;
use crate::mend::Change;
use crate::project::Project;

/// What adopting a folder comes to.
#[derive(Debug, Default)]
pub struct Adoption {
    /// The files with questions, in the order of their names.
    pub files: Vec<AdoptedFile>,
    /// The pictures and other files to be copied into the bank.
    pub copies: Vec<MediumCopy>,
    /// The files without a question, and those that cannot be read, by their paths from the folder.
    pub left_alone: Vec<String>,
    /// The files of which nobody can tell where their questions begin.
    pub unsettled: Vec<String>,
}

/// A file with questions.
#[derive(Debug)]
pub struct AdoptedFile {
    /// Its path from the folder that is adopted, with `/` between names.
    pub from: String,
    /// What is to be written, or would be.
    pub change: Change,
    /// What becomes of it.
    pub fate: Fate,
    /// The number of its questions.
    pub n_questions: usize,
    /// The number of those that were brought into the format.
    pub n_adopted: usize,
    /// What a person has to decide.
    pub needs: Vec<Need>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is written anew into the bank.
    New,
    /// It is changed where it is.
    Changed,
    /// It is in the bank as it has to be.
    Same,
    /// The bank has another file of its name, which stays.
    Kept,
}

/// A file that questions name, to be copied into the bank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MediumCopy {
    /// Where it is.
    pub from: PathBuf,
    /// Where it will be, from the bank's folder.
    pub to: MediaPath,
}

impl Project {
    /// Brings the question files of a folder, or one file, into the bank's format: those of the bank itself where they are, others
    /// beside the ones that the bank has.
    ///
    /// # Errors
    /// Fails when a folder or a file cannot be read.
    pub fn adopt(&self, path: &Path) -> Result<Adoption, CheckError> {
        let read_error = |source| ReadError { path: path.to_path_buf(), source };
        let start = path.canonicalize().map_err(read_error)?;
        let is_own = start == self.root || start.starts_with(self.root.join("items"));
        let folder = if start.is_file() { start.parent().unwrap_or(&start) } else { &start };
        let sources = self.sources(&start, folder, is_own)?;
        let written = sources.iter().filter(|_| !is_own).map(|source| source.name.as_str()).collect();
        let taken = if self.root.is_dir() { self.ids_outside(&written)? } else { BTreeSet::new() };
        let mut adopter = Adopter { dialect: &self.settings.dialect, taken };
        let mut adoption = Adoption::default();
        let mut copies = Copies { project: self, folder, made: BTreeMap::new() };
        for source in sources {
            let Some(text) = source.text.as_deref() else {
                adoption.left_alone.push(source.from);
                continue;
            };
            let parts = Source { file: FileId(0), path: &source.name, text, domain: domain_of(&source.name) };
            let place = Place { file: &source.path, name: &source.name, is_own };
            let made_before = copies.made.clone();
            let mut found =
                adopter.adopt(&parts, &mut |file_use, address| copies.address(&place, file_use, address));
            if !found.is_settled {
                adoption.unsettled.push(source.from);
                continue;
            }
            if found.n_questions == 0 {
                adoption.left_alone.push(source.from);
                continue;
            }
            found.needs.extend(copies.missing(&found));
            found.needs.sort_by_key(|need| need.line);
            let file = self.file_of(source, found, is_own)?;
            if file.fate == Fate::Kept {
                copies.made = made_before;
                let there = self.parse(&file.change.name, &file.change.before);
                adopter.taken.extend(there.entries.iter().filter_map(Entry::id).cloned());
            }
            adoption.files.push(file);
        }
        adoption.copies = copies.made.into_iter().map(|(from, to)| MediumCopy { from, to }).collect();
        adoption.copies.retain(|copy| !self.root.join(copy.to.as_str()).exists());
        Ok(adoption)
    }

    fn file_of(&self, source: Foreign, adopted: Adopted, is_own: bool) -> Result<AdoptedFile, ReadError> {
        let path = self.root.join(&source.name);
        let (before, fate) = if is_own {
            let before = source.text.unwrap_or_default();
            let fate = if before == adopted.text { Fate::Same } else { Fate::Changed };
            (before, fate)
        } else if path.symlink_metadata().is_ok() {
            let there = std::fs::read(&path).map_err(|source| ReadError { path: path.clone(), source })?;
            let fate = if there == adopted.text.as_bytes() { Fate::Same } else { Fate::Kept };
            (String::from_utf8_lossy(&there).into_owned(), fate)
        } else {
            (String::new(), Fate::New)
        };
        Ok(AdoptedFile {
            from: source.from,
            change: Change { name: source.name, path, before, after: adopted.text },
            fate,
            n_questions: adopted.n_questions,
            n_adopted: adopted.n_adopted,
            needs: adopted.needs,
        })
    }

    fn sources(&self, start: &Path, folder: &Path, is_own: bool) -> Result<Vec<Foreign>, ReadError> {
        let start = if is_own && start == self.root { self.root.join("items") } else { start.to_path_buf() };
        let own_items = self.root.join("items");
        let is_looked_at = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            let is_hidden = entry.depth() > 0 && (name.starts_with('.') || name == "node_modules");
            !is_hidden && (is_own || entry.path() != own_items)
        };
        let mut sources = Vec::new();
        let walk = WalkDir::new(&start).follow_links(false).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(is_looked_at) {
            let entry = entry.map_err(|error| {
                let path = error.path().map_or_else(|| start.clone(), Path::to_path_buf);
                ReadError { path, source: error.into() }
            })?;
            let is_markdown =
                entry.path().extension().is_some_and(|ending| ending == "md" || ending == "markdown");
            if is_markdown && entry.file_type().is_file() {
                sources.push(self.source(folder, entry.into_path(), is_own)?);
            }
        }
        Ok(sources)
    }

    fn source(&self, folder: &Path, path: PathBuf, is_own: bool) -> Result<Foreign, ReadError> {
        let from = slashed(path.strip_prefix(folder).unwrap_or(&path));
        let name = if is_own {
            slashed(path.strip_prefix(&self.root).unwrap_or(&path))
        } else {
            format!("items/{}.md", from.trim_end_matches(".markdown").trim_end_matches(".md"))
        };
        let bytes = read_start(&path).map_err(|source| ReadError { path: path.clone(), source })?;
        let text = decode(FileId(0), FileBytes { start: bytes.start, length: bytes.length }).ok();
        Ok(Foreign { from, name, path, text })
    }
}

/// A foreign file.
struct Foreign {
    from: String,
    /// Its path in the bank.
    name: String,
    path: PathBuf,
    text: Option<String>,
}

/// Where an address stands.
struct Place<'p> {
    /// The foreign file on disk.
    file: &'p Path,
    /// Its path in the bank.
    name: &'p str,
    is_own: bool,
}

/// The files that go with the questions.
struct Copies<'c> {
    project: &'c Project,
    folder: &'c Path,
    made: BTreeMap<PathBuf, MediaPath>,
}

impl Copies<'_> {
    /// Returns the address that a file will have in the bank; nothing where it stays, or is none that can be taken in.
    fn address(&mut self, place: &Place, file_use: FileUse, address: &str) -> Option<String> {
        if place.is_own || address.contains("://") || address.starts_with(['#', '/']) {
            return None;
        }
        let decoded = percent_encoding::percent_decode_str(address).decode_utf8().ok()?;
        let file = place.file.parent()?.join(&*decoded).canonicalize().ok().filter(|file| file.is_file())?;
        // A foreign folder inside the bank goes away one day.
        let goes_away = self.folder != self.project.root && file.starts_with(self.folder);
        let inside = file.strip_prefix(&self.project.root).ok().filter(|_| !goes_away);
        let bank_path = if let Some(inside) = inside {
            MediaPath::resolve("", &slashed(inside)).ok()?
        } else if let Some(path) = self.made.get(&file) {
            path.clone()
        } else {
            let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
            let is_medium = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
            if file_use == FileUse::Link && !is_medium {
                return None;
            }
            let below = self.own_part(&file).filter(|_| is_medium)?;
            let path = self.free_path(&file, &slashed(below))?;
            self.made.insert(file, path.clone());
            path
        };
        Some(relative(place.name, &bank_path).replace('%', "%25"))
    }

    /// Returns where a file can be copied to: not where the bank has another one.
    fn free_path(&self, file: &Path, below: &str) -> Option<MediaPath> {
        let folders =
            std::iter::once("media".to_owned()).chain((2..100).map(|number| format!("media/{number}")));
        let mut paths = folders.filter_map(|folder| MediaPath::resolve(&folder, below).ok());
        paths.find(|path| {
            let target = self.project.root.join(path.as_str());
            let is_same = || std::fs::read(&target).ok() == std::fs::read(file).ok();
            let is_taken = self.made.values().any(|made| made == path);
            !is_taken && (target.symlink_metadata().is_err() || is_same())
        })
    }

    /// Returns a file's path from the folder, or from the repository around it; nothing from elsewhere enters the bank.
    fn own_part<'f>(&self, file: &'f Path) -> Option<&'f Path> {
        let repository = self.folder.ancestors().find(|folder| folder.join(".git").exists());
        file.strip_prefix(self.folder).ok().or_else(|| file.strip_prefix(repository?).ok())
    }

    /// Tells which files the questions name in vain.
    fn missing(&self, adopted: &Adopted) -> Vec<Need> {
        let is_there = |path: &MediaPath| {
            self.made.values().any(|made| made == path) || self.project.root.join(path.as_str()).is_file()
        };
        let missing = adopted.files.iter().filter(|(_, path)| !is_there(&path.value));
        let need = |(file_use, path): &(FileUse, Spanned<MediaPath>)| {
            let what = if *file_use == FileUse::Image { "picture" } else { "file" };
            let reason = format!("the {what} is not there, or may not be taken in: {}", path.value);
            adopted.need_at(path.span.range().start, reason)
        };
        missing.map(need).collect()
    }
}

/// Returns the way from a file of the bank to another.
fn relative(name: &str, target: &MediaPath) -> String {
    let folder: Vec<&str> = name.split('/').collect();
    let folder = &folder[..folder.len() - 1];
    let parts: Vec<&str> = target.as_str().split('/').collect();
    let n_shared =
        folder.iter().zip(&parts[..parts.len() - 1]).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", folder.len() - n_shared);
    up.chain(parts[n_shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

fn slashed(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_where_the_question_stands() {
        for (name, target, expected) in [
            ("items/a/b.md", "media/x.png", "../../media/x.png"),
            ("items/b.md", "media/a/x.png", "../media/a/x.png"),
            ("items/a/b.md", "items/a/x.png", "x.png"),
        ] {
            let target = MediaPath::resolve("", target).expect("a path of the bank");
            assert_eq!(relative(name, &target), expected, "{name}");
        }
    }
}
