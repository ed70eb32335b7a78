//! The document of a case that items share, and a case inside an item.

use qbank_model::content::inline_text;
use qbank_model::item::Stimulus;

use super::plan::StimulusPlan;
use super::{Documents, html};
use crate::html::Html;
use crate::xml::Xml;

/// Writes a case's document.
pub(super) fn write(xml: &mut Xml, plan: &StimulusPlan, all: &Documents) {
    let source = |path: &_| all.plan.source(path);
    let title = inline_text(&plan.stimulus.title);
    xml.open(
        "qti-assessment-stimulus",
        &[
            ("xmlns", all.version.words().namespace),
            ("identifier", &plan.identifier),
            ("title", if title.is_empty() { &plan.identifier } else { &title }),
            ("xml:lang", plan.language),
        ],
    );
    xml.open("qti-stimulus-body", &[]);
    content(xml, plan.stimulus, html(&source));
    xml.close("qti-stimulus-body");
    xml.close("qti-assessment-stimulus");
}

/// Writes what a case says under its title.
pub(super) fn content(xml: &mut Xml, stimulus: &Stimulus, html: Html) {
    let html = html.with_notes("case");
    if !stimulus.title.is_empty() {
        xml.open("h2", &[]);
        xml.markup(|out| out.push_str(&html.inline(&stimulus.title)));
        xml.close("h2");
    }
    xml.open("div", &[]);
    xml.markup(|out| html.write_block(&stimulus.content, out));
    xml.close("div");
}
