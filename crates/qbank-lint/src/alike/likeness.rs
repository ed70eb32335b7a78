//! Likeness of letters: how many short runs of letters two texts share.

use super::candidates::n_common;
use super::reading::Reading;

/// Letters of a run by which items are compared.
const OF_ITEMS: usize = 4;
/// Letters of a run by which parts of answers are compared: a slip in a short word leaves no longer ones.
const OF_PARTS: usize = 2;
/// The percentage of the shorter item's runs that are in the longer one, from which on two items read alike.
const ALIKE: usize = 67;
/// The percentage of the longer item's runs that have to be in the shorter one: a sentence more leaves so many.
const LEAST_OF_LONGER: usize = 40;
/// The percentage of their runs that two parts share that can be the same but for a slip or a word.
const SAME_PART: usize = 45;

/// The distinct runs of letters of some texts, sorted; no run reaches from one text into the next.
pub(super) struct Runs(Vec<u32>);

impl Runs {
    /// Returns the runs by which an item is compared with others.
    pub(super) fn of_item(reading: &Reading) -> Self {
        Self::new(reading.texts(), OF_ITEMS)
    }

    /// Returns the runs by which a case is compared with others.
    pub(super) fn of_case(text: &str) -> Self {
        Self::new(std::iter::once(text), OF_ITEMS)
    }

    /// Returns the runs by which a part of an answer is compared with others.
    pub(super) fn of_part(text: &str) -> Self {
        Self::new(std::iter::once(text), OF_PARTS)
    }

    fn new<'t>(texts: impl Iterator<Item = &'t str>, length: usize) -> Self {
        let mut runs: Vec<u32> = Vec::new();
        let mut letters: Vec<u32> = Vec::new();
        for text in texts {
            letters.clear();
            letters.extend(text.chars().map(u32::from));
            runs.extend(letters.windows(length.min(letters.len()).max(1)).map(run));
        }
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// Tells whether two items, or two cases, read alike.
    pub(super) fn are_alike(&self, other: &Self) -> bool {
        let n_common = 100 * n_common(&self.0, &other.0);
        let (shorter, longer) = (self.0.len().min(other.0.len()), self.0.len().max(other.0.len()));
        n_common >= ALIKE * shorter && n_common >= LEAST_OF_LONGER * longer
    }

    /// Returns how alike two parts are, in percent, where they can be the same.
    pub(super) fn as_a_part(&self, other: &Self) -> Option<usize> {
        let n_both = self.0.len() + other.0.len();
        let share = 200 * n_common(&self.0, &other.0) / n_both.max(1);
        (share >= SAME_PART).then_some(share)
    }
}

/// Puts up to four letters into one number; those of Latin-1 fit, others are mixed.
fn run(letters: &[u32]) -> u32 {
    letters.iter().fold(0, |run: u32, letter| run.rotate_left(8) ^ letter)
}
