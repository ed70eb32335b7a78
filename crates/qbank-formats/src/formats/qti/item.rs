//! The document of an item, in QTI 3.0.
//!
//! The learner sees, in this order: the case, the question with its choices, the hints. After the attempt: feedback in
//! the choices that were picked, below them what the outcome says, and over all the rationale with its references.

use qbank_model::content::inline_text;
use qbank_model::{Choice, Item};

use super::plan::{ItemPlan, Plan};
use super::{ITEM_NAMESPACE, html, processing};
use crate::html::Html;
use crate::xml::Xml;

/// Writes an item's document. Children stand in the order that the schema's sequence wants.
pub(super) fn write(xml: &mut Xml, plan: &ItemPlan, package: &Plan) {
    let source = |path: &_| package.source(path);
    let html = html(&source);
    xml.open(
        "qti-assessment-item",
        &[
            ("xmlns", ITEM_NAMESPACE),
            ("identifier", &plan.identifier),
            ("title", &title(plan)),
            ("adaptive", "false"),
            ("time-dependent", "false"),
            ("xml:lang", plan.language),
            ("tool-name", "qbank"),
            ("tool-version", package.selection.version),
        ],
    );
    processing::declarations(xml, plan);
    let stimulus = plan.stimulus.map(|place| &package.stimuli[place]);
    if let Some(stimulus) = stimulus {
        let href = format!("../{}", stimulus.href);
        xml.empty("qti-assessment-stimulus-ref", &[("identifier", &stimulus.identifier), ("href", &href)]);
    }
    xml.open("qti-item-body", &[]);
    if let Some(stimulus) = stimulus {
        let attributes = [("class", "qti-shared-stimulus"), ("data-stimulus-idref", &stimulus.identifier)];
        xml.empty("div", &attributes);
    }
    interaction(xml, plan, html);
    hints(xml, plan.item, html);
    outcomes(xml, plan, html);
    xml.close("qti-item-body");
    processing::rules(xml, plan);
    solution(xml, plan.item, html);
    xml.close("qti-assessment-item");
}

/// Returns the title that lists show: the item's on one line, else its id.
pub(super) fn title(plan: &ItemPlan) -> String {
    let title = inline_text(&plan.item.title);
    let words: Vec<&str> = title.split_whitespace().collect();
    if words.is_empty() { plan.item.id.value.to_string() } else { words.join(" ") }
}

fn interaction(xml: &mut Xml, plan: &ItemPlan, html: Html) {
    let item = plan.item;
    xml.open(
        "qti-choice-interaction",
        &[
            ("response-identifier", "RESPONSE"),
            ("shuffle", if item.shuffle { "true" } else { "false" }),
            ("max-choices", if plan.response.takes_one { "1" } else { "0" }),
        ],
    );
    xml.open("qti-prompt", &[]);
    xml.markup(|out| html.with_notes("stem").write_block(&item.stem, out));
    xml.close("qti-prompt");
    for choice in item.interaction.choices() {
        simple_choice(xml, choice, html);
    }
    xml.close("qti-choice-interaction");
}

/// Notes of a choice have no links: a link inside what is clicked to answer would be in the way.
///
/// Text and feedback share one element, because players set a choice's children side by side.
fn simple_choice(xml: &mut Xml, choice: &Choice, html: Html) {
    let identifier = ("identifier", choice.id.as_str());
    let attributes = [identifier, ("fixed", "true")];
    xml.open("qti-simple-choice", if choice.fixed { &attributes } else { &attributes[..1] });
    if let Some(feedback) = &choice.feedback {
        xml.open("div", &[]);
        xml.markup(|out| html.write_tight(&choice.content, out));
        let attributes = [("outcome-identifier", "FEEDBACK"), identifier, ("show-hide", "show")];
        xml.open("qti-feedback-block", &attributes);
        body(xml, |out| html.write_block(feedback, out));
        xml.close("qti-feedback-block");
        xml.close("div");
    } else {
        xml.markup(|out| html.write_tight(&choice.content, out));
    }
    xml.close("qti-simple-choice");
}

/// A rubric for the candidate is the only block that QTI shows before the attempt without an adaptive item.
fn hints(xml: &mut Xml, item: &Item, html: Html) {
    for (number, hint) in (1..).zip(&item.hints) {
        let prefix = format!("hint-{number}");
        xml.open("qti-rubric-block", &[("view", "candidate"), ("use", "instructions"), ("class", "hint")]);
        body(xml, |out| html.with_notes(&prefix).write_block(hint, out));
        xml.close("qti-rubric-block");
    }
}

fn outcomes(xml: &mut Xml, plan: &ItemPlan, html: Html) {
    for (identifier, content) in processing::outcomes(plan) {
        let prefix = format!("outcome-{}", identifier.to_ascii_lowercase());
        let attributes =
            [("outcome-identifier", "OUTCOME"), ("identifier", identifier), ("show-hide", "show")];
        xml.open("qti-feedback-block", &attributes);
        body(xml, |out| html.with_notes(&prefix).write_block(content, out));
        xml.close("qti-feedback-block");
    }
}

fn solution(xml: &mut Xml, item: &Item, html: Html) {
    if !processing::has_solution(item) {
        return;
    }
    let attributes = [("outcome-identifier", "SOLUTION"), ("identifier", "RATIONALE"), ("show-hide", "show")];
    xml.open("qti-modal-feedback", &attributes);
    xml.open("qti-content-body", &[]);
    if let Some(rationale) = &item.rationale {
        xml.open("div", &[("class", "rationale")]);
        xml.markup(|out| html.with_notes("rationale").write_block(rationale, out));
        xml.close("div");
    }
    references(xml, item, html);
    xml.close("qti-content-body");
    xml.close("qti-modal-feedback");
}

fn references(xml: &mut Xml, item: &Item, html: Html) {
    for (number, reference) in (1..).zip(&item.references) {
        let prefix = format!("reference-{number}");
        xml.open("div", &[("class", "reference")]);
        xml.markup(|out| html.with_notes(&prefix).write_block(reference, out));
        xml.close("div");
    }
    for reference in &item.details.references {
        xml.open("div", &[("class", "reference")]);
        xml.leaf("p", reference);
        xml.close("div");
    }
}

fn body(xml: &mut Xml, write: impl FnOnce(&mut String)) {
    xml.open("qti-content-body", &[]);
    xml.markup(write);
    xml.close("qti-content-body");
}
