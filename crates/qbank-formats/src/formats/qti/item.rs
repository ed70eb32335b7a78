//! The document of an item.
//!
//! The learner sees, in this order: the case, the question with its choices, the hints. After the attempt: feedback in
//! the choices that were picked, below them what the outcome says, and over all the rationale with its references.

use std::fmt::Write as _;

use qbank_model::Item;
use qbank_model::template::Placeholder;

use super::plan::{ItemPlan, StimulusPlan};
use super::{Documents, Version, html, processing, stimulus};
use crate::html::Html;
use crate::xml::Xml;

/// Writes an item's document. Children stand in the order that the schema's sequence wants.
pub(super) fn write(xml: &mut Xml, plan: &ItemPlan, all: &Documents) {
    let source = |path: &_| all.plan.source(path);
    let slot = |place: &Placeholder, out: &mut String| {
        let variable = plan.draws.as_ref().map_or("", |draws| draws.variable(place));
        let _ = write!(out, "<qti-printed-variable identifier=\"{variable}\"/>");
    };
    let writer = Writer { html: Html { slot: &slot, ..html(&source) }, version: all.version };
    xml.open(
        "qti-assessment-item",
        &[
            ("xmlns", all.version.words().namespace),
            ("identifier", &plan.identifier),
            ("title", &plan.title()),
            ("adaptive", "false"),
            ("time-dependent", "false"),
            ("xml:lang", plan.language),
            ("tool-name", "qbank"),
            ("tool-version", all.plan.selection.version),
        ],
    );
    processing::declarations(xml, plan, all.version);
    if let Some(draws) = &plan.draws {
        draws.write(xml);
    }
    let stimulus = plan.stimulus.map(|place| &all.plan.stimuli[place]);
    if let Some(stimulus) = stimulus.filter(|_| all.version.has_stimuli()) {
        let href = format!("../{}", stimulus.href);
        xml.empty("qti-assessment-stimulus-ref", &[("identifier", &stimulus.identifier), ("href", &href)]);
    }
    xml.open("qti-item-body", &[]);
    if let Some(stimulus) = stimulus {
        writer.stimulus(xml, stimulus);
    }
    writer.interaction(xml, plan);
    writer.hints(xml, plan.item);
    writer.outcomes(xml, plan);
    xml.close("qti-item-body");
    processing::rules(xml, plan, all.version);
    writer.solution(xml, plan.item);
    xml.close("qti-assessment-item");
}

/// Writes rich text and what holds it.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) html: Html<'a>,
    pub(super) version: Version,
}

impl Writer<'_> {
    /// A case is a document of its own, or stands in each of its items.
    fn stimulus(self, xml: &mut Xml, stimulus: &StimulusPlan) {
        if self.version.has_stimuli() {
            let attributes =
                [("class", "qti-shared-stimulus"), ("data-stimulus-idref", &stimulus.identifier)];
            xml.empty("div", &attributes);
            return;
        }
        xml.open("div", &[("class", "stimulus")]);
        stimulus::content(xml, stimulus.stimulus, self.html);
        xml.close("div");
    }

    /// A rubric for the candidate is the only block that QTI shows before the attempt without an adaptive item.
    fn hints(self, xml: &mut Xml, item: &Item) {
        for (number, hint) in (1..).zip(&item.hints) {
            let prefix = format!("hint-{number}");
            xml.open(
                "qti-rubric-block",
                &[("view", "candidate"), ("use", "instructions"), ("class", "hint")],
            );
            self.body(xml, |out| self.html.with_notes(&prefix).write_block(hint, out));
            xml.close("qti-rubric-block");
        }
    }

    fn outcomes(self, xml: &mut Xml, plan: &ItemPlan) {
        for (identifier, content) in processing::outcomes(plan) {
            let prefix = format!("outcome-{}", identifier.to_ascii_lowercase());
            let attributes =
                [("outcome-identifier", "OUTCOME"), ("identifier", identifier), ("show-hide", "show")];
            xml.open("qti-feedback-block", &attributes);
            self.body(xml, |out| self.html.with_notes(&prefix).write_block(content, out));
            xml.close("qti-feedback-block");
        }
    }

    fn solution(self, xml: &mut Xml, item: &Item) {
        if !processing::has_solution(item) {
            return;
        }
        let attributes =
            [("outcome-identifier", "SOLUTION"), ("identifier", "RATIONALE"), ("show-hide", "show")];
        xml.open("qti-modal-feedback", &attributes);
        self.in_body(xml, |xml| {
            if let Some(rationale) = &item.rationale {
                xml.open("div", &[("class", "rationale")]);
                xml.markup(|out| self.html.with_notes("rationale").write_block(rationale, out));
                xml.close("div");
            }
            self.references(xml, item);
        });
        xml.close("qti-modal-feedback");
    }

    fn references(self, xml: &mut Xml, item: &Item) {
        for (number, reference) in (1..).zip(&item.references) {
            let prefix = format!("reference-{number}");
            xml.open("div", &[("class", "reference")]);
            xml.markup(|out| self.html.with_notes(&prefix).write_block(reference, out));
            xml.close("div");
        }
        for reference in &item.details.references {
            xml.open("div", &[("class", "reference")]);
            xml.leaf("p", reference);
            xml.close("div");
        }
    }

    pub(super) fn body(self, xml: &mut Xml, write: impl FnOnce(&mut String)) {
        self.in_body(xml, |xml| xml.markup(write));
    }

    /// Version 2.1 has no element around the text of a block.
    pub(super) fn in_body(self, xml: &mut Xml, write: impl FnOnce(&mut Xml)) {
        if self.version == Version::V21 {
            return write(xml);
        }
        xml.open("qti-content-body", &[]);
        write(xml);
        xml.close("qti-content-body");
    }
}
