//! `qbank formats`: what each format can hold, from the table that losses come from.

use std::fmt::Write as _;

use qbank_formats::support::gravity;
use qbank_formats::{Feature, Format, Support, support};
use qbank_model::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Verdict;
use crate::args::{ListArgs, ListFormat};
use crate::failure::Failure;
use crate::output::print;

/// What each format can hold.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank formats")]
pub(crate) struct Matrix {
    /// The version of this shape: 1.
    version: u32,
    /// A cell for each format, question type and feature.
    cells: Vec<Cell>,
}

/// How a format holds a feature in items of a type.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Cell {
    /// The format's name.
    format: String,
    /// The question type.
    r#type: String,
    /// The feature.
    feature: String,
    /// `native`, `degraded` or `dropped`.
    support: String,
    /// What stands for it, where it is degraded.
    to: Option<String>,
    /// How much a loss matters: `meaning`, `presentation` or `metadata`.
    gravity: String,
}

pub(super) fn run(args: &ListArgs) -> Result<Verdict, Failure> {
    let text = match args.output_format {
        ListFormat::Json => serde_json::to_string_pretty(&Matrix { version: 1, cells: cells() })? + "\n",
        ListFormat::Text => table(),
    };
    print(&text)?;
    Ok(Verdict::Clean)
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for format in Format::ALL {
        for kind in Kind::ALL {
            for feature in Feature::ALL {
                let (support, to) = words(support(format, kind, feature));
                cells.push(Cell {
                    format: format.as_str().to_owned(),
                    r#type: kind.as_str().to_owned(),
                    feature: feature.as_str().to_owned(),
                    support: support.to_owned(),
                    to: to.map(str::to_owned),
                    gravity: gravity(format, feature).as_str().to_owned(),
                });
            }
        }
    }
    cells
}

fn words(support: Support) -> (&'static str, Option<&'static str>) {
    match support {
        Support::Native => ("native", None),
        Support::Degraded(to) => ("degraded", Some(to)),
        Support::Dropped => ("dropped", None),
    }
}

/// A row for each feature; a format that holds it in some question types alone says which.
fn table() -> String {
    let mut rows = vec![vec!["feature".to_owned()]];
    rows[0].extend(Format::ALL.map(|format| format.title().to_owned()));
    for feature in Feature::ALL {
        let mut row = vec![feature.as_str().to_owned()];
        row.extend(Format::ALL.map(|format| cell(format, feature)));
        rows.push(row);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..=Format::ALL.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn cell(format: Format, feature: Feature) -> String {
    let held = Kind::ALL.map(|kind| (kind, support(format, kind, feature)));
    let weaker: Vec<&(Kind, Support)> =
        held.iter().filter(|(_, support)| *support != Support::Native).collect();
    let Some((_, weakest)) = weaker.first() else { return "native".to_owned() };
    let (word, to) = words(*weakest);
    let shown = to.map_or(word.to_owned(), |to| format!("as {to}"));
    if weaker.len() == held.len() {
        return shown;
    }
    let kinds: Vec<&str> = weaker.iter().map(|(kind, _)| kind.as_str()).collect();
    format!("native; {} {shown}", kinds.join(", "))
}
