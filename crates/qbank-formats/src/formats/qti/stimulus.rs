//! The document of a case that items share.

use qbank_model::content::inline_text;

use super::plan::{Plan, StimulusPlan};
use super::{ITEM_NAMESPACE, html};
use crate::xml::Xml;

/// Writes a case's document.
pub(super) fn write(xml: &mut Xml, plan: &StimulusPlan, package: &Plan) {
    let source = |path: &_| package.source(path);
    let html = html(&source).with_notes("case");
    let title = inline_text(&plan.stimulus.title);
    xml.open(
        "qti-assessment-stimulus",
        &[
            ("xmlns", ITEM_NAMESPACE),
            ("identifier", &plan.identifier),
            ("title", if title.is_empty() { &plan.identifier } else { &title }),
            ("xml:lang", plan.language),
        ],
    );
    xml.open("qti-stimulus-body", &[]);
    if !plan.stimulus.title.is_empty() {
        xml.open("h2", &[]);
        xml.markup(|out| out.push_str(&html.inline(&plan.stimulus.title)));
        xml.close("h2");
    }
    xml.open("div", &[]);
    xml.markup(|out| html.write_block(&plan.stimulus.content, out));
    xml.close("div");
    xml.close("qti-stimulus-body");
    xml.close("qti-assessment-stimulus");
}
