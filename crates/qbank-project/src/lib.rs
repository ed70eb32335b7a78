//! A question bank on disk: finds its files, runs the pipeline over them, hands out its media.
//!
//! The one library crate that reads the disk, and asks git for what was there before. It never prints, never exits and follows no path out of the bank.
//!
//! ```
//! use qbank_formats::{Format, Selection, Wanted, export, write_package};
//! use qbank_project::Project;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let project = Project::open("../../bank".as_ref())?;
//! let checked = project.check()?;
//! assert_eq!(checked.n_errors(), 0);
//! let wanted = Wanted::new(Format::Qti3, "1.0");
//! let selection = Selection::new(&checked.bank, &wanted, checked.bank.entries());
//! let mut file = tempfile::tempfile()?;
//! write_package(&export(&selection)?, &|path: &_| project.open_medium(path), &mut file)?;
//! # Ok(())
//! # }
//! ```

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this crate is the one that reads the disk, and git"
)]

mod adopt;
pub mod codes;
pub mod discover;
mod error;
mod files;
mod forms;
mod git;
mod layout;
mod media;
mod mend;
mod past;
mod pipeline;
mod policy;
mod project;
mod removed;
mod svg;

pub use adopt::{AdoptedFile, Adoption, Fate, MediumCopy};
pub use error::{CheckError, OpenError, ReadError, SettingsError};
pub use forms::FilledForm;
pub use git::GitError;
pub use layout::{LaidOut, lay_out_text};
pub use mend::{Change, Mended};
pub use past::{Past, PastError};
pub use pipeline::{BaselineUse, Checked, all_codes};
pub use project::Project;
