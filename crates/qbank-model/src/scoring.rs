//! The one definition of right and wrong.
//!
//! Every format has to reproduce what [`score`] says; tests in real players compare with it.
//!
//! | scoring | single choice, true-false | multiple choice |
//! |---|---|---|
//! | all-or-nothing | `points` for the key alone, else 0 | `points` for exactly the keys, else 0 |
//! | per-choice | `points` × share of the one pick | `points` × sum of the picks' shares |
//!
//! A share is the author's; without one a key has an equal part of what the stated keys leave of 1, a distractor 0.
//! A sum below 0 counts as 0, above 1 as 1. Picks that are no choice of the item earn nothing and are not the key.

use std::collections::BTreeSet;

use crate::Decimal;
use crate::id::ChoiceId;
use crate::interaction::{Choice, Interaction};
use crate::item::Item;

/// How the points of an item are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scoring {
    /// All points or none.
    #[default]
    AllOrNothing,
    /// Each blank, pair or place earns its part.
    PerPart,
    /// Each choice earns or costs its share.
    PerChoice,
    /// Each neighbouring pair in the right order earns its part.
    AdjacentPairs,
}

impl Scoring {
    /// All ways of scoring, in the manual's order.
    pub const ALL: [Self; 4] = [Self::AllOrNothing, Self::PerPart, Self::PerChoice, Self::AdjacentPairs];

    /// Returns the word authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AllOrNothing => "all-or-nothing",
            Self::PerPart => "per-part",
            Self::PerChoice => "per-choice",
            Self::AdjacentPairs => "adjacent-pairs",
        }
    }
}

/// What a learner answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// The choices picked; none is an empty answer.
    Choices(BTreeSet<ChoiceId>),
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// Points earned, from 0 to `max`.
    pub points: Decimal,
    /// Points of a full answer.
    pub max: Decimal,
    /// Whether the answer is the key, whole and alone.
    pub correct: bool,
}

/// Scores a response by the table of this module.
pub fn score(item: &Item, response: &Response) -> Score {
    let Response::Choices(picks) = response;
    let keys: BTreeSet<&ChoiceId> = item.interaction.keys().into_iter().map(|key| &key.id).collect();
    let correct = picks.iter().collect::<BTreeSet<&ChoiceId>>() == keys;
    let points = match item.scoring {
        Scoring::PerChoice => item.points * picked_share(&item.interaction, picks),
        Scoring::AllOrNothing | Scoring::PerPart | Scoring::AdjacentPairs if correct => item.points,
        Scoring::AllOrNothing | Scoring::PerPart | Scoring::AdjacentPairs => Decimal::ZERO,
    };
    Score { points, max: item.points, correct }
}

/// Returns the share of the points that picking this choice earns, from −1 to 1.
///
/// Keys without a share of their own split what is left equally; thirds are rounded at 28 digits.
pub fn share_of(interaction: &Interaction, choice: &Choice) -> Decimal {
    picks_share(interaction, &[choice])
}

fn picked_share(interaction: &Interaction, picks: &BTreeSet<ChoiceId>) -> Decimal {
    let picked: Vec<&Choice> =
        interaction.choices().iter().filter(|choice| picks.contains(&choice.id)).collect();
    let takes_one = !matches!(interaction, Interaction::MultipleChoice(_));
    if takes_one && picks.len() != 1 {
        return Decimal::ZERO;
    }
    picks_share(interaction, &picked).clamp(Decimal::ZERO, Decimal::ONE)
}

/// Multiplies before it divides, so that all keys together make exactly 1, thirds included.
fn picks_share(interaction: &Interaction, picked: &[&Choice]) -> Decimal {
    let keys = interaction.keys();
    let stated: Decimal = keys.iter().filter_map(|key| key.share).sum();
    let n_equal = keys.iter().filter(|key| key.share.is_none()).count();
    let n_equal_picked =
        picked.iter().filter(|choice| choice.share.is_none() && interaction.is_key(&choice.id)).count();
    let own: Decimal = picked.iter().filter_map(|choice| choice.share).sum();
    if n_equal == 0 {
        return own;
    }
    own + Decimal::from(n_equal_picked) * (Decimal::ONE - stated) / Decimal::from(n_equal)
}
