//! Bytes in pieces: written without being copied when more come, and read as if they were one.

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes that are being written.
#[derive(Default)]
pub(crate) struct Pieces(Vec<Vec<u8>>);

impl Pieces {
    const LENGTH: usize = 1 << 18;

    /// Returns the pieces in their order.
    pub(crate) fn slices(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.last().is_none_or(|last| last.len() == Self::LENGTH) {
            self.0.push(Vec::with_capacity(Self::LENGTH));
        }
        let last = self.0.last_mut().expect("a piece was pushed where none had room");
        let n_bytes = bytes.len().min(Self::LENGTH - last.len());
        last.extend(&bytes[..n_bytes]);
        Ok(n_bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Pieces that are read as one file.
pub(crate) struct Joined<'a> {
    pieces: Vec<Cow<'a, [u8]>>,
    place: u64,
}

impl<'a> Joined<'a> {
    /// Reads pieces from the first one's start.
    pub(crate) fn new(pieces: Vec<Cow<'a, [u8]>>) -> Self {
        Self { pieces, place: 0 }
    }

    /// Returns how many bytes there are.
    fn length(&self) -> u64 {
        self.pieces.iter().map(|piece| piece.len() as u64).sum()
    }
}

impl Read for Joined<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut before = self.place;
        for piece in &self.pieces {
            let length = piece.len() as u64;
            if before < length {
                let n_bytes = (&piece[before as usize..]).read(out)?;
                self.place += n_bytes as u64;
                return Ok(n_bytes);
            }
            before -= length;
        }
        Ok(0)
    }
}

impl Seek for Joined<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(offset) => self.length().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.place.checked_add_signed(offset),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_as_they_were_written() {
        let bytes: Vec<u8> = (0..2 * Pieces::LENGTH + 5).map(|number| (number % 251) as u8).collect();
        let mut pieces = Pieces::default();
        for chunk in bytes.chunks(70_001) {
            pieces.write_all(chunk).expect("memory");
        }
        assert_eq!(pieces.slices().count(), 3);
        let mut joined = Joined::new(pieces.slices().map(Cow::from).collect());
        let mut read = Vec::new();
        joined.read_to_end(&mut read).expect("memory");
        assert!(read == bytes);
        for (to, expected) in [
            (SeekFrom::End(-3), bytes.len() - 3),
            (SeekFrom::Start(Pieces::LENGTH as u64 - 1), Pieces::LENGTH - 1),
            (SeekFrom::Current(2), Pieces::LENGTH + 1),
        ] {
            assert_eq!(joined.seek(to).expect("a place"), expected as u64);
        }
        let mut two = [0; 2];
        joined.read_exact(&mut two).expect("memory");
        assert_eq!(two, bytes[Pieces::LENGTH + 1..Pieces::LENGTH + 3]);
        assert!(joined.seek(SeekFrom::Current(i64::MIN)).is_err());
    }
}
