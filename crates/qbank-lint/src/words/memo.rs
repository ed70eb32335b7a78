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

fn packed(word: &str) -> Option<Packed> {
    let mut bytes = [0; 16];
    bytes[15] = u8::try_from(word.len()).ok().filter(|length| *length < 16)?;
    bytes[..word.len()].copy_from_slice(word.as_bytes());
    Some(Packed::from_le_bytes(bytes))
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
}
