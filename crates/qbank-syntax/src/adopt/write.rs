//! A question in the format of the bank.

use std::fmt::Write as _;

use qbank_model::ItemId;

use super::answer::Answer;
use super::question::{Choice, Question};
use crate::dialect::announcement;

/// Writes a question under its id.
pub(super) fn write(question: &Question, answer: &Answer, id: &ItemId) -> String {
    let heading = Heading::of(question);
    let mut text = Blocks::default();
    let title = heading.title.as_str();
    text.add(&format!("## {title}{}{{#{id}}}", if title.is_empty() { "" } else { " " }));
    let mut attributes = String::new();
    if answer.is_multiple && announcement(&format!("{title} {}", question.stem.join(" "))).is_none() {
        attributes.push_str("type = \"multiple\"\n");
    }
    if heading.is_declared_stem {
        attributes.push_str("heading = \"stem\"\n");
    }
    if !attributes.is_empty() {
        text.add(&format!("```toml item\n{attributes}```"));
    }
    for block in &question.stem[heading.n_taken..] {
        text.add(block);
    }
    if question.stem[heading.n_taken..].last().is_some_and(|block| is_list(block))
        && !question.choices.is_empty()
    {
        // Without it the choices would go on with the list.
        text.add("<!-- -->");
    }
    text.add(&choices(&answer.choices));
    if let Some(typed) = &answer.typed {
        text.add(&format!("**Answer:** {typed}"));
    }
    text.is_open = answer.choices.is_empty() && answer.typed.is_none();
    text.labelled("Rationale", &answer.rationale);
    for hint in &answer.hints {
        text.labelled("Hint", hint);
    }
    for reference in &question.references {
        text.labelled("References", reference);
    }
    for note in &answer.notes {
        text.labelled("Author note", std::slice::from_ref(note));
    }
    text.text
}

/// What stands in the heading, and how many blocks of the stem went into it.
struct Heading {
    title: String,
    n_taken: usize,
    is_declared_stem: bool,
}

impl Heading {
    /// A title stays; else the first paragraph of the stem is the heading, and where it would count as a title, the
    /// question's number is.
    fn of(question: &Question) -> Self {
        if let Some(title) = &question.title {
            return Self { title: title.clone(), n_taken: 0, is_declared_stem: false };
        }
        let Some(first) = question.stem.first().filter(|first| is_paragraph(first)) else {
            let title = question.number.map_or_else(String::new, |number| format!("Question {number}"));
            return Self { title, n_taken: 0, is_declared_stem: false };
        };
        let title = first.split_whitespace().collect::<Vec<_>>().join(" ");
        let asks = title.trim_end_matches(['*', '_', ' ']).ends_with(['?', ':', '…', '？', '：'])
            || title.ends_with("___");
        let is_alone = !question.stem[1..].iter().any(|block| is_paragraph(block));
        match question.number {
            _ if asks || is_alone => Self { title, n_taken: 1, is_declared_stem: false },
            Some(number) => Self { title: format!("Question {number}"), n_taken: 0, is_declared_stem: false },
            None => Self { title, n_taken: 1, is_declared_stem: true },
        }
    }
}

/// Tells whether a block is a paragraph of text.
fn is_paragraph(block: &str) -> bool {
    let is_picture = block.starts_with("![") && block.ends_with(')') && !block.contains('\n');
    let is_other =
        ["```", "~~~", "|", ">", "#", "$$", "<", "    "].iter().any(|start| block.starts_with(start));
    !is_list(block) && !is_picture && !is_other && !block.trim().is_empty()
}

/// Tells whether a block starts with an entry of a list.
fn is_list(block: &str) -> bool {
    let marks = super::marks::line_marks(block.trim_start().lines().next().unwrap_or_default());
    marks.bullet || marks.number.is_some()
}

/// Blocks with a blank line between them.
#[derive(Default)]
struct Blocks {
    text: String,
    /// Whether the question has no answer yet: a label would stand before it, so its word is plain text.
    is_open: bool,
}

impl Blocks {
    fn add(&mut self, block: &str) {
        if !block.trim().is_empty() {
            let lead = if self.text.is_empty() { "" } else { "\n" };
            let _ = writeln!(self.text, "{lead}{}", block.trim_end());
        }
    }

    fn labelled(&mut self, word: &str, blocks: &[String]) {
        let mut blocks = blocks.iter().filter(|block| !block.trim().is_empty());
        let Some(first) = blocks.next() else { return };
        let label = if self.is_open { format!("{word}:") } else { format!("**{word}:**") };
        if is_paragraph(first) {
            self.add(&format!("{label} {}", first.trim_start()));
        } else {
            self.add(&label);
            self.add(first);
        }
        for block in blocks {
            self.add(block);
        }
    }
}

fn choices(choices: &[(bool, Choice)]) -> String {
    let is_loose = choices.iter().any(|(_, choice)| !choice.below.is_empty());
    let entry = |(is_key, choice): &(bool, Choice)| {
        let mut entry =
            format!("- [{}] {}", if *is_key { "x" } else { " " }, indented(&choice.text).trim_start());
        let mut is_first = choice.text.is_empty();
        for block in &choice.below {
            let _ = write!(entry, "\n{}{}", if is_first { "" } else { "\n" }, indented(block));
            is_first = false;
        }
        if !choice.feedback.is_empty() {
            let quote = choice.feedback.join("\n\n");
            let lines = quote.lines().map(|line| format!("> {line}").trim_end().to_owned());
            let lead = if choice.below.is_empty() { "\n" } else { "\n\n" };
            let _ = write!(entry, "{lead}{}", indented(&lines.collect::<Vec<_>>().join("\n")));
        }
        entry
    };
    choices.iter().map(entry).collect::<Vec<_>>().join(if is_loose { "\n\n" } else { "\n" })
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    lines.collect::<Vec<_>>().join("\n")
}
