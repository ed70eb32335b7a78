//! Echoes: what words of a stem its choices repeat.

use qbank_model::{Choice, Item};

use crate::words::{Quantity, StemHash, Wording, shared};

/// What one item says about echoes.
#[derive(Debug)]
pub(crate) struct Echo<'b> {
    /// The item.
    pub(crate) item: &'b Item,
    /// All content words of the item, for the count over the bank, some of them more than once.
    pub(crate) words: Vec<StemHash>,
    /// The key, and the words that stand in it and in the stem, but in no distractor.
    pub(crate) of_key: Option<(&'b Choice, Vec<StemHash>)>,
    /// Whether the key has far more of its words from the stem than each distractor.
    pub(crate) is_dense: bool,
}

impl<'b> Echo<'b> {
    /// Listens to an item.
    pub(crate) fn of(wording: &Wording<'b>) -> Self {
        let stem = wording.content_of_stem();
        let of_choice: Vec<(bool, &[StemHash])> = wording
            .choices()
            .iter()
            .filter(|choice| choice.meta().is_none())
            .map(|choice| (choice.is_key, wording.content_of_choice(choice)))
            .collect();
        let has_numbers =
            wording.choices().iter().any(|choice| choice.quantity.as_ref().is_some_and(Quantity::is_bare));
        let key = wording.key_and_distractors().filter(|_| !has_numbers).map(|(key, _)| key);
        let of_key = key.zip(of_choice.iter().find(|(is_key, _)| *is_key)).map(|(key, (_, words))| {
            let in_distractor = |word: &StemHash| {
                of_choice.iter().any(|(is_key, words)| !is_key && words.binary_search(word).is_ok())
            };
            (key.choice, shared(words, &stem).filter(|word| !in_distractor(word)).collect())
        });
        let is_dense = is_dense(&of_choice, &stem);
        let mut words = stem;
        words.extend(of_choice.iter().flat_map(|(_, words)| *words));
        Self { item: wording.item, words, of_key, is_dense }
    }
}

/// Tells whether the key shares at least twice as much of itself with the stem as each distractor.
fn is_dense(choices: &[(bool, &[StemHash])], stem: &[StemHash]) -> bool {
    let share = |words: &[StemHash]| {
        let n_shared = shared(words, stem).count() as u32;
        f64::from(n_shared) / f64::from((words.len() as u32).max(1))
    };
    let of = |wanted: bool| {
        choices.iter().filter(move |(is_key, _)| *is_key == wanted).map(|(_, words)| share(words))
    };
    let most = of(false).fold(0.0, f64::max);
    of(true).any(|share| share > 0.0 && share >= 2.0 * most)
}
