//! Runs of letters: where words begin and end. Most texts are of ASCII, whose letters are told eight at a time.

use std::ops::Range;

/// The places of the words of a text: a letter, and the letters and joints that follow it, but for joints at its end.
pub(super) struct WordPlaces<'t, J> {
    prose: &'t str,
    is_joint: J,
    /// Where the next word is looked for.
    at: usize,
    marks: Marks,
}

/// What the bytes of a block are: a bit for each, the first one lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks {
    block: usize,
    /// Letters of ASCII.
    letters: u64,
    /// Parts of signs beyond ASCII.
    beyond: u64,
}

/// Bytes that are marked in one go.
const BLOCK: usize = u64::BITS as usize;

impl<'t, J: Fn(char) -> bool> WordPlaces<'t, J> {
    /// Looks for words; what a joint is, is the caller's to say.
    pub(super) fn of(prose: &'t str, is_joint: J) -> Self {
        Self { prose, is_joint, at: 0, marks: Marks::of(prose.as_bytes(), 0) }
    }

    /// Returns the first byte from one on that is wanted, or the end of the text.
    fn find(&mut self, from: usize, wanted: impl Fn(&Marks) -> u64) -> usize {
        let bytes = self.prose.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            if at / BLOCK != self.marks.block {
                self.marks = Marks::of(bytes, at / BLOCK);
            }
            let ahead = wanted(&self.marks) >> (at % BLOCK);
            if ahead != 0 {
                return bytes.len().min(at + ahead.trailing_zeros() as usize);
            }
            at = (at / BLOCK + 1) * BLOCK;
        }
        bytes.len()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.prose[at..].chars().next()
    }
}

impl<J: Fn(char) -> bool> Iterator for WordPlaces<'_, J> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = loop {
            self.at = self.find(self.at, |marks| marks.letters | marks.beyond);
            match self.char_at(self.at)? {
                c if c.is_alphabetic() => break self.at,
                c => self.at += c.len_utf8(),
            }
        };
        let mut end = start;
        loop {
            let past = self.find(self.at, |marks| !marks.letters);
            if past > self.at {
                (self.at, end) = (past, past);
            }
            match self.char_at(past) {
                Some(c) if c.is_alphabetic() => {
                    self.at += c.len_utf8();
                    end = self.at;
                }
                Some(c) if (self.is_joint)(c) => self.at += c.len_utf8(),
                _ => return Some(start..end),
            }
        }
    }
}

impl Marks {
    /// Marks a block of a text; there is none past the text's end. Once for many words, which are found faster without it.
    #[inline(never)]
    fn of(bytes: &[u8], block: usize) -> Self {
        let start = (block * BLOCK).min(bytes.len());
        let bytes = &bytes[start..bytes.len().min(start + BLOCK)];
        let mut marks = Self { block, ..Self::default() };
        let (all_lanes, rest) = bytes.as_chunks::<LANES>();
        for (idx, lanes) in all_lanes.iter().enumerate() {
            let place = LANES * idx;
            marks.letters |= gathered(letters(*lanes)) << place;
            marks.beyond |= gathered(u64::from_le_bytes(*lanes)) << place;
        }
        for (idx, byte) in rest.iter().enumerate() {
            let place = LANES * all_lanes.len() + idx;
            marks.letters |= u64::from(byte.is_ascii_alphabetic()) << place;
            marks.beyond |= u64::from(!byte.is_ascii()) << place;
        }
        marks
    }
}

/// Bytes that are looked at in one go.
const LANES: usize = 8;

/// The high bit of each lane.
const HIGH: u64 = of_all(0x80);

const fn of_all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; LANES])
}

/// Sets the high bit of the lanes with a letter of ASCII, all at once: a sum has it where its byte is not below a bound.
fn letters(lanes: [u8; LANES]) -> u64 {
    let bytes = u64::from_le_bytes(lanes);
    let small = (bytes | of_all(b' ')) & !HIGH;
    let from_a = small + of_all(0x80 - b'a');
    let past_z = small + of_all(0x7f - b'z');
    from_a & !past_z & !bytes
}

/// Puts the high bits of the lanes side by side, the first lane's lowest.
fn gathered(lanes: u64) -> u64 {
    // The product has a copy of all bits for each bit of the factor; in its highest byte stands one bit of each copy.
    ((lanes & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_marked_for_what_it_is() {
        for byte in 0..=u8::MAX {
            for place in 0..BLOCK + LANES + 3 {
                let mut bytes = [b'7'; BLOCK + LANES + 3];
                bytes[place] = byte;
                let (block, bit) = (place / BLOCK, 1 << (place % BLOCK));
                let expected = Marks {
                    block,
                    letters: if byte.is_ascii_alphabetic() { bit } else { 0 },
                    beyond: if byte.is_ascii() { 0 } else { bit },
                };
                assert_eq!(Marks::of(&bytes, block), expected, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn words_go_from_letter_to_letter() {
        let is_joint = |c| matches!(c, '\'' | '-' | '’');
        for (prose, expected) in [
            ("A buyer's well-known orders'", vec!["A", "buyer's", "well-known", "orders"]),
            ("'tis 12 x2--y -", vec!["tis", "x", "y"]),
            ("décalage États-Unis’ naïveté’s", vec!["décalage", "États-Unis", "naïveté’s"]),
            ("interdepartmental", vec!["interdepartmental"]),
            ("在庫 3 – ß", vec!["在庫", "ß"]),
            ("", vec![]),
            ("12 -", vec![]),
        ] {
            for n_before in 0..2 * BLOCK {
                let prose = " ".repeat(n_before) + prose;
                let words: Vec<&str> = WordPlaces::of(&prose, is_joint).map(|word| &prose[word]).collect();
                assert_eq!(words, expected, "{prose}");
            }
        }
    }
}
