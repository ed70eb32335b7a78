//! A bank in a folder of its own that goes away with the test.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use qbank_project::{Checked, Project};
use tempfile::TempDir;

const SETTINGS: &str = r#"id = "test"
title = "Test"
language = "en"
blueprint = "test"
revised = 2026-11-22
"#;

const BLUEPRINT: &str = r#"id = "test"
title = "Test"
[form]
items = 10
scored = 10
minutes = 20
[scale]
min = 200
max = 350
pass = 300
[[domain]]
id = "inventory"
title = "Inventory"
weight = { percent = 100, status = "house", source = "ours" }
[[domain.objective]]
id = "inv-eoq"
title = "Compute the economic order quantity"
level = "apply"
[[domain.objective]]
id = "inv-abc"
title = "Sort items into ABC classes"
level = "apply"
"#;

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>\n";

/// A small bank on disk: settings, a blueprint of one domain, what a test adds, and `media/chart.svg` where that shows it.
#[derive(Debug)]
pub struct TempBank {
    folder: TempDir,
}

impl Default for TempBank {
    fn default() -> Self {
        Self::new()
    }
}

impl TempBank {
    /// Makes the bank without any question.
    ///
    /// # Panics
    /// Panics when the disk refuses.
    pub fn new() -> Self {
        let bank = Self { folder: TempDir::with_prefix("qbank-").expect("a temporary folder can be made") };
        bank.with("bank.toml", SETTINGS).with("blueprints/test.toml", BLUEPRINT)
    }

    /// Makes the bank with these files added or put in the place of its own.
    pub fn holding<P: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        files.into_iter().fold(Self::new(), |bank, (path, bytes)| bank.with(path.as_ref(), bytes))
    }

    /// Adds a file, or puts it in the place of another.
    ///
    /// # Panics
    /// Panics when the disk refuses.
    #[must_use]
    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let place = self.path(path);
        let folder = place.parent().expect("a file of the bank lies in a folder");
        fs::create_dir_all(folder).expect("a folder of the bank can be made");
        fs::write(&place, &bytes).expect("a file of the bank can be written");
        let shows_picture = String::from_utf8_lossy(bytes.as_ref()).contains("media/chart.svg");
        if shows_picture && !self.can_read("media/chart.svg") {
            self.with("media/chart.svg", PICTURE)
        } else {
            self
        }
    }

    /// Returns the bank's folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Returns where a file of the bank is on disk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// Returns the bytes of a file of the bank.
    ///
    /// # Panics
    /// Panics when there is no such file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("the file is there")
    }

    /// Returns the text of a file of the bank.
    ///
    /// # Panics
    /// Panics when there is no such file, or it is no text.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("the file is text")
    }

    /// Gives a file of the bank another name.
    ///
    /// # Panics
    /// Panics when the disk refuses.
    pub fn rename(&self, name: &str, other: &str) {
        fs::rename(self.path(name), self.path(other)).expect("a file of the bank can be renamed");
    }

    /// Removes a file of the bank.
    ///
    /// # Panics
    /// Panics when the disk refuses.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("a file of the bank can be removed");
    }

    /// Tells whether a file of the bank can be read.
    pub fn can_read(&self, name: &str) -> bool {
        fs::read(self.path(name)).is_ok()
    }

    /// Tells whether a file can be made in the bank, and makes it then.
    pub fn can_write(&self, name: &str) -> bool {
        fs::write(self.path(name), "").is_ok()
    }

    /// Opens the bank and runs the whole pipeline.
    ///
    /// # Errors
    /// Fails when the settings cannot be used or the disk refuses.
    pub fn check(&self) -> Result<Checked, Box<dyn Error>> {
        Ok(Project::open(self.root())?.check()?)
    }
}

/// Copies a folder with everything in it.
///
/// # Panics
/// Panics when the disk refuses.
pub fn copy_folder(from: &Path, to: &Path) {
    for (name, bytes) in files_below(from) {
        let place = to.join(name);
        fs::create_dir_all(place.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(place, bytes).expect("a file can be written");
    }
}

/// Returns the files below a folder, by their paths from it.
///
/// # Panics
/// Panics when the disk refuses.
pub fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let entry = entry.expect("a folder can be read");
        let name = PathBuf::from(entry.file_name());
        if entry.path().is_dir() {
            files.extend(
                files_below(&entry.path()).into_iter().map(|(below, bytes)| (name.join(below), bytes)),
            );
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file can be read"));
        }
    }
    files
}
