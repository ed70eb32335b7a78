//! The shape of the JSON export: a public contract, with a generated schema.
//!
//! Rich text is both HTML and plain text. Numbers that have to be exact are decimal text.

use std::borrow::Cow;

use qbank_model::blueprint::WeightStatus;
use qbank_model::{Kind, Level, Scoring, Status};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A question bank, or a selection of its items, in full.
///
/// Author notes, silenced lints and the handles of authors and reviewers are not in it: they are the bank's own affair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank JSON export")]
pub struct Export<Items = Vec<Item>> {
    /// `qbank`, so that a program can tell what it reads.
    pub format: String,
    /// The version of this shape: 1.
    pub version: u32,
    /// What the bank says about itself.
    pub bank: Bank,
    /// The default blueprint.
    pub blueprint: Option<Blueprint>,
    /// The other blueprints of the bank.
    pub further_blueprints: Vec<Blueprint>,
    /// The cases that items share, in the order in which items first name them.
    pub stimuli: Vec<Stimulus>,
    /// The items, in the order in which they were selected.
    pub items: Items,
    /// The files that items show, by path.
    pub media: Vec<Medium>,
}

/// An exact decimal number as text, such as `0.5` or `-12.25`: never an exponent, no trailing zeros.
///
/// It is text because most readers of JSON make a binary fraction of a number, in which three shares of 0.1 no longer
/// sum to 0.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Exact(pub String);

impl JsonSchema for Exact {
    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
            "description": "An exact decimal number as text: never an exponent, no trailing zeros.",
        })
    }
}

/// Rich text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RichText {
    /// As HTML that is well-formed XML too; formulas as LaTeX between `\(` and `\)`, or `\[` and `\]`, which stand for
    /// nothing else. `src` and relative `href` are paths from the bank's folder, percent-encoded.
    pub html: String,
    /// As a reader without formatting would see it: formulas as LaTeX, pictures as their words, blocks on lines.
    pub text: String,
}

/// What a bank says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bank {
    /// Its name in package names.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// BCP 47 tag of the language of its items.
    pub language: String,
    /// The day its content last changed, as `2026-11-22`.
    pub revised: String,
    /// What every package says about the bank.
    pub notice: Option<String>,
    /// The licence of items that name none of their own, as an SPDX name.
    pub license: Option<String>,
    /// Where learners report a faulty item; `{id}` stands for its id.
    pub report_url: Option<String>,
}

/// What an exam asks of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blueprint {
    /// Its name in files.
    pub id: String,
    /// The exam's name for people.
    pub title: String,
    /// How long the exam is.
    pub form: Option<Form>,
    /// The scale that the exam reports on.
    pub scale: Option<Scale>,
    /// The domains, in the order in which they are taught; their weights sum to 100.
    pub domains: Vec<Domain>,
}

/// How long an exam is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Form {
    /// Items on a form.
    pub items: u32,
    /// Items that count.
    pub scored: u32,
    /// Time for a form, in minutes.
    pub minutes: u32,
}

/// The scale that an exam reports on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scale {
    /// The lowest score.
    pub min: u32,
    /// The highest score.
    pub max: u32,
    /// The lowest score that passes.
    pub pass: u32,
}

/// A part of the exam's subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Domain {
    /// Its name in items.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Its share of a form.
    pub weight: Weight,
    /// The mix of levels it aims at.
    pub levels: Option<LevelMix>,
    /// What it wants learners to be able to do.
    pub objectives: Vec<Objective>,
    /// Objectives of other blueprints that count here, written `blueprint:objective`.
    pub uses: Vec<String>,
}

/// A domain's share of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weight {
    /// The share, in percent.
    pub percent: Exact,
    /// Who stands behind it.
    #[schemars(schema_with = "weight_status")]
    pub status: String,
    /// Where it comes from, in words.
    pub source: String,
}

/// The mix of levels that a domain aims at, in percent; the three sum to 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelMix {
    /// Remember and understand.
    pub recall: Exact,
    /// Apply.
    pub apply: Exact,
    /// Analyze, evaluate and create.
    pub analyze: Exact,
}

/// Something a learner should be able to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Objective {
    /// Its slug.
    pub id: String,
    /// What the learner can do, in words.
    pub title: String,
    /// The highest level an item for it should claim.
    #[schemars(schema_with = "level")]
    pub level: Option<String>,
    /// The fewest items a bank should hold for it.
    pub min_items: Option<u32>,
}

/// A case that items share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stimulus {
    /// Its id, to which the items' `stimulus` points.
    pub id: String,
    /// Its heading.
    pub title: RichText,
    /// The case itself.
    pub content: RichText,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// The id that authors use.
    pub id: String,
    /// The name that outlives renaming: the first alias, else the id.
    pub identity: String,
    /// The version of its meaning, in 12 hexadecimal letters.
    pub revision: String,
    /// The question type.
    #[serde(rename = "type")]
    #[schemars(schema_with = "kind")]
    pub kind: String,
    /// The domain of the default blueprint that it counts for, else the one it names.
    pub domain: Option<String>,
    /// Slug of the objective it tests.
    pub objective: Option<String>,
    /// What it asks of the mind.
    #[schemars(schema_with = "level")]
    pub level: Option<String>,
    /// Where it stands in its life.
    #[schemars(schema_with = "status")]
    pub status: String,
    /// Points for a full answer.
    pub points: Exact,
    /// How points are given. Under `per-choice` a pick earns its `score` times the points; a key without a score has an
    /// equal part of what the other keys' scores leave of 1; the sum is kept between 0 and 1.
    #[schemars(schema_with = "scoring")]
    pub scoring: String,
    /// Whether players may shuffle the choices.
    pub shuffle: bool,
    /// The heading, where it is a title and not the question.
    pub title: Option<RichText>,
    /// Id of the case it belongs to.
    pub stimulus: Option<String>,
    /// The question.
    pub stem: RichText,
    /// The choices, in authored order; none where nothing is picked from a list.
    pub choices: Vec<Choice>,
    /// The number to type, of a numeric question.
    pub number: Option<TypedNumber>,
    /// The words to type, of a text question.
    pub text: Option<TypedText>,
    /// The gaps of the stem, in its order; in `html` each is a `span` with its number from 1 in `data-gap`.
    pub blanks: Vec<Blank>,
    /// The pairs, of a match question.
    pub matching: Option<Matching>,
    /// The entries in the right order, of an order question. Show them in another one.
    pub order: Vec<Part>,
    /// The criteria, of an essay; their points sum to the item's.
    pub rubric: Vec<Criterion>,
    /// What is drawn and computed, of an item with variables; its texts and answers then hold `{{name}}` or
    /// `{{name:format}}`, where a format is a number of decimals, with a comma before it for thousands in groups.
    pub variables: Option<Variables>,
    /// What the learner is told after the attempt, whichever choice it was.
    pub outcomes: Outcomes,
    /// Why the key is right.
    pub rationale: Option<RichText>,
    /// Help before the attempt, the gentlest first.
    pub hints: Vec<RichText>,
    /// Sources: those of the text, then those of the attributes.
    pub references: Vec<RichText>,
    /// Expected share of learners who answer it right, from 0 to 1.
    pub difficulty: Option<Exact>,
    /// Expected time for an answer, in seconds.
    pub seconds: Option<u32>,
    /// Free words to find it by, sorted.
    pub tags: Vec<String>,
    /// SPDX name of its licence, the bank's if it names none.
    pub license: Option<String>,
    /// BCP 47 tag of its language.
    pub language: String,
    /// The day it was written, as `2026-11-22`.
    pub created: Option<String>,
    /// Former ids, the oldest first.
    pub aliases: Vec<String>,
    /// Items that must not stand on one form with it, as authors named them.
    pub enemies: Vec<String>,
}

/// One of the options that a learner picks from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// Its name in responses, unique in the item.
    pub id: String,
    /// What the learner reads.
    pub content: RichText,
    /// Whether it is right.
    pub key: bool,
    /// The author's share of the points for picking it, from −1 to 1.
    pub score: Option<Exact>,
    /// Whether it keeps its place when the choices are shuffled.
    pub fixed: bool,
    /// What the learner is told after picking it.
    pub feedback: Option<RichText>,
}

/// A number to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TypedNumber {
    /// The answer as authors write it, such as `12.5 kg ± 0.1`.
    pub answer: String,
    /// The value, in the first unit; none of a range, or where it is drawn.
    pub key: Option<Exact>,
    /// The lowest number that is right, in the first unit; none where it is drawn.
    pub low: Option<Exact>,
    /// The highest number that is right, in the first unit; none where it is drawn.
    pub high: Option<Exact>,
    /// The units that a response may name, the first one first; without one it is taken in the first.
    pub units: Vec<Unit>,
}

/// A unit of a typed number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// Its name, as it stands behind the number; capitals do not count.
    pub name: String,
    /// The value in this unit; its ratio to that in the first one is the factor between them.
    pub value: Exact,
}

/// Words to type. White space around them and doubled between them does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TypedText {
    /// The ways to answer right; the first one in words is shown to learners.
    pub accepted: Vec<Accept>,
    /// Whether capitals count.
    pub case_sensitive: bool,
}

/// A way to answer right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Accept {
    /// These words.
    Words(String),
    /// What a regular expression matches as a whole, in the syntax that JavaScript, XML Schema and Rust share.
    Pattern(String),
}

/// A gap's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Blank {
    /// A number to type.
    Number(TypedNumber),
    /// Words to type.
    Text(TypedText),
    /// Words to pick.
    DropDown {
        /// The options, in authored order.
        options: Vec<String>,
        /// The right one.
        key: String,
    },
}

/// Pairs to find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matching {
    /// What stands over the prompts.
    pub left: RichText,
    /// What stands over the options.
    pub right: RichText,
    /// What is asked for a partner, in authored order.
    pub prompts: Vec<Prompt>,
    /// What can be a partner, distractors included. Their order tells the pairs: show them in another one.
    pub options: Vec<Part>,
}

/// What is asked for a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Prompt {
    /// Its name in responses.
    pub id: String,
    /// What the learner reads.
    pub content: RichText,
    /// The id of its partner.
    pub key: String,
}

/// Something to pick or to place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Its name in responses.
    pub id: String,
    /// What the learner reads.
    pub content: RichText,
}

/// One of the things that earn points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// What the reader looks for.
    pub content: RichText,
    /// Points for it.
    pub points: Exact,
}

/// What is drawn and computed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variables {
    /// What is drawn; each combination of draws is a variant.
    pub drawn: Vec<Drawn>,
    /// What is computed, each after all that it reads.
    pub calculated: Vec<Calculated>,
    /// Conditions that a combination has to fulfil.
    pub require: Vec<String>,
    /// Digits behind the point where a place names no format; without it as many as the number has.
    pub decimals: Option<u32>,
    /// How many variants a format without variables is given.
    pub variants: u32,
}

/// A source of drawn values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Drawn {
    /// Numbers from `min` to `max`, `step` apart.
    Steps {
        /// The name.
        name: String,
        /// The least number.
        min: Exact,
        /// The greatest number.
        max: Exact,
        /// The distance between two.
        step: Exact,
    },
    /// Rows of values that go together.
    Rows {
        /// The names, in the order of a row's values.
        names: Vec<String>,
        /// The rows.
        rows: Vec<Vec<Constant>>,
    },
}

/// A value that is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Constant {
    /// A number.
    Number(Exact),
    /// A text.
    Text(String),
}

/// A name and the expression that computes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Calculated {
    /// The name.
    pub name: String,
    /// The expression, in the language of the question format.
    pub expression: String,
}

/// What the learner is told after the attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcomes {
    /// After full points.
    pub correct: Option<RichText>,
    /// After no points.
    pub incorrect: Option<RichText>,
    /// After some of the points.
    pub partial: Option<RichText>,
}

/// A file that items show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Medium {
    /// Its path from the bank's folder.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal letters.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

fn kind(_: &mut SchemaGenerator) -> Schema {
    one_of(&Kind::ALL.map(Kind::as_str))
}

fn status(_: &mut SchemaGenerator) -> Schema {
    one_of(&Status::ALL.map(Status::as_str))
}

fn scoring(_: &mut SchemaGenerator) -> Schema {
    one_of(&Scoring::ALL.map(Scoring::as_str))
}

fn weight_status(_: &mut SchemaGenerator) -> Schema {
    one_of(&WeightStatus::ALL.map(WeightStatus::as_str))
}

fn level(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<Option<&str>> =
        Level::ALL.into_iter().map(|level| Some(level.as_str())).chain([None]).collect();
    json_schema!({ "enum": words })
}

fn one_of(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": words })
}
