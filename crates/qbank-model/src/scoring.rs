//! The one definition of right and wrong.
//!
//! Every format has to reproduce what [`score`] says; tests in real players compare with it.
//!
//! | type | all-or-nothing | per-choice | per-part | adjacent-pairs |
//! |---|---|---|---|---|
//! | single, true-false | `points` for the key alone | `points` × share of the one pick | | |
//! | multiple | `points` for exactly the keys | `points` × sum of the picks' shares | | |
//! | numeric, text | `points` for an accepted answer | | | |
//! | blanks | `points` for all gaps right | | `points` × right gaps ÷ gaps | |
//! | match | `points` for all pairs right | | `points` × right pairs ÷ prompts | |
//! | order | `points` for the right order | | `points` × entries at their place ÷ entries | `points` × right neighbours ÷ (entries − 1) |
//! | essay | 0 until a person has scored it | | | |
//!
//! Everything else earns 0, an empty response among it. A share is the author's; without one a key has an equal part of
//! what the stated keys leave of 1, a distractor 0; a sum below 0 counts as 0, above 1 as 1. Picks that are no choice of
//! the item earn nothing and are not the key. Two entries are right neighbours where the second directly follows the first
//! in the response as it does in the key. A response in the form of another question type is an empty one.
//!
//! Numbers are exact decimals: 0.1 + 0.2 is 0.3, and both ends of a tolerance count. Products come before quotients, so
//! that all parts together make all points; a quotient that does not end is rounded at 28 digits.

use std::collections::{BTreeMap, BTreeSet};

use crate::Decimal;
use crate::id::ChoiceId;
use crate::interaction::{Choice, Interaction, Matching, Ordering};
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
    /// What was typed: a number with or without its unit, words, an essay.
    Text(String),
    /// What was typed or picked for each gap, in the stem's order; an open one is an empty text.
    Blanks(Vec<String>),
    /// The option for each prompt that has one.
    Pairs(BTreeMap<ChoiceId, ChoiceId>),
    /// The entries in the learner's order.
    Order(Vec<ChoiceId>),
}

/// A part of an item that can be right for itself: a gap, a pair, a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartScore {
    /// The gap's number from 1, the prompt's id, or the id of the entry.
    pub part: String,
    /// Whether it is right.
    pub correct: bool,
}

/// What an answer is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Points earned, from 0 to `max`.
    pub points: Decimal,
    /// Points of a full answer.
    pub max: Decimal,
    /// Whether the answer is the key, whole and alone.
    pub correct: bool,
    /// The gaps, pairs or places, each right or wrong, whether or not points are given for each.
    pub parts: Vec<PartScore>,
    /// Whether a person has yet to score it.
    pub awaits_person: bool,
}

/// Scores a response by the table of this module.
pub fn score(item: &Item, response: &Response) -> Score {
    let judged = judge(item, response);
    let points =
        if judged.correct { item.points } else { (item.points * judged.hits / judged.of).normalize() };
    Score {
        points,
        max: item.points,
        correct: judged.correct,
        parts: judged.parts,
        awaits_person: matches!(item.interaction, Interaction::Essay(_)),
    }
}

/// A response held against the key: `hits` of `of` parts of the points, by the item's way of scoring.
struct Judged {
    hits: Decimal,
    of: Decimal,
    correct: bool,
    parts: Vec<PartScore>,
}

impl Judged {
    fn whole(correct: bool) -> Self {
        Self { hits: Decimal::from(u8::from(correct)), of: Decimal::ONE, correct, parts: Vec::new() }
    }

    /// Counts parts that are each right or wrong; only per-part scoring pays for some of them.
    fn of_parts(parts: Vec<PartScore>, scoring: Scoring) -> Self {
        let n_right = parts.iter().filter(|part| part.correct).count();
        let correct = n_right == parts.len();
        let hits = if scoring == Scoring::PerPart { n_right } else { 0 };
        Self { hits: hits.into(), of: parts.len().into(), correct, parts }
    }
}

fn judge(item: &Item, response: &Response) -> Judged {
    match (&item.interaction, response) {
        (
            Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_),
            Response::Choices(picks),
        ) => judge_picks(item, picks),
        (Interaction::Number(number), Response::Text(typed)) => Judged::whole(number.accepts(typed)),
        (Interaction::Text(text), Response::Text(typed)) => Judged::whole(text.accepts(typed)),
        (Interaction::Blanks(blanks), Response::Blanks(typed)) => {
            let part = |(idx, blank): (usize, &crate::interaction::Blank)| PartScore {
                part: (idx + 1).to_string(),
                correct: typed.get(idx).is_some_and(|typed| blank.accepts(typed)),
            };
            Judged::of_parts(blanks.as_slice().iter().enumerate().map(part).collect(), item.scoring)
        }
        (Interaction::Matching(matching), Response::Pairs(pairs)) => {
            Judged::of_parts(pairs_found(matching, pairs), item.scoring)
        }
        (Interaction::Ordering(ordering), Response::Order(order)) => {
            judge_order(ordering, order, item.scoring)
        }
        // An essay waits for its reader; a response in another type's form says nothing.
        (_, _) => Judged::whole(false),
    }
}

fn judge_picks(item: &Item, picks: &BTreeSet<ChoiceId>) -> Judged {
    let keys: BTreeSet<&ChoiceId> = item.interaction.keys().into_iter().map(|key| &key.id).collect();
    let correct = picks.iter().collect::<BTreeSet<&ChoiceId>>() == keys;
    let is_shared = item.scoring == Scoring::PerChoice && !correct;
    let hits = if is_shared { picked_share(&item.interaction, picks) } else { Decimal::ZERO };
    Judged { hits, of: Decimal::ONE, correct, parts: Vec::new() }
}

fn pairs_found(matching: &Matching, pairs: &BTreeMap<ChoiceId, ChoiceId>) -> Vec<PartScore> {
    let part = |prompt: &crate::interaction::Prompt| PartScore {
        part: prompt.id.to_string(),
        correct: pairs.get(&prompt.id) == Some(&matching.key(prompt).id),
    };
    matching.prompts().iter().map(part).collect()
}

fn judge_order(ordering: &Ordering, order: &[ChoiceId], scoring: Scoring) -> Judged {
    let steps = ordering.steps();
    let at_place = |(idx, step): (usize, &crate::interaction::Step)| PartScore {
        part: step.id.to_string(),
        correct: order.get(idx) == Some(&step.id),
    };
    let parts: Vec<PartScore> = steps.iter().enumerate().map(at_place).collect();
    let judged = Judged::of_parts(parts, scoring);
    let correct = judged.correct && order.len() == steps.len();
    if scoring != Scoring::AdjacentPairs {
        return Judged { correct, ..judged };
    }
    let follows =
        |pair: &&[ChoiceId]| steps.windows(2).any(|steps| steps[0].id == pair[0] && steps[1].id == pair[1]);
    let neighbours: BTreeSet<&[ChoiceId]> = order.windows(2).filter(follows).collect();
    Judged { hits: neighbours.len().into(), of: (steps.len() - 1).into(), correct, ..judged }
}

/// Returns the response that earns all points; `None` for an essay, which has no key.
pub fn key_response(item: &Item) -> Option<Response> {
    Some(match &item.interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            Response::Choices(item.interaction.keys().into_iter().map(|key| key.id.clone()).collect())
        }
        Interaction::Number(number) => Response::Text(number.key().normalize().to_string()),
        Interaction::Text(text) => Response::Text(text.key().to_owned()),
        Interaction::Blanks(blanks) => {
            Response::Blanks(blanks.as_slice().iter().map(crate::interaction::Blank::key).collect())
        }
        Interaction::Matching(matching) => {
            let pair =
                |prompt: &crate::interaction::Prompt| (prompt.id.clone(), matching.key(prompt).id.clone());
            Response::Pairs(matching.prompts().iter().map(pair).collect())
        }
        Interaction::Ordering(ordering) => {
            Response::Order(ordering.steps().iter().map(|step| step.id.clone()).collect())
        }
        Interaction::Essay(_) => return None,
    })
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
