//! How an item is answered and scored, in QTI's terms but no dialect's words.

use qbank_model::scoring::share_of;
use qbank_model::{Choice, ChoiceId, Decimal, Interaction, Item, Scoring};

/// The response, its key and its points.
pub(super) struct Response<'a> {
    /// Whether exactly one choice is picked.
    pub(super) takes_one: bool,
    /// The right choices, in authored order.
    pub(super) keys: Vec<&'a ChoiceId>,
    /// Points of a full answer.
    pub(super) points: Decimal,
    /// What each pick earns or costs, zeros left out; `None` where it is all or nothing.
    pub(super) mapping: Option<Vec<(&'a ChoiceId, Decimal)>>,
}

impl<'a> Response<'a> {
    /// Reads an item's way of scoring.
    pub(super) fn of(item: &'a Item) -> Self {
        Self {
            takes_one: !matches!(item.interaction, Interaction::MultipleChoice(_)),
            keys: item.interaction.keys().into_iter().map(|key| &key.id).collect(),
            points: item.points,
            mapping: match item.scoring {
                Scoring::AllOrNothing => None,
                Scoring::PerChoice | Scoring::PerPart | Scoring::AdjacentPairs => Some(mapping(item)),
            },
        }
    }

    /// Returns QTI's word for how many values the response has.
    pub(super) fn cardinality(&self) -> &'static str {
        if self.takes_one { "single" } else { "multiple" }
    }
}

/// Decimals of a share that no author wrote: thirds and their like.
const DECIMALS: u32 = 6;

/// Keys that share what is left are rounded, and the last of them takes the remainder, so that all keys together earn
/// exactly the points. One pick's worth cannot be bounded by a mapping in QTI, so it is bounded here.
fn mapping(item: &Item) -> Vec<(&ChoiceId, Decimal)> {
    let interaction = &item.interaction;
    let derives = |choice: &Choice| choice.share.is_none() && interaction.is_key(&choice.id);
    let last_derived = interaction.choices().iter().rposition(derives);
    let mut worths: Vec<(&ChoiceId, Decimal)> = Vec::new();
    let mut of_keys = Decimal::ZERO;
    for choice in interaction.choices() {
        let exact = share_of(interaction, choice) * item.points;
        let worth = if derives(choice) { exact.round_dp(DECIMALS) } else { exact };
        if interaction.is_key(&choice.id) {
            of_keys += worth;
        }
        worths.push((&choice.id, worth));
    }
    if let Some(last) = last_derived {
        worths[last].1 += item.points - of_keys;
    }
    if !matches!(interaction, Interaction::MultipleChoice(_)) {
        for (_, worth) in &mut worths {
            *worth = (*worth).clamp(Decimal::ZERO, item.points);
        }
    }
    worths.retain(|(_, worth)| !worth.is_zero());
    worths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn all_keys_together_earn_the_points() {
        let bank = sample::bank();
        for (id, expected) in [
            ("dem-plain", None),
            ("dem-thirds", Some(vec!["a 0.333333", "b 0.333333", "c 0.333334", "d -0.25"])),
            ("dem-penalty", Some(vec!["a 3", "b 1.5"])),
            ("dem-weighted", Some(vec!["a 1.875", "b 0.625"])),
        ] {
            let item = bank.items().find(|item| item.id.value.as_str() == id).expect("an item of the sample");
            let mapping = Response::of(item).mapping.map(|worths| {
                let words = worths.iter().map(|(choice, worth)| format!("{choice} {}", worth.normalize()));
                words.collect::<Vec<String>>()
            });
            assert_eq!(mapping, expected.map(|words| words.into_iter().map(str::to_owned).collect()), "{id}");
        }
    }
}
