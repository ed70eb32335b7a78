//! Where a bank's files are read from: its folder, or a revision of it that git holds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use qbank_model::MediaPath;
use qbank_syntax::source_text::{FileBytes, MAX_FILE};

use crate::discover::{Found, discover, kind_of};
use crate::error::ReadError;
use crate::git::{Blob, Contents, GitError, Repository};
use crate::media::{Unresolved, resolve};

/// The most bytes of a file that are looked at: enough to see that it is too large.
const MOST: u64 = MAX_FILE as u64 + 1;

/// Where a bank's files are read from.
#[derive(Debug)]
pub(crate) enum Files {
    /// Its folder, canonical.
    Disk(PathBuf),
    /// A revision of it.
    Revision(Tree),
}

/// The files of a revision, by their paths from the bank's folder.
#[derive(Debug)]
pub(crate) struct Tree {
    blobs: BTreeMap<String, Blob>,
    contents: Mutex<Contents>,
}

/// Where a medium is.
#[derive(Clone, Debug)]
pub(crate) enum MediumPlace {
    Disk(PathBuf),
    Object(String),
}

impl Files {
    /// Opens a revision of the bank in a folder.
    ///
    /// # Errors
    /// Fails where the folder is in no repository, or the repository does not hold the revision.
    pub(crate) fn at(root: &Path, rev: &str) -> Result<Self, GitError> {
        let repository = Repository::around(root)?;
        let blobs = repository.files(&repository.commit(rev)?)?;
        Ok(Self::Revision(Tree { blobs, contents: Mutex::new(repository.contents()?) }))
    }

    /// Returns everything that a run has to look at, sorted by name.
    ///
    /// # Errors
    /// Fails when a folder cannot be read.
    pub(crate) fn found(&self) -> Result<Vec<Found>, ReadError> {
        match self {
            Self::Disk(root) => discover(root).map_err(|error| {
                let path = error.path().map_or_else(|| root.clone(), Path::to_path_buf);
                ReadError { path, source: error.into() }
            }),
            Self::Revision(tree) => Ok(tree.found()),
        }
    }

    /// Reads a file, but never more than one byte over the limit.
    ///
    /// # Errors
    /// Fails when it is not there or cannot be read.
    pub(crate) fn read(&self, found: &Found) -> Result<FileBytes, ReadError> {
        let read = match self {
            Self::Disk(_) => read_start(&found.path),
            Self::Revision(tree) => tree.read(&found.name),
        };
        read.map_err(|source| ReadError { path: found.path.clone(), source })
    }

    /// Reads one of the bank's own settings files; `None` where there is none.
    ///
    /// # Errors
    /// Fails when it is there and cannot be read as text.
    pub(crate) fn settings(&self, name: &str) -> Result<Option<String>, ReadError> {
        let (path, read) = match self {
            Self::Disk(root) => (root.join(name), std::fs::read_to_string(root.join(name))),
            Self::Revision(tree) => (PathBuf::from(name), tree.text(name)),
        };
        match read {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ReadError { path, source }),
        }
    }

    /// Finds a file that a text names, links followed, never out of the bank.
    pub(crate) fn medium(&self, path: &MediaPath) -> Result<MediumPlace, Unresolved> {
        match self {
            Self::Disk(root) => resolve(root, path).map(MediumPlace::Disk),
            Self::Revision(tree) => match tree.blobs.get(path.as_str()) {
                Some(blob) if blob.is_regular => Ok(MediumPlace::Object(blob.object.clone())),
                Some(_) => Err(Unresolved::NotAFile),
                None => Err(Unresolved::Missing),
            },
        }
    }

    /// Opens a medium for reading.
    ///
    /// # Errors
    /// Fails when it cannot be read.
    pub(crate) fn open(&self, place: &MediumPlace) -> io::Result<Box<dyn Read>> {
        match (self, place) {
            (_, MediumPlace::Disk(path)) => Ok(Box::new(File::open(path)?)),
            (Self::Revision(tree), MediumPlace::Object(object)) => {
                Ok(Box::new(Cursor::new(tree.content(object, u64::MAX)?.start)))
            }
            (Self::Disk(_), MediumPlace::Object(_)) => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Tree {
    /// Returns what a run has to look at. A folder is known by the files in it, a link by what it is called.
    fn found(&self) -> Vec<Found> {
        let mut found: BTreeMap<String, Found> = BTreeMap::new();
        for (name, blob) in &self.blobs {
            for (end, _) in name.match_indices('/').chain([(name.len(), "")]) {
                let is_file = end == name.len() && blob.is_regular;
                if let Some(kind) = kind_of(&name[..end], is_file) {
                    let name = name[..end].to_owned();
                    found.insert(name.clone(), Found { path: PathBuf::from(&name), name, kind });
                }
            }
        }
        found.into_values().collect()
    }

    fn read(&self, name: &str) -> io::Result<FileBytes> {
        let blob = self.blobs.get(name).filter(|blob| blob.is_regular);
        self.content(&blob.ok_or(io::ErrorKind::NotFound)?.object, MOST)
    }

    fn text(&self, name: &str) -> io::Result<String> {
        String::from_utf8(self.read(name)?.start).map_err(io::Error::other)
    }

    fn content(&self, object: &str, limit: u64) -> io::Result<FileBytes> {
        // Only a panic in the middle of an answer leaves the lock poisoned, and that ends the run.
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, length) = contents.read(object, limit).map_err(io::Error::other)?;
        Ok(FileBytes { start, length })
    }
}

/// Reads a file, but never more than one byte over the limit.
pub(crate) fn read_start(path: &Path) -> io::Result<FileBytes> {
    let mut file = File::open(path)?;
    let mut start = Vec::with_capacity(4 << 10);
    (&mut file).take(MOST).read_to_end(&mut start)?;
    let is_whole = start.len() <= MAX_FILE;
    let length = if is_whole { start.len() as u64 } else { file.metadata()?.len() };
    Ok(FileBytes { start, length })
}
