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
    /// A QTI 3.0 content package.
    Qti3,
    /// A QTI 2.1 content package.
    Qti21,
    /// QTI 1.2 as Canvas reads it.
    Canvas,
    /// A Common Cartridge 1.1.
    CommonCartridge,
    /// An Anki package, one note for each item.
    Anki,
}

impl Format {
    /// All formats, in the manual's order.
    pub const ALL: [Self; 6] =
        [Self::Json, Self::Qti3, Self::Qti21, Self::Canvas, Self::CommonCartridge, Self::Anki];

    /// Returns the word that the command line and reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Qti3 => "qti3",
            Self::Qti21 => "qti21",
            Self::Canvas => "canvas",
            Self::CommonCartridge => "cc",
            Self::Anki => "anki",
        }
    }

    /// Returns the name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Qti3 => "QTI 3.0",
            Self::Qti21 => "QTI 2.1",
            Self::Canvas => "Canvas",
            Self::CommonCartridge => "Common Cartridge",
            Self::Anki => "Anki",
        }
    }

    /// Returns what follows the bank's id and a dot in the package's file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Qti3 => "qti3.zip",
            Self::Qti21 => "qti21.zip",
            Self::Canvas => "canvas.zip",
            Self::CommonCartridge => "imscc",
            Self::Anki => "apkg",
        }
    }

    /// Tells whether an item with variables can stay one.
    pub fn has_variables(self) -> bool {
        match self {
            Self::Json => true,
            Self::Qti3 | Self::Qti21 | Self::Canvas | Self::CommonCartridge | Self::Anki => false,
        }
    }

    /// Returns the same for a package that is a bank where others are quizzes; Canvas takes a bank as a cartridge.
    pub fn bank_extension(self) -> &'static str {
        match self {
            Self::Canvas => "canvas.imscc",
            Self::CommonCartridge => "bank.imscc",
            Self::Json | Self::Qti3 | Self::Qti21 | Self::Anki => self.extension(),
        }
    }

    /// Tells whether a package must not have this file name, because the program that reads it would do harm.
    pub fn refuses_name(self, file_name: &str) -> bool {
        match self {
            Self::Json | Self::Qti3 | Self::Qti21 | Self::Canvas | Self::CommonCartridge => false,
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
        #[from]
        source: rusqlite::Error,
    },
    /// The database inside an Anki package could not be compressed.
    #[error("compressing the collection")]
    Compression {
        /// What the compressor says.
        #[from]
        source: std::io::Error,
    },
}

/// Makes the package of a selection, its losses listed.
///
/// # Errors
/// Fails only where the format's own machinery does; what a format cannot hold is a loss, never an error.
pub fn export<'a>(selection: &'a Selection) -> Result<Package<'a>, ExportError> {
    let package = match selection.format {
        Format::Json => json::export(selection),
        Format::Qti3 => qti::export(selection, qti::Version::V3),
        Format::Qti21 => qti::export(selection, qti::Version::V21),
        Format::Canvas => qti::export_classic(selection, qti::Flavour::Canvas),
        Format::CommonCartridge => qti::export_classic(selection, qti::Flavour::Cartridge),
        Format::Anki => anki::export(selection)?,
    };
    Ok(Package { losses: losses(selection), ..package })
}
