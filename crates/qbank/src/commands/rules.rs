//! `qbank rules`: every code with its severity and what it means.

use std::fmt::Write as _;

use qbank_model::{Code, OptionValue};
use qbank_project::all_codes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// How sure its findings are, unless one says otherwise: `high`, `medium` or `low`.
    confidence: String,
    /// Whether `[lint]` may give it another level, and `allow` may silence it.
    settable: bool,
    /// What `[lint]` can set beside the level.
    options: Vec<RuleOption>,
    /// What it means, in a sentence.
    summary: String,
    /// Its manual page, in Markdown.
    page: String,
}

/// An option of a rule.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct RuleOption {
    /// The name that `bank.toml` uses.
    name: String,
    /// What it is for, in a sentence.
    summary: String,
    /// What can be written, in words: "a number from 1 to 10".
    wanted: String,
    /// What holds without it.
    default: Value,
}

pub(super) fn run(args: &ListArgs) -> Result<Verdict, Failure> {
    let rules: Vec<Rule> = all_codes().into_iter().map(Rule::new).collect();
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

impl Rule {
    fn new(code: Code) -> Self {
        let mut rule = qbank_lint::all().into_iter().find(|rule| rule.code() == code);
        let settable = rule.as_ref().is_some_and(|rule| !rule.is_firm());
        let options = rule.as_mut().map(|rule| rule.options()).unwrap_or_default();
        Self {
            code: code.name().to_owned(),
            severity: code.0.severity.as_str().to_owned(),
            confidence: code.0.confidence.as_str().to_owned(),
            settable,
            options: options.iter().map(|option| RuleOption::new(code, option)).collect(),
            summary: code.summary(),
            page: code.0.page.to_owned(),
        }
    }
}

impl RuleOption {
    fn new(code: Code, option: &qbank_lint::RuleOption) -> Self {
        Self {
            name: option.name().to_owned(),
            summary: code.option_summary(option.name()),
            wanted: option.wanted(),
            default: match option.value() {
                OptionValue::Flag(flag) => flag.into(),
                OptionValue::Count(count) => count.into(),
                OptionValue::Number(number) => number.into(),
                OptionValue::Text(text) => text.into(),
                OptionValue::Texts(texts) => texts.into(),
            },
        }
    }
}
