//! The report beside every package: which items it holds, under which identifiers, and what was lost.
//!
//! A public contract with a generated schema; nothing here prints.

use std::borrow::Cow;
use std::io::Read;

use qbank_model::Status;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::loss::{Loss, Outcome};
use crate::package::Package;
use crate::selection::{LeftOutItem, Selection};

/// What an export did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank export report")]
pub struct Report {
    /// The version of this shape: 1.
    pub version: u32,
    /// The format's name.
    pub format: String,
    /// The bank's id.
    pub bank: String,
    /// The id of the form that the items were chosen for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// What `--since` compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<News>,
    /// The items of the package, in its order.
    pub items: Vec<ReportItem>,
    /// The items that were asked for and are not in the package.
    pub left_out: Vec<LeftOut>,
    /// What the format could not hold, by feature.
    pub losses: Vec<ReportLoss>,
}

/// How the bank differs from itself at a commit; the items of the package are what is new or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct News {
    /// The commit, as it was asked for.
    pub revision: String,
    /// The items that were published at the commit and no longer are, in the bank's order of then.
    pub retired: Vec<Gone>,
}

/// An item that is no longer published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gone {
    /// The id that authors used last.
    pub id: String,
    /// The name that outlives renaming, by which packages knew it.
    pub identity: String,
    /// The version that was published.
    pub revision: String,
}

/// An item of the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportItem {
    /// The id that authors use.
    pub id: String,
    /// The name that outlives renaming.
    pub identity: String,
    /// The version of its meaning, in 12 hexadecimal letters.
    pub revision: String,
    /// What the package calls it.
    pub identifier: String,
    /// Whether it is in the package only to tell who has it that it is no longer asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Of an item whose variables stay variables: how many variants stand for it where they cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<usize>,
}

/// An item that is not in the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// The id, or where it stands if it has none that can be read.
    pub id: String,
    /// Why it was left out, as a lower-case fragment.
    pub reason: String,
}

/// Something that the package does not hold as the bank does, and whose it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportLoss {
    /// What was lost.
    pub feature: Cow<'static, str>,
    /// How much it matters: `meaning`, `presentation` or `metadata`.
    pub gravity: Cow<'static, str>,
    /// What became of it: `degraded` or `dropped`.
    pub outcome: Cow<'static, str>,
    /// What stands for it, where it was degraded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Cow<'static, str>>,
    /// The ids of the items that use it, in the package's order.
    pub items: Vec<String>,
}

/// How each report begins.
const HEAD: &str = "{\n  \"version\": 1,\n  \"format\": \"";

impl Report {
    /// Tells whether what is read begins as a report does; the rest of it may be long and is not read.
    pub fn begins(mut file: impl Read) -> bool {
        let mut head = [0; HEAD.len()];
        file.read_exact(&mut head).is_ok() && head == HEAD.as_bytes()
    }

    /// Returns the report of a package, left out what has no place in the format; the caller knows what else was asked for.
    pub fn new(selection: &Selection, package: &Package) -> Self {
        let items = selection.items().zip(selection.revisions()).zip(&package.identifiers);
        let items = items.map(|((item, revision), (id, identifier))| ReportItem {
            id: id.as_str().to_owned(),
            identity: item.identity().as_str().to_owned(),
            revision: revision.as_str().to_owned(),
            identifier: identifier.clone(),
            retired: item.status == Status::Retired,
            variables: selection.template(item).map(|template| template.variants().len()),
        });
        Self {
            version: 1,
            format: selection.format.as_str().to_owned(),
            bank: selection.bank.info.id.clone(),
            since: None,
            form: selection.form.as_ref().map(|form| form.id.clone()),
            items: items.collect(),
            left_out: selection.left_out().iter().map(LeftOut::of).collect(),
            losses: package.losses.iter().map(ReportLoss::of).collect(),
        }
    }
}

impl LeftOut {
    fn of(left_out: &LeftOutItem) -> Self {
        Self { id: left_out.item.id.value.to_string(), reason: left_out.reason.to_owned() }
    }
}

impl ReportLoss {
    fn of(loss: &Loss) -> Self {
        let (outcome, to) = match loss.outcome {
            Outcome::Degraded { to } => ("degraded", Some(to.into())),
            Outcome::Dropped => ("dropped", None),
        };
        Self {
            feature: loss.feature.as_str().into(),
            gravity: loss.gravity.as_str().into(),
            outcome: outcome.into(),
            to,
            items: loss.items.iter().map(|(item, _)| item.as_str().to_owned()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, export};
    use crate::sample;
    use crate::selection::Wanted;

    #[test]
    fn reports_name_items_as_the_package_does() {
        let bank = sample::bank();
        let wanted = Wanted::new(Format::Qti3, "0");
        let selection = Selection::new(&bank, &wanted, bank.entries().iter().take(1));
        let package = export(&selection).expect("a package");
        let report = Report::new(&selection, &package);
        let [item] = &report.items[..] else { panic!("one item") };
        assert_eq!((item.id.as_str(), item.identifier.as_str()), ("inv-eoq-demand", "inv-eoq-old"));
        let text = serde_json::to_string(&report).expect("JSON");
        assert!(
            text.contains(r#""feature":"hint","gravity":"presentation","outcome":"degraded","to":"#),
            "{text}"
        );
        let schema = schemars::schema_for!(Report).to_value();
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let value = serde_json::to_value(&report).expect("JSON");
        assert!(validator.is_valid(&value));
        let written = serde_json::to_string_pretty(&report).expect("JSON");
        assert!(Report::begins(written.as_bytes()) && !Report::begins(&b"{\n  \"version\": 1\n}"[..]));
        assert_eq!(serde_json::from_value::<Report>(value).expect("a report"), report);
    }
}
