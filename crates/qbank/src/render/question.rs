//! A question as plain text, with its key marked: for authors who want to see what a learner gets.

use std::fmt::Write as _;

use qbank_model::interaction::Blank;
use qbank_model::{Content, Interaction, Item};

use crate::terminal::one_line;

/// Returns the question, its answer and its rationale.
pub(crate) fn text(item: &Item) -> String {
    let mut out = String::new();
    if let Some(case) = &item.stimulus {
        paragraph(&case.content, "", &mut out);
    }
    paragraph(&item.stem, "", &mut out);
    answer(&item.interaction, &mut out);
    if let Some(rationale) = &item.rationale {
        out.push('\n');
        paragraph(rationale, "Rationale: ", &mut out);
    }
    out
}

fn paragraph(content: &Content, lead: &str, out: &mut String) {
    let text = content.to_text();
    let mut lead = lead;
    for line in text.lines() {
        let _ = writeln!(out, "{lead}{}", one_line(line));
        lead = "";
    }
    out.push('\n');
}

fn answer(interaction: &Interaction, out: &mut String) {
    let line = |content: &Content| one_line(&content.to_text());
    match interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            for choice in interaction.choices() {
                let mark = if interaction.is_key(&choice.id) { "x" } else { " " };
                let _ = writeln!(out, "[{mark}] {}", line(&choice.content));
            }
        }
        Interaction::Number(number) => {
            let _ = writeln!(out, "Answer: {}", one_line(&number.to_string()));
        }
        Interaction::Text(text) => {
            let _ = writeln!(out, "Answer: {}", one_line(text.key()));
        }
        Interaction::Blanks(blanks) => {
            for (number, blank) in (1..).zip(blanks.as_slice()) {
                let key = match blank {
                    Blank::Number(number) => number.to_string(),
                    Blank::Text(_) | Blank::DropDown(_) => blank.key(),
                };
                let _ = writeln!(out, "{number}. {}", one_line(&key));
            }
        }
        Interaction::Matching(matching) => {
            for prompt in matching.prompts() {
                let _ = writeln!(out, "{} = {}", line(&prompt.content), line(&matching.key(prompt).content));
            }
        }
        Interaction::Ordering(ordering) => {
            for (number, step) in (1..).zip(ordering.steps()) {
                let _ = writeln!(out, "{number}. {}", line(&step.content));
            }
        }
        Interaction::Essay(essay) => {
            for criterion in essay.criteria() {
                let _ = writeln!(out, "{} points: {}", criterion.points, line(&criterion.content));
            }
        }
    }
}
