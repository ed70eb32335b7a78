//! What `qbank coverage` tells, as JSON writes it; the other outputs show the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a bank holds of a blueprint.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank coverage")]
pub(crate) struct Coverage {
    /// The version of this shape: 1.
    pub(crate) version: u32,
    /// The blueprint.
    pub(crate) blueprint: Named,
    /// Whether no official source stands behind a weight.
    pub(crate) provisional_weights: bool,
    /// The form whose items were counted; else those that the bank publishes were.
    pub(crate) form: Option<Named>,
    /// The condition that the counted items fulfil.
    pub(crate) condition: Option<String>,
    /// How many items `need` shares out: those of the form, or of the exam's form; without either nothing is needed.
    pub(crate) form_items: Option<u32>,
    /// How many items were counted.
    pub(crate) have: u32,
    /// How many of them no domain holds.
    pub(crate) unplaced: u32,
    /// How many items of the bank were not counted, because they are broken.
    pub(crate) broken: u32,
    /// How many items of the bank were not counted, because their status is not published.
    pub(crate) unpublished: u32,
    /// The domains, in the blueprint's order.
    pub(crate) domains: Vec<Domain>,
    /// The whole forms that the items make; not where the items of a form were counted, or the exam has no form.
    pub(crate) forms: Option<Forms>,
}

/// Something with a name for files and one for people.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Named {
    /// The name in files.
    pub(crate) id: String,
    /// The name for people.
    pub(crate) title: String,
}

/// What is held of a domain.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Domain {
    /// The domain's name in files.
    pub(crate) id: String,
    /// Its name for people.
    pub(crate) title: String,
    /// Its share of a form, in percent, exactly.
    pub(crate) weight: String,
    /// Who stands behind the weight: `official`, `provisional` or `house`.
    pub(crate) weight_status: String,
    /// The weight's source, in words.
    pub(crate) weight_source: String,
    /// How many of a form's items belong to it.
    pub(crate) need: Option<u32>,
    /// How many items it has.
    pub(crate) have: u32,
    /// The bands of its mix: `recall`, `apply` and `analyze`.
    pub(crate) bands: [Band; 3],
    /// Its items by what they ask of the mind.
    pub(crate) levels: Levels,
    /// Its objectives, in the blueprint's order.
    pub(crate) objectives: Vec<Objective>,
    /// How many items it has without an objective.
    pub(crate) without_objective: u32,
}

/// A band of levels in a domain.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Band {
    /// `recall` (remember and understand), `apply`, or `analyze` (analyze, evaluate and create).
    pub(crate) name: String,
    /// How many of a form's items the domain's mix wants there.
    pub(crate) need: Option<u32>,
    /// How many items there are.
    pub(crate) have: u32,
}

/// What is held of an objective.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Objective {
    /// Its slug.
    pub(crate) id: String,
    /// What a learner can do; of another blueprint that is not there, its slug.
    pub(crate) title: String,
    /// The highest level that an item for it should claim.
    pub(crate) level: Option<String>,
    /// The fewest items that a bank should hold for it; for a form nothing is needed.
    pub(crate) need: Option<u32>,
    /// How many items it has.
    pub(crate) have: u32,
    /// Its items by what they ask of the mind.
    pub(crate) levels: Levels,
}

/// Items by what they ask of the mind.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Levels {
    /// Recall a fact.
    pub(crate) remember: u32,
    /// Explain in own words.
    pub(crate) understand: u32,
    /// Use a procedure.
    pub(crate) apply: u32,
    /// Take a situation apart.
    pub(crate) analyze: u32,
    /// Judge by criteria.
    pub(crate) evaluate: u32,
    /// Make something new.
    pub(crate) create: u32,
    /// Name no level.
    pub(crate) none: u32,
}

/// The whole forms that a bank's items make.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Forms {
    /// Items on each form.
    pub(crate) items: u32,
    /// The most items that two forms may share.
    pub(crate) most_shared: u32,
    /// How many forms were looked for.
    pub(crate) wanted: u32,
    /// The forms that were found.
    pub(crate) found: Vec<Form>,
    /// Why no more were found, in words.
    pub(crate) obstacle: Option<String>,
}

/// A form that was found.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Form {
    /// The items' ids, in the bank's order.
    pub(crate) items: Vec<String>,
    /// The most items that it shares with one of the forms before it.
    pub(crate) shared: u32,
    /// How many of its items are of another band than the blueprint's mix wants.
    pub(crate) off_mix: u32,
}
