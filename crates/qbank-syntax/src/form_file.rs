//! `forms/*.toml`: which items a form holds, by name or picked from those that fulfil a condition.

use qbank_model::{Decimal, Diagnostic, FileId, Span, Spanned};

use crate::codes;
use crate::selection::Condition;
use crate::toml_reader::{TomlReader, Value};

/// A form as its file says it; nothing is chosen yet.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its name for people.
    pub title: String,
    /// How long it may take.
    pub minutes: Option<u32>,
    /// What all its items together are worth, where the author says so.
    pub points: Option<Spanned<Decimal>>,
    /// What picks differ by: another seed picks other items.
    pub seed: u32,
    /// Its items, in order.
    pub entries: Vec<FormEntry>,
}

/// A place, or several, on a form.
#[derive(Clone, Debug)]
pub enum FormEntry {
    /// The item of this id.
    Item(Spanned<String>),
    /// Items that a condition holds for.
    Pick(Pick),
}

/// How many items are picked, and from which.
#[derive(Clone, Debug)]
pub struct Pick {
    /// How many; 1 or more.
    pub n: u32,
    /// What they fulfil; without one any published item will do.
    pub condition: Option<Condition>,
    /// The entry in the file.
    pub span: Span,
}

/// Reads a form, or says everything that is wrong with it.
///
/// # Errors
/// Fails where the file is no TOML, a key is unknown or missing, or a value is impossible.
pub fn read(file: FileId, text: &str) -> Result<Form, Vec<Diagnostic>> {
    let mut reader = TomlReader::new(file, 0);
    let table = reader.parse(text);
    if !reader.findings.is_empty() {
        return Err(reader.findings);
    }
    reader.only(&table, &["title", "minutes", "points", "seed", "items"], "a form");
    let of = Spanned::new("the form", Span::start_of(file));
    let title = reader.required(&table, "title", &of).and_then(|value| reader.text(value));
    let minutes = table.get("minutes").and_then(|value| reader.count(value));
    let points = table.get("points").and_then(|value| {
        let points = reader.decimal(value)?;
        Some(Spanned::new(points, reader.span(value.span())))
    });
    let seed = table.get("seed").and_then(|value| reader.whole(value, 0)).unwrap_or_default();
    let items = reader.required(&table, "items", &of);
    let entries = items.and_then(|value| entries(&mut reader, value));
    match (title, entries) {
        (Some(title), Some(entries)) if reader.findings.is_empty() => {
            Ok(Form { title: title.value, minutes, points, seed, entries })
        }
        _ => Err(reader.findings),
    }
}

fn entries(reader: &mut TomlReader, value: &Value) -> Option<Vec<FormEntry>> {
    let wanted = "a list of ids and of picks such as { pick = 5, where = \"domain = demand\" }";
    let Some(values) = value.get_ref().as_array().filter(|values| !values.is_empty()) else {
        return reader.wrong(value, wanted);
    };
    Some(values.iter().filter_map(|value| entry(reader, value)).collect())
}

fn entry(reader: &mut TomlReader, value: &Value) -> Option<FormEntry> {
    let Some(table) = value.get_ref().as_table() else {
        return reader.text(value).map(FormEntry::Item);
    };
    let span = reader.span(value.span());
    reader.only(table, &["pick", "where"], "a pick");
    let of = Spanned::new("the pick", span);
    let n = reader.required(table, "pick", &of).and_then(|value| reader.count(value))?;
    let condition = match table.get("where") {
        Some(value) => Some(condition(reader, value)?),
        None => None,
    };
    Some(FormEntry::Pick(Pick { n, condition, span }))
}

fn condition(reader: &mut TomlReader, value: &Value) -> Option<Condition> {
    let text = reader.text(value)?;
    match Condition::parse(&text.value) {
        Ok(condition) => Some(condition),
        Err(fault) => {
            reader.findings.push(Diagnostic::new(codes::WRONG_VALUE, text.span, fault.to_string()));
            None
        }
    }
}
