//! Packages as plain data, and how they become bytes.
//!
//! A package holds neither its documents' bytes nor its media's: [`write_package`] has each made, or streams it from where
//! it is, when its turn comes, so that memory does not grow with the package. Equal packages and media give equal bytes on
//! every system, whatever the number of threads.

use std::fmt;
use std::io::{self, BufWriter, Cursor, Read, Seek, Write};

use qbank_model::{ItemId, Ledger, MediaPath};
use rayon::prelude::*;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::loss::Loss;
use crate::packed::Packed;

/// What a format makes of a selection.
#[derive(Debug)]
pub struct Package<'a> {
    /// What the entries are put into.
    pub container: Container,
    /// The entries, in the order in which they are written; names are distinct.
    pub entries: Vec<Entry<'a>>,
    /// Each item and the identifier that the package knows it by, in the selection's order.
    pub identifiers: Vec<(ItemId, String)>,
    /// What the format could not hold, by feature.
    pub losses: Vec<Loss<'a>>,
    /// What the next export has to know of this one; only Anki's has to know anything.
    pub ledger: Option<Ledger>,
}

/// What a package is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A file that is its one entry.
    File,
    /// A ZIP archive of its entries.
    Zip,
}

/// A file of a package.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its path in the package, with `/` between names.
    pub name: String,
    /// What it holds.
    pub body: Body<'a>,
    /// How an archive holds it.
    pub packing: Packing,
}

/// How an archive holds an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Deflated, as every reader of archives can undo it.
    Deflated,
    /// Deflated with little effort, as one long text is: half the time for a quarter more bytes.
    DeflatedFast,
    /// As it is.
    Stored,
    /// Compressed with zstd, which only who knows the format can undo.
    Zstd,
}

impl Packing {
    /// Returns the usual one for a file of this kind: some kinds are compressed already.
    fn of(extension: &str) -> Self {
        match extension {
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "mp3" | "mp4" => Self::Stored,
            _ => Self::Deflated,
        }
    }
}

/// Writes what an entry holds; called anew for each writing, on any thread.
pub type Make<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a;

/// What an entry holds.
pub enum Body<'a> {
    /// What this writes.
    Made(Box<Make<'a>>),
    /// A file of the bank, unchanged.
    Medium(MediaPath),
    /// These bytes, which are compressed already.
    Packed(Packed),
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Made(_) => f.write_str("Made"),
            Self::Medium(path) => f.debug_tuple("Medium").field(path).finish(),
            Self::Packed(packed) => packed.fmt(f),
        }
    }
}

impl Body<'_> {
    /// Returns the bytes that are made for the package; `None` for a file of the bank.
    ///
    /// # Errors
    /// Fails where the format's own machinery does.
    pub fn bytes(&self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        match self {
            Self::Made(make) => make(&mut bytes)?,
            Self::Packed(packed) => packed.unpack(&mut bytes)?,
            Self::Medium(_) => return Ok(None),
        }
        Ok(Some(bytes))
    }
}

impl<'a> Entry<'a> {
    /// Makes an entry of bytes or text.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Vec<u8> = bytes.into();
        Self::made(name, move |out| out.write_all(&bytes))
    }

    /// Makes an entry of what is written when the package is.
    pub fn made(
        name: impl Into<String>,
        make: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a,
    ) -> Self {
        let name = name.into();
        let extension = name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase());
        Self { name, body: Body::Made(Box::new(make)), packing: Packing::of(&extension) }
    }

    /// Makes an entry of a file of the bank.
    pub fn medium(name: impl Into<String>, path: MediaPath) -> Self {
        let packing = Packing::of(&path.extension());
        Self { name: name.into(), body: Body::Medium(path), packing }
    }

    /// Makes an entry of bytes that are compressed already.
    pub(crate) fn packed_bytes(name: impl Into<String>, packed: Packed) -> Self {
        Self { name: name.into(), packing: packed.packing(), body: Body::Packed(packed) }
    }

    /// Returns the entry, to be packed in another way than is usual for its kind of file.
    #[must_use]
    pub fn packed(self, packing: Packing) -> Self {
        Self { packing, ..self }
    }
}

/// Where the bytes of the bank's media come from.
pub trait MediaSource {
    /// Opens a file of the bank for reading from its start.
    ///
    /// # Errors
    /// Fails when the file cannot be read.
    fn open(&self, path: &MediaPath) -> io::Result<Box<dyn Read + '_>>;
}

impl<F> MediaSource for F
where
    F: Fn(&MediaPath) -> io::Result<Box<dyn Read>>,
{
    fn open(&self, path: &MediaPath) -> io::Result<Box<dyn Read + '_>> {
        self(path)
    }
}

/// Why a package could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// A medium could not be read, or its bytes not written.
    #[error("copying {path}")]
    Medium {
        /// The file of the bank.
        path: MediaPath,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The target could not be written.
    #[error("writing the package")]
    Write(#[from] io::Error),
    /// The archive could not be put together.
    #[error("writing the archive")]
    Zip(#[from] ZipError),
}

/// Entries that one worker compresses into an archive of its own before it is merged: enough to reuse the compressor.
const CHUNK: usize = 64;
/// Entries whose compressed bytes are held at a time.
const WAVE: usize = 32 * CHUNK;
/// How hard deflate and zstd try; the next levels cost more than they save.
pub(crate) const LEVEL: i32 = 3;
/// How hard deflate tries on long texts; see the design notes of `ARCHITECTURE.md`.
pub(crate) const FAST: u32 = 1;

/// Writes a package: a ZIP with entries in order, deflated, dated 1980-01-01, or the one entry as it is.
///
/// # Errors
/// Fails where a medium cannot be read or the target cannot be written; what was written by then is no package.
pub fn write_package(
    package: &Package<'_>,
    media: &dyn MediaSource,
    out: &mut (impl Write + Seek),
) -> Result<(), PackageError> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    match package.container {
        Container::File => {
            for entry in &package.entries {
                copy(entry, media, &mut out)?;
            }
            out.flush()?;
        }
        Container::Zip => {
            let mut archive = ZipWriter::new(out);
            for run in package.entries.chunk_by(|one, other| is_copied(one) == is_copied(other)) {
                write_run(run, media, &mut archive)?;
            }
            archive.finish()?.flush()?;
        }
    }
    Ok(())
}

/// Writes neighbours of one sort: what is only copied, or is work for one, straight into the archive; else in parallel.
fn write_run<W: Write + Seek>(
    run: &[Entry<'_>],
    media: &dyn MediaSource,
    archive: &mut ZipWriter<W>,
) -> Result<(), PackageError> {
    if run.first().is_some_and(is_copied) || run.len() <= CHUNK {
        for entry in run {
            write_entry(entry, media, archive)?;
        }
        return Ok(());
    }
    for wave in run.chunks(WAVE) {
        let parts: Vec<ZipArchive<Cursor<Vec<u8>>>> =
            wave.par_chunks(CHUNK).map(compressed).collect::<Result<_, PackageError>>()?;
        for part in parts {
            archive.merge_archive(part)?;
        }
    }
    Ok(())
}

fn compressed(entries: &[Entry<'_>]) -> Result<ZipArchive<Cursor<Vec<u8>>>, PackageError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        write_entry(entry, &NoMedia, &mut archive)?;
    }
    Ok(archive.finish_into_readable()?)
}

/// Stands where entries are made and none is a file of the bank.
struct NoMedia;

impl MediaSource for NoMedia {
    fn open(&self, _: &MediaPath) -> io::Result<Box<dyn Read + '_>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

fn write_entry<W: Write + Seek>(
    entry: &Entry<'_>,
    media: &dyn MediaSource,
    archive: &mut ZipWriter<W>,
) -> Result<(), PackageError> {
    if let Body::Packed(packed) = &entry.body {
        return Ok(packed.write_entry(&entry.name, archive)?);
    }
    archive.start_file(entry.name.as_str(), options(entry.packing))?;
    match entry.packing {
        Packing::Deflated | Packing::DeflatedFast | Packing::Stored => copy(entry, media, archive),
        Packing::Zstd => {
            let mut encoder = zstd::Encoder::new(archive, LEVEL)?;
            copy(entry, media, &mut encoder)?;
            encoder.finish()?;
            Ok(())
        }
    }
}

fn copy(entry: &Entry, media: &dyn MediaSource, out: &mut impl Write) -> Result<(), PackageError> {
    match &entry.body {
        Body::Made(make) => make(out)?,
        Body::Packed(packed) => packed.unpack(out)?,
        Body::Medium(path) => {
            let copied = media.open(path).and_then(|mut medium| io::copy(&mut medium, out));
            copied.map_err(|source| PackageError::Medium { path: path.clone(), source })?;
        }
    }
    Ok(())
}

/// Tells whether an entry is only copied: compressing it in parallel with others would gain nothing.
fn is_copied(entry: &Entry) -> bool {
    match entry.body {
        Body::Medium(_) | Body::Packed(_) => true,
        Body::Made(_) => false,
    }
}

pub(crate) fn options(packing: Packing) -> SimpleFileOptions {
    let (method, level) = match packing {
        Packing::Deflated => (CompressionMethod::Deflated, Some(i64::from(LEVEL))),
        Packing::DeflatedFast => (CompressionMethod::Deflated, Some(i64::from(FAST))),
        Packing::Stored | Packing::Zstd => (CompressionMethod::Stored, None),
    };
    SimpleFileOptions::default()
        .compression_method(method)
        .compression_level(level)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Echo;

    impl MediaSource for Echo {
        fn open(&self, path: &MediaPath) -> io::Result<Box<dyn Read + '_>> {
            if path.as_str() == "gone.png" {
                return Err(io::ErrorKind::NotFound.into());
            }
            Ok(Box::new(Cursor::new(path.as_str().to_owned().into_bytes())))
        }
    }

    fn medium(path: &str) -> MediaPath {
        MediaPath::resolve("", path).expect("a path")
    }

    fn package(container: Container, entries: Vec<Entry<'_>>) -> Package<'_> {
        Package { container, entries, identifiers: Vec::new(), losses: Vec::new(), ledger: None }
    }

    fn written(package: &Package<'_>) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        write_package(package, &Echo, &mut out).expect("a package");
        out.into_inner()
    }

    fn many() -> Package<'static> {
        let text = |number: usize| format!("{number} ").repeat(number % 300);
        let mut entries: Vec<Entry<'_>> = (0..WAVE + 3 * CHUNK + 5)
            .map(|number| Entry::bytes(format!("e/{number}.xml"), text(number)))
            .collect();
        entries.insert(70, Entry::medium("m/a.png", medium("media/a.PNG")));
        entries.push(Entry::medium("m/b.svg", medium("media/b.svg")));
        package(Container::Zip, entries)
    }

    #[test]
    fn archives_are_equal_on_any_number_of_threads() {
        let package = many();
        let [one, four] = [1, 4].map(|n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
            pool.install(|| written(&package))
        });
        assert!(one == four);
    }

    #[test]
    fn archives_hold_the_entries_in_order() {
        let package = many();
        let mut archive = ZipArchive::new(Cursor::new(written(&package))).expect("an archive");
        assert_eq!(archive.len(), package.entries.len());
        for (idx, entry) in package.entries.iter().enumerate() {
            let mut found = archive.by_index(idx).expect("an entry");
            let mut bytes = Vec::new();
            found.read_to_end(&mut bytes).expect("bytes");
            let expected = match &entry.body {
                Body::Made(_) | Body::Packed(_) => entry.body.bytes().expect("bytes").expect("made ones"),
                Body::Medium(path) => path.as_str().as_bytes().to_vec(),
            };
            assert_eq!(found.name().expect("a name"), entry.name);
            assert_eq!(bytes, expected);
            assert_eq!(found.last_modified(), Some(DateTime::default()));
            assert_eq!(found.compression() == CompressionMethod::Stored, entry.name == "m/a.png");
        }
    }

    #[test]
    fn entries_are_packed_as_they_say() {
        let entries = vec![
            Entry::bytes("meta", "plain").packed(Packing::Stored),
            Entry::bytes("made", "made").packed(Packing::Zstd),
            Entry::medium("0", medium("media/a.png")).packed(Packing::Zstd),
        ];
        let package = package(Container::Zip, entries);
        let mut archive = ZipArchive::new(Cursor::new(written(&package))).expect("an archive");
        for (name, is_zstd, expected) in
            [("meta", false, "plain"), ("made", true, "made"), ("0", true, "media/a.png")]
        {
            let mut found = archive.by_name(name).expect("an entry");
            assert_eq!(found.compression(), CompressionMethod::Stored, "{name}");
            let mut bytes = Vec::new();
            found.read_to_end(&mut bytes).expect("bytes");
            let bytes = if is_zstd { zstd::decode_all(&bytes[..]).expect("zstd") } else { bytes };
            assert_eq!(bytes, expected.as_bytes(), "{name}");
        }
    }

    #[test]
    fn a_file_is_its_entry() {
        let package = package(Container::File, vec![Entry::bytes("a.json", "{}")]);
        assert_eq!(written(&package), b"{}");
    }

    #[test]
    fn a_missing_medium_is_named() {
        let package = package(Container::Zip, vec![Entry::medium("m/gone.png", medium("gone.png"))]);
        let error = write_package(&package, &Echo, &mut Cursor::new(Vec::new())).expect_err("no such medium");
        assert_eq!(error.to_string(), "copying gone.png");
    }
}
