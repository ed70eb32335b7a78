//! Words that are known as slips of spelling, or as right in one English and not in another.

use std::cmp::Ordering;

use memchr::{memchr, memrchr};

/// Lines in the order of their words: a word in small letters and what is meant by it, or what an American and what a British
/// text writes for it, with tabs between them and a bar between several words that may be meant.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/spellings.tsv"));

/// What is known of the spelling of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// No English writes it so.
    Misspelt(Meant),
    /// It is right in one English at least.
    Regional {
        /// What an American text writes for it; nothing where it is right there.
        american: Meant,
        /// What a British text writes for it; nothing where it is right there.
        british: Meant,
    },
}

/// Words that may be meant by another one, the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant(&'static str);

impl Meant {
    /// Returns the words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|').filter(|word| !word.is_empty())
    }

    /// Tells whether there is no such word.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl Spelling {
    /// Looks a word up, in whatever letters it is written.
    pub fn of(word: &str) -> Option<Self> {
        let known = find(TABLE, &word.to_lowercase())?;
        Some(match known.split_once('\t') {
            Some((american, british)) => {
                Self::Regional { american: Meant(american), british: Meant(british) }
            }
            None => Self::Misspelt(Meant(known)),
        })
    }
}

/// Returns what stands after a word in a table of lines that are in order.
fn find<'t>(table: &'t str, word: &str) -> Option<&'t str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memrchr(b'\n', &table.as_bytes()[low..middle]).map_or(low, |at| low + at + 1);
        let end = memchr(b'\n', &table.as_bytes()[middle..high]).map_or(high, |at| middle + at);
        let (key, known) = table[start..end].split_once('\t')?;
        match key.cmp(word) {
            Ordering::Less => low = end + 1,
            Ordering::Equal => return Some(known),
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_found_and_its_neighbours_are_not() {
        let mut n_words = 0;
        for line in TABLE.lines() {
            let (word, known) = line.split_once('\t').expect("a word and what is known of it");
            assert_eq!(find(TABLE, word), Some(known), "{word}");
            assert_eq!(find(TABLE, &format!("{word}\u{1}")), None, "{word}");
            n_words += 1;
        }
        assert!(n_words > 50_000, "only {n_words} words");
        for word in ["", "a", "zzzzzz", "\t", "recieve\t", "\u{10ffff}"] {
            assert_eq!(find(TABLE, word), None, "{word}");
        }
    }
}
