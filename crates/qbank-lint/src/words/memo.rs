//! A memo of what was found out about a word: a bank uses few words, and each of them often.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::FixedState;

/// The most words that are remembered, so that a hostile bank takes neither memory nor time.
const MOST_WORDS: usize = 8192;

/// What is known of words, for one thread.
#[derive(Debug)]
pub struct Memo<T>(RefCell<HashMap<Box<str>, T, FixedState>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RefCell::new(HashMap::with_hasher(FixedState::default())))
    }
}

impl<T: Copy> Memo<T> {
    /// Returns what is known of a word; finds it out where nothing is.
    pub fn get(&self, word: &str, find_out: impl FnOnce(&str) -> T) -> T {
        let known = self.0.borrow().get(word).copied();
        known.unwrap_or_else(|| {
            let found = find_out(word);
            let mut memo = self.0.borrow_mut();
            if memo.len() >= MOST_WORDS {
                memo.clear();
            }
            memo.insert(word.into(), found);
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_at_once_and_a_flood_of_words_is_forgotten() {
        let memo = Memo::default();
        assert_eq!((memo.get("lot", str::len), memo.get("lot", |_| 0)), (3, 3));
        for idx in 0..3 * MOST_WORDS {
            memo.get(&format!("word{idx}"), str::len);
        }
        assert!(memo.0.borrow().len() <= MOST_WORDS);
    }
}
