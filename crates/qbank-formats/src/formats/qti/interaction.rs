//! What the learner does, as an interaction of its own for each question type; all can be answered by keys alone.

use std::fmt::Write as _;

use qbank_model::interaction::{Blank, Blanks, DropDown, Essay, Matching, Ordering, TypedNumber};
use qbank_model::random::scrambled;
use qbank_model::{Choice, Content, Interaction, Item};

use super::item::Writer;
use super::plan::ItemPlan;
use super::response::option_identifier;
use crate::escape::push_text;
use crate::html::Html;
use crate::xml::Xml;

const RESPONSE: (&str, &str) = ("response-identifier", "RESPONSE");

impl Writer<'_> {
    /// Writes the question and what it is answered with.
    pub(super) fn interaction(self, xml: &mut Xml, plan: &ItemPlan) {
        let item = plan.item;
        match &item.interaction {
            Interaction::SingleChoice(_) | Interaction::TrueFalse(_) => self.choices(xml, item, "1"),
            Interaction::MultipleChoice(_) => self.choices(xml, item, "0"),
            Interaction::Number(number) => {
                self.stem(xml, item);
                self.entry(xml, unit(number));
            }
            Interaction::Text(_) => {
                self.stem(xml, item);
                self.entry(xml, "");
            }
            Interaction::Blanks(blanks) => self.blanks(xml, item, blanks),
            Interaction::Matching(matching) => self.matching(xml, item, matching),
            Interaction::Ordering(ordering) => self.ordering(xml, item, ordering),
            Interaction::Essay(essay) => self.essay(xml, item, essay),
        }
    }

    fn stem(self, xml: &mut Xml, item: &Item) {
        xml.open("div", &[]);
        xml.markup(|out| self.html.with_notes("stem").write_block(&item.stem, out));
        xml.close("div");
    }

    fn prompt(self, xml: &mut Xml, item: &Item) {
        xml.open("qti-prompt", &[]);
        xml.markup(|out| self.html.with_notes("stem").write_block(&item.stem, out));
        xml.close("qti-prompt");
    }

    fn choices(self, xml: &mut Xml, item: &Item, max_choices: &str) {
        let shuffle = ("shuffle", if item.shuffle { "true" } else { "false" });
        xml.open("qti-choice-interaction", &[RESPONSE, shuffle, ("max-choices", max_choices)]);
        self.prompt(xml, item);
        for choice in item.interaction.choices() {
            self.simple_choice(xml, choice);
        }
        xml.close("qti-choice-interaction");
    }

    /// Notes of a choice have no links: a link inside what is clicked to answer would be in the way.
    ///
    /// Text and feedback share one element, because players set a choice's children side by side.
    fn simple_choice(self, xml: &mut Xml, choice: &Choice) {
        let identifier = ("identifier", choice.id.as_str());
        let attributes = [identifier, ("fixed", "true")];
        xml.open("qti-simple-choice", if choice.fixed { &attributes } else { &attributes[..1] });
        if let Some(feedback) = &choice.feedback {
            xml.open("div", &[]);
            xml.markup(|out| self.html.write_tight(&choice.content, out));
            let attributes = [("outcome-identifier", "FEEDBACK"), identifier, ("show-hide", "show")];
            xml.open("qti-feedback-block", &attributes);
            self.body(xml, |out| self.html.write_block(feedback, out));
            xml.close("qti-feedback-block");
            xml.close("div");
        } else {
            xml.markup(|out| self.html.write_tight(&choice.content, out));
        }
        xml.close("qti-simple-choice");
    }

    /// Writes a field to type into, and the unit behind it.
    fn entry(self, xml: &mut Xml, unit: &str) {
        xml.open("p", &[]);
        xml.markup(|out| {
            self.push_entry("RESPONSE", out);
            if !unit.is_empty() {
                out.push(' ');
                push_text(unit, out);
            }
        });
        xml.close("p");
    }

    fn push_entry(self, field: &str, out: &mut String) {
        let [element, response, length] =
            ["qti-text-entry-interaction", "response-identifier", "expected-length"]
                .map(self.version.spell());
        let _ = write!(out, "<{element} {response}=\"{field}\" {length}=\"20\"/>");
    }

    fn blanks(self, xml: &mut Xml, item: &Item, blanks: &Blanks) {
        let gap = |idx: usize, out: &mut String| {
            let field = format!("RESPONSE_{}", idx + 1);
            match blanks.as_slice().get(idx) {
                Some(Blank::DropDown(options)) => self.push_drop_down(&field, options, out),
                Some(Blank::Number(number)) => {
                    self.push_entry(&field, out);
                    if !unit(number).is_empty() {
                        out.push(' ');
                        push_text(unit(number), out);
                    }
                }
                Some(Blank::Text(_)) | None => self.push_entry(&field, out),
            }
        };
        let html = Html { gap: &gap, ..self.html.with_notes("stem") };
        xml.open("div", &[]);
        xml.markup(|out| html.write_block(&item.stem, out));
        xml.close("div");
    }

    fn push_drop_down(self, field: &str, options: &DropDown, out: &mut String) {
        let [interaction, response, option] =
            ["qti-inline-choice-interaction", "response-identifier", "qti-inline-choice"]
                .map(self.version.spell());
        let _ = write!(out, "<{interaction} {response}=\"{field}\" shuffle=\"false\">");
        for (idx, words) in options.options().iter().enumerate() {
            let _ = write!(out, "<{option} identifier=\"{}\">", option_identifier(idx));
            push_text(words, out);
            let _ = write!(out, "</{option}>");
        }
        let _ = write!(out, "</{interaction}>");
    }

    /// The options stand in an order that their item's name alone decides: the authored one tells the pairs.
    fn matching(self, xml: &mut Xml, item: &Item, matching: &Matching) {
        let associations = matching.prompts().len().to_string();
        // A table with a mark in each cell: it needs no dragging.
        let class = ("class", "qti-match-tabular");
        let attributes = [class, RESPONSE, ("shuffle", "false"), ("max-associations", &associations)];
        xml.open("qti-match-interaction", &attributes);
        xml.open("qti-prompt", &[]);
        xml.markup(|out| {
            self.html.with_notes("stem").write_block(&item.stem, out);
            self.push_header(matching.header(), out);
        });
        xml.close("qti-prompt");
        xml.open("qti-simple-match-set", &[]);
        for prompt in matching.prompts() {
            self.associable(xml, [prompt.id.as_str(), "1"], &prompt.content);
        }
        xml.close("qti-simple-match-set");
        xml.open("qti-simple-match-set", &[]);
        let options = matching.options();
        for idx in scrambled(item.identity().as_str(), options.len()) {
            self.associable(xml, [options[idx].id.as_str(), &associations], &options[idx].content);
        }
        xml.close("qti-simple-match-set");
        xml.close("qti-match-interaction");
    }

    /// What stands over the two columns, on one line.
    fn push_header(self, header: &[Content; 2], out: &mut String) {
        let [left, right] = header.each_ref().map(|cell| self.html.tight(cell));
        if !left.is_empty() || !right.is_empty() {
            let _ = write!(out, "<p class=\"header\">{left} – {right}</p>");
        }
    }

    fn associable(self, xml: &mut Xml, [identifier, match_max]: [&str; 2], content: &Content) {
        let attributes = [("identifier", identifier), ("match-max", match_max)];
        xml.open("qti-simple-associable-choice", &attributes);
        xml.markup(|out| self.html.write_tight(content, out));
        xml.close("qti-simple-associable-choice");
    }

    /// The entries stand scrambled, for the same reason.
    fn ordering(self, xml: &mut Xml, item: &Item, ordering: &Ordering) {
        xml.open("qti-order-interaction", &[RESPONSE, ("shuffle", "false")]);
        self.prompt(xml, item);
        let steps = ordering.steps();
        for idx in scrambled(item.identity().as_str(), steps.len()) {
            xml.open("qti-simple-choice", &[("identifier", steps[idx].id.as_str())]);
            xml.markup(|out| self.html.write_tight(&steps[idx].content, out));
            xml.close("qti-simple-choice");
        }
        xml.close("qti-order-interaction");
    }

    fn essay(self, xml: &mut Xml, item: &Item, essay: &Essay) {
        xml.open("qti-extended-text-interaction", &[RESPONSE, ("expected-lines", "10")]);
        self.prompt(xml, item);
        xml.close("qti-extended-text-interaction");
        xml.open("qti-rubric-block", &[("view", "scorer"), ("use", "scoring")]);
        self.body(xml, |out| {
            out.push_str("<table><tbody>");
            for criterion in essay.criteria() {
                out.push_str("<tr><td>");
                self.html.write_tight(&criterion.content, out);
                let _ = write!(out, "</td><td>{}</td></tr>", criterion.points.normalize());
            }
            out.push_str("</tbody></table>");
        });
        xml.close("qti-rubric-block");
    }
}

/// The unit in which a number is taken that names none.
pub(super) fn unit(number: &TypedNumber) -> &str {
    number.units().first().map_or("", |unit| &unit.name)
}
