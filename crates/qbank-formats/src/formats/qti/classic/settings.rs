//! What a quiz says about itself: in the items' document, and for Canvas in one of its own.

use qbank_model::Decimal;

use super::{Documents, Flavour};
use crate::xml::Xml;

const CANVAS: &str = "http://canvas.instructure.com/xsd/cccv1p0";

/// A label and its value.
pub(super) type Field = (&'static str, String);

/// Writes metadata as pairs of a label and an entry.
pub(super) fn fields(xml: &mut Xml, fields: &[Field]) {
    xml.open("qtimetadata", &[]);
    for (label, entry) in fields {
        xml.open("qtimetadatafield", &[]);
        xml.leaf("fieldlabel", label);
        xml.leaf("fieldentry", entry);
        xml.close("qtimetadatafield");
    }
    xml.close("qtimetadata");
}

/// Returns what the items' document says of the quiz. A form is taken once, a bank as often as one likes.
pub(super) fn of_quiz(all: &Documents) -> Vec<Field> {
    let form = all.plan.selection.form;
    let attempts = if form.is_some() { "1" } else { "unlimited" }.to_owned();
    let minutes = form.and_then(|form| form.minutes).map(|minutes| ("qmd_timelimit", minutes.to_string()));
    let mut fields = match all.flavour {
        Flavour::Canvas => vec![("cc_maxattempts", attempts)],
        Flavour::Cartridge => vec![
            ("cc_profile", "cc.exam.v0p1".to_owned()),
            ("qmd_assessmenttype", "Examination".to_owned()),
            ("qmd_scoretype", "Percentage".to_owned()),
            ("qmd_feedbackpermitted", "Yes".to_owned()),
            ("qmd_hintspermitted", "Yes".to_owned()),
            ("qmd_solutionspermitted", "Yes".to_owned()),
            ("cc_maxattempts", attempts),
        ],
    };
    fields.extend(minutes);
    fields
}

/// Writes Canvas's own document about a quiz, without which its title is lost.
pub(super) fn write(xml: &mut Xml, all: &Documents) {
    let selection = all.plan.selection;
    let items = &all.plan.items;
    let points: Decimal = items.iter().map(|plan| plan.response.points).sum();
    // Canvas shuffles all of a quiz or nothing, and keeps no choice in its place.
    let keeps_place = |plan: &super::super::plan::ItemPlan| {
        !plan.item.shuffle || plan.item.interaction.choices().iter().any(|choice| choice.fixed)
    };
    let shuffles = !items.iter().any(keeps_place);
    xml.open("quiz", &[("xmlns", CANVAS), ("identifier", &all.identifier())]);
    xml.leaf("title", all.title());
    xml.leaf("description", selection.bank.info.notice.as_deref().unwrap_or_default());
    xml.leaf("shuffle_answers", if shuffles { "true" } else { "false" });
    xml.leaf("quiz_type", "assignment");
    xml.leaf("points_possible", &points.normalize().to_string());
    if let Some(minutes) = selection.form.and_then(|form| form.minutes) {
        xml.leaf("time_limit", &minutes.to_string());
    }
    xml.leaf("allowed_attempts", if selection.form.is_some() { "1" } else { "-1" });
    xml.leaf("available", "false");
    xml.close("quiz");
}
