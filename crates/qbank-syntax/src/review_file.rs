//! `reviews.toml`: what reviewers said of which version of an item, a line for each review.
//!
//! The lines stand by item, then in the order in which they were written, so that reviews of different items that were
//! written on two branches merge.

use std::fmt::Write as _;

use qbank_model::review::{Handle, Review, ReviewerKind, Verdict};
use qbank_model::{Diagnostic, FileId, ItemId, Revision, Span, Spanned};

use crate::print::attributes::text as quoted;
use crate::toml_reader::{Table, TomlReader, Value};

/// The version of the file's shape.
const VERSION: u32 = 1;
const KEYS: [&str; 2] = ["version", "reviews"];
const REVIEW_KEYS: [&str; 7] = ["item", "revision", "date", "by", "kind", "verdict", "note"];
const HEADER: &str = "\
# Who looked at which version of an item, and what they said. `qbank review` adds lines; none is changed or deleted.
";

/// Returns the text of the file, the reviews by item.
pub fn print(reviews: &[Review]) -> String {
    let mut sorted: Vec<&Review> = reviews.iter().collect();
    sorted.sort_by_key(|review| &review.item);
    let mut toml = format!("{HEADER}version = {VERSION}\nreviews = [\n");
    for Review { item, revision, by, kind, date, verdict, note } in sorted {
        let (item, revision, by) = (quoted(item.as_str()), quoted(revision.as_str()), quoted(by.as_str()));
        let (kind, verdict) = (kind.as_str(), verdict.as_str());
        let note = note.as_ref().map(|note| format!(", note = {}", quoted(note))).unwrap_or_default();
        let _ = writeln!(
            toml,
            "  {{ item = {item}, revision = {revision}, date = {date}, by = {by}, kind = \"{kind}\", verdict = \"{verdict}\"{note} }},"
        );
    }
    toml + "]\n"
}

/// Reads the file, each review with the place of its item's name.
///
/// # Errors
/// Returns everything that is wrong with it.
pub fn read(file: FileId, text: &str) -> Result<Vec<Spanned<Review>>, Vec<Diagnostic>> {
    let mut reader = TomlReader::new(file, 0);
    let table = reader.parse(text);
    let reviews = if reader.findings.is_empty() { reviews(&mut reader, &table) } else { Vec::new() };
    if reader.findings.is_empty() { Ok(reviews) } else { Err(reader.findings) }
}

fn reviews(reader: &mut TomlReader, table: &Table) -> Vec<Spanned<Review>> {
    let of = Spanned::new("the file of reviews", reader.span(0..0));
    reader.only(table, &KEYS, of.value);
    if let Some(value) = reader.required(table, "version", &of)
        && reader.count(value).is_some_and(|version| version != VERSION)
    {
        reader.wrong::<()>(value, "version 1, which this version of the tool writes,");
    }
    let reviews = reader.required(table, "reviews", &of).map(|value| reader.tables(value));
    reviews.into_iter().flatten().filter_map(|(span, table)| review(reader, span, table)).collect()
}

fn review(reader: &mut TomlReader, span: Span, table: &Table) -> Option<Spanned<Review>> {
    let of = Spanned::new("a review", span);
    reader.only(table, &REVIEW_KEYS, of.value);
    let item = reader.required(table, "item", &of)?;
    let place = reader.span(item.span());
    let item = name(reader, item, |text| ItemId::new(text).ok(), "the id of an item");
    let revision = reader.required(table, "revision", &of)?;
    let revision = name(reader, revision, Revision::parse, "a revision of 12 hexadecimal letters");
    let by = reader.required(table, "by", &of)?;
    let by = name(reader, by, |text| Handle::new(text).ok(), "a handle without spaces");
    let date = reader.required(table, "date", &of).and_then(|value| reader.date(value));
    let kind = reader.required(table, "kind", &of)?;
    let kind = reader.word(kind, &ReviewerKind::ALL, ReviewerKind::as_str);
    let verdict = reader.required(table, "verdict", &of)?;
    let verdict = reader.word(verdict, &Verdict::ALL, Verdict::as_str);
    let note = table.get("note").and_then(|value| reader.text(value)).map(|note| note.value);
    let review = Review {
        item: item?,
        revision: revision?,
        by: by?,
        kind: kind?,
        date: date?,
        verdict: verdict?,
        note,
    };
    Some(Spanned::new(review, place))
}

fn name<T>(
    reader: &mut TomlReader,
    value: &Value,
    read: impl FnOnce(&str) -> Option<T>,
    wanted: &str,
) -> Option<T> {
    let text = reader.text(value)?;
    read(&text.value).or_else(|| reader.wrong(value, wanted))
}
