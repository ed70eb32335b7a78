//! How each question type is answered and scored in QTI 1.2.
//!
//! Canvas reads several answers of one question by names of its own: `response_` and the name of a gap that stands in
//! brackets in the stem, or of a prompt.

use qbank_model::interaction::{Accepted, Blank, Blanks, Matching, Prompt, TypedNumber, TypedText};
use qbank_model::random::scrambled;
use qbank_model::{Content, Decimal, Interaction, Item};

use super::Flavour;
use super::item::{Context, condition, material};
use crate::escape::push_text;
use crate::formats::qti::patterns;
use crate::formats::qti::response::option_identifier;
use crate::xml::Xml;

/// The name of the response of a question that has one.
pub(super) const RESPONSE: &str = "response1";

/// What a rule shows: the kind of feedback and its name.
type Shows<'a> = Option<(&'a str, &'a str)>;

/// Returns the dialect's name of the question type.
///
/// Items of types that a dialect does not have are left out before they come here.
pub(super) fn kind(item: &Item, flavour: Flavour) -> &'static str {
    let [canvas, cartridge] = match &item.interaction {
        Interaction::SingleChoice(_) => ["multiple_choice_question", "cc.multiple_choice.v0p1"],
        Interaction::MultipleChoice(_) => ["multiple_answers_question", "cc.multiple_response.v0p1"],
        Interaction::TrueFalse(_) => ["true_false_question", "cc.true_false.v0p1"],
        Interaction::Number(_) => ["numerical_question", ""],
        Interaction::Text(_) => ["short_answer_question", "cc.fib.v0p1"],
        Interaction::Blanks(blanks) if has_drop_down(blanks) => ["multiple_dropdowns_question", ""],
        Interaction::Blanks(_) => ["fill_in_multiple_blanks_question", ""],
        Interaction::Matching(_) => ["matching_question", ""],
        Interaction::Ordering(_) => ["", ""],
        Interaction::Essay(_) => ["essay_question", "cc.essay.v0p1"],
    };
    match flavour {
        Flavour::Canvas => canvas,
        Flavour::Cartridge => cartridge,
    }
}

fn has_drop_down(blanks: &Blanks) -> bool {
    blanks.as_slice().iter().any(|blank| matches!(blank, Blank::DropDown(_)))
}

/// Returns the names of the answers that a learner picks from.
pub(super) fn identifiers(item: &Item) -> Vec<String> {
    match &item.interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            item.interaction.choices().iter().map(|choice| choice.id.to_string()).collect()
        }
        Interaction::Blanks(blanks) => {
            let of_gap = |(idx, blank): (usize, &Blank)| labels(idx, blank).into_iter().map(|(id, _)| id);
            blanks.as_slice().iter().enumerate().flat_map(of_gap).collect()
        }
        Interaction::Matching(matching) => {
            matching.options().iter().map(|option| option.id.to_string()).collect()
        }
        Interaction::Number(_) | Interaction::Text(_) | Interaction::Ordering(_) | Interaction::Essay(_) => {
            Vec::new()
        }
    }
}

/// Returns what stands in the stem for a gap.
pub(super) fn gap(idx: usize) -> String {
    format!("[{}]", gap_name(idx))
}

fn gap_name(idx: usize) -> String {
    format!("gap{}", idx + 1)
}

/// Writes the unit of a number below the stem.
pub(super) fn push_unit(item: &Item, stem: &mut String) {
    if let Interaction::Number(number) = &item.interaction
        && let Some(unit) = number.units().first()
    {
        stem.push_str("<p>(");
        push_text(&unit.name, stem);
        stem.push_str(")</p>");
    }
}

/// Writes what is answered.
pub(super) fn fields(xml: &mut Xml, item: &Item, cx: &Context) {
    match &item.interaction {
        Interaction::SingleChoice(_) | Interaction::TrueFalse(_) => choices(xml, item, "Single", cx),
        Interaction::MultipleChoice(_) => choices(xml, item, "Multiple", cx),
        Interaction::Number(_) => entry(xml, &[("fibtype", "Decimal")]),
        Interaction::Text(_) | Interaction::Essay(_) => entry(xml, &[]),
        Interaction::Blanks(blanks) => {
            for (idx, blank) in blanks.as_slice().iter().enumerate() {
                picked(xml, &format!("response_{}", gap_name(idx)), &gap_name(idx), &labels(idx, blank));
            }
        }
        Interaction::Matching(matching) => {
            let options = matching.options();
            let order = scrambled(item.identity().as_str(), options.len()).into_iter();
            let labels: Vec<(String, String)> =
                order.map(|idx| (options[idx].id.to_string(), escaped(&options[idx].content))).collect();
            for prompt in matching.prompts() {
                picked(xml, &format!("response_{}", prompt.id), &cx.html.tight(&prompt.content), &labels);
            }
        }
        Interaction::Ordering(_) => {}
    }
}

fn choices(xml: &mut Xml, item: &Item, cardinality: &str, cx: &Context) {
    xml.open("response_lid", &[("ident", RESPONSE), ("rcardinality", cardinality)]);
    xml.open("render_choice", &[("shuffle", if item.shuffle { "Yes" } else { "No" })]);
    for choice in item.interaction.choices() {
        let rshuffle = ("rshuffle", if choice.fixed { "No" } else { "Yes" });
        xml.open("response_label", &[("ident", choice.id.as_str()), rshuffle]);
        material(xml, &cx.html.tight(&choice.content));
        xml.close("response_label");
    }
    xml.close("render_choice");
    xml.close("response_lid");
}

fn entry(xml: &mut Xml, attributes: &[(&str, &str)]) {
    xml.open("response_str", &[("ident", RESPONSE), ("rcardinality", "Single")]);
    xml.open("render_fib", attributes);
    xml.empty("response_label", &[("ident", "answer1"), ("rshuffle", "No")]);
    xml.close("render_fib");
    xml.close("response_str");
}

/// Writes one of several answers: its name, what stands beside it, and what it is picked from; texts in HTML.
fn picked(xml: &mut Xml, name: &str, beside: &str, labels: &[(String, String)]) {
    xml.open("response_lid", &[("ident", name), ("rcardinality", "Single")]);
    material(xml, beside);
    xml.open("render_choice", &[]);
    for (identifier, html) in labels {
        xml.open("response_label", &[("ident", identifier)]);
        material(xml, html);
        xml.close("response_label");
    }
    xml.close("render_choice");
    xml.close("response_lid");
}

/// Returns the answers of a gap, each with its name and its HTML: the accepted words, or the options.
fn labels(gap_idx: usize, blank: &Blank) -> Vec<(String, String)> {
    let words: Vec<&str> = match blank {
        Blank::Text(text) => patterns::words(text).collect(),
        Blank::DropDown(options) => options.options().iter().map(String::as_str).collect(),
        Blank::Number(_) => Vec::new(),
    };
    let label = |(idx, words): (usize, &str)| {
        let mut html = String::new();
        push_text(words, &mut html);
        (format!("{}-{}", gap_name(gap_idx), option_identifier(idx)), html)
    };
    words.into_iter().enumerate().map(label).collect()
}

/// Canvas shows what can be a partner in a list of plain text.
fn escaped(content: &Content) -> String {
    let mut html = String::new();
    push_text(&content.to_text(), &mut html);
    html
}

/// Writes the rules that give points; `correct` is what a right answer shows.
pub(super) fn key(xml: &mut Xml, item: &Item, flavour: Flavour, correct: Shows) {
    let all = Some(("Set", "100"));
    match &item.interaction {
        Interaction::SingleChoice(_) | Interaction::TrueFalse(_) => {
            for key in item.interaction.keys() {
                condition(xml, |xml| equals(xml, RESPONSE, key.id.as_str()), all, correct);
            }
        }
        Interaction::MultipleChoice(_) => condition(xml, |xml| just_the_keys(xml, item), all, correct),
        Interaction::Number(number) => condition(xml, |xml| in_range(xml, number), all, correct),
        Interaction::Text(text) => words(xml, text, flavour, correct),
        Interaction::Blanks(blanks) => parts(xml, &gaps(blanks), correct),
        Interaction::Matching(matching) => parts(xml, &pairs(matching), correct),
        Interaction::Essay(_) => {
            if flavour == Flavour::Canvas {
                condition(xml, |xml| xml.empty("other", &[]), None, None);
            }
        }
        Interaction::Ordering(_) => {}
    }
}

/// Writes that a response has a value.
pub(super) fn equals(xml: &mut Xml, response: &str, value: &str) {
    xml.open("varequal", &[("respident", response)]);
    xml.text(value);
    xml.close("varequal");
}

/// All keys are picked, and nothing else is.
fn just_the_keys(xml: &mut Xml, item: &Item) {
    xml.open("and", &[]);
    for choice in item.interaction.choices() {
        if item.interaction.is_key(&choice.id) {
            equals(xml, RESPONSE, choice.id.as_str());
        } else {
            xml.open("not", &[]);
            equals(xml, RESPONSE, choice.id.as_str());
            xml.close("not");
        }
    }
    xml.close("and");
}

/// By the form of the rule Canvas tells a value with a margin from a range.
fn in_range(xml: &mut Xml, number: &TypedNumber) {
    let (low, high) = number.bounds();
    let bounds = |xml: &mut Xml| {
        for (element, bound) in [("vargte", low), ("varlte", high)] {
            xml.open(element, &[("respident", RESPONSE)]);
            xml.text(&bound.normalize().to_string());
            xml.close(element);
        }
    };
    match number.accepted() {
        Accepted::Between { .. } => bounds(xml),
        Accepted::Around { value, .. } => {
            xml.open("or", &[]);
            equals(xml, RESPONSE, &value.normalize().to_string());
            xml.open("and", &[]);
            bounds(xml);
            xml.close("and");
            xml.close("or");
        }
    }
}

/// Canvas wants all accepted words in one rule; a cartridge knows no other choice between words than a rule for each.
fn words(xml: &mut Xml, text: &TypedText, flavour: Flavour, correct: Shows) {
    let all = Some(("Set", "100"));
    match flavour {
        Flavour::Canvas => {
            let any = |xml: &mut Xml| {
                for words in patterns::words(text) {
                    equals(xml, RESPONSE, words);
                }
            };
            condition(xml, any, all, correct);
        }
        Flavour::Cartridge => {
            let case = ("case", if patterns::capitals_count(text) { "Yes" } else { "No" });
            for words in patterns::words(text) {
                let equals = |xml: &mut Xml| {
                    xml.open("varequal", &[("respident", RESPONSE), case]);
                    xml.text(words);
                    xml.close("varequal");
                };
                condition(xml, equals, all, correct);
            }
        }
    }
}

fn right_labels(gap_idx: usize, blank: &Blank) -> Vec<String> {
    let labels = labels(gap_idx, blank).into_iter().map(|(identifier, _)| identifier);
    match blank {
        Blank::DropDown(options) => {
            let is_key = |(idx, _): &(usize, String)| options.options()[*idx] == options.key();
            labels.enumerate().filter(is_key).map(|(_, identifier)| identifier).collect()
        }
        Blank::Number(_) | Blank::Text(_) => labels.collect(),
    }
}

/// A part of an answer: its response, and the values that are right.
type Part = (String, Vec<String>);

fn gaps(blanks: &Blanks) -> Vec<Part> {
    let gap =
        |(idx, blank): (usize, &Blank)| (format!("response_{}", gap_name(idx)), right_labels(idx, blank));
    blanks.as_slice().iter().enumerate().map(gap).collect()
}

fn pairs(matching: &Matching) -> Vec<Part> {
    let pair =
        |prompt: &Prompt| (format!("response_{}", prompt.id), vec![matching.key(prompt).id.to_string()]);
    matching.prompts().iter().map(pair).collect()
}

/// Canvas gives each gap and each pair its part; all together are all points.
fn parts(xml: &mut Xml, parts: &[Part], correct: Shows) {
    let share = (Decimal::ONE_HUNDRED / Decimal::from(parts.len())).round_dp(2).normalize().to_string();
    for (response, values) in parts {
        for value in values {
            condition(xml, |xml| equals(xml, response, value), Some(("Add", &share)), None);
        }
    }
    let all = |xml: &mut Xml| {
        xml.open("and", &[]);
        for (response, values) in parts {
            xml.open("or", &[]);
            for value in values {
                equals(xml, response, value);
            }
            xml.close("or");
        }
        xml.close("and");
    };
    condition(xml, all, Some(("Set", "100")), correct);
}
