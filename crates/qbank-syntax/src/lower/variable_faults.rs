//! Tells what is wrong with variables, with draws, and with keys that are computed.

use std::ops::Range;

use qbank_model::interaction::ChoicesFault;
use qbank_model::template::{AnswerFault, DrawFault, KeyFault, TemplateFault, Variables, VariablesFault};
use qbank_model::{Code, Diagnostic, Span, Spanned};

use crate::codes;
use crate::content::Lowering;
use crate::lower::answer::AnswerPlaces;
use crate::lower::finish::Site;

impl Lowering<'_, '_> {
    pub(crate) fn report_template_fault(&mut self, fault: &TemplateFault, site: &Site) {
        match fault {
            // What no draw changes is told as for an item without variables.
            TemplateFault::Draw(_, DrawFault::Item(fault)) => self.report_item_fault(fault, site),
            TemplateFault::Draw(draw, DrawFault::Answer(fault)) if draw.is_empty() => {
                self.report_answer_fault(fault, site);
            }
            TemplateFault::Draw(draw, fault) => self.report_draw(draw, fault, site),
            TemplateFault::Require(kept, tried) => {
                let message = format!("`require` keeps {kept} of the {tried} draws that were tried");
                let first = site.variables.and_then(|variables| variables.require().first());
                let place = first.map_or(site.heading.clone(), |condition| condition.text.span.range());
                let finding = self.found(codes::REQUIRE_KEEPS_FEW, place, message);
                let help = "choose ranges that fulfil it: at least 1 draw in 100 has to be kept";
                self.report(finding.help(help));
            }
            TemplateFault::Key(fault) => self.report_key_fault(fault, site),
        }
    }

    fn report_draw(&mut self, draw: &str, fault: &DrawFault, site: &Site) {
        let Some(variables) = site.variables else { return };
        let with = if draw.is_empty() { String::new() } else { format!(", with {draw}") };
        let (place, message) = match fault {
            DrawFault::Calc(idx, fault) => {
                let calc = &variables.calcs()[*idx];
                (
                    part_of(&calc.text, fault.range.clone()),
                    format!("`{}` has no value: {}", calc.name.value, fault.kind),
                )
            }
            DrawFault::Require(idx, fault) => {
                let text = &variables.require()[*idx].text;
                (part_of(text, fault.range.clone()), format!("the condition has no value: {}", fault.kind))
            }
            DrawFault::Formula(fault) => {
                (fault.span.range(), format!("the formula `{}` does not parse: {}", fault.tex, fault.fault))
            }
            DrawFault::SameValue(_, idx) => {
                (site.answer.part(*idx), "two choices have the same value".to_owned())
            }
            DrawFault::Answer(fault) => answer_message(fault, site.answer),
            DrawFault::Dropped | DrawFault::Item(_) => {
                (site.heading.clone(), "the draw is no item".to_owned())
            }
        };
        let finding = self.found(codes::DRAW_FAILS, place, format!("{message}{with}"));
        self.report(finding.help("change the ranges, or drop such draws with `require = [\"…\"]`"));
    }

    fn report_key_fault(&mut self, fault: &KeyFault, site: &Site) {
        let finding = match fault {
            KeyFault::Differs(written, results) => {
                let computed: Vec<String> = results
                    .iter()
                    .map(|(name, value)| format!("`{name}` is {}", value.round_dp(6).normalize()))
                    .collect();
                let message = format!("the key says {written}, but {}", computed.join(", "));
                let finding = self.found(codes::KEY_DIFFERS, site.answer.whole.clone(), message);
                finding.help("mend the key or the expression; a key that prints `{{name}}` cannot differ")
            }
            KeyFault::NoNumber => {
                let message = "a value is computed, but the key holds no number to compare it with";
                let finding = self.found(codes::KEY_DIFFERS, site.answer.whole.clone(), message);
                finding.help("print it in the key as `{{name}}`, or take `calc` away")
            }
            KeyFault::Unmet(condition) => {
                let message = format!("the condition `{}` does not hold", condition.value);
                let finding = self.found(codes::KEY_DIFFERS, condition.span.range(), message);
                finding.help("mend it, or the expressions that it is about")
            }
            KeyFault::NotShown(name, value) => {
                let message = format!(
                    "`{}` is {}, which the item shows nowhere",
                    name.value,
                    value.round_dp(6).normalize()
                );
                let finding = self.found(codes::VALUE_NOT_SHOWN, name.span.range(), message);
                finding.help(
                    "show the step in the rationale, as a number or as `{{name}}`, or mend the expression",
                )
            }
            KeyFault::NotGiven(text, range) => {
                let place = part_of(text, range.clone());
                let number = text.value.get(range.clone()).unwrap_or_default();
                let message = format!("the expression uses {number}, which the item gives nowhere");
                let finding = self.found(codes::NUMBER_NOT_GIVEN, place, message);
                finding.help("mend the number, or give it in the question or the rationale")
            }
        };
        self.report(finding);
    }

    /// Reports what is wrong with declared variables.
    pub(crate) fn report_variables_fault(&mut self, fault: VariablesFault) {
        let found = |code: Code, span: Span, message: String| Diagnostic::new(code, span, message);
        let finding = match fault {
            VariablesFault::Name(name) => {
                let message = format!("no value can be called `{}`", name.value);
                found(codes::BROKEN_VARIABLES, name.span, message).help(
                    "a name is a small letter, then small letters, digits and `_`; functions keep theirs",
                )
            }
            VariablesFault::Repeated(name, first) => {
                let message = format!("two values are called `{}`", name.value);
                let finding = found(codes::BROKEN_VARIABLES, name.span, message);
                finding.also(first.span, "it stands here first").help("give each its own name")
            }
            VariablesFault::TooManyNames(name) => {
                let message = format!("an item has at most {} values", Variables::MAX_NAMES);
                found(codes::BROKEN_VARIABLES, name.span, message).help("split the question")
            }
            VariablesFault::Expression(text, fault) => {
                let place = self.document.span(part_of(&text, fault.range));
                found(codes::BAD_EXPRESSION, place, fault.message)
                    .help("write names, numbers, `+ - * / ^`, parentheses and functions")
            }
            VariablesFault::NoCondition(text) => {
                found(codes::BAD_EXPRESSION, text.span, "a condition is wanted here".to_owned())
                    .help("compare two values: `a < b`")
            }
            VariablesFault::Circular(name, names) => {
                let message =
                    format!("values are computed from each other in a circle: {}", names.join(", "));
                found(codes::CIRCULAR_CALC, name.span, message).help("compute one of them from drawn values")
            }
        };
        self.report(finding);
    }
}

/// Returns what fails with the values of a draw, and where.
fn answer_message(fault: &AnswerFault, places: &AnswerPlaces) -> (Range<usize>, String) {
    match fault {
        AnswerFault::Choices(ChoicesFault::Repeated(_, idx)) => {
            (places.part(*idx), "two choices print the same".to_owned())
        }
        AnswerFault::Choices(_) | AnswerFault::Keys(_) => {
            (places.whole.clone(), "the choices fail".to_owned())
        }
        AnswerFault::Number(blank, fault, _) => (places.part(blank.unwrap_or(0)), fault.to_string()),
        AnswerFault::Text(blank, fault) => (places.part(blank.unwrap_or(0)), fault.to_string()),
        AnswerFault::DropDown(idx, fault) => (places.part(*idx), fault.to_string()),
        AnswerFault::BlankCount(..) => (places.whole.clone(), "gaps and answers differ in number".to_owned()),
        AnswerFault::Matching(_) => {
            (places.whole.clone(), "two cells of the table print the same".to_owned())
        }
        AnswerFault::Ordering(_) => (places.whole.clone(), "two entries print the same".to_owned()),
        AnswerFault::Essay(_) => (places.whole.clone(), "the rubric fails".to_owned()),
    }
}

/// Returns a part of a text in the source; the whole where escapes keep the two from having one length.
fn part_of(text: &Spanned<String>, part: Range<usize>) -> Range<usize> {
    let whole = text.span.range();
    let is_literal = whole.len() == text.value.len();
    if is_literal && !part.is_empty() { whole.start + part.start..whole.start + part.end } else { whole }
}
