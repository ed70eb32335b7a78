//! A memo of what was found out about a word: a bank uses few words, and each of them often.

use std::cell::RefCell;

/// The words that are remembered, as a power of two.
const BITS: u32 = 12;

/// A word of up to 15 bytes and its length, as one number.
type Packed = u128;

/// What is known of words, for one thread. Each word has one place, where it takes the place of another: no bank, however
/// hostile, makes it large or slow. Long words, which are rare, are not remembered.
#[derive(Debug)]
pub struct Memo<T>(RefCell<Vec<Option<(Packed, T)>>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RefCell::new(std::iter::repeat_with(|| None).take(1 << BITS).collect()))
    }
}

impl<T: Copy> Memo<T> {
    /// Returns what is known of a word; finds it out where nothing is.
    pub fn get(&self, word: &str, find_out: impl FnOnce(&str) -> T) -> T {
        let Some(packed) = packed(word) else { return find_out(word) };
        let place = place(packed);
        if let Some((known, found)) = self.0.borrow()[place]
            && known == packed
        {
            return found;
        }
        let found = find_out(word);
        self.0.borrow_mut()[place] = Some((packed, found));
        found
    }
}

/// Puts the first and the last half of a word side by side, without the bytes that both have; a copy of as many bytes as
/// a word happens to have would be a call.
fn packed(word: &str) -> Option<Packed> {
    let n_bytes = u32::try_from(word.len()).ok().filter(|n_bytes| *n_bytes < 16)?;
    let (first, last) = if let Some((first, last)) = ends::<8>(word) {
        (u64::from_le_bytes(first), without_shared(u64::from_le_bytes(last), 16 - n_bytes))
    } else if let Some((first, last)) = ends::<4>(word) {
        let last = without_shared(u64::from(u32::from_le_bytes(last)), 8 - n_bytes);
        (u64::from(u32::from_le_bytes(first)) | last << 32, 0)
    } else {
        (word.bytes().fold(0, |packed, byte| packed << 8 | u64::from(byte)), 0)
    };
    Some(Packed::from(first) | Packed::from(last) << 64 | Packed::from(n_bytes) << 120)
}

/// Returns the first and the last `N` bytes of a word.
fn ends<const N: usize>(word: &str) -> Option<([u8; N], [u8; N])> {
    let bytes = word.as_bytes();
    Some((*bytes.first_chunk()?, *bytes.last_chunk()?))
}

/// Drops the first bytes of the last half, which the first half has too.
fn without_shared(last: u64, n_shared: u32) -> u64 {
    last.checked_shr(8 * n_shared).unwrap_or_default()
}

/// Mixes both halves by multiplication; the first bits of a product depend on all bits.
fn place(packed: Packed) -> usize {
    let halves = (packed as u64) ^ ((packed >> 64) as u64).rotate_left(29);
    (halves.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_at_once_and_a_flood_of_words_confuses_none() {
        let memo = Memo::default();
        assert_eq!((memo.get("lot", str::len), memo.get("lot", |_| 0)), (3, 3));
        for idx in 0..5 << BITS {
            let word = format!("w{idx}");
            assert_eq!(memo.get(&word, str::len), word.len());
        }
        let long = "interdepartmental";
        assert_eq!((memo.get(long, str::len), memo.get(long, |_| 0)), (17, 0));
    }

    #[test]
    fn no_two_words_are_packed_alike() {
        let mut seen = std::collections::BTreeSet::new();
        for n_bytes in 0..16 {
            let word = "abcdefghijklmno"[..n_bytes].to_owned();
            assert!(seen.insert(packed(&word)), "{word}");
            for at in 0..n_bytes {
                let mut other = word.clone();
                other.replace_range(at..=at, "z");
                assert!(seen.insert(packed(&other)), "{other}");
            }
        }
        assert_eq!(packed("abcdefghijklmnop"), None);
    }
}
