//! Learners' responses and their scores as JSON: a public contract, with generated schemas, by which any player's scoring
//! can be held against the bank's.

use std::collections::{BTreeMap, BTreeSet};

use qbank_model::{Bank, ChoiceId, Interaction, Item, ItemTemplate, Kind, Response, score};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::formats::json::shape::Exact;

/// Responses to items of a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank responses")]
#[serde(deny_unknown_fields)]
pub struct ResponseSheet {
    /// The version of this shape: 1.
    pub version: u32,
    /// The responses, in any order.
    pub responses: Vec<ItemResponse>,
}

/// A response to one item, in the form of its question type; without any of the forms it is an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemResponse {
    /// The id of the item, or of a variant: `id~1`.
    pub item: String,
    /// Whose response it is; comes back with the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The ids of the choices picked: single choice, multiple choice, true-false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<BTreeSet<String>>,
    /// What was typed: numeric, text, essay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What was typed or picked for each gap, in the stem's order; an open one is an empty text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blanks: Option<Vec<String>>,
    /// The id of the option for each prompt that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<BTreeMap<String, String>>,
    /// The ids of the entries in the learner's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Vec<String>>,
}

/// The scores of responses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank scores")]
pub struct ScoreSheet {
    /// The version of this shape: 1.
    pub version: u32,
    /// A score for each response that could be scored, in the order of the responses.
    pub scores: Vec<ItemScore>,
    /// Why the other responses could not be scored.
    pub faults: Vec<ResponseFault>,
}

/// The score of a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemScore {
    /// The id of the item.
    pub item: String,
    /// The version of its meaning.
    pub revision: String,
    /// Whose response it is.
    pub person: Option<String>,
    /// Points earned, from 0 to `max`.
    pub points: Exact,
    /// Points of a full answer.
    pub max: Exact,
    /// Whether the answer is the key, whole and alone.
    pub correct: bool,
    /// The gaps, pairs or places, each right or wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartScore>,
    /// Whether a person has yet to score it.
    pub awaits_person: bool,
}

/// A part of an item, right or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartScore {
    /// The gap's number from 1, the prompt's id, or the id of the entry.
    pub part: String,
    /// Whether it is right.
    pub correct: bool,
}

/// A response that cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResponseFault {
    /// Its place among the responses, from 0.
    pub response: usize,
    /// The id that it names.
    pub item: String,
    /// Why, as a lower-case fragment.
    pub message: String,
}

/// Scores responses by [`qbank_model::score`]; one that speaks of no item, or in another type's form, is a fault.
pub fn score_sheet(bank: &Bank, sheet: &ResponseSheet) -> ScoreSheet {
    let items = Items::of(bank);
    let mut scored = ScoreSheet { version: 1, scores: Vec::new(), faults: Vec::new() };
    for (idx, response) in sheet.responses.iter().enumerate() {
        match items.score(bank, response) {
            Ok(score) => scored.scores.push(score),
            Err(message) => {
                let item = response.item.clone();
                scored.faults.push(ResponseFault { response: idx, item, message });
            }
        }
    }
    scored
}

/// The items of a bank by their ids, variants among them.
struct Items<'a> {
    fixed: BTreeMap<&'a str, &'a Item>,
    variants: BTreeMap<String, Item>,
    templates: BTreeSet<&'a str>,
}

impl<'a> Items<'a> {
    fn of(bank: &'a Bank) -> Self {
        let fixed = bank.items().map(|item| (item.id.value.as_str(), item)).collect();
        let variants = bank.templates().flat_map(ItemTemplate::materialise);
        let variants = variants.map(|item| (item.id.value.to_string(), item)).collect();
        let templates = bank.templates().map(|template| template.sample().id.value.as_str()).collect();
        Self { fixed, variants, templates }
    }

    fn score(&self, bank: &Bank, response: &ItemResponse) -> Result<ItemScore, String> {
        let id = response.item.as_str();
        if self.templates.contains(id) {
            return Err(format!("the item has variables: name one of its variants, such as `{id}~1`"));
        }
        let item = self.fixed.get(id).copied().or_else(|| self.variants.get(id));
        let item = item.ok_or_else(|| format!("the bank has no sound item `{id}`"))?;
        score_item(bank, item, response)
    }
}

/// Scores one response to an item of a bank, or to a variant of one, whatever item the response names.
///
/// # Errors
/// Says, as a lower-case fragment, why it is no response to the item.
pub fn score_item(bank: &Bank, item: &Item, response: &ItemResponse) -> Result<ItemScore, String> {
    let score = score(item, &answer(item, response)?);
    let part = |part: qbank_model::scoring::PartScore| PartScore { part: part.part, correct: part.correct };
    Ok(ItemScore {
        item: item.id.value.to_string(),
        revision: bank.revision(item).to_string(),
        person: response.person.clone(),
        points: Exact(score.points.normalize().to_string()),
        max: Exact(score.max.normalize().to_string()),
        correct: score.correct,
        parts: score.parts.into_iter().map(part).collect(),
        awaits_person: score.awaits_person,
    })
}

/// Reads a response in the form of the item's type.
fn answer(item: &Item, response: &ItemResponse) -> Result<Response, String> {
    let ItemResponse { item: _, person: _, choices, text, blanks, pairs, order } = response;
    let kind = item.interaction.kind();
    let forms = [
        ("choices", choices.is_some()),
        ("text", text.is_some()),
        ("blanks", blanks.is_some()),
        ("pairs", pairs.is_some()),
        ("order", order.is_some()),
    ];
    let wanted = form_of(kind);
    if let Some((other, _)) = forms.iter().find(|(name, is_given)| *is_given && *name != wanted) {
        return Err(format!("a response to a {} question has `{wanted}`, not `{other}`", kind.as_str()));
    }
    let id = |name: &String| known_part(item, name);
    let ids =
        |names: &mut dyn Iterator<Item = &String>| names.map(id).collect::<Result<Vec<ChoiceId>, String>>();
    Ok(match wanted {
        "choices" => Response::Choices(ids(&mut choices.iter().flatten())?.into_iter().collect()),
        "text" => Response::Text(text.clone().unwrap_or_default()),
        "blanks" => Response::Blanks(blanks.clone().unwrap_or_default()),
        "pairs" => {
            let pairs = pairs.iter().flatten();
            Response::Pairs(
                pairs
                    .map(|(prompt, option)| Ok((id(prompt)?, id(option)?)))
                    .collect::<Result<_, String>>()?,
            )
        }
        _ => Response::Order(ids(&mut order.iter().flatten())?),
    })
}

/// Returns the name of the form in which responses to a type come.
fn form_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Single | Kind::Multiple | Kind::TrueFalse => "choices",
        Kind::Numeric | Kind::Text | Kind::Essay => "text",
        Kind::Blanks => "blanks",
        Kind::Match => "pairs",
        Kind::Order => "order",
    }
}

/// Finds a choice, prompt, option or entry; a response that names another one was mapped wrongly.
fn known_part(item: &Item, name: &str) -> Result<ChoiceId, String> {
    let known: Vec<&ChoiceId> = match &item.interaction {
        Interaction::Matching(matching) => {
            let prompts = matching.prompts().iter().map(|prompt| &prompt.id);
            prompts.chain(matching.options().iter().map(|option| &option.id)).collect()
        }
        Interaction::Ordering(ordering) => ordering.steps().iter().map(|step| &step.id).collect(),
        interaction => interaction.choices().iter().map(|choice| &choice.id).collect(),
    };
    let found = known.iter().find(|id| id.as_str() == name);
    found.map(|id| (*id).clone()).ok_or_else(|| {
        let known: Vec<&str> = known.iter().map(|id| id.as_str()).collect();
        format!("the item has no `{name}`; it has {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn responses_are_scored_or_told_why_not() {
        let bank = sample::bank();
        let sheet: ResponseSheet = serde_json::from_str(
            r#"{ "version": 1, "responses": [
                { "item": "dem-plain", "person": "p1", "choices": ["b"] },
                { "item": "dem-number", "text": "125 min" },
                { "item": "dem-gaps", "blanks": ["2", "Kanban", "less"] },
                { "item": "dem-pairs", "pairs": { "p1": "o1" } },
                { "item": "dem-steps", "order": ["a", "c", "b"] },
                { "item": "dem-essay", "text": "Both." },
                { "item": "dem-plain" },
                { "item": "dem-plain", "choices": ["z"] },
                { "item": "dem-plain", "text": "b" },
                { "item": "nothing" }
            ] }"#,
        )
        .expect("responses");
        let scored = score_sheet(&bank, &sheet);
        let points: Vec<(&str, &str, bool)> = scored
            .scores
            .iter()
            .map(|score| (score.item.as_str(), score.points.0.as_str(), score.correct))
            .collect();
        assert_eq!(
            points,
            [
                ("dem-plain", "1", true),
                ("dem-number", "1", true),
                ("dem-gaps", "0", false),
                ("dem-pairs", "0", false),
                ("dem-steps", "0", false),
                ("dem-essay", "0", false),
                ("dem-plain", "0", false),
            ]
        );
        let faults: Vec<(usize, &str)> =
            scored.faults.iter().map(|fault| (fault.response, fault.message.as_str())).collect();
        assert_eq!(
            faults,
            [
                (7, "the item has no `z`; it has a, b"),
                (8, "a response to a single question has `choices`, not `text`"),
                (9, "the bank has no sound item `nothing`"),
            ]
        );
    }
}
