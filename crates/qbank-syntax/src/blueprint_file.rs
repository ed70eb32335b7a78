//! `blueprints/*.toml`: an exam's form, scale, domains and objectives.

use std::collections::BTreeMap;

use qbank_model::blueprint::{FormPlan, LevelMix, ObjectiveRef, Scale, Weight, WeightStatus};
use qbank_model::{Blueprint, Decimal, Diagnostic, Domain, FileId, Level, Objective, Span, Spanned};

use crate::codes;
use crate::toml_reader::{Table, TomlReader, Value};

/// Reads a blueprint, or says everything that is wrong with it.
///
/// # Errors
/// Fails where the file is no TOML, a key is unknown or missing, a value is impossible, a slug stands twice or the
/// weights do not sum to 100 percent.
pub fn read(file: FileId, text: &str) -> Result<Blueprint, Vec<Diagnostic>> {
    let mut reader = TomlReader::new(file, 0);
    let table = reader.parse(text);
    if !reader.findings.is_empty() {
        return Err(reader.findings);
    }
    reader.only(&table, &["id", "title", "form", "scale", "domain"], "a blueprint");
    let of = Spanned::new("the blueprint", Span::start_of(file));
    let id = reader.required(&table, "id", &of).and_then(|value| reader.text(value));
    let title = reader.required(&table, "title", &of).and_then(|value| reader.text(value));
    let form = table.get("form").and_then(|value| read_form(&mut reader, value));
    let scale = table.get("scale").and_then(|value| read_scale(&mut reader, value));
    let domains = match reader.required(&table, "domain", &of) {
        Some(value) => read_domains(&mut reader, value),
        None => Vec::new(),
    };
    let is_sound = reader.findings.is_empty();
    let weights_at = table.get("domain").map_or(of.span, |value| reader.span(value.span()));
    let (Some(id), Some(title), true) = (id, title, is_sound) else { return Err(reader.findings) };
    match Blueprint::new(id.value, title.value, domains) {
        Ok(blueprint) => Ok(blueprint.with_form(form, scale)),
        Err(fault) => {
            let finding = Diagnostic::new(codes::WEIGHTS_SUM, weights_at, fault.to_string());
            Err(vec![finding.help("change the percentages so that they sum to 100 exactly")])
        }
    }
}

fn read_form(reader: &mut TomlReader, value: &Value) -> Option<FormPlan> {
    let table = reader.table(value)?;
    reader.only(table, &["items", "scored", "minutes"], "`[form]`");
    let of = Spanned::new("`[form]`", reader.span(value.span()));
    let mut count = |key| reader.required(table, key, &of).and_then(|value| reader.count(value));
    let (items, minutes) = (count("items"), count("minutes"));
    let items = items?;
    let scored = table.get("scored").map_or(Some(items), |value| reader.count(value))?;
    if scored > items {
        return reader.wrong(table.get("scored")?, "a number of at most `items`");
    }
    let place = table.get("items").map_or(of.span, |value| reader.span(value.span()));
    Some(FormPlan { place: Spanned::new((), place), items, scored, minutes: minutes? })
}

fn read_scale(reader: &mut TomlReader, value: &Value) -> Option<Scale> {
    let table = reader.table(value)?;
    reader.only(table, &["min", "max", "pass"], "`[scale]`");
    let of = Spanned::new("`[scale]`", reader.span(value.span()));
    let mut count = |key| reader.required(table, key, &of).and_then(|value| reader.whole(value, 0));
    let (min, max, pass) = (count("min")?, count("max")?, count("pass")?);
    if min < max && (min..=max).contains(&pass) {
        return Some(Scale { min, max, pass });
    }
    reader.wrong(value, "`min` below `max`, and `pass` between them,")
}

fn read_domains(reader: &mut TomlReader, value: &Value) -> Vec<Domain> {
    let (mut domains, mut objectives) = (Names::default(), Names::default());
    let tables = reader.tables(value);
    let read = tables.into_iter().filter_map(|(span, table)| {
        domains.add(reader, table);
        for (_, objective) in table.get("objective").map(|value| reader.tables(value)).unwrap_or_default() {
            objectives.add(reader, objective);
        }
        read_domain(reader, table, span)
    });
    read.collect()
}

/// The ids met so far and where they stand; domains and objectives have each their own.
#[derive(Default)]
struct Names(BTreeMap<String, Span>);

impl Names {
    fn add(&mut self, reader: &mut TomlReader, table: &Table) {
        let Some((name, value)) = table.get("id").and_then(|value| Some((value.get_ref().as_str()?, value)))
        else {
            return;
        };
        let span = reader.span(value.span());
        if let Some(first) = self.0.insert(name.to_owned(), span) {
            let message = format!("`{name}` stands twice in the blueprint");
            let finding = Diagnostic::new(codes::REPEATED_OBJECTIVE, span, message);
            let finding = finding.also(first, "it stands here first");
            reader.findings.push(finding.help("give each domain and objective a name of its own"));
        }
    }
}

fn read_domain(reader: &mut TomlReader, table: &Table, span: Span) -> Option<Domain> {
    reader.only(table, &["id", "title", "weight", "levels", "objective", "use"], "a domain");
    let of = Spanned::new("the domain", span);
    let id = reader.required(table, "id", &of).and_then(|value| reader.text(value));
    let title = reader.required(table, "title", &of).and_then(|value| reader.text(value));
    let weight = reader.required(table, "weight", &of).and_then(|value| read_weight(reader, value));
    let levels = table.get("levels").and_then(|value| read_levels(reader, value));
    let objectives = table.get("objective").map(|value| reader.tables(value)).unwrap_or_default();
    let objectives =
        objectives.into_iter().filter_map(|(span, table)| read_objective(reader, table, span)).collect();
    let uses = table.get("use").and_then(|value| reader.texts(value)).unwrap_or_default();
    let uses = uses.into_iter().filter_map(|text| read_use(reader, &text)).collect();
    let Spanned { value: id, span } = id?;
    let place = Spanned::new((), span);
    Some(Domain { id, place, title: title?.value, weight: weight?, levels, objectives, uses })
}

/// A weight has its status and its source: a number that nobody stands behind is no plan.
fn read_weight(reader: &mut TomlReader, value: &Value) -> Option<Weight> {
    let table = reader.table(value)?;
    reader.only(table, &["percent", "status", "source"], "a weight");
    let of = Spanned::new("the weight", reader.span(value.span()));
    let percent = reader.required(table, "percent", &of).and_then(|value| reader.decimal_in(value, 0, 100));
    let status = reader.required(table, "status", &of);
    let status = status.and_then(|value| reader.word(value, &WeightStatus::ALL, WeightStatus::as_str));
    let source = reader.required(table, "source", &of).and_then(|value| reader.text(value));
    let source = source.filter(|source| !source.value.trim().is_empty());
    if source.is_none()
        && let Some(written) = table.get("source")
    {
        return reader.wrong(written, "the source, in words,");
    }
    Some(Weight { percent: percent?, status: status?, source: source?.value })
}

fn read_levels(reader: &mut TomlReader, value: &Value) -> Option<LevelMix> {
    let table = reader.table(value)?;
    reader.only(table, &["recall", "apply", "analyze"], "`levels`");
    let of = Spanned::new("`levels`", reader.span(value.span()));
    let mut share = |key| reader.required(table, key, &of).and_then(|value| reader.decimal_in(value, 0, 100));
    let (recall, apply, analyze) = (share("recall")?, share("apply")?, share("analyze")?);
    if recall + apply + analyze == Decimal::ONE_HUNDRED {
        return Some(LevelMix { recall, apply, analyze });
    }
    reader.wrong(value, "three percentages that sum to 100")
}

fn read_objective(reader: &mut TomlReader, table: &Table, span: Span) -> Option<Objective> {
    reader.only(table, &["id", "title", "level", "min_items"], "an objective");
    let of = Spanned::new("the objective", span);
    let id = reader.required(table, "id", &of).and_then(|value| reader.text(value));
    let title = reader.required(table, "title", &of).and_then(|value| reader.text(value));
    let level = table.get("level").and_then(|value| reader.word(value, &Level::ALL, Level::as_str));
    let min_items = table.get("min_items").and_then(|value| reader.count(value));
    let Spanned { value: id, span } = id?;
    let place = Spanned::new((), span);
    Some(Objective { id, place, title: title?.value, level, min_items })
}

fn read_use(reader: &mut TomlReader, text: &Spanned<String>) -> Option<Spanned<ObjectiveRef>> {
    let Some((blueprint, objective)) = text.value.split_once(':') else {
        let message = format!("`{}` names no objective of another blueprint", text.value);
        let finding = Diagnostic::new(codes::WRONG_VALUE, text.span, message);
        reader.findings.push(finding.help("write `blueprint:objective`"));
        return None;
    };
    let reference = ObjectiveRef { blueprint: blueprint.to_owned(), objective: objective.to_owned() };
    Some(Spanned::new(reference, text.span))
}
