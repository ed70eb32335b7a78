//! The project's own banks and their packages.

use std::io::Cursor;

use camino::Utf8Path;
use qbank_formats::{Format, Package, Selection, export, write_package};
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

    /// Exports what the bank publishes.
    ///
    /// # Panics
    /// Panics when the format cannot be written.
    pub fn package(&self, format: Format) -> Package {
        let bank = &self.checked.bank;
        let items = bank.items().filter(|item| bank.info.publish.contains(&item.status)).collect();
        export(&Selection { bank, items, version: "1.0.0" }, format).expect("the format can be written")
    }

    /// Returns the bytes of the bank's package.
    ///
    /// # Panics
    /// Panics when the format cannot be written or a medium cannot be read.
    pub fn bytes(&self, format: Format) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        write_package(&self.package(format), &|path: &_| self.project.open_medium(path), &mut bytes)
            .expect("the package can be written");
        bytes.into_inner()
    }
}
