//! How an item is answered, as two fields of a note: what the front shows and the script brings to life, and what is right.
//!
//! The front carries what the script judges by in `data-` attributes, which nobody reads. Without the script it shows
//! gaps and lists, and the back still says what is right.

use std::fmt::Write as _;

use qbank_model::interaction::{
    Accept, Accepted, Blank, Blanks, Capitals, Essay, Matching, Ordering, Tolerance, TypedNumber, TypedText,
};
use qbank_model::{Block, Content, Inline, Interaction, Item, scrambled};
use serde_json::{Value, json};

use super::fields::FieldWriter;
use crate::escape::{push_attribute, push_text};

impl FieldWriter<'_> {
    /// Returns what the learner answers with.
    pub(super) fn options(&self, item: &Item) -> String {
        match &item.interaction {
            Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
                self.choices(item)
            }
            Interaction::Number(number) => {
                let mut out = accepting("p class=\"typed\"", &number_accepted(number));
                let units: Vec<&str> = number.units().iter().map(|unit| unit.name.as_str()).collect();
                out.push_str("<span class=\"gap\">____</span> ");
                push_text(&units.join(" / "), &mut out);
                out.push_str("</p>");
                out
            }
            Interaction::Text(text) => {
                let accepted = accepting("p class=\"typed\"", &text_accepted(text));
                accepted + "<span class=\"gap\">____</span></p>"
            }
            Interaction::Blanks(blanks) => self.gaps(item, blanks),
            Interaction::Matching(matching) => self.pairs(item, matching),
            Interaction::Ordering(ordering) => self.steps(item, ordering),
            Interaction::Essay(_) => "<div class=\"essay\"></div>".to_owned(),
        }
    }

    /// Returns what is right, in words.
    pub(super) fn key(&self, item: &Item) -> String {
        match &item.interaction {
            Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
                let mut out = self.opened("ul", item);
                for key in item.interaction.keys() {
                    let _ = write!(out, "<li data-k=\"{}\">", key.id);
                    self.html.write_tight(&key.content, &mut out);
                    out.push_str("</li>");
                }
                out + "</ul>"
            }
            Interaction::Number(number) => paragraph(&number_words(number)),
            Interaction::Text(text) => self.opened("div", item) + &paragraph(&text_words(text)) + "</div>",
            Interaction::Blanks(blanks) => {
                let mut out = self.opened("ol", item);
                for blank in blanks.as_slice() {
                    out.push_str("<li>");
                    push_text(&blank_words(blank), &mut out);
                    out.push_str("</li>");
                }
                out + "</ol>"
            }
            Interaction::Matching(matching) => self.pairs_table(item, matching),
            Interaction::Ordering(ordering) => {
                let mut out = self.opened("ol", item);
                for step in ordering.steps() {
                    self.entry("li", &step.content, &mut out);
                }
                out + "</ol>"
            }
            Interaction::Essay(essay) => self.rubric(item, essay),
        }
    }

    /// A drop-down's options are read without the script, too; what is typed has its gap in the question.
    fn gaps(&self, item: &Item, blanks: &Blanks) -> String {
        let mut out = self.opened("ol class=\"gaps\"", item);
        for blank in blanks.as_slice() {
            let accepted = match blank {
                Blank::Number(number) => number_accepted(number),
                Blank::Text(text) => text_accepted(text),
                Blank::DropDown(options) => json!({ "options": options.options(), "key": options.key() }),
            };
            out.push_str(&accepting("li", &accepted));
            match blank {
                Blank::Number(number) => {
                    let units: Vec<&str> = number.units().iter().map(|unit| unit.name.as_str()).collect();
                    push_text(&format!("____ {}", units.join(" / ")), &mut out);
                }
                Blank::Text(_) => out.push_str("____"),
                Blank::DropDown(options) => push_text(&options.options().join(" / "), &mut out),
            }
            out.push_str("</li>");
        }
        out + "</ol>"
    }

    fn pairs(&self, item: &Item, matching: &Matching) -> String {
        let mut out = self.opened("div class=\"pairs\"", item);
        out.push_str("<ul class=\"prompts\">");
        for prompt in matching.prompts() {
            let partner = &matching.key(prompt).id;
            let _ = write!(out, "<li data-k=\"{}\" data-partner=\"{partner}\">", prompt.id);
            self.html.write_tight(&prompt.content, &mut out);
            out.push_str("</li>");
        }
        let options = matching.options();
        let plain = if options.iter().all(|option| is_plain(&option.content)) { " plain" } else { "" };
        let _ = write!(out, "</ul><ol class=\"partners{plain}\">");
        for idx in scrambled(item.identity().as_str(), options.len()) {
            let _ = write!(out, "<li data-k=\"{}\">", options[idx].id);
            self.html.write_tight(&options[idx].content, &mut out);
            out.push_str("</li>");
        }
        out + "</ol></div>"
    }

    fn pairs_table(&self, item: &Item, matching: &Matching) -> String {
        let mut out = self.opened("table", item);
        let header = matching.header();
        if header.iter().any(|cell| !cell.is_empty()) {
            out.push_str("<thead><tr>");
            for cell in header {
                self.entry("th", cell, &mut out);
            }
            out.push_str("</tr></thead>");
        }
        out.push_str("<tbody>");
        for prompt in matching.prompts() {
            out.push_str("<tr>");
            self.entry("td", &prompt.content, &mut out);
            self.entry("td", &matching.key(prompt).content, &mut out);
            out.push_str("</tr>");
        }
        out + "</tbody></table>"
    }

    fn steps(&self, item: &Item, ordering: &Ordering) -> String {
        let mut out = self.opened("ul class=\"steps\"", item);
        let steps = ordering.steps();
        for idx in scrambled(item.identity().as_str(), steps.len()) {
            let _ = write!(out, "<li data-k=\"{}\" data-place=\"{}\">", steps[idx].id, idx + 1);
            self.html.write_tight(&steps[idx].content, &mut out);
            out.push_str("</li>");
        }
        out + "</ul>"
    }

    fn rubric(&self, item: &Item, essay: &Essay) -> String {
        let mut out = self.opened("table class=\"rubric\"", item);
        out.push_str(
            "<thead><tr><th lang=\"en\">Criterion</th><th lang=\"en\">Points</th></tr></thead><tbody>",
        );
        for criterion in essay.criteria() {
            out.push_str("<tr>");
            self.entry("td", &criterion.content, &mut out);
            let _ = write!(out, "<td>{}</td></tr>", criterion.points.normalize());
        }
        out + "</tbody></table>"
    }

    fn entry(&self, element: &str, content: &Content, out: &mut String) {
        let _ = write!(out, "<{element}>");
        self.html.write_tight(content, out);
        let _ = write!(out, "</{element}>");
    }
}

/// Opens an element that says by what its answer is judged.
fn accepting(element: &str, accepted: &Value) -> String {
    let mut out = format!("<{element} data-accept=\"");
    push_attribute(&accepted.to_string(), &mut out);
    out + "\">"
}

fn number_accepted(number: &TypedNumber) -> Value {
    let (low, high) = number.bounds();
    let units: Vec<[String; 2]> =
        number.units().iter().map(|unit| [unit.name.clone(), unit.value.normalize().to_string()]).collect();
    json!({ "low": low.normalize().to_string(), "high": high.normalize().to_string(), "units": units })
}

fn text_accepted(text: &TypedText) -> Value {
    let words = text.accepted().iter().filter_map(|accept| match accept {
        Accept::Words(words) => Some(words.as_str()),
        Accept::Pattern(_) => None,
    });
    let patterns = text.accepted().iter().filter_map(|accept| match accept {
        Accept::Words(_) => None,
        Accept::Pattern(pattern) => Some(pattern.portable()),
    });
    json!({
        "words": words.collect::<Vec<&str>>(),
        "patterns": patterns.collect::<Vec<&str>>(),
        "capitals": text.capitals() == Capitals::Count,
    })
}

/// Returns what is accepted as people read it: `2 h ± 5 %, or 120 min`.
fn number_words(number: &TypedNumber) -> String {
    let mut out = match number.accepted() {
        Accepted::Between { low, high } => format!("{} to {}", low.normalize(), high.normalize()),
        Accepted::Around { value, .. } => value.normalize().to_string(),
    };
    let mut units = number.units().iter();
    if let Some(unit) = units.next() {
        let _ = write!(out, " {}", unit.name);
    }
    match number.accepted() {
        Accepted::Around { tolerance: Tolerance::Absolute(by), .. } if !by.is_zero() => {
            let _ = write!(out, " ± {by}");
        }
        Accepted::Around { tolerance: Tolerance::Percent(by), .. } => {
            let _ = write!(out, " ± {by} %");
        }
        Accepted::Around { .. } | Accepted::Between { .. } => {}
    }
    for unit in units {
        let _ = write!(out, ", or {} {}", unit.value.normalize(), unit.name);
    }
    out
}

/// Returns the answer to show and, behind it, what else is accepted; patterns are nothing to read.
fn text_words(text: &TypedText) -> String {
    let also = text.accepted().iter().filter_map(|accept| match accept {
        Accept::Words(words) if words != text.key() => Some(words.as_str()),
        Accept::Words(_) | Accept::Pattern(_) => None,
    });
    let also: Vec<&str> = also.collect();
    if also.is_empty() { text.key().to_owned() } else { format!("{} ({})", text.key(), also.join(", ")) }
}

fn blank_words(blank: &Blank) -> String {
    match blank {
        Blank::Number(number) => number_words(number),
        Blank::Text(text) => text_words(text),
        Blank::DropDown(options) => options.key().to_owned(),
    }
}

fn paragraph(text: &str) -> String {
    let mut out = "<p>".to_owned();
    push_text(text, &mut out);
    out + "</p>"
}

/// Tells whether content reads the same in a list that holds nothing but letters.
fn is_plain(content: &Content) -> bool {
    match &content.0[..] {
        [Block::Paragraph(inlines)] => inlines.iter().all(|inline| matches!(inline, Inline::Text(_))),
        _ => false,
    }
}
