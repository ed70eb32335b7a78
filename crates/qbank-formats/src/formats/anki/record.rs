//! Rows as a database file holds them (SQLite's file format, 2.1): the values' types, then the values.

/// A row, or an entry of an index, value by value.
#[derive(Debug, Default)]
pub(super) struct Record {
    types: Vec<u8>,
    values: Vec<u8>,
}

impl Record {
    /// Takes all values off, to be filled anew.
    pub(super) fn clear(&mut self) {
        self.types.clear();
        self.values.clear();
    }

    /// Adds nothing, as stands for a row's own number.
    pub(super) fn null(&mut self) {
        self.types.push(0);
    }

    /// Adds a number, in the fewest bytes that the format has for it.
    pub(super) fn integer(&mut self, number: i64) {
        let fits = |bits: u32| (-(1_i64 << (bits - 1))..1 << (bits - 1)).contains(&number);
        let (kind, n_bytes) = match number {
            0 => (8, 0),
            1 => (9, 0),
            _ if fits(8) => (1, 1),
            _ if fits(16) => (2, 2),
            _ if fits(24) => (3, 3),
            _ if fits(32) => (4, 4),
            _ if fits(48) => (5, 6),
            _ => (6, 8),
        };
        self.types.push(kind);
        self.values.extend(&number.to_be_bytes()[8 - n_bytes..]);
    }

    /// Adds numbers.
    pub(super) fn integers(&mut self, numbers: impl IntoIterator<Item = i64>) {
        numbers.into_iter().for_each(|number| self.integer(number));
    }

    /// Adds a text.
    pub(super) fn text(&mut self, text: &str) {
        self.texts(&[text], "");
    }

    /// Adds texts as one, with a separator between them.
    pub(super) fn texts(&mut self, texts: &[impl AsRef<str>], separator: &str) {
        let start = self.values.len();
        for (idx, text) in texts.iter().enumerate() {
            if idx > 0 {
                self.values.extend(separator.as_bytes());
            }
            self.values.extend(text.as_ref().as_bytes());
        }
        let length = self.values.len() - start;
        push_varint(2 * length as u64 + 13, &mut self.types);
    }

    /// Returns how many bytes [`Record::push_to`] appends.
    pub(super) fn len(&self) -> usize {
        1 + self.types.len() + self.values.len()
    }

    /// Appends the record: the length of its header, one byte for the few values that rows here have, then types and values.
    pub(super) fn push_to(&self, out: &mut Vec<u8>) {
        push_varint(1 + self.types.len() as u64, out);
        out.extend(&self.types);
        out.extend(&self.values);
    }
}

/// Appends a number below 2⁵⁶, seven bits to a byte, the highest first.
pub(super) fn push_varint(number: u64, out: &mut Vec<u8>) {
    let n_groups = (64 - number.leading_zeros()).div_ceil(7).max(1);
    for group in (0..n_groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        out.push((number >> (7 * group)) as u8 & 0x7F | more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_seven_bits_a_byte() {
        for (number, expected) in [
            (0, &[0][..]),
            (127, &[0x7F]),
            (128, &[0x81, 0]),
            (16_384, &[0x81, 0x80, 0]),
            ((1 << 56) - 1, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        ] {
            let mut bytes = Vec::new();
            push_varint(number, &mut bytes);
            assert_eq!(bytes, expected, "{number}");
        }
    }

    #[test]
    fn values_take_the_fewest_bytes() {
        for (number, kind, n_bytes) in [
            (0, 8, 0),
            (1, 9, 0),
            (-1, 1, 1),
            (127, 1, 1),
            (128, 2, 2),
            (-32_769, 3, 3),
            (1 << 31, 5, 6),
            (1 << 47, 6, 8),
            (i64::MIN, 6, 8),
        ] {
            let mut record = Record::default();
            record.integer(number);
            assert_eq!((record.types.as_slice(), record.values.len()), (&[kind][..], n_bytes), "{number}");
        }
    }

    #[test]
    fn a_record_is_its_types_and_its_values() {
        let mut record = Record::default();
        record.null();
        record.integer(-2);
        record.texts(&["a", "", "bc"], "|");
        let mut bytes = Vec::new();
        record.push_to(&mut bytes);
        assert_eq!(bytes, b"\x04\x00\x01\x17\xFEa||bc");
        assert_eq!(bytes.len(), record.len());
    }
}
