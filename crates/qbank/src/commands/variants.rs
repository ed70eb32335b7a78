//! `qbank variants`: the draws that stand for an item with variables, as a table and as finished questions.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qbank_model::expression::Value;
use qbank_model::suggest::did_you_mean;
use qbank_model::template::{Draw, NumberFormat, Variables};
use qbank_model::{Bank, ItemTemplate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::open;
use crate::Verdict;
use crate::args::{ListFormat, VariantsArgs};
use crate::failure::Failure;
use crate::output::{note, print};
use crate::render::question;

/// The variants of an item.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank variants")]
pub(crate) struct VariantList {
    /// The version of this shape: 1.
    version: u32,
    /// The item's id.
    item: String,
    /// The combinations that there are.
    combinations: u64,
    /// Those that were tried when the item was checked.
    tried: u64,
    /// Those of them that the conditions keep.
    kept: u64,
    /// The variants, in their order.
    variants: Vec<Variant>,
}

/// A variant.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Variant {
    /// Its id: the item's, `~` and its number.
    id: String,
    /// The values by name, drawn and computed, as they print without a format.
    values: BTreeMap<String, String>,
}

pub(super) fn run(args: &VariantsArgs) -> Result<Verdict, Failure> {
    let checked = open(&args.bank)?.check()?;
    let template = find(&checked.bank, &args.id)?;
    if let Some(number) = args.variant {
        let items = template.materialise();
        let item = items.get(number.saturating_sub(1) as usize);
        let item = item.ok_or(Failure::NoSuchVariant { number, most: items.len() })?;
        print(&question::text(item))?;
        return Ok(Verdict::Clean);
    }
    let list = list(template);
    match args.output_format {
        ListFormat::Json => print(&(serde_json::to_string_pretty(&list)? + "\n"))?,
        ListFormat::Text => {
            print(&table(&list, template.variables()))?;
            let coverage = template.coverage();
            let tried = if coverage.is_sample() {
                format!(
                    "{} of {} combinations were tried, the corners among them",
                    list.tried, list.combinations
                )
            } else {
                format!("all {} combinations were tried", list.combinations)
            };
            note(&format!("{tried}; {} are kept", list.kept))?;
        }
    }
    Ok(Verdict::Clean)
}

fn find<'b>(bank: &'b Bank, id: &str) -> Result<&'b ItemTemplate, Failure> {
    let is_wanted = |template: &&ItemTemplate| template.sample().id.value.as_str() == id;
    if let Some(template) = bank.templates().find(is_wanted) {
        return Ok(template);
    }
    let id = id.to_owned();
    if bank.entries().iter().any(|entry| entry.id().is_some_and(|other| other.as_str() == id)) {
        return Err(Failure::NoVariables { id });
    }
    let known: Vec<&str> = bank.templates().map(|template| template.sample().id.value.as_str()).collect();
    let help = did_you_mean(&id, &known);
    Err(Failure::NoSuchTemplate { id, help })
}

fn list(template: &ItemTemplate) -> VariantList {
    let coverage = template.coverage();
    let id = &template.sample().id.value;
    let variant = |(draw, number): (&Draw, u32)| Variant {
        id: id.variant(number).to_string(),
        values: values(template.variables(), *draw),
    };
    VariantList {
        version: 1,
        item: id.to_string(),
        combinations: coverage.combinations,
        tried: coverage.tried,
        kept: coverage.kept,
        variants: template.variants().iter().zip(1..).map(variant).collect(),
    }
}

fn values(variables: &Variables, draw: Draw) -> BTreeMap<String, String> {
    let mut values = Vec::new();
    // A variant is a draw that was tried: it has values.
    let _ = variables.draw(draw, &mut values);
    let format = NumberFormat { decimals: variables.decimals(), groups: false };
    let text = |value: &Value| match value {
        Value::Number(number) => {
            let mut text = String::new();
            format.print(*number, &mut text);
            text
        }
        Value::Text(text) => (*text).to_owned(),
        Value::Truth(truth) => truth.to_string(),
    };
    variables.names().map(str::to_owned).zip(values.iter().map(text)).collect()
}

/// A row for each variant, a column for each name in the order in which they are known.
fn table(list: &VariantList, variables: &Variables) -> String {
    let mut rows = vec![vec!["variant".to_owned()]];
    rows[0].extend(variables.names().map(str::to_owned));
    for variant in &list.variants {
        let mut row = vec![variant.id.clone()];
        row.extend(variables.names().map(|name| variant.values.get(name).cloned().unwrap_or_default()));
        rows.push(row);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = format!("{:<first$}", row[0], first = widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            let _ = write!(line, "  {cell:>width$}");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
