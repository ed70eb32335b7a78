//! An item as Markdown: what is printed parses to the same item.
//!
//! For importers and for the proof that nothing is lost on the way in. It writes a file of its own; it does not format
//! an author's file.

mod attributes;
mod content;

use std::cell::RefCell;

use qbank_model::{Block, Choice, Content, Item};

use self::content::{Context, Printer, inline_line};

/// Prints one item as a question file of its own, its case before it.
///
/// `path` is where the file will stand in the bank: pictures are named relative to its folder.
pub fn item(item: &Item, path: &str) -> String {
    let notes = RefCell::default();
    let context = Context::new(path, &notes);
    let mut printer = Printer::new(context);
    let hashes = if let Some(case) = &item.stimulus {
        printer.line(&format!("## {} {{#{} .case}}", inline_line(&case.title, context), case.id.value));
        printer.blocks(&case.content);
        "###"
    } else {
        "##"
    };
    let title = inline_line(&item.title, context);
    let space = if title.is_empty() { "" } else { " " };
    printer.line(&format!("{hashes} {title}{space}{{#{}}}", item.id.value));
    printer.line(&attributes::block(item));
    printer.blocks(&item.stem);
    if matches!(item.stem.0.last(), Some(Block::List { .. })) {
        // Without it the choices would go on with the list.
        printer.raw_block("<!-- -->");
    }
    printer.raw_block(&choices(item, context));
    labels(item, &mut printer);
    printer.note_definitions();
    printer.finish() + "\n"
}

fn choices(item: &Item, context: Context) -> String {
    let entries = item.interaction.choices().iter().map(|choice| {
        let mark = if item.interaction.is_key(&choice.id) { "x" } else { " " };
        entry(choice, mark, context)
    });
    entries.collect::<Vec<String>>().join("\n\n")
}

fn entry(choice: &Choice, mark: &str, context: Context) -> String {
    let mut printer = Printer::new(context);
    printer.blocks(&choice.content);
    if let Some(feedback) = &choice.feedback {
        printer.quote(feedback);
    }
    let body = printer.finish();
    let mut lines = body.lines();
    let first = lines.next().unwrap_or_default();
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

fn labels(item: &Item, printer: &mut Printer) {
    let outcomes = &item.outcomes;
    let once = [
        ("Correct", &outcomes.correct),
        ("Incorrect", &outcomes.incorrect),
        ("Partial", &outcomes.partial),
        ("Rationale", &item.rationale),
    ];
    let once = once.into_iter().filter_map(|(word, content)| Some((word, content.as_ref()?)));
    let many = [("Hint", &item.hints), ("References", &item.references), ("Author note", &item.notes)];
    let many =
        many.into_iter().flat_map(|(word, contents)| contents.iter().map(move |content| (word, content)));
    let all: Vec<(&str, &Content)> = once.chain(many).collect();
    for (word, content) in all {
        printer.labelled(word, content);
    }
}
