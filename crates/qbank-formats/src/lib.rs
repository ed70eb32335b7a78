//! Packages: a bank's items in the formats that other programs read, and an honest list of what each could not hold.
//!
//! Builds bytes in memory from a checked bank; never reads the disk, the clock or the environment, so equal banks give
//! equal packages. Media are named, not held: [`write_package`] streams them from a [`MediaSource`].

pub mod address;
pub mod feature;
pub mod format;
pub mod formats;
pub mod html;
pub mod loss;
pub mod package;
pub mod report;
pub mod responses;
pub mod selection;
pub mod support;
pub mod xml;

mod escape;
mod packed;
mod pieces;
#[cfg(test)]
mod sample;

pub use feature::{Feature, features};
pub use format::{ExportError, Format, export};
pub use loss::{Gravity, Loss, Outcome, losses};
pub use package::{Body, Container, Entry, MediaSource, Package, PackageError, Packing, write_package};
pub use report::Report;
pub use selection::{FormHead, Layout, Selection, Shape, Wanted};
pub use support::{Support, refusal, support};
