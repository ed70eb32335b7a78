//! Candidates: items that share enough rare words to be worth a closer look.
//!
//! `MinHash` with bands: a hash of a band's four smallest word hashes names a bucket, and items in one bucket are candidates.
//! Two items that share the share `s` of their words meet in one of 48 bands with the chance 1 − (1 − s⁴)⁴⁸: 0.999 at 0.6,
//! 0.02 at 0.15.

use rayon::prelude::*;

use super::reading::Reading;

const N_BANDS: usize = 48;
const ROWS: usize = 4;
/// The items of a bucket before it that an item is compared with; in a crowd, near ones stand for all.
const MOST_OF_A_BUCKET: usize = 8;
/// The candidates that are kept for an item: those that share most words with it.
const MOST_OF_AN_ITEM: usize = 16;
/// The percentage of the shorter item's words that two items must have in common; unrelated ones share a quarter.
const LEAST_IN_COMMON: usize = 40;
/// A word in more than so many items, and in more than an eighth of them, says nothing.
const FREQUENT: u32 = 16;
/// Items with fewer rare words are compared by all their words.
const FEWEST_RARE: usize = 4;

/// In how many items each word stands, counted by the first bits of its hash.
struct Frequencies {
    counts: Vec<u32>,
    n_items: u32,
}

impl Frequencies {
    const BITS: u32 = 20;

    fn count(readings: &[Reading]) -> Self {
        let mut counts = vec![0; 1 << Self::BITS];
        for word in readings.iter().flat_map(|reading| &reading.words) {
            counts[Self::place(*word)] += 1;
        }
        Self { counts, n_items: readings.len() as u32 }
    }

    fn place(word: u32) -> usize {
        (word >> (u32::BITS - Self::BITS)) as usize
    }

    fn is_rare(&self, word: u32) -> bool {
        self.counts[Self::place(word)] <= FREQUENT.max(self.n_items / 8)
    }

    /// Returns the words of an item that tell it from others.
    fn telling(&self, words: &[u32]) -> Vec<u32> {
        let rare: Vec<u32> = words.iter().copied().filter(|word| self.is_rare(*word)).collect();
        if rare.len() < FEWEST_RARE { words.to_vec() } else { rare }
    }
}

/// Returns for each item the earlier ones that may be like it, in their order; only those that `is_compared` takes.
pub(super) fn find(readings: &[Reading], is_compared: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let frequencies = Frequencies::count(readings);
    let compared: Vec<usize> = (0..readings.len()).filter(|idx| is_compared(*idx)).collect();
    let telling = compared.par_iter().map(|idx| (*idx, frequencies.telling(&readings[*idx].words)));
    let telling: Vec<(usize, Vec<u32>)> = telling.collect();
    let mut nearest: Vec<Vec<(usize, usize)>> = vec![Vec::new(); readings.len()];
    for band in 0..N_BANDS {
        let buckets = buckets(&telling, band);
        let met: Vec<(usize, usize, usize)> = (0..buckets.len())
            .into_par_iter()
            .flat_map_iter(|place| {
                let (bucket, one) = buckets[place];
                let before = buckets[..place].iter().rev().take_while(move |other| other.0 == bucket);
                before.take(MOST_OF_A_BUCKET).filter_map(move |(_, other)| {
                    let n_common = n_common(&readings[one].words, &readings[*other].words);
                    let shorter = readings[one].words.len().min(readings[*other].words.len());
                    let is_near = 100 * n_common >= LEAST_IN_COMMON * shorter;
                    is_near.then_some((one.max(*other), one.min(*other), n_common))
                })
            })
            .collect();
        for (second, first, n_common) in met {
            keep(&mut nearest[second], first, n_common);
        }
    }
    let firsts = nearest.into_iter().map(|near| {
        let mut firsts: Vec<usize> = near.into_iter().map(|(_, first)| first).collect();
        firsts.sort_unstable();
        firsts
    });
    firsts.collect()
}

/// Puts a candidate among the nearest ones, in the place of the farthest where there are too many.
fn keep(nearest: &mut Vec<(usize, usize)>, first: usize, n_common: usize) {
    if nearest.iter().any(|(_, known)| *known == first) {
        return;
    }
    nearest.push((n_common, first));
    if nearest.len() > MOST_OF_AN_ITEM {
        // Of equally near ones the earliest stays.
        let farthest = (0..nearest.len()).min_by_key(|idx| (nearest[*idx].0, usize::MAX - nearest[*idx].1));
        farthest.map(|idx| nearest.swap_remove(idx));
    }
}

/// Returns the items with the bucket of a band that each is in, sorted by bucket, then by item.
fn buckets(telling: &[(usize, Vec<u32>)], band: usize) -> Vec<(u64, usize)> {
    // A product gives two hashes: both of its halves depend on all of a word's bits.
    let multipliers: [u64; ROWS / 2] = std::array::from_fn(|row| mixed((band * ROWS + row) as u64) | 1);
    let bucket = |words: &Vec<u32>| {
        let mut smallest = [u32::MAX; ROWS];
        for word in words {
            for (row, multiplier) in multipliers.iter().enumerate() {
                let product = u64::from(*word).wrapping_mul(*multiplier);
                let (high, low) = ((product >> 32) as u32, product as u32);
                smallest[2 * row] = smallest[2 * row].min(high);
                smallest[2 * row + 1] = smallest[2 * row + 1].min(low);
            }
        }
        smallest.into_iter().fold(0, |bucket: u64, hash| mixed(bucket ^ u64::from(hash)))
    };
    let mut buckets: Vec<(u64, usize)> =
        telling.par_iter().map(|(idx, words)| (bucket(words), *idx)).collect();
    buckets.par_sort_unstable();
    buckets
}

/// `SplitMix64`: spreads a number over all 64 bits.
fn mixed(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Counts what two sorted lists share.
pub(super) fn n_common(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut other_at, mut n_common) = (0, 0, 0);
    while at < one.len() && other_at < other.len() {
        n_common += usize::from(one[at] == other[other_at]);
        let (step, other_step) = (one[at] <= other[other_at], other[other_at] <= one[at]);
        at += usize::from(step);
        other_at += usize::from(other_step);
    }
    n_common
}
