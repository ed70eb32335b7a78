//! What changed in a bank, for a terminal and for a pull request.

use std::fmt::Write as _;

use super::markdown::literal;
use super::summary::plural;
use crate::commands::diff::{ChangedItem, ChangedPart, Changes, FateWord};
use crate::terminal::one_line;

/// The most letters of a text that a line shows.
const MAX_SHOWN: usize = 60;

/// Returns the changes as lines, one for each part.
pub(crate) fn text(changes: &Changes) -> String {
    let mut text = String::new();
    for item in &changes.items {
        if item.changes.is_empty() {
            let _ = writeln!(text, "{}: {}", one_line(&item.id), item.fate.as_str());
        }
        for part in &item.changes {
            let (before, after) = shown(part);
            let _ = writeln!(
                text,
                "{}: {}: {} -> {}",
                one_line(&item.id),
                part.aspect,
                one_line(&before),
                one_line(&after)
            );
        }
    }
    text
}

/// Returns how many items have which fate.
pub(crate) fn summary(changes: &Changes) -> String {
    let counts = FateWord::ALL.into_iter().filter_map(|fate| {
        let n = changes.items.iter().filter(|item| item.fate == fate).count();
        (n > 0).then(|| format!("{n} {}", fate.as_str()))
    });
    let counts: Vec<String> = counts.collect();
    let since = one_line(&changes.since);
    if counts.is_empty() {
        return format!("no item has changed in meaning since {since}");
    }
    format!("since {since}: {} ({})", plural(changes.items.len(), "item"), counts.join(", "))
}

/// Returns the changes for a pull request: those of keys first, because they change who was right.
pub(crate) fn markdown(changes: &Changes) -> String {
    let mut text = format!("## Questions\n\n{}\n", literal(&summary(changes)));
    let has_key = |item: &&ChangedItem| item.changes.iter().any(is_grave);
    let reworded = || changes.items.iter().filter(|item| item.fate == FateWord::Changed);
    section(&mut text, "What is right changed", reworded().filter(has_key));
    section(&mut text, "Other changes", reworded().filter(|item| !has_key(item)));
    for fate in FateWord::ALL.into_iter().filter(|fate| *fate != FateWord::Changed) {
        let ids: Vec<String> = changes
            .items
            .iter()
            .filter(|item| item.fate == fate)
            .map(|item| format!("`{}`", item.id))
            .collect();
        if !ids.is_empty() {
            let _ = write!(text, "\n### {}\n\n{}\n", capital(fate.as_str()), ids.join(", "));
        }
    }
    text
}

/// Tells whether a change decides who is right or for how many points.
fn is_grave(part: &ChangedPart) -> bool {
    matches!(part.aspect.as_str(), "type" | "key" | "variables" | "points" | "scoring")
}

fn section<'i>(text: &mut String, title: &str, items: impl Iterator<Item = &'i ChangedItem>) {
    let mut rows = String::new();
    for item in items {
        for part in &item.changes {
            let (before, after) = shown(part);
            let (before, after) = (literal(&before), literal(&after));
            let _ = writeln!(rows, "| `{}` | {} | {before} | {after} |", item.id, part.aspect);
        }
    }
    if !rows.is_empty() {
        let _ = write!(text, "\n### {title}\n\n| item | part | before | now |\n|---|---|---|---|\n{rows}");
    }
}

/// Returns the two texts from a little before their first difference on, short enough for a line.
fn shown(part: &ChangedPart) -> (String, String) {
    if part.before == part.after {
        return (window(&part.before, 0), "(the same words in another form)".to_owned());
    }
    let alike = part.before.chars().zip(part.after.chars()).take_while(|(one, other)| one == other).count();
    let from = alike.saturating_sub(MAX_SHOWN / 3);
    (window(&part.before, from), window(&part.after, from))
}

fn window(text: &str, from: usize) -> String {
    if text.is_empty() {
        return "(nothing)".to_owned();
    }
    let mut rest = text.chars().skip(from);
    let shown: String = rest.by_ref().take(MAX_SHOWN).collect();
    let (lead, tail) = (if from > 0 { "…" } else { "" }, if rest.next().is_some() { "…" } else { "" });
    format!("{lead}{shown}{tail}")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
