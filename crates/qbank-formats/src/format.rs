//! The formats by name, and the one door through which a selection becomes a package.

use crate::formats::{anki, json, qti};
use crate::loss::losses;
use crate::package::Package;
use crate::selection::Selection;

/// The formats that a bank can be exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Everything that the bank says, for programs.
    Json,
    /// An IMS QTI 3.0 content package.
    Qti3,
    /// An Anki package, one note for each item.
    Anki,
}

impl Format {
    /// All formats, in the manual's order.
    pub const ALL: [Self; 3] = [Self::Json, Self::Qti3, Self::Anki];

    /// Returns the word that the command line and reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Qti3 => "qti3",
            Self::Anki => "anki",
        }
    }

    /// Returns the name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Qti3 => "QTI 3.0",
            Self::Anki => "Anki",
        }
    }

    /// Returns what follows the bank's id and a dot in the package's file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Qti3 => "qti3.zip",
            Self::Anki => "apkg",
        }
    }

    /// Tells whether an item with variables can stay one.
    pub fn has_variables(self) -> bool {
        match self {
            Self::Json => true,
            Self::Qti3 | Self::Anki => false,
        }
    }

    /// Tells whether a package must not have this file name, because the program that reads it would do harm.
    pub fn refuses_name(self, file_name: &str) -> bool {
        match self {
            Self::Json | Self::Qti3 => false,
            Self::Anki => anki::refuses_name(file_name),
        }
    }
}

/// Why no package came out, although every item is sound.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database inside an Anki package could not be built.
    #[error("building the collection")]
    Collection {
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
}

/// Makes the package of a selection, its losses listed.
///
/// # Errors
/// Fails only where the format's own machinery does; what a format cannot hold is a loss, never an error.
pub fn export<'a>(selection: &'a Selection) -> Result<Package<'a>, ExportError> {
    let package = match selection.format {
        Format::Json => json::export(selection),
        Format::Qti3 => qti::export(selection),
        Format::Anki => anki::export(selection)?,
    };
    Ok(Package { losses: losses(selection), ..package })
}
