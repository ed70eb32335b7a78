//! Bytes that are compressed while they are made, in parts whose order is settled afterwards.
//!
//! A file whose beginning tells what its end is like can so be packed without being held as a whole.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Seek, Write};

use flate2::write::{DeflateDecoder, DeflateEncoder};
use flate2::{Compression, Crc};
use zip::result::ZipError;
use zip::{ZipArchive, ZipWriter};

use crate::package::{FAST, LEVEL, Packing, options};
use crate::pieces::{Joined, Pieces};

/// How parts are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Deflated.
    Deflate,
    /// With zstd, in one frame, since many readers know of one alone. Frames cannot be put together like deflated parts,
    /// so that parts are held until all are there.
    Zstd,
}

/// Compresses one part.
pub(crate) struct Packer {
    compressor: Compressor,
    crc: Crc,
    n_bytes: u64,
}

enum Compressor {
    Deflate(DeflateEncoder<Pieces>),
    Held(Pieces),
}

impl Packer {
    /// Starts a part.
    pub(crate) fn new(form: Form) -> Self {
        let compressor = match form {
            Form::Deflate => {
                Compressor::Deflate(DeflateEncoder::new(Pieces::default(), Compression::new(FAST)))
            }
            Form::Zstd => Compressor::Held(Pieces::default()),
        };
        Self { compressor, crc: Crc::new(), n_bytes: 0 }
    }

    /// Appends bytes to the part.
    ///
    /// # Errors
    /// Fails where the compressor does.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crc.update(bytes);
        self.n_bytes += bytes.len() as u64;
        match &mut self.compressor {
            Compressor::Deflate(encoder) => encoder.write_all(bytes),
            Compressor::Held(pieces) => pieces.write_all(bytes),
        }
    }

    /// Ends the part.
    ///
    /// # Errors
    /// Fails where the compressor does.
    pub(crate) fn finish(self) -> io::Result<Part> {
        let pieces = match self.compressor {
            Compressor::Deflate(mut encoder) => {
                // The flush leaves an empty stored block, which ends on a whole byte (RFC 1951, 3.2.4): another part can
                // follow.
                encoder.flush()?;
                std::mem::take(encoder.get_mut())
            }
            Compressor::Held(pieces) => pieces,
        };
        Ok(Part { pieces, crc: self.crc, n_bytes: self.n_bytes })
    }
}

/// A part of an entry, compressed by itself where that is its form.
pub(crate) struct Part {
    pieces: Pieces,
    /// The checksum of the bytes before they were compressed.
    crc: Crc,
    /// How many they were.
    n_bytes: u64,
}

/// An entry's bytes as an archive holds them.
pub struct Packed {
    form: Form,
    parts: Vec<Part>,
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packed").field("form", &self.form).finish_non_exhaustive()
    }
}

/// Closes a deflated stream behind a whole byte: a last block of fixed codes that is empty (RFC 1951, 3.2.3).
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];

impl Packed {
    /// Puts parts of one form together, in this order.
    ///
    /// # Errors
    /// Fails where the compressor does.
    pub(crate) fn new(form: Form, parts: Vec<Part>) -> io::Result<Self> {
        let parts = match form {
            Form::Deflate => parts,
            Form::Zstd => vec![one_frame(parts)?],
        };
        Ok(Self { form, parts })
    }

    /// Returns how an archive holds the bytes.
    pub(crate) fn packing(&self) -> Packing {
        match self.form {
            Form::Deflate => Packing::Deflated,
            Form::Zstd => Packing::Zstd,
        }
    }

    /// Writes the bytes as they were before they were compressed.
    ///
    /// # Errors
    /// Fails where the target cannot be written.
    pub(crate) fn unpack(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.form {
            Form::Deflate => {
                let mut decoder = DeflateDecoder::new(out);
                self.slices().try_for_each(|slice| decoder.write_all(slice))?;
                decoder.finish().map(drop)
            }
            Form::Zstd => zstd::stream::copy_decode(Joined::new(self.slices().map(Cow::from).collect()), out),
        }
    }

    /// Returns the compressed bytes, piece by piece.
    fn slices(&self) -> impl Iterator<Item = &[u8]> {
        let end: &[u8] = match self.form {
            Form::Deflate => &LAST_BLOCK,
            Form::Zstd => &[],
        };
        self.parts.iter().flat_map(|part| part.pieces.slices()).chain([end])
    }

    /// Adds the bytes to an archive under a name.
    ///
    /// # Errors
    /// Fails where the archive cannot be written.
    pub(crate) fn write_entry<W: Write + Seek>(
        &self,
        name: &str,
        archive: &mut ZipWriter<W>,
    ) -> Result<(), ZipError> {
        match self.form {
            Form::Deflate => archive.merge_archive(self.archive(name)?),
            Form::Zstd => {
                archive.start_file(name, options(Packing::Zstd))?;
                Ok(self.slices().try_for_each(|slice| archive.write_all(slice))?)
            }
        }
    }

    /// Returns an archive of the deflated bytes alone, since a writer of archives takes none that are compressed already.
    ///
    /// # Errors
    /// Fails where the bytes are 4 GiB or more.
    fn archive(&self, name: &str) -> Result<ZipArchive<Joined<'_>>, ZipError> {
        let n_packed = self.slices().map(<[u8]>::len).sum();
        let facts = self.facts(name, n_packed)?;
        // APPNOTE 4.3.7, 4.3.12 and 4.3.16: an entry's header, the directory of one entry, the end.
        let header = [b"PK\x03\x04", &facts[..], name.as_bytes()].concat();
        let directory =
            [b"PK\x01\x02", &MADE_BY[..], &facts, &[0; 6], &MODE, &[0; 4], name.as_bytes()].concat();
        let lengths = [directory.len(), header.len() + n_packed].map(|length| (length as u32).to_le_bytes());
        let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &lengths.concat()[..], b"\0\0"].concat();
        let mut pieces = vec![Cow::from(header)];
        pieces.extend(self.slices().map(Cow::from));
        pieces.push(Cow::from([directory, end].concat()));
        ZipArchive::new(Joined::new(pieces))
    }

    /// Returns what both headers say of the entry: the version and method that undo it, the day 1980-01-01, its checksum, its
    /// lengths and the one of its name.
    fn facts(&self, name: &str, n_packed: usize) -> io::Result<Vec<u8>> {
        let mut crc = Crc::new();
        self.parts.iter().for_each(|part| crc.combine(&part.crc));
        let n_bytes = self.parts.iter().map(|part| part.n_bytes).sum();
        let mut facts = vec![20, 0, 0, 0, 8, 0, 0, 0, 33, 0];
        facts.extend(crc.sum().to_le_bytes());
        for length in [n_packed as u64, n_bytes] {
            let length = u32::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
            facts.extend(length.to_le_bytes());
        }
        facts.extend([name.len() as u8, 0, 0, 0]);
        Ok(facts)
    }
}

/// Compresses held parts as one.
fn one_frame(parts: Vec<Part>) -> io::Result<Part> {
    let mut encoder = zstd::Encoder::new(Pieces::default(), LEVEL)?;
    let (mut crc, mut n_bytes) = (Crc::new(), 0);
    for part in parts {
        part.pieces.slices().try_for_each(|slice| encoder.write_all(slice))?;
        crc.combine(&part.crc);
        n_bytes += part.n_bytes;
    }
    Ok(Part { pieces: encoder.finish()?, crc, n_bytes })
}

/// The version of the rules of archives, and Unix.
const MADE_BY: [u8; 2] = [20, 3];
/// A file that its owner may write and all may read, as Unix spells it.
const MODE: [u8; 4] = [0, 0, 0xA4, 0x81];

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn packed(form: Form, texts: [&str; 2]) -> Packed {
        let part = |text: &str| {
            let mut packer = Packer::new(form);
            packer.push(text.as_bytes()).expect("memory");
            packer.finish().expect("memory")
        };
        Packed::new(form, texts.map(part).into()).expect("memory")
    }

    #[test]
    fn parts_are_one_entry() {
        for (form, texts) in [
            (Form::Deflate, ["lot", "lots and lots"]),
            (Form::Deflate, ["", "lot"]),
            (Form::Deflate, ["lot", ""]),
            (Form::Zstd, ["lot", "lots and lots"]),
            (Form::Zstd, ["", ""]),
        ] {
            let packed = packed(form, texts);
            let mut bytes = Vec::new();
            packed.unpack(&mut bytes).expect("bytes");
            assert_eq!(bytes, texts.concat().as_bytes(), "{packed:?}");

            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file("first", options(Packing::Deflated)).expect("an entry");
            packed.write_entry("second", &mut archive).expect("an entry");
            let mut archive = archive.finish_into_readable().expect("an archive");
            let mut entry = archive.by_name("second").expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("bytes with this checksum");
            let one_frame = || zstd::Decoder::new(&bytes[..]).map(zstd::Decoder::single_frame);
            let bytes = match form {
                Form::Deflate => bytes,
                Form::Zstd => io::read_to_string(one_frame().expect("zstd")).expect("zstd").into_bytes(),
            };
            assert_eq!(bytes, texts.concat().as_bytes(), "{packed:?}");
        }
    }

    #[test]
    fn entries_look_like_all_others() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("usual", options(Packing::Deflated)).expect("an entry");
        packed(Form::Deflate, ["a", "b"]).write_entry("packed", &mut archive).expect("an entry");
        let mut archive = archive.finish_into_readable().expect("an archive");
        let [usual, packed] = ["usual", "packed"].map(|name| {
            let entry = archive.by_name(name).expect("an entry");
            (entry.compression(), entry.last_modified(), entry.unix_mode(), entry.version_made_by())
        });
        assert_eq!(usual, packed);
    }
}
