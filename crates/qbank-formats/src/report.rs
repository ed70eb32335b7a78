//! The report beside every package: which items it holds, under which identifiers, and what was lost.
//!
//! A public contract with a generated schema; nothing here prints.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{Format, Selection};
use crate::loss::{Loss, Outcome};
use crate::package::Package;

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
    /// The items of the package, in its order.
    pub items: Vec<ReportItem>,
    /// The items that were asked for and are not in the package.
    pub left_out: Vec<LeftOut>,
    /// What the format could not hold: item by item, then by feature.
    pub losses: Vec<ReportLoss>,
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
}

/// An item that is not in the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// The id, or where it stands if it has none that can be read.
    pub id: String,
    /// Why it was left out, as a lower-case fragment.
    pub reason: String,
}

/// Something that the package does not hold as the bank does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportLoss {
    /// The item's id.
    pub item: String,
    /// What was lost.
    pub feature: String,
    /// How much it matters: `meaning`, `presentation` or `metadata`.
    pub gravity: String,
    /// What became of it: `degraded` or `dropped`.
    pub outcome: String,
    /// What stands for it, where it was degraded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Report {
    /// Returns the report of a package, with nothing left out; the caller knows what else was asked for.
    pub fn new(selection: &Selection, format: Format, package: &Package) -> Self {
        let items =
            selection.items.iter().zip(&package.identifiers).map(|(item, (id, identifier))| ReportItem {
                id: id.to_string(),
                identity: item.identity().to_string(),
                revision: selection.bank.revision(item).to_string(),
                identifier: identifier.clone(),
            });
        Self {
            version: 1,
            format: format.as_str().to_owned(),
            bank: selection.bank.info.id.clone(),
            items: items.collect(),
            left_out: Vec::new(),
            losses: package.losses.iter().map(ReportLoss::of).collect(),
        }
    }
}

impl ReportLoss {
    fn of(loss: &Loss) -> Self {
        let (outcome, to) = match loss.outcome {
            Outcome::Degraded { to } => ("degraded", Some(to.to_owned())),
            Outcome::Dropped => ("dropped", None),
        };
        Self {
            item: loss.item.to_string(),
            feature: loss.feature.as_str().to_owned(),
            gravity: loss.gravity.as_str().to_owned(),
            outcome: outcome.to_owned(),
            to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::export;
    use crate::sample;

    #[test]
    fn reports_name_items_as_the_package_does() {
        let bank = sample::bank();
        let selection = Selection { bank: &bank, items: bank.items().take(1).collect(), version: "0" };
        let package = export(&selection, Format::Qti3).expect("a package");
        let report = Report::new(&selection, Format::Qti3, &package);
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
        assert_eq!(serde_json::from_value::<Report>(value).expect("a report"), report);
    }
}
