//! Variables and rules of an item, in QTI 3.0: what is declared before the body and computed after the attempt.
//!
//! `SCORE` and `MAXSCORE` are the points. `FEEDBACK` is the picked choices, `OUTCOME` whether the points are full, some
//! or none, `SOLUTION` that the rationale is due; each is declared only where something shows by it.

use qbank_model::{Content, Decimal, Item};

use super::plan::ItemPlan;
use super::response::Response;
use crate::xml::Xml;

const MATCH_CORRECT: &str = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml";
const MAP_RESPONSE: &str = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml";

/// Returns the outcome texts that an answer can reach, each with the value of `OUTCOME` that shows it.
pub(super) fn outcomes<'a>(plan: &ItemPlan<'a>) -> Vec<(&'static str, &'a Content)> {
    let texts = &plan.item.outcomes;
    let partial = texts.partial.as_ref().filter(|_| plan.response.mapping.is_some());
    let of = |identifier, text: Option<&'a Content>| text.map(|text| (identifier, text));
    [of("CORRECT", texts.correct.as_ref()), of("PARTIAL", partial), of("INCORRECT", texts.incorrect.as_ref())]
        .into_iter()
        .flatten()
        .collect()
}

/// Tells whether there is anything to say about the key after the attempt.
pub(super) fn has_solution(item: &Item) -> bool {
    item.rationale.is_some() || !item.references.is_empty() || !item.details.references.is_empty()
}

/// Tells whether picking a choice tells the learner something.
pub(super) fn has_feedback(item: &Item) -> bool {
    item.interaction.choices().iter().any(|choice| choice.feedback.is_some())
}

/// Writes the declarations of all variables.
pub(super) fn declarations(xml: &mut Xml, plan: &ItemPlan) {
    let response = &plan.response;
    let points = number(response.points);
    response_declaration(xml, response);
    let float = ("base-type", "float");
    xml.open(
        "qti-outcome-declaration",
        &[("identifier", "SCORE"), ("cardinality", "single"), float, ("normal-maximum", &points)],
    );
    default_value(xml, "0");
    xml.open("qti-outcome-declaration", &[("identifier", "MAXSCORE"), ("cardinality", "single"), float]);
    default_value(xml, &points);
    let identifier = ("base-type", "identifier");
    for (name, cardinality, used) in [
        ("FEEDBACK", response.cardinality(), has_feedback(plan.item)),
        ("OUTCOME", "single", !outcomes(plan).is_empty()),
        ("SOLUTION", "single", has_solution(plan.item)),
    ] {
        if used {
            let attributes = [("identifier", name), ("cardinality", cardinality), identifier];
            xml.empty("qti-outcome-declaration", &attributes);
        }
    }
}

fn response_declaration(xml: &mut Xml, response: &Response) {
    let attributes =
        [("identifier", "RESPONSE"), ("cardinality", response.cardinality()), ("base-type", "identifier")];
    xml.open("qti-response-declaration", &attributes);
    xml.open("qti-correct-response", &[]);
    for key in &response.keys {
        xml.leaf("qti-value", key.as_str());
    }
    xml.close("qti-correct-response");
    if let Some(mapping) = &response.mapping {
        let upper = number(response.points);
        let bounds = [("lower-bound", "0"), ("upper-bound", upper.as_str()), ("default-value", "0")];
        xml.open("qti-mapping", &bounds);
        for (choice, worth) in mapping {
            let worth = number(*worth);
            xml.empty("qti-map-entry", &[("map-key", choice.as_str()), ("mapped-value", &worth)]);
        }
        xml.close("qti-mapping");
    }
    xml.close("qti-response-declaration");
}

fn default_value(xml: &mut Xml, value: &str) {
    xml.open("qti-default-value", &[]);
    xml.leaf("qti-value", value);
    xml.close("qti-default-value");
    xml.close("qti-outcome-declaration");
}

/// Writes the response processing; a standard template where that says it all.
pub(super) fn rules(xml: &mut Xml, plan: &ItemPlan) {
    let outcomes = outcomes(plan);
    let says_nothing = outcomes.is_empty() && !has_feedback(plan.item) && !has_solution(plan.item);
    let template = match &plan.response.mapping {
        Some(_) => Some(MAP_RESPONSE),
        None if plan.response.points == Decimal::ONE => Some(MATCH_CORRECT),
        None => None,
    };
    if let Some(template) = template.filter(|_| says_nothing) {
        xml.empty("qti-response-processing", &[("template", template)]);
        return;
    }
    xml.open("qti-response-processing", &[]);
    if plan.response.mapping.is_some() {
        mapped_score(xml);
        if !outcomes.is_empty() {
            mapped_outcome(xml, plan);
        }
    } else {
        matched(xml, plan, !outcomes.is_empty());
    }
    if has_feedback(plan.item) {
        xml.open("qti-set-outcome-value", &[("identifier", "FEEDBACK")]);
        xml.empty("qti-variable", &[("identifier", "RESPONSE")]);
        xml.close("qti-set-outcome-value");
    }
    if has_solution(plan.item) {
        set(xml, "SOLUTION", &Value::Identifier("RATIONALE"));
    }
    xml.close("qti-response-processing");
}

enum Value<'a> {
    Float(&'a str),
    Identifier(&'static str),
}

fn set(xml: &mut Xml, variable: &str, value: &Value) {
    xml.open("qti-set-outcome-value", &[("identifier", variable)]);
    base_value(xml, value);
    xml.close("qti-set-outcome-value");
}

fn base_value(xml: &mut Xml, value: &Value) {
    let (base_type, text) = match value {
        Value::Float(number) => ("float", *number),
        Value::Identifier(name) => ("identifier", *name),
    };
    xml.open("qti-base-value", &[("base-type", base_type)]);
    xml.text(text);
    xml.close("qti-base-value");
}

/// All points for exactly the keys, else none.
fn matched(xml: &mut Xml, plan: &ItemPlan, sets_outcome: bool) {
    let points = number(plan.response.points);
    xml.open("qti-response-condition", &[]);
    for (element, score, outcome) in
        [("qti-response-if", points.as_str(), "CORRECT"), ("qti-response-else", "0", "INCORRECT")]
    {
        xml.open(element, &[]);
        if element == "qti-response-if" {
            is_key(xml);
        }
        set(xml, "SCORE", &Value::Float(score));
        if sets_outcome {
            set(xml, "OUTCOME", &Value::Identifier(outcome));
        }
        xml.close(element);
    }
    xml.close("qti-response-condition");
}

fn is_key(xml: &mut Xml) {
    xml.open("qti-match", &[]);
    xml.empty("qti-variable", &[("identifier", "RESPONSE")]);
    xml.empty("qti-correct", &[("identifier", "RESPONSE")]);
    xml.close("qti-match");
}

/// No answer is 0, as in the standard template; a mapping of nothing is nothing.
fn mapped_score(xml: &mut Xml) {
    xml.open("qti-response-condition", &[]);
    xml.open("qti-response-if", &[]);
    xml.open("qti-is-null", &[]);
    xml.empty("qti-variable", &[("identifier", "RESPONSE")]);
    xml.close("qti-is-null");
    set(xml, "SCORE", &Value::Float("0"));
    xml.close("qti-response-if");
    xml.open("qti-response-else", &[]);
    xml.open("qti-set-outcome-value", &[("identifier", "SCORE")]);
    xml.empty("qti-map-response", &[("identifier", "RESPONSE")]);
    xml.close("qti-set-outcome-value");
    xml.close("qti-response-else");
    xml.close("qti-response-condition");
}

/// The key is asked for beside the points, because thirds that players add as binary numbers may miss the sum by a bit.
fn mapped_outcome(xml: &mut Xml, plan: &ItemPlan) {
    let points = number(plan.response.points);
    xml.open("qti-response-condition", &[]);
    xml.open("qti-response-if", &[]);
    xml.open("qti-or", &[]);
    is_key(xml);
    compare_score(xml, "qti-gte", &points);
    xml.close("qti-or");
    set(xml, "OUTCOME", &Value::Identifier("CORRECT"));
    xml.close("qti-response-if");
    xml.open("qti-response-else-if", &[]);
    compare_score(xml, "qti-gt", "0");
    set(xml, "OUTCOME", &Value::Identifier("PARTIAL"));
    xml.close("qti-response-else-if");
    xml.open("qti-response-else", &[]);
    set(xml, "OUTCOME", &Value::Identifier("INCORRECT"));
    xml.close("qti-response-else");
    xml.close("qti-response-condition");
}

fn compare_score(xml: &mut Xml, operator: &str, bound: &str) {
    xml.open(operator, &[]);
    xml.empty("qti-variable", &[("identifier", "SCORE")]);
    base_value(xml, &Value::Float(bound));
    xml.close(operator);
}

/// Returns a decimal without trailing zeros; never in exponents, which XML's floats allow but readers mistrust.
fn number(decimal: Decimal) -> String {
    decimal.normalize().to_string()
}
