//! An item as Markdown: what is printed parses to the same item.
//!
//! For importers and for the proof that nothing is lost on the way in. It writes a file of its own; it does not format
//! an author's file.

mod answers;
pub(crate) mod attributes;
mod content;

use std::cell::RefCell;

use qbank_model::template::{OpenInteraction, Variables};
use qbank_model::{Block, Content, Item, ItemDraft, ItemTemplate};

use self::content::{Context, Printer, inline_line};

/// Prints one item as a question file of its own, its case before it.
///
/// `path` is where the file will stand in the bank: pictures are named relative to its folder.
pub fn item(item: &Item, path: &str) -> String {
    let open = item.clone().into_draft().map_interaction(|interaction| Ok::<_, ()>((&interaction).into()));
    open.map_or_else(|()| String::new(), |draft| draft_text(&draft, None, path))
}

/// Prints an item with variables, as [`item`] prints one without.
pub fn template(template: &ItemTemplate, path: &str) -> String {
    draft_text(template.draft(), Some(template.variables()), path)
}

fn draft_text(draft: &ItemDraft<OpenInteraction>, variables: Option<&Variables>, path: &str) -> String {
    let notes = RefCell::default();
    let context = Context::new(path, &notes);
    let mut printer = Printer::new(context);
    let hashes = if let Some(case) = &draft.stimulus {
        printer.line(&format!("## {} {{#{} .case}}", inline_line(&case.title, context), case.id.value));
        printer.blocks(&case.content);
        "###"
    } else {
        "##"
    };
    let title = inline_line(&draft.title, context);
    let space = if title.is_empty() { "" } else { " " };
    printer.line(&format!("{hashes} {title}{space}{{#{}}}", draft.id.value));
    printer.line(&attributes::block(draft, variables));
    printer.blocks(&draft.stem);
    if matches!(draft.stem.0.last(), Some(Block::List(_))) {
        // Without it the choices would go on with the list.
        printer.raw_block("<!-- -->");
    }
    answers::print(&draft.interaction, &mut printer);
    labels(draft, &mut printer);
    printer.note_definitions();
    printer.finish() + "\n"
}

fn labels(draft: &ItemDraft<OpenInteraction>, printer: &mut Printer) {
    let outcomes = draft.outcomes();
    let once = [
        ("Correct", &outcomes.correct),
        ("Incorrect", &outcomes.incorrect),
        ("Partial", &outcomes.partial),
        ("Rationale", &draft.rationale),
    ];
    let once = once.into_iter().filter_map(|(word, content)| Some((word, content.as_ref()?)));
    let many = [("Hint", &draft.hints[..]), ("References", &draft.references), ("Author note", &draft.notes)];
    let many =
        many.into_iter().flat_map(|(word, contents)| contents.iter().map(move |content| (word, content)));
    let all: Vec<(&str, &Content)> = once.chain(many).collect();
    for (word, content) in all {
        printer.labelled(word, content);
    }
}
