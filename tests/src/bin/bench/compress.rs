//! What packing alone costs: the same documents, already made, through the same writer.

use std::fs::{self, File};
use std::io::{self, Cursor, Read};

use camino::Utf8Path;
use qbank_formats::package::{Container, Entry, Package};
use qbank_formats::write_package;
use qbank_model::MediaPath;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Copies a package into an archive that compresses nothing.
pub(crate) fn unpack(package: &Utf8Path, file: &Utf8Path) -> io::Result<()> {
    let mut package = ZipArchive::new(File::open(package)?)?;
    let mut archive = ZipWriter::new(File::create(file)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for entry_idx in 0..package.len() {
        let mut entry = package.by_index(entry_idx)?;
        archive.start_file(entry.name()?, options)?;
        io::copy(&mut entry, &mut archive)?;
    }
    archive.finish()?;
    Ok(())
}

/// Writes the package anew from what [`unpack`] made.
pub(crate) fn run(file: &Utf8Path, package: &Utf8Path) -> io::Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(file)?))?;
    let mut entries = Vec::new();
    for entry_idx in 0..archive.len() {
        let mut entry = archive.by_index(entry_idx)?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        entries.push(Entry::bytes(entry.name()?, bytes));
    }
    let package_of = Package {
        container: Container::Zip,
        entries,
        identifiers: Vec::new(),
        losses: Vec::new(),
        ledger: None,
    };
    let no_media = |_: &MediaPath| -> io::Result<Box<dyn Read>> { Err(io::ErrorKind::NotFound.into()) };
    write_package(&package_of, &no_media, &mut File::create(package)?).map_err(io::Error::other)
}
