//! Variables and rules of an item: what is declared before the body and computed after the attempt.
//!
//! `SCORE` and `MAXSCORE` are the points, `HITS` the parts that are right. `FEEDBACK` is the picked choices, `OUTCOME` whether the points are full, some
//! or none, `SOLUTION` that the rationale is due; each is declared only where something shows by it.

use qbank_model::{Content, Decimal, Item};

use super::draws::bound_names;
use super::plan::ItemPlan;
use super::response::{Field, Response, Rules, Test};
use super::version::Version;
use crate::xml::Xml;

/// The variable that counts the parts of an answer that are right.
const HITS: &str = "HITS";

/// Returns the outcome texts that an answer can reach, each with the value of `OUTCOME` that shows it.
pub(super) fn outcomes<'a>(plan: &ItemPlan<'a>) -> Vec<(&'static str, &'a Content)> {
    if plan.response.awaits_person() {
        return Vec::new();
    }
    let texts = plan.item.outcomes();
    let partial = texts.partial.as_ref().filter(|_| plan.response.has_partial());
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
pub(super) fn declarations(xml: &mut Xml, plan: &ItemPlan, version: Version) {
    let response = &plan.response;
    let points = number(response.points);
    for field in &response.fields {
        response_declaration(xml, field, response);
    }
    let float = ("base-type", "float");
    let score = [("identifier", "SCORE"), ("cardinality", "single"), float, ("normal-maximum", &*points)];
    // Version 2.1 has no word for points that a person gives.
    let human = ("external-scored", "human");
    if response.awaits_person() && version == Version::V3 {
        xml.open("qti-outcome-declaration", &[score[0], score[1], score[2], score[3], human]);
    } else {
        xml.open("qti-outcome-declaration", &score);
    }
    default_value(xml, "0");
    xml.open("qti-outcome-declaration", &[("identifier", "MAXSCORE"), ("cardinality", "single"), float]);
    default_value(xml, &points);
    part_variables(xml, response, version);
    let identifier = ("base-type", "identifier");
    for (name, cardinality, used) in [
        ("FEEDBACK", feedback_cardinality(response), has_feedback(plan.item)),
        ("OUTCOME", "single", !outcomes(plan).is_empty()),
        ("SOLUTION", "single", has_solution(plan.item)),
    ] {
        if used {
            let attributes = [("identifier", name), ("cardinality", cardinality), identifier];
            xml.empty("qti-outcome-declaration", &attributes);
        }
    }
}

/// The number of parts that are right, and the places that are looked up.
fn part_variables(xml: &mut Xml, response: &Response, version: Version) {
    let integer = |xml: &mut Xml, name: &str, value: usize| {
        let attributes = [("identifier", name), ("cardinality", "single"), ("base-type", "integer")];
        xml.open("qti-outcome-declaration", &attributes);
        default_value(xml, &value.to_string());
    };
    if !matches!(response.rules, Rules::Parts(_)) {
        return;
    }
    integer(xml, HITS, 0);
    let ordered = response.fields.iter().find(|field| field.cardinality == "ordered");
    for place in 1..=ordered.filter(|_| version == Version::V3).map_or(0, |field| field.correct.len()) {
        integer(xml, &place_variable(place), place);
    }
}

fn place_variable(place: usize) -> String {
    format!("PLACE_{place}")
}

/// Feedback on choices hangs on the one field of a choice question.
fn feedback_cardinality(response: &Response) -> &'static str {
    response.fields.first().map_or("single", |field| field.cardinality)
}

fn response_declaration(xml: &mut Xml, field: &Field, response: &Response) {
    let attributes =
        [("identifier", &*field.name), ("cardinality", field.cardinality), ("base-type", field.base_type)];
    if field.correct.is_empty() {
        return xml.empty("qti-response-declaration", &attributes);
    }
    xml.open("qti-response-declaration", &attributes);
    xml.open("qti-correct-response", &[]);
    for value in &field.correct {
        xml.leaf("qti-value", value);
    }
    xml.close("qti-correct-response");
    if !field.mapping.is_empty() {
        mapping(xml, field, response);
    }
    xml.close("qti-response-declaration");
}

/// Only what several values sum to can leave the bounds.
fn mapping(xml: &mut Xml, field: &Field, response: &Response) {
    let upper = number(response.points);
    let bounds = [("lower-bound", "0"), ("upper-bound", upper.as_str()), ("default-value", "0")];
    xml.open("qti-mapping", &bounds);
    for (value, worth) in &field.mapping {
        let worth = number(*worth);
        let entry = [("map-key", value.as_str()), ("mapped-value", &*worth)];
        match field.case_sensitive {
            Some(counts) => {
                let counts = ("case-sensitive", if counts { "true" } else { "false" });
                xml.empty("qti-map-entry", &[entry[0], entry[1], counts]);
            }
            None => xml.empty("qti-map-entry", &entry),
        }
    }
    xml.close("qti-mapping");
}

fn default_value(xml: &mut Xml, value: &str) {
    xml.open("qti-default-value", &[]);
    xml.leaf("qti-value", value);
    xml.close("qti-default-value");
    xml.close("qti-outcome-declaration");
}

/// Writes the response processing; a standard template where that says it all.
pub(super) fn rules(xml: &mut Xml, plan: &ItemPlan, version: Version) {
    let outcomes = outcomes(plan);
    let says_nothing = outcomes.is_empty() && !has_feedback(plan.item) && !has_solution(plan.item);
    let template = match &plan.response.rules {
        Rules::Mapped => Some(version.words().map_response),
        Rules::Whole(Test::IsKey(0)) if plan.response.points == Decimal::ONE => {
            Some(version.words().match_correct)
        }
        Rules::Person if says_nothing => return,
        Rules::Whole(_) | Rules::Parts(..) | Rules::Person => None,
    };
    if let Some(template) = template.filter(|_| says_nothing) {
        xml.empty("qti-response-processing", &[("template", template)]);
        return;
    }
    xml.open("qti-response-processing", &[]);
    let rules = Score { fields: &plan.response.fields, points: number(plan.response.points), version };
    rules.write(xml, &plan.response.rules, !outcomes.is_empty());
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
    Integer(usize),
    Identifier(&'a str),
}

fn set(xml: &mut Xml, variable: &str, value: &Value) {
    xml.open("qti-set-outcome-value", &[("identifier", variable)]);
    base_value(xml, value);
    xml.close("qti-set-outcome-value");
}

fn base_value(xml: &mut Xml, value: &Value) {
    let (base_type, text) = match value {
        Value::Float(number) => ("float", (*number).to_owned()),
        Value::Integer(number) => ("integer", number.to_string()),
        Value::Identifier(name) => ("identifier", (*name).to_owned()),
    };
    xml.open("qti-base-value", &[("base-type", base_type)]);
    xml.text(&text);
    xml.close("qti-base-value");
}

/// Writes the rules that set `SCORE` and, where something shows by it, `OUTCOME`.
struct Score<'a> {
    fields: &'a [Field],
    points: String,
    version: Version,
}

impl Score<'_> {
    fn write(&self, xml: &mut Xml, rules: &Rules, sets_outcome: bool) {
        match rules {
            Rules::Whole(test) => self.whole(xml, test, sets_outcome),
            Rules::Mapped => {
                mapped_score(xml);
                if sets_outcome {
                    self.partial_outcome(xml, Some(&Test::IsKey(0)));
                }
            }
            Rules::Parts(parts) => {
                self.parts(xml, parts);
                if sets_outcome {
                    self.partial_outcome(xml, None);
                }
            }
            Rules::Person => {}
        }
    }

    /// All points or none.
    fn whole(&self, xml: &mut Xml, test: &Test, sets_outcome: bool) {
        xml.open("qti-response-condition", &[]);
        for (element, score, outcome) in
            [("qti-response-if", self.points.as_str(), "CORRECT"), ("qti-response-else", "0", "INCORRECT")]
        {
            xml.open(element, &[]);
            if element == "qti-response-if" {
                self.test(xml, test);
            }
            set(xml, "SCORE", &Value::Float(score));
            if sets_outcome {
                set(xml, "OUTCOME", &Value::Identifier(outcome));
            }
            xml.close(element);
        }
        xml.close("qti-response-condition");
    }

    /// Parts that are right are counted before anything is divided, so that thirds lose nothing.
    fn parts(&self, xml: &mut Xml, parts: &[Test]) {
        set(xml, HITS, &Value::Integer(0));
        for test in parts {
            xml.open("qti-response-condition", &[]);
            xml.open("qti-response-if", &[]);
            self.test(xml, test);
            xml.open("qti-set-outcome-value", &[("identifier", HITS)]);
            xml.open("qti-sum", &[]);
            xml.empty("qti-variable", &[("identifier", HITS)]);
            base_value(xml, &Value::Integer(1));
            xml.close("qti-sum");
            xml.close("qti-set-outcome-value");
            xml.close("qti-response-if");
            xml.close("qti-response-condition");
        }
        xml.open("qti-set-outcome-value", &[("identifier", "SCORE")]);
        xml.open("qti-divide", &[]);
        xml.open("qti-product", &[]);
        base_value(xml, &Value::Float(&self.points));
        xml.empty("qti-variable", &[("identifier", HITS)]);
        xml.close("qti-product");
        base_value(xml, &Value::Integer(parts.len()));
        xml.close("qti-divide");
        xml.close("qti-set-outcome-value");
    }

    /// The key is asked for beside the points, because thirds that players add as binary numbers may miss the sum by a bit.
    fn partial_outcome(&self, xml: &mut Xml, key: Option<&Test>) {
        xml.open("qti-response-condition", &[]);
        xml.open("qti-response-if", &[]);
        xml.open("qti-or", &[]);
        if let Some(key) = key {
            self.test(xml, key);
        }
        compare(xml, "qti-gte", ["SCORE", &self.points]);
        xml.close("qti-or");
        set(xml, "OUTCOME", &Value::Identifier("CORRECT"));
        xml.close("qti-response-if");
        xml.open("qti-response-else-if", &[]);
        compare(xml, "qti-gt", ["SCORE", "0"]);
        set(xml, "OUTCOME", &Value::Identifier("PARTIAL"));
        xml.close("qti-response-else-if");
        xml.open("qti-response-else", &[]);
        set(xml, "OUTCOME", &Value::Identifier("INCORRECT"));
        xml.close("qti-response-else");
        xml.close("qti-response-condition");
    }

    fn test(&self, xml: &mut Xml, test: &Test) {
        let name = |field: usize| self.fields[field].name.as_str();
        match test {
            Test::IsKey(field) => {
                xml.open("qti-match", &[]);
                xml.empty("qti-variable", &[("identifier", name(*field))]);
                xml.empty("qti-correct", &[("identifier", name(*field))]);
                xml.close("qti-match");
            }
            Test::Between(field, low, high) => {
                xml.open("qti-and", &[]);
                compare(xml, "qti-gte", [name(*field), &number(*low)]);
                compare(xml, "qti-lte", [name(*field), &number(*high)]);
                xml.close("qti-and");
            }
            Test::BetweenDrawn(field) => {
                xml.open("qti-and", &[]);
                for (operator, bound) in ["qti-gte", "qti-lte"].into_iter().zip(bound_names(*field)) {
                    xml.open(operator, &[]);
                    xml.empty("qti-variable", &[("identifier", name(*field))]);
                    xml.empty("qti-variable", &[("identifier", &bound)]);
                    xml.close(operator);
                }
                xml.close("qti-and");
            }
            Test::Pattern(field, pattern) => {
                xml.open("qti-pattern-match", &[("pattern", pattern)]);
                xml.empty("qti-variable", &[("identifier", name(*field))]);
                xml.close("qti-pattern-match");
            }
            Test::At(field, place, value) => {
                xml.open("qti-match", &[]);
                xml.open("qti-index", &[("n", &self.place(*place))]);
                xml.empty("qti-variable", &[("identifier", name(*field))]);
                xml.close("qti-index");
                base_value(xml, &Value::Identifier(value));
                xml.close("qti-match");
            }
            Test::All(tests) => self.several(xml, "qti-and", tests),
            Test::Any(tests) => self.several(xml, "qti-or", tests),
            Test::Not(test) => self.several(xml, "qti-not", std::slice::from_ref(&**test)),
        }
    }

    /// Version 3.0 names places by variables: one of its players takes no number for a place.
    fn place(&self, place: usize) -> String {
        match self.version {
            Version::V3 => place_variable(place),
            Version::V21 => place.to_string(),
        }
    }

    fn several(&self, xml: &mut Xml, operator: &str, tests: &[Test]) {
        xml.open(operator, &[]);
        for test in tests {
            self.test(xml, test);
        }
        xml.close(operator);
    }
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

fn compare(xml: &mut Xml, operator: &str, [variable, bound]: [&str; 2]) {
    xml.open(operator, &[]);
    xml.empty("qti-variable", &[("identifier", variable)]);
    base_value(xml, &Value::Float(bound));
    xml.close(operator);
}

/// Returns a decimal without trailing zeros; never in exponents, which XML's floats allow but readers mistrust.
fn number(decimal: Decimal) -> String {
    decimal.normalize().to_string()
}
