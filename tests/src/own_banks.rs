//! The project's own banks and their packages.

use std::io::Cursor;

use camino::Utf8Path;
use qbank_formats::{Format, Package, Selection, Wanted, export, write_package};
use qbank_model::Entry;
use qbank_project::{Checked, Project};

/// The folders of the project's own banks, from its root.
pub const BANKS: [&str; 2] = ["bank", "tests/conformance/bank"];

/// A bank of the project, read and checked.
#[derive(Debug)]
pub struct TestBank {
    project: Project,
    /// What the pipeline made of it.
    pub checked: Checked,
}

impl TestBank {
    /// Reads one of [`BANKS`].
    ///
    /// # Panics
    /// Panics when the folder holds no bank that can be read.
    pub fn open(folder: &str) -> Self {
        let root =
            Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the project");
        let project = Project::open(root.join(folder).as_std_path()).expect("the folder is a bank");
        let checked = project.check().expect("the bank can be read");
        Self { project, checked }
    }

    /// Returns what the bank publishes, as a format takes it.
    pub fn selection(&self, format: Format) -> Selection<'_> {
        let bank = &self.checked.bank;
        let wanted = Wanted::new(format, "1.0.0");
        let is_published =
            |entry: &&Entry| entry.item().is_some_and(|item| bank.info.publish.contains(&item.status));
        Selection::new(bank, &wanted, bank.entries().iter().filter(is_published))
    }

    /// Exports what the bank publishes and hands the package out.
    ///
    /// # Panics
    /// Panics when the format cannot be written.
    pub fn with_package<T>(&self, format: Format, look: impl FnOnce(&Package) -> T) -> T {
        look(&export(&self.selection(format)).expect("the format can be written"))
    }

    /// Returns the bytes of the bank's package.
    ///
    /// # Panics
    /// Panics when the format cannot be written or a medium cannot be read.
    pub fn bytes(&self, format: Format) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let written = self.with_package(format, |package| {
            write_package(package, &|path: &_| self.project.open_medium(path), &mut bytes)
        });
        written.expect("the package can be written");
        bytes.into_inner()
    }
}
