//! `bank.toml`: what a bank is called, what its items inherit, how it is checked and published.

use qbank_model::date::Date;
use qbank_model::{BankInfo, Diagnostic, FileId, LintLevel, Policy, RuleSetting, Span, Spanned, Status};

use crate::Dialect;
use crate::attributes::{Attributes, Place};
use crate::toml_reader::{Table, TomlReader, Value};

/// What `bank.toml` says.
#[derive(Clone, Debug)]
pub struct BankFile {
    /// The bank's words about itself.
    pub info: BankInfo,
    /// Name of the default blueprint's file, without its ending.
    pub blueprint: Option<Spanned<String>>,
    /// How the bank's questions are read, its defaults included.
    pub dialect: Dialect,
}

const KEYS: [&str; 10] =
    ["id", "title", "language", "blueprint", "revised", "notice", "defaults", "publish", "labels", "lint"];

/// Reads `bank.toml`; findings in it are faults of the call, because nothing else can be judged without it.
///
/// # Errors
/// Returns what is wrong where the file is no TOML, has an unknown key, lacks one or holds an impossible value.
pub fn read(file: FileId, text: &str) -> Result<BankFile, Vec<Diagnostic>> {
    let mut reader = TomlReader::new(file, 0);
    let table = reader.parse(text);
    let is_toml = reader.findings.is_empty();
    reader.only(&table, &KEYS, "bank.toml");
    let of = Spanned::new("bank.toml", Span::start_of(file));
    let blueprint = table.get("blueprint").and_then(|value| reader.text(value));
    let dialect = dialect(&mut reader, &table);
    table.get("lint").map(|value| read_lint(&mut reader, value));
    let info = if is_toml { info(&mut reader, &table, &of) } else { None };
    match info {
        Some(mut info) if reader.findings.is_empty() => {
            info.license.clone_from(&dialect.defaults.license);
            Ok(BankFile { info, blueprint, dialect })
        }
        _ => Err(reader.findings),
    }
}

/// Reads what `bank.toml` wants of the rules, as far as it can be read; [`read`] reports the rest.
pub fn policy(file: FileId, text: &str) -> Policy {
    let mut reader = TomlReader::new(file, 0);
    let table = reader.parse(text);
    let lint = table.get("lint").map(|value| read_lint(&mut reader, value)).unwrap_or_default();
    Policy { allow: dialect(&mut reader, &table).defaults.allow, ..lint }
}

fn info(reader: &mut TomlReader, table: &Table, of: &Spanned<&str>) -> Option<BankInfo> {
    let id = reader.required(table, "id", of).and_then(|value| bank_id(reader, value));
    let title = reader.required(table, "title", of).and_then(|value| reader.text(value));
    let language = reader.required(table, "language", of).and_then(|value| reader.text(value));
    let revised: Option<Date> = reader.required(table, "revised", of).and_then(|value| reader.date(value));
    let notice = table.get("notice").and_then(|value| reader.text(value)).map(|text| text.value);
    let (publish, report_url) =
        table.get("publish").map_or((default_publish(), None), |value| publish(reader, value));
    Some(BankInfo {
        id: id?,
        title: title?.value,
        language: language?.value,
        revised: revised?,
        notice,
        license: None,
        publish,
        report_url,
    })
}

/// A bank's id names its packages, so it follows the grammar of item ids.
fn bank_id(reader: &mut TomlReader, value: &Value) -> Option<String> {
    let id = reader.text(value)?;
    if qbank_model::ItemId::new(&id.value).is_ok() {
        return Some(id.value);
    }
    reader.wrong(value, "an id of small letters, digits and hyphens")
}

fn dialect(reader: &mut TomlReader, table: &Table) -> Dialect {
    let mut dialect = Dialect::default();
    if let Some(defaults) = table.get("defaults").and_then(|value| reader.table(value)) {
        dialect.defaults = Attributes::read(reader, defaults, Place::Bank);
    }
    for (word, value) in table.get("labels").and_then(|value| reader.table(value)).into_iter().flatten() {
        let Some(label) = reader.text(value) else { continue };
        let word = word.get_ref();
        match label.value.to_lowercase().as_str() {
            "true" | "false" => {}
            _ if dialect.add_label(word, &label.value) => {}
            _ => {
                reader.wrong::<()>(value, "the English word of a label, or true or false,");
            }
        }
    }
    add_truth_words(&mut dialect, table);
    dialect
}

/// `[labels]` gives the truth words as `wahr = "True"` and `falsch = "False"`.
fn add_truth_words(dialect: &mut Dialect, table: &Table) {
    let labels = table.get("labels").and_then(|value| value.get_ref().as_table());
    let word_for = |truth: &str| {
        let mut words = labels.into_iter().flatten();
        words.find(|(_, value)| value.get_ref().as_str().is_some_and(|text| text.eq_ignore_ascii_case(truth)))
    };
    if let (Some((affirming, _)), Some((denying, _))) = (word_for("true"), word_for("false")) {
        dialect.add_truth_words(affirming.get_ref(), denying.get_ref());
    }
}

fn default_publish() -> Vec<Status> {
    vec![Status::Draft, Status::Review, Status::Approved]
}

fn publish(reader: &mut TomlReader, value: &Value) -> (Vec<Status>, Option<String>) {
    let Some(table) = reader.table(value) else { return (default_publish(), None) };
    reader.only(table, &["status", "report_url"], "`[publish]`");
    let report_url = table.get("report_url").and_then(|value| report_url(reader, value));
    let Some(values) = table.get("status") else { return (default_publish(), report_url) };
    let Some(array) = values.get_ref().as_array() else {
        reader.wrong::<()>(values, "a list of states");
        return (default_publish(), report_url);
    };
    let publishable = [Status::Draft, Status::Review, Status::Approved];
    let mut states: Vec<Status> =
        array.iter().filter_map(|value| reader.word(value, &publishable, Status::as_str)).collect();
    states.sort();
    states.dedup();
    (states, report_url)
}

fn report_url(reader: &mut TomlReader, value: &Value) -> Option<String> {
    let url = reader.text(value)?;
    if url.value.starts_with("https://")
        || url.value.starts_with("http://")
        || url.value.starts_with("mailto:")
    {
        return Some(url.value);
    }
    reader.wrong(value, "an address that starts with https://, http:// or mailto:")
}

/// Name of the one key of `[lint]` that is no rule.
const GLOSSARY: &str = "glossary";

fn read_lint(reader: &mut TomlReader, value: &Value) -> Policy {
    let mut policy = Policy::default();
    for (rule, value) in reader.table(value).into_iter().flatten() {
        let rule = Spanned::new(rule.get_ref().to_string(), reader.span(rule.span()));
        if rule.value == GLOSSARY {
            policy.glossary = reader.texts(value).unwrap_or_default();
            continue;
        }
        let mut setting = RuleSetting { rule, level: None, options: Vec::new() };
        match value.get_ref().as_table() {
            Some(options) => read_options(reader, options, &mut setting),
            None => setting.level = reader.word(value, &LintLevel::ALL, LintLevel::as_str),
        }
        policy.rules.push(setting);
    }
    policy
}

fn read_options(reader: &mut TomlReader, options: &Table, setting: &mut RuleSetting) {
    for (name, value) in options {
        if name.get_ref() == "level" {
            setting.level = reader.word(value, &LintLevel::ALL, LintLevel::as_str);
        } else if let Some(option) = reader.option(value) {
            let name = Spanned::new(name.get_ref().to_string(), reader.span(name.span()));
            setting.options.push((name, Spanned::new(option, reader.span(value.span()))));
        }
    }
}
