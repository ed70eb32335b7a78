//! The test: a section for each domain, or the form; each item counts its points.

use super::Documents;
use super::plan::{ItemPlan, Section};
use crate::xml::Xml;

/// The test's document, from the package's root.
pub(super) const HREF: &str = "test.xml";

/// The test's name in the package; the capitals keep it apart from items' names.
pub(super) fn identifier(all: &Documents) -> String {
    let selection = all.plan.selection;
    let of = selection.form.as_ref().map_or(&selection.bank.info.id, |form| &form.id);
    format!("TEST_{of}")
}

/// Writes the test. Children stand in the order that the schema's sequence wants.
pub(super) fn write(xml: &mut Xml, all: &Documents) {
    let selection = all.plan.selection;
    let form = selection.form.as_ref();
    let title = form.map_or(&selection.bank.info.title, |form| &form.title);
    let identifier = identifier(all);
    xml.open(
        "qti-assessment-test",
        &[
            ("xmlns", all.version.words().namespace),
            ("identifier", &identifier),
            ("title", title),
            ("tool-name", "qbank"),
            ("tool-version", selection.version),
        ],
    );
    outcome(xml, "SCORE");
    if let Some(minutes) = form.and_then(|form| form.minutes) {
        xml.empty("qti-time-limits", &[("max-time", &(u64::from(minutes) * 60).to_string())]);
    }
    let modes = [("navigation-mode", "nonlinear"), ("submission-mode", "individual")];
    xml.open("qti-test-part", &[("identifier", "PART"), modes[0], modes[1]]);
    // A form is taken once; a bank is practised as often as one likes.
    let attempts = if form.is_some() { "1" } else { "0" };
    let session = [("max-attempts", attempts), ("show-feedback", "true"), ("allow-review", "true")];
    xml.empty("qti-item-session-control", &session);
    for part in &all.plan.sections {
        section(xml, part, &all.plan.items[part.items.clone()], all);
    }
    xml.close("qti-test-part");
    sum_of_scores(xml);
    xml.close("qti-assessment-test");
}

fn outcome(xml: &mut Xml, name: &str) {
    let attributes = [("identifier", name), ("cardinality", "single"), ("base-type", "float")];
    xml.open("qti-outcome-declaration", &attributes);
    xml.open("qti-default-value", &[]);
    xml.leaf("qti-value", "0");
    xml.close("qti-default-value");
    xml.close("qti-outcome-declaration");
}

/// All items are taken, in the order of the bank or the form.
fn section(xml: &mut Xml, part: &Section, items: &[ItemPlan], all: &Documents) {
    let attributes = [("identifier", &*part.identifier), ("title", &part.title), ("visible", "true")];
    xml.open("qti-assessment-section", &attributes);
    xml.empty("qti-selection", &[("select", &items.len().to_string())]);
    xml.empty("qti-ordering", &[("shuffle", "false")]);
    for item in items {
        let reference = [("identifier", &*item.identifier), ("href", &item.href)];
        match all.plan.selection.bank.place(item.item) {
            Some(domain) => {
                let category = ("category", &*domain.id);
                xml.empty("qti-assessment-item-ref", &[reference[0], reference[1], category]);
            }
            None => xml.empty("qti-assessment-item-ref", &reference),
        }
    }
    xml.close("qti-assessment-section");
}

fn sum_of_scores(xml: &mut Xml) {
    xml.open("qti-outcome-processing", &[]);
    xml.open("qti-set-outcome-value", &[("identifier", "SCORE")]);
    xml.open("qti-sum", &[]);
    xml.empty("qti-test-variables", &[("variable-identifier", "SCORE")]);
    xml.close("qti-sum");
    xml.close("qti-set-outcome-value");
    xml.close("qti-outcome-processing");
}
