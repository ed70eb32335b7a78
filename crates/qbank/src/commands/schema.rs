//! `qbank schema`: the JSON Schemas of everything the tool writes for programs.

use qbank_formats::Report;
use qbank_formats::formats::anki::update::UpdateReport;
use qbank_formats::formats::json::shape::Export;
use qbank_formats::responses::{ResponseSheet, ScoreSheet};
use qbank_model::suggest::did_you_mean;
use schemars::{Schema, schema_for};

use super::adopt::AdoptOutput;
use super::diff::Changes;
use super::formats::Matrix;
use super::rules::Rules;
use super::variants::VariantList;
use crate::Verdict;
use crate::args::SchemaArgs;
use crate::failure::Failure;
use crate::output::print;
use crate::render::coverage::shape::Coverage;
use crate::render::json::{CheckOutput, FindingLine};

/// A schema's name and how it is made.
type Named = (&'static str, fn() -> Schema);

const SCHEMAS: [Named; 13] = [
    ("adoption", || schema_for!(AdoptOutput)),
    ("bank", || schema_for!(Export)),
    ("changes", || schema_for!(Changes)),
    ("coverage", || schema_for!(Coverage)),
    ("finding", || schema_for!(FindingLine)),
    ("findings", || schema_for!(CheckOutput)),
    ("formats", || schema_for!(Matrix)),
    ("report", || schema_for!(Report)),
    ("responses", || schema_for!(ResponseSheet)),
    ("rules", || schema_for!(Rules)),
    ("scores", || schema_for!(ScoreSheet)),
    ("update", || schema_for!(UpdateReport)),
    ("variants", || schema_for!(VariantList)),
];

pub(super) fn run(args: &SchemaArgs) -> Result<Verdict, Failure> {
    let names = SCHEMAS.map(|(name, _)| name);
    let Some(wanted) = &args.name else {
        print(&(names.join("\n") + "\n"))?;
        return Ok(Verdict::Clean);
    };
    let Some((_, schema)) = SCHEMAS.iter().find(|(name, _)| name == wanted) else {
        return Err(Failure::NoSuchSchema { name: wanted.clone(), help: did_you_mean(wanted, &names) });
    };
    print(&(serde_json::to_string_pretty(&schema())? + "\n"))?;
    Ok(Verdict::Clean)
}
