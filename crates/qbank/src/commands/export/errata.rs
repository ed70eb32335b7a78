//! `errata.md`, beside the ledger: which keys were corrected, and when. A learner's own later edit can keep a correction from
//! her card, so it is told in the open, too.

use std::fmt::Write as _;

use qbank_formats::{Format, Selection, Wanted};
use qbank_model::interaction::Blank;
use qbank_model::{Bank, Choice, Content, Interaction, Item, Ledger};

use crate::render::markdown::literal;

/// How the file begins, by which it is known again.
pub(super) const HEAD: &str = "# Corrected answers\n\nThese answers were wrong in an earlier package.\n";

/// Returns the corrections of the whole bank, whatever the package holds, the latest first; nothing where there is none.
pub(super) fn text(bank: &Bank, ledger: &Ledger) -> Option<String> {
    if ledger.notes().all(|(_, note)| note.corrected.is_none()) {
        return None;
    }
    let is_known = |item: &Item| ledger.knows(item.identity());
    let known = bank.entries().iter().filter(|entry| entry.item().is_some_and(is_known));
    let selection = Selection::new(bank, &Wanted::new(Format::Anki, env!("CARGO_PKG_VERSION")), known);
    let corrected = |item: &Item| Some((ledger.get(item.identity())?.corrected?, item.id.value.to_string()));
    let mut found: Vec<_> = selection.items().filter_map(|item| Some((corrected(item)?, item))).collect();
    found.sort_by(|((day, id), _), ((other_day, other), _)| other_day.cmp(day).then_with(|| id.cmp(other)));
    if found.is_empty() {
        return None;
    }
    let mut text = HEAD.to_owned();
    for ((day, id), item) in found {
        let question = item.stem.to_text().split_whitespace().collect::<Vec<_>>().join(" ");
        let (question, key) = (literal(&question), literal(&key(&item.interaction)));
        let _ = write!(text, "\n- {day}, `{id}`: {question}\n  **Right is:** {key}\n");
    }
    Some(text)
}

/// Returns what is right, in a line of plain words.
fn key(interaction: &Interaction) -> String {
    let text = |content: &Content| content.to_text().split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = match interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            interaction.keys().into_iter().map(|key: &Choice| text(&key.content)).collect()
        }
        Interaction::Number(number) => vec![number.to_string()],
        Interaction::Text(words) => vec![words.key().to_owned()],
        Interaction::Blanks(blanks) => blanks.as_slice().iter().map(Blank::key).collect(),
        Interaction::Matching(matching) => {
            let pair = |prompt| (prompt, matching.key(prompt));
            let pairs = matching.prompts().iter().map(pair);
            pairs.map(|(one, other)| format!("{}: {}", text(&one.content), text(&other.content))).collect()
        }
        Interaction::Ordering(ordering) => ordering.steps().iter().map(|step| text(&step.content)).collect(),
        Interaction::Essay(_) => Vec::new(),
    };
    parts.join("; ")
}
