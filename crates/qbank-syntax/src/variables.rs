//! Reads the tables `vars`, `rows` and `calc` of an attribute block.

use qbank_model::template::{Constant, Source};
use qbank_model::{Decimal, Diagnostic, Span, Spanned};
use toml::de::DeValue;

use crate::codes;
use crate::toml_reader::{TomlReader, Value};

/// Names that are drawn together, and where their values come from.
pub(crate) type Drawn = (Vec<Spanned<String>>, Source);
/// A name and the expression that computes it.
pub(crate) type Computed = (Spanned<String>, Spanned<String>);

/// Reads `name = { min, max, step }` or `name = { values = […] }` for each name.
pub(crate) fn read_vars(reader: &mut TomlReader, value: &Value) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    for (name, value) in reader.table(value).into_iter().flatten() {
        let name = Spanned::new(name.get_ref().to_string(), reader.span(name.span()));
        if let Some(source) = read_source(reader, value) {
            drawn.push((vec![name], source));
        }
    }
    drawn
}

fn read_source(reader: &mut TomlReader, value: &Value) -> Option<Source> {
    let table = reader.table(value)?;
    reader.only(table, &["min", "max", "step", "values"], "a variable");
    let span = reader.span(value.span());
    if let Some(values) = table.get("values") {
        if table.len() > 1 {
            return reader.wrong(value, "either `values`, or `min` and `max`,");
        }
        let values = read_list(reader, values)?;
        return sound(reader, span, Source::values(values));
    }
    let of = Spanned::new("a variable", span);
    let mut number = |key| reader.required(table, key, &of).and_then(|value| reader.decimal(value));
    let (min, max) = (number("min"), number("max"));
    let step = table.get("step").map_or(Some(Decimal::ONE), |value| reader.decimal(value));
    let source = Source::steps(min?, max?, step?);
    sound(reader, span, source)
}

/// Reads `name = […]` for each name; the lists have one length, and their n-th values go together.
pub(crate) fn read_rows(reader: &mut TomlReader, value: &Value) -> Option<Drawn> {
    let (mut names, mut columns) = (Vec::new(), Vec::new());
    let n_before = reader.findings.len();
    for (name, values) in reader.table(value)? {
        names.push(Spanned::new(name.get_ref().to_string(), reader.span(name.span())));
        columns.extend(read_list(reader, values));
    }
    let span = reader.span(value.span());
    if reader.findings.len() > n_before {
        return None;
    }
    let source = Source::columns(columns);
    sound(reader, span, source).map(|source| (names, source))
}

fn read_list(reader: &mut TomlReader, value: &Value) -> Option<Vec<Constant>> {
    let DeValue::Array(values) = value.get_ref() else { return reader.wrong(value, "a list of values") };
    let mut constants = Vec::with_capacity(values.len());
    for value in values {
        constants.push(match value.get_ref() {
            DeValue::String(_) => Constant::Text(reader.text(value)?.value),
            _ => Constant::Number(reader.decimal(value)?),
        });
    }
    Some(constants)
}

fn sound<F: std::error::Error>(
    reader: &mut TomlReader,
    span: Span,
    source: Result<Source, F>,
) -> Option<Source> {
    match source {
        Ok(source) => Some(source),
        Err(fault) => {
            let finding = Diagnostic::new(codes::BROKEN_VARIABLES, span, fault.to_string());
            reader.findings.push(finding.help("give `min`, `max` and perhaps `step`, or a list of `values`"));
            None
        }
    }
}

/// Reads `name = "expression"` for each name.
pub(crate) fn read_calc(reader: &mut TomlReader, value: &Value) -> Vec<Computed> {
    let mut computed = Vec::new();
    for (name, value) in reader.table(value).into_iter().flatten() {
        let name = Spanned::new(name.get_ref().to_string(), reader.span(name.span()));
        if let DeValue::Array(_) | DeValue::Boolean(_) | DeValue::Table(_) = value.get_ref() {
            let message = format!("an expression in quotes is wanted for `{}`", name.value);
            let finding = Diagnostic::new(codes::WRONG_VALUE, reader.span(value.span()), message);
            let help = "attributes of the item stand above the first line in brackets, such as `[calc]`";
            reader.findings.push(finding.help(help));
        } else if let Some(text) = reader.inner_text(value) {
            computed.push((name, text));
        }
    }
    computed
}

/// Reads a list of conditions.
pub(crate) fn read_require(reader: &mut TomlReader, value: &Value) -> Vec<Spanned<String>> {
    let DeValue::Array(values) = value.get_ref() else {
        return reader.wrong(value, "a list of conditions in quotes").unwrap_or_default();
    };
    values.iter().filter_map(|value| reader.inner_text(value)).collect()
}
