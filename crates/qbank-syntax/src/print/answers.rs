//! Prints what says what is right: choices, or a label with its line, list or table.

use qbank_model::content::List;
use qbank_model::interaction::Mark;
use qbank_model::template::{OpenAccept, OpenBlank, OpenInteraction, OpenText, Piece};
use qbank_model::{Block, Choice, Content};

use super::attributes;
use super::content::{Context, Printer, code_span, push_escaped, table_cell};

/// Prints an answer.
pub(super) fn print(interaction: &OpenInteraction, printer: &mut Printer) {
    let context = printer.context();
    let (word, body) = match interaction {
        OpenInteraction::Choices { choices, marks, .. } => {
            let entries = choices.iter().zip(marks).map(|(choice, mark)| entry(choice, *mark, context));
            return printer.raw_block(&entries.collect::<Vec<String>>().join("\n\n"));
        }
        OpenInteraction::Number(number) => {
            return printer.raw_block(&format!("**Answer:** {}", number.source()));
        }
        OpenInteraction::Text(words, _) => {
            return printer.raw_block(&format!("**Answer:** {}", accepted(words)));
        }
        OpenInteraction::Blanks { blanks, .. } => ("Blanks", numbered(blanks.iter().map(blank))),
        OpenInteraction::Matching(header, rows) => ("Match", table(header, rows, context)),
        OpenInteraction::Ordering(entries) => {
            let list =
                Content(vec![Block::List(Box::new(List { start: Some(1), entries: entries.clone() }))]);
            printer.raw_block("**Order:**");
            return printer.blocks(&list);
        }
        OpenInteraction::Essay(criteria) => {
            let words = |text: &str| Content::of_inlines(vec![qbank_model::Inline::Text(text.into())]);
            let rows: Vec<[Content; 2]> = criteria
                .iter()
                .map(|criterion| [criterion.content.clone(), words(&criterion.points.to_string())])
                .collect();
            ("Rubric", table(&[words("Criterion"), words("Points")], &rows, context))
        }
    };
    printer.raw_block(&format!("**{word}:**"));
    printer.raw_block(&body);
}

fn entry(choice: &Choice, mark: Mark, context: Context) -> String {
    let mut printer = Printer::new(context);
    printer.blocks(&choice.content);
    if let Some(feedback) = &choice.feedback {
        printer.quote(feedback);
    }
    let body = printer.finish();
    let mut lines = body.lines();
    let first = lines.next().unwrap_or_default();
    let mark = if mark == Mark::Key { "x" } else { " " };
    let mut entry = format!("- [{mark}] {first}{}", attributes::of_choice(choice));
    for line in lines {
        entry.push('\n');
        if !line.is_empty() {
            entry.push_str("  ");
            entry.push_str(line);
        }
    }
    entry
}

fn accepted(accepted: &[OpenAccept]) -> String {
    let spans: Vec<String> = accepted
        .iter()
        .map(|accept| match accept {
            OpenAccept::Words(words) => code_span(&words.source()),
            OpenAccept::Pattern(pattern) => code_span(&format!("/{}/", pattern.source())),
        })
        .collect();
    spans.join(" | ")
}

fn blank(blank: &OpenBlank) -> String {
    match blank {
        OpenBlank::Number(number) => number.source(),
        OpenBlank::Text(words) => accepted(words),
        OpenBlank::DropDown(options) => {
            let option = |(key, words): &(bool, OpenText)| {
                let sign = if *key { "=" } else { "~" };
                format!("{sign}{}", escaped(words))
            };
            options.iter().map(option).collect::<Vec<String>>().join(" ")
        }
    }
}

/// Escapes words, but not the places among them.
fn escaped(text: &OpenText) -> String {
    let mut printed = String::new();
    for piece in &text.0 {
        match piece {
            Piece::Text(text) => push_escaped(text, &mut printed),
            Piece::Value(place) => printed.push_str(&place.source()),
        }
    }
    printed
}

fn numbered(lines: impl Iterator<Item = String>) -> String {
    let lines = lines.zip(1..).map(|(line, number)| format!("{number}. {line}"));
    lines.collect::<Vec<String>>().join("\n")
}

fn table(header: &[Content; 2], rows: &[[Content; 2]], context: Context) -> String {
    let row = |cells: &[Content; 2]| {
        let cells = cells.iter().map(|cell| table_cell(cell, context));
        format!("| {} |", cells.collect::<Vec<String>>().join(" | "))
    };
    let mut lines = vec![row(header), "| --- | --- |".to_owned()];
    lines.extend(rows.iter().map(row));
    lines.join("\n")
}
