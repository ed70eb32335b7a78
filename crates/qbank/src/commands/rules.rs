//! `qbank rules`: every code with its severity and what it means.

use std::fmt::Write as _;

use qbank_project::all_codes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Verdict;
use crate::args::{ListArgs, ListFormat};
use crate::failure::Failure;
use crate::output::print;

/// All codes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank rules")]
pub(crate) struct Rules {
    /// The version of this shape: 1.
    version: u32,
    /// The codes, in the manual's order.
    rules: Vec<Rule>,
}

/// A code.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Rule {
    /// Its permanent kebab-case name.
    code: String,
    /// `error`, `warning` or `info`, unless the bank says otherwise.
    severity: String,
    /// What it means, in a sentence.
    summary: String,
    /// Its manual page, in Markdown.
    page: String,
}

pub(super) fn run(args: &ListArgs) -> Result<Verdict, Failure> {
    let rules: Vec<Rule> = all_codes()
        .iter()
        .map(|code| Rule {
            code: code.name().to_owned(),
            severity: code.0.severity.as_str().to_owned(),
            summary: code.summary(),
            page: code.0.page.to_owned(),
        })
        .collect();
    let text = match args.output_format {
        ListFormat::Json => serde_json::to_string_pretty(&Rules { version: 1, rules })? + "\n",
        ListFormat::Text => {
            let mut text = String::new();
            for rule in &rules {
                let _ = writeln!(text, "{:<26} {:<8} {}", rule.code, rule.severity, rule.summary);
            }
            text
        }
    };
    print(&text)?;
    Ok(Verdict::Clean)
}
