//! Anki's writer alone: the notes of a package, read, and written again.
//!
//! What writing costs is the difference between the two.

use std::fs::File;
use std::io::{self, BufReader, Read};

use camino::Utf8Path;
use qbank_formats::formats::anki::old::{self, OldNote};
use qbank_formats::formats::anki::repack::repack;
use qbank_formats::write_package;
use qbank_model::MediaPath;

/// The id of the generated banks.
const BANK: &str = "bench";

/// Reads the notes.
pub(crate) fn read(package: &Utf8Path) -> io::Result<Vec<OldNote>> {
    old::read(BufReader::new(File::open(package)?), BANK).map_err(io::Error::other)
}

/// Writes them as a package of their own.
pub(crate) fn write(package: &Utf8Path, target: &Utf8Path) -> io::Result<()> {
    let package = repack(&read(package)?, BANK).map_err(io::Error::other)?;
    let none = |_: &MediaPath| -> io::Result<Box<dyn Read>> { Err(io::ErrorKind::NotFound.into()) };
    write_package(&package, &none, &mut File::create(target)?).map_err(io::Error::other)
}
