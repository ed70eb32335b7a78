//! Runs of letters: where words begin and end. Most texts are of ASCII, whose letters are told eight at a time.

use std::ops::Range;

/// Returns where the next word stands: a letter, and the letters and joints that follow it, but for joints at its end.
pub(super) fn next_word(prose: &str, from: usize, is_joint: impl Fn(char) -> bool) -> Option<Range<usize>> {
    let start = from + begin_of_letters(&prose[from..])?;
    let mut end = start;
    let mut at = start;
    loop {
        let n_letters = n_ascii_letters(&prose.as_bytes()[at..]);
        if n_letters > 0 {
            at += n_letters;
            end = at;
        }
        match prose[at..].chars().next() {
            Some(c) if c.is_alphabetic() => {
                at += c.len_utf8();
                end = at;
            }
            Some(c) if is_joint(c) => at += c.len_utf8(),
            _ => return Some(start..end),
        }
    }
}

/// Returns where the first letter stands.
fn begin_of_letters(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += n_before_letter(&text.as_bytes()[at..]);
        match text[at..].chars().next()? {
            c if c.is_alphabetic() => return Some(at),
            c => at += c.len_utf8(),
        }
    }
}

/// Counts the bytes before the first letter of ASCII, or before the first sign beyond it.
fn n_before_letter(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(lanes) = bytes[at..].first_chunk::<LANES>() {
        let n_before = n_lanes_before(letters(*lanes) | beyond_ascii(*lanes));
        at += n_before;
        if n_before < LANES {
            return at;
        }
    }
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()).count()
}

/// Bytes that are looked at in one go.
const LANES: usize = 8;

/// Counts the letters of ASCII that a text begins with.
fn n_ascii_letters(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(lanes) = bytes[at..].first_chunk::<LANES>() {
        let n_letters = n_lanes_before(!letters(*lanes));
        at += n_letters;
        if n_letters < LANES {
            return at;
        }
    }
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// The high bit of each lane.
const HIGH: u64 = of_all(0x80);

const fn of_all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; LANES])
}

/// Marks the lanes with a letter of ASCII, all at once: a sum has a lane's high bit where its byte is not below a bound.
fn letters(lanes: [u8; LANES]) -> u64 {
    let bytes = u64::from_le_bytes(lanes);
    let small = (bytes | of_all(b' ')) & !HIGH;
    let from_a = small + of_all(0x80 - b'a');
    let past_z = small + of_all(0x7f - b'z');
    from_a & !past_z & !bytes
}

/// Marks the lanes with a byte of a sign beyond ASCII.
fn beyond_ascii(lanes: [u8; LANES]) -> u64 {
    u64::from_le_bytes(lanes)
}

/// Counts the lanes before the first that is marked by its high bit.
fn n_lanes_before(marks: u64) -> usize {
    ((marks & HIGH).trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_told_as_one_is() {
        for byte in 0..=u8::MAX {
            for place in 0..LANES {
                let mut lanes = [b'k'; LANES];
                lanes[place] = byte;
                let expected = if byte.is_ascii_alphabetic() { LANES } else { place };
                assert_eq!(n_ascii_letters(&lanes), expected, "{byte} at {place}");
                let mut lanes = [b'7'; LANES];
                lanes[place] = byte;
                let is_passed = byte.is_ascii() && !byte.is_ascii_alphabetic();
                assert_eq!(
                    n_before_letter(&lanes),
                    if is_passed { LANES } else { place },
                    "{byte} at {place}"
                );
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
        ] {
            let mut words = Vec::new();
            let mut at = 0;
            while let Some(word) = next_word(prose, at, is_joint) {
                at = word.end;
                words.push(&prose[word]);
            }
            assert_eq!(words, expected, "{prose}");
        }
    }
}
