//! The usual look of a question file: marks, labels, attributes, tables and blank lines, by edits of its bytes.
//!
//! What an author wrote stays, and so does what it means: a file is looked at before and after, and one that would mean
//! something else is left as it is. Items with errors are not touched.

mod attributes;
mod blank_lines;
mod choices;
mod edits;
mod headings;
mod ids;
mod items;
mod labels;
mod tables;

use qbank_model::Entry;

pub use self::ids::name_items;

use self::edits::Edits;
use crate::content::Lowering;
use crate::document::Document;
use crate::front_matter::split as split_front_matter;
use crate::lower::parse;
use crate::sections::{Sections, split as split_sections};
use crate::tables::{flatten, oversized};
use crate::{Dialect, ParsedFile, Source, masks, print};

/// What became of a file's look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// It has the usual look.
    Usual,
    /// Its text in the usual look.
    Changed(String),
    /// In the usual look it would mean something else, so it stays as it is.
    LeftAlone,
}

/// Gives a file the usual look.
///
/// Doing it twice is doing it once.
pub fn lay_out(source: &Source, dialect: &Dialect) -> Layout {
    let parsed = parse(source, dialect);
    let after = edited(source, dialect, &parsed);
    if after == source.text {
        return Layout::Usual;
    }
    let again = Source { text: &after, ..*source };
    let parsed_again = parse(&again, dialect);
    let means_the_same = meaning(&parsed, source.path) == meaning(&parsed_again, source.path);
    // What one edit makes possible, such as a table that was none, has to be done in one go.
    let is_settled = means_the_same && edited(&again, dialect, &parsed_again) == after;
    if is_settled { Layout::Changed(after) } else { Layout::LeftAlone }
}

fn edited(source: &Source, dialect: &Dialect, parsed: &ParsedFile) -> String {
    let mut edits = Edits::new(source.text, &parsed.diagnostics);
    let parts = split_front_matter(source.text);
    if parts.unclosed {
        return source.text.to_owned();
    }
    if let Some(range) = parts.front_matter {
        attributes::lay_out(range, &mut edits);
    }
    with_sections(source, dialect, parts.body.start, |document, sections| {
        blank_lines::lay_out(document, parts.body.start, &mut edits);
        headings::lay_out(document, &mut edits);
        for case in &sections.cases {
            for idx in &case.blocks {
                tables::lay_out(document, &document.blocks[*idx], &mut edits);
            }
        }
        for item in &sections.items {
            items::lay_out(document, dialect, item, &mut edits);
        }
    });
    edits.apply()
}

/// Splits a file as parsing it does, and hands the parts to `look`.
fn with_sections<R>(
    source: &Source,
    dialect: &Dialect,
    start: usize,
    look: impl FnOnce(&Document, &Sections) -> R,
) -> R {
    let found = masks::find(source.text);
    let masked = flatten(masks::mask(source.text, &found), &oversized(source.text));
    let document = Document::parse(source, &masked, &found, start);
    let sections = split_sections(&mut Lowering::new(&document, dialect));
    look(&document, &sections)
}

/// Returns all that a file says, without its places: its entries as they print, and its findings.
fn meaning(parsed: &ParsedFile, path: &str) -> (Vec<String>, Vec<String>) {
    let entry = |entry: &Entry| match entry {
        Entry::Fixed(item) => print::item(item, path),
        Entry::Template(template) => print::template(template, path),
        Entry::Broken(stub) => stub.id.as_ref().map_or_else(String::new, ToString::to_string),
    };
    let mut findings: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|finding| format!("{} {}", finding.code.name(), finding.message))
        .collect();
    findings.sort();
    (parsed.entries.iter().map(entry).collect(), findings)
}
