//! An item in QTI 1.2. Its texts are HTML that is written as text.
//!
//! The learner sees the case, the question and its choices; after the attempt what the picked choices, the outcome and the
//! rationale say.

use std::fmt::Write as _;

use qbank_model::item::Stimulus;
use qbank_model::{Bank, Choice, Content, Decimal, Item};

use super::settings::{Field, fields};
use super::{Flavour, answers, xml_name};
use crate::formats::qti::plan::ItemPlan;
use crate::formats::qti::processing::has_solution;
use crate::html::Html;
use crate::xml::Xml;

/// What an item is written with.
pub(super) struct Context<'a> {
    pub(super) html: Html<'a>,
    pub(super) flavour: Flavour,
    pub(super) bank: &'a Bank,
}

/// A text that is shown after the attempt: its name, what shows it, and its HTML.
struct Feedback {
    ident: String,
    html: String,
}

/// Writes an item.
pub(super) fn write(xml: &mut Xml, plan: &ItemPlan, stimulus: Option<&Stimulus>, cx: &Context) {
    let language = [("ident", &*plan.identifier), ("title", &plan.title()), ("xml:lang", plan.language)];
    xml.open("item", &language);
    xml.open("itemmetadata", &[]);
    fields(xml, &metadata(plan, cx));
    xml.close("itemmetadata");
    presentation(xml, plan, stimulus, cx);
    processing(xml, plan, cx);
    feedback(xml, plan, cx);
    xml.close("item");
}

fn metadata(plan: &ItemPlan, cx: &Context) -> Vec<Field> {
    let points = plan.response.points.normalize();
    let kind = answers::kind(plan.item, cx.flavour);
    match cx.flavour {
        Flavour::Canvas => vec![
            ("question_type", kind.to_owned()),
            ("points_possible", points.to_string()),
            ("original_answer_ids", answers::identifiers(plan.item).join(",")),
            ("assessment_question_identifierref", xml_name("QUESTION-", &plan.identifier)),
        ],
        Flavour::Cartridge => {
            let mut fields = vec![("cc_profile", kind.to_owned())];
            if points.is_integer() && points < Decimal::from(100) {
                fields.push(("cc_weighting", points.to_string()));
            }
            if plan.response.awaits_person() {
                fields.push(("qmd_computerscored", "No".to_owned()));
            }
            let domain = cx.bank.place(plan.item).map(|domain| domain.title.clone());
            let domain = domain.or_else(|| plan.item.domain.as_ref().map(|domain| domain.value.clone()));
            fields.extend(domain.map(|domain| ("cc_question_category", domain)));
            fields
        }
    }
}

fn presentation(xml: &mut Xml, plan: &ItemPlan, stimulus: Option<&Stimulus>, cx: &Context) {
    let item = plan.item;
    let mut stem = String::new();
    if let Some(stimulus) = stimulus {
        let prefix = format!("{}-case", plan.identifier);
        let html = cx.html.with_notes(&prefix);
        if !stimulus.title.is_empty() {
            let _ = write!(stem, "<h2>{}</h2>", html.inline(&stimulus.title));
        }
        html.write_block(&stimulus.content, &mut stem);
    }
    let gap = |idx: usize, out: &mut String| out.push_str(&answers::gap(idx));
    let notes = format!("{}-stem", plan.identifier);
    Html { gap: &gap, ..cx.html.with_notes(&notes) }.write_block(&item.stem, &mut stem);
    answers::push_unit(item, &mut stem);
    xml.open("presentation", &[]);
    material(xml, &stem);
    answers::fields(xml, item, cx);
    xml.close("presentation");
}

/// Writes a text in HTML.
pub(super) fn material(xml: &mut Xml, html: &str) {
    xml.open("material", &[]);
    xml.open("mattext", &[("texttype", "text/html")]);
    xml.text(html);
    xml.close("mattext");
    xml.close("material");
}

/// What is said whatever the answer comes first, then what a choice says, last the key: its condition ends the rules.
fn processing(xml: &mut Xml, plan: &ItemPlan, cx: &Context) {
    let item = plan.item;
    let says_hints = !item.hints.is_empty() && cx.flavour == Flavour::Cartridge;
    // A cartridge's rules say something, or there are none.
    if plan.response.awaits_person() && !has_solution(item) && !says_hints && cx.flavour == Flavour::Cartridge
    {
        return;
    }
    xml.open("resprocessing", &[]);
    xml.open("outcomes", &[]);
    let bounds = [("maxvalue", "100"), ("minvalue", "0"), ("varname", "SCORE"), ("vartype", "Decimal")];
    xml.empty("decvar", &bounds);
    xml.close("outcomes");
    let other = |xml: &mut Xml| xml.empty("other", &[]);
    if has_solution(item) {
        let (kind, ident) = solution_names(cx.flavour);
        condition(xml, other, None, Some((kind, ident)));
    }
    if says_hints {
        condition(xml, other, None, Some(("Hint", "hint")));
    }
    for choice in item.interaction.choices().iter().filter(|choice| choice.feedback.is_some()) {
        let ident = choice_feedback(choice);
        let picked = |xml: &mut Xml| answers::equals(xml, answers::RESPONSE, choice.id.as_str());
        condition(xml, picked, None, Some(("Response", &ident)));
    }
    answers::key(xml, item, cx.flavour, item.outcomes().correct.as_ref().map(|_| ("Response", "correct_fb")));
    if item.outcomes().incorrect.is_some() && !plan.response.awaits_person() {
        condition(xml, other, None, Some(("Response", "general_incorrect_fb")));
    }
    xml.close("resprocessing");
}

/// Writes a rule: when it holds, what it scores, and what it shows. One that sets the score ends the rules.
pub(super) fn condition(
    xml: &mut Xml,
    test: impl FnOnce(&mut Xml),
    score: Option<(&str, &str)>,
    shows: Option<(&str, &str)>,
) {
    let ends = score.is_some_and(|(action, _)| action == "Set");
    xml.open("respcondition", &[("continue", if ends { "No" } else { "Yes" })]);
    xml.open("conditionvar", &[]);
    test(xml);
    xml.close("conditionvar");
    if let Some((action, score)) = score {
        xml.open("setvar", &[("action", action), ("varname", "SCORE")]);
        xml.text(score);
        xml.close("setvar");
    }
    if let Some((kind, ident)) = shows {
        xml.empty("displayfeedback", &[("feedbacktype", kind), ("linkrefid", ident)]);
    }
    xml.close("respcondition");
}

/// A cartridge has a place for solutions; Canvas shows what its own name says.
fn solution_names(flavour: Flavour) -> (&'static str, &'static str) {
    match flavour {
        Flavour::Canvas => ("Response", "general_fb"),
        Flavour::Cartridge => ("Solution", "solution"),
    }
}

fn choice_feedback(choice: &Choice) -> String {
    format!("{}_fb", choice.id)
}

fn feedback(xml: &mut Xml, plan: &ItemPlan, cx: &Context) {
    let item = plan.item;
    let html = |name: &str, content: &Content| {
        cx.html.with_notes(&format!("{}-{name}", plan.identifier)).block(content)
    };
    let mut said = Vec::new();
    for choice in item.interaction.choices() {
        if let Some(feedback) = &choice.feedback {
            let ident = choice_feedback(choice);
            said.push(Feedback { html: html(&ident, feedback), ident });
        }
    }
    let outcomes =
        [("correct_fb", &item.outcomes().correct), ("general_incorrect_fb", &item.outcomes().incorrect)];
    for (ident, text) in outcomes.into_iter().filter(|_| !plan.response.awaits_person()) {
        said.extend(text.as_ref().map(|text| Feedback { ident: ident.to_owned(), html: html(ident, text) }));
    }
    if has_solution(item) {
        let solution = solution(item, &html);
        match cx.flavour {
            Flavour::Canvas => said.push(Feedback { ident: "general_fb".to_owned(), html: solution }),
            Flavour::Cartridge => within(xml, ["solution", "solution", "solutionmaterial"], &[solution]),
        }
    }
    if !item.hints.is_empty() && cx.flavour == Flavour::Cartridge {
        let hints = (1..).zip(&item.hints).map(|(number, hint)| html(&format!("hint-{number}"), hint));
        within(xml, ["hint", "hint", "hintmaterial"], &hints.collect::<Vec<String>>());
    }
    for Feedback { ident, html } in said {
        xml.open("itemfeedback", &[("ident", &ident)]);
        xml.open("flow_mat", &[]);
        material(xml, &html);
        xml.close("flow_mat");
        xml.close("itemfeedback");
    }
}

/// Writes texts of a kind: the feedback's name, its element, and the element of each text.
fn within(xml: &mut Xml, [ident, element, part]: [&str; 3], texts: &[String]) {
    xml.open("itemfeedback", &[("ident", ident)]);
    xml.open(element, &[]);
    for text in texts {
        xml.open(part, &[]);
        material(xml, text);
        xml.close(part);
    }
    xml.close(element);
    xml.close("itemfeedback");
}

/// Returns the rationale with its references.
fn solution(item: &Item, html: &dyn Fn(&str, &Content) -> String) -> String {
    let mut text = item.rationale.as_ref().map_or(String::new(), |rationale| html("rationale", rationale));
    for (number, reference) in (1..).zip(&item.references) {
        text.push_str(&html(&format!("reference-{number}"), reference));
    }
    for reference in &item.details.references {
        text.push_str("<p>");
        crate::escape::push_text(reference, &mut text);
        text.push_str("</p>");
    }
    text
}
