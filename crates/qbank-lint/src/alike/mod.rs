//! Which items of a bank are alike: near-duplicates found without comparing each item with each other one.
//!
//! Words in common make candidates (`MinHash`, with bands for buckets), letters in common decide, and facts in common tell a
//! duplicate from an item that is merely similar. Only readings are compared: nothing here knows a rule or a message.

mod candidates;
mod facts;
mod likeness;
mod reading;

use qbank_model::{Bank, Entry, Item, Status};
use rayon::prelude::*;

use likeness::Runs;
use reading::Reading;

/// Items of fewer different words are told of when they are copies alone: one word in ten makes another question.
const FEWEST_WORDS: usize = 12;

/// How alike two items are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// They read much alike and differ in what is right, in a number or in a negation.
    Similar,
    /// They ask the same and have the same key, in other words here and there.
    Duplicate,
    /// They are the same word for word; only the choices may stand in another order.
    Exact,
}

/// Two items that are alike.
#[derive(Debug)]
pub(crate) struct Pair<'b> {
    /// The one that comes first in the bank.
    pub(crate) first: &'b Item,
    /// The one that comes later.
    pub(crate) second: &'b Item,
    /// How alike they are.
    pub(crate) likeness: Likeness,
}

/// Finds the items that are alike, retired ones left out: by the later one, then by the earlier one.
///
/// A copy is told of with the first one of its kind alone. Of a crowd of items that are all alike, each is compared with a
/// few only, so that no bank takes quadratic time.
pub(crate) fn pairs(bank: &Bank) -> Vec<Pair<'_>> {
    let asked = |entry: &&Entry| entry.item().is_some_and(|item| item.status != Status::Retired);
    let entries: Vec<&Entry> = bank.entries().iter().filter(asked).collect();
    let readings: Vec<Reading> = entries.par_iter().filter_map(|entry| Reading::new(entry, bank)).collect();
    let originals = originals(&readings);
    let is_compared = |idx: usize| originals[idx].is_none() && readings[idx].words.len() >= FEWEST_WORDS;
    let candidates = candidates::find(&readings, is_compared);
    let mut is_wanted = vec![false; readings.len()];
    for (second, firsts) in candidates.iter().enumerate().filter(|(_, firsts)| !firsts.is_empty()) {
        is_wanted[second] = true;
        for first in firsts {
            is_wanted[*first] = true;
        }
    }
    let runs = readings.par_iter().zip(&is_wanted);
    let runs: Vec<Option<Runs>> =
        runs.map(|(reading, is_wanted)| is_wanted.then(|| Runs::of_item(reading))).collect();
    let read_alike = |first: usize, second: usize| match (&runs[first], &runs[second]) {
        (Some(one), Some(other)) => one.are_alike(other),
        (None, _) | (_, None) => false,
    };
    let pair = |first: usize, second: usize, likeness| Pair {
        first: readings[first].item,
        second: readings[second].item,
        likeness,
    };
    let alike = candidates.par_iter().enumerate().flat_map_iter(|(second, firsts)| {
        let copy = originals[second].map(|first| pair(first, second, Likeness::Exact));
        let near = firsts.iter().filter(move |first| read_alike(**first, second));
        let judged =
            |first: &usize| pair(*first, second, facts::likeness(&readings[*first], &readings[second]));
        copy.into_iter().chain(near.map(judged)).collect::<Vec<Pair>>()
    });
    // Two items of one name are another fault.
    alike.filter(|pair| pair.first.id != pair.second.id).collect()
}

/// Returns for each item the first one that it repeats word for word.
fn originals(readings: &[Reading]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by_key(|idx| (readings[*idx].fingerprint, *idx));
    let mut originals = vec![None; readings.len()];
    for suspects in order.chunk_by(|one, other| readings[*one].fingerprint == readings[*other].fingerprint) {
        for (place, idx) in suspects.iter().enumerate().skip(1) {
            let mut first_ones = suspects[..place].iter().filter(|first| originals[**first].is_none());
            let original = first_ones.find(|first| facts::is_copy(&readings[**first], &readings[*idx]));
            originals[*idx] = original.copied();
        }
    }
    originals
}
