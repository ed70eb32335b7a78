//! TOML with places: reads keys of a closed set and reports what is unknown, missing or of the wrong type.

use std::str::FromStr;

use qbank_model::date::Date;
use qbank_model::{Decimal, Diagnostic, FileId, OptionValue, Span, Spanned};
use toml::de::{DeTable, DeValue};

use crate::codes;
use crate::source_text::is_forbidden;
use qbank_model::suggest::did_you_mean;

/// A table of keys and values, with their places.
pub(crate) type Table<'i> = DeTable<'i>;
/// A value and its place.
pub(crate) type Value<'i> = toml::Spanned<DeValue<'i>>;

/// Reads TOML that starts at a byte of a file.
pub(crate) struct TomlReader {
    file: FileId,
    base: usize,
    /// What was found, in the order in which it was met.
    pub(crate) findings: Vec<Diagnostic>,
}

impl TomlReader {
    /// Makes a reader for TOML whose first byte is at `base` of the file.
    pub(crate) fn new(file: FileId, base: usize) -> Self {
        Self { file, base, findings: Vec::new() }
    }

    /// Parses the text; where it is no TOML, every fault is reported at its place and the table is empty, so that no
    /// half-read value is judged as well.
    pub(crate) fn parse<'i>(&mut self, text: &'i str) -> Table<'i> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return table.into_inner();
        }
        for error in errors {
            let span = self.span(error.span().unwrap_or(0..0));
            let message = format!("this is not TOML: {}", error.message().replace('\n', ", "));
            self.findings.push(Diagnostic::new(codes::BAD_TOML, span, message));
        }
        Table::default()
    }

    /// Returns the place of a range of the TOML.
    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    /// Reports the keys of a table that are none of the known ones; `of` says whose keys they are.
    pub(crate) fn only(&mut self, table: &Table, known: &[&str], of: &str) {
        for (key, _) in table {
            let name = key.get_ref();
            if !known.contains(&&**name) {
                let message = format!("{of} has no key `{name}`");
                let finding = Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, self.span(key.span()), message);
                self.findings.push(finding.help(did_you_mean(name, known)));
            }
        }
    }

    /// Returns a value that must be there, or reports that it is missing.
    pub(crate) fn required<'t, 'i>(
        &mut self,
        table: &'t Table<'i>,
        key: &str,
        of: &Spanned<&str>,
    ) -> Option<&'t Value<'i>> {
        let value = table.get(key);
        if value.is_none() {
            let message = format!("{} says no `{key}`", of.value);
            self.findings
                .push(Diagnostic::new(codes::MISSING_KEY, of.span, message).help(format!("add `{key} = …`")));
        }
        value
    }

    /// Reports a value that cannot be used; `wanted` says what can.
    pub(crate) fn wrong<T>(&mut self, value: &Value, wanted: &str) -> Option<T> {
        let message = format!("{wanted} is wanted here, not {}", describe(value.get_ref()));
        self.findings.push(Diagnostic::new(codes::WRONG_VALUE, self.span(value.span()), message));
        None
    }

    pub(crate) fn text(&mut self, value: &Value) -> Option<Spanned<String>> {
        match value.get_ref() {
            DeValue::String(text) if text.contains(is_forbidden) => {
                self.wrong(value, "a text without control characters")
            }
            DeValue::String(text) => Some(Spanned::new(text.to_string(), self.span(value.span()))),
            _ => self.wrong(value, "a text in quotes"),
        }
    }

    /// Reads a text with the place of what stands between its quotation marks, where no escape makes the two differ.
    pub(crate) fn inner_text(&mut self, value: &Value) -> Option<Spanned<String>> {
        let mut text = self.text(value)?;
        let quotes = (value.span().len() - text.value.len()) / 2;
        if text.value.len() + 2 * quotes == value.span().len() && matches!(quotes, 1 | 3) {
            text.span = self.span(value.span().start + quotes..value.span().end - quotes);
        }
        Some(text)
    }

    pub(crate) fn texts(&mut self, value: &Value) -> Option<Vec<Spanned<String>>> {
        match value.get_ref() {
            DeValue::Array(values) => Some(values.iter().filter_map(|value| self.text(value)).collect()),
            _ => self.wrong(value, "a list of texts"),
        }
    }

    pub(crate) fn boolean(&mut self, value: &Value) -> Option<bool> {
        value.get_ref().as_bool().or_else(|| self.wrong(value, "true or false"))
    }

    pub(crate) fn decimal(&mut self, value: &Value) -> Option<Decimal> {
        let digits = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().replace('_', ""),
            DeValue::Float(float) => float.as_str().replace('_', ""),
            _ => return self.wrong(value, "a number"),
        };
        let parsed = Decimal::from_str(&digits).or_else(|_| Decimal::from_scientific(&digits));
        parsed.ok().or_else(|| self.wrong(value, "a finite number of at most 28 digits"))
    }

    /// Reads a number within bounds, both included.
    pub(crate) fn decimal_in(&mut self, value: &Value, low: i64, high: i64) -> Option<Decimal> {
        let number = self.decimal(value)?;
        let is_in = Decimal::from(low) <= number && number <= Decimal::from(high);
        if is_in { Some(number) } else { self.wrong(value, &format!("a number from {low} to {high}")) }
    }

    /// Reads a whole number from 1 up.
    pub(crate) fn count(&mut self, value: &Value) -> Option<u32> {
        self.whole(value, 1)
    }

    /// Reads a whole number from `low` up.
    pub(crate) fn whole(&mut self, value: &Value, low: u32) -> Option<u32> {
        let digits = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().replace('_', ""),
            _ => return self.wrong(value, "a whole number"),
        };
        let count = digits.parse::<u32>().ok().filter(|count| *count >= low);
        count.or_else(|| self.wrong(value, &format!("a whole number from {low} up")))
    }

    /// Reads a whole number within bounds, both included.
    pub(crate) fn whole_in(&mut self, value: &Value, low: u32, high: u32) -> Option<u32> {
        let number = self.whole(value, low)?;
        if number <= high {
            Some(number)
        } else {
            self.wrong(value, &format!("a number from {low} to {high}"))
        }
    }

    pub(crate) fn date(&mut self, value: &Value) -> Option<Date> {
        let date = value
            .get_ref()
            .as_datetime()
            .filter(|moment| moment.time.is_none())
            .and_then(|moment| moment.date);
        let date = date.and_then(|date| Date::new(date.year, date.month, date.day));
        date.or_else(|| self.wrong(value, "a day such as 2026-11-22, without quotes"))
    }

    pub(crate) fn table<'t, 'i>(&mut self, value: &'t Value<'i>) -> Option<&'t Table<'i>> {
        value.get_ref().as_table().or_else(|| self.wrong(value, "a table"))
    }

    pub(crate) fn tables<'t, 'i>(&mut self, value: &'t Value<'i>) -> Vec<(Span, &'t Table<'i>)> {
        let Some(values) = value.get_ref().as_array() else {
            self.wrong::<()>(value, "a list of tables");
            return Vec::new();
        };
        let spanned = values.iter().map(|value| (self.span(value.span()), value));
        let spanned: Vec<(Span, &Value)> = spanned.collect();
        spanned.into_iter().filter_map(|(span, value)| self.table(value).map(|table| (span, table))).collect()
    }

    /// Reads the value of a rule's option; whether it suits the rule is for the rule to say.
    pub(crate) fn option(&mut self, value: &Value) -> Option<OptionValue> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(OptionValue::Flag(*flag)),
            DeValue::Integer(_) | DeValue::Float(_) => {
                let number = self.decimal(value)?;
                match u32::try_from(number) {
                    Ok(count) if number.scale() == 0 => Some(OptionValue::Count(count)),
                    _ => f64::try_from(number).ok().map(OptionValue::Number),
                }
            }
            DeValue::String(_) => self.text(value).map(|text| OptionValue::Text(text.value)),
            DeValue::Array(_) => {
                let texts = self.texts(value)?;
                Some(OptionValue::Texts(texts.into_iter().map(|text| text.value).collect()))
            }
            DeValue::Datetime(_) | DeValue::Table(_) => self.wrong(value, "the value of an option"),
        }
    }

    /// Reads one of a closed set of words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        value: &Value,
        known: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let written = self.text(value)?;
        let found = known.iter().copied().find(|word| name(*word) == written.value);
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|word| name(*word)).collect();
            let message = format!("`{}` is none of the known words", written.value);
            let finding = Diagnostic::new(codes::WRONG_VALUE, written.span, message);
            self.findings.push(finding.help(did_you_mean(&written.value, &names)));
        }
        found
    }
}

fn describe(value: &DeValue) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 30 => format!("\"{text}\""),
        DeValue::String(_) => "a long text".to_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
