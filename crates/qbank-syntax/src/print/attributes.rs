//! Prints the attribute blocks of items and choices.

use std::fmt::Write as _;

use qbank_model::interaction::Capitals;
use qbank_model::template::{Constant, OpenInteraction, Shape, Variables};
use qbank_model::{Choice, ItemDraft};

/// Returns an item's attribute block; every attribute is stated, so that nothing is inherited.
pub(super) fn block(item: &ItemDraft<OpenInteraction>, variables: Option<&Variables>) -> String {
    let mut toml = String::from("```toml item\n");
    let mut line = |key: &str, value: String| {
        let _ = writeln!(toml, "{key} = {value}");
    };
    line("type", text(item.interaction.kind().as_str()));
    line("heading", text(if item.title.is_empty() { "stem" } else { "title" }));
    line("status", text(item.status.as_str()));
    line("points", item.points.to_string());
    line("scoring", text(item.scoring.as_str()));
    line("shuffle", item.shuffle.to_string());
    if let OpenInteraction::Text(_, capitals) | OpenInteraction::Blanks { capitals, .. } = &item.interaction {
        line("case", (*capitals == Capitals::Count).to_string());
    }
    let details = &item.details;
    let optional = [
        ("objective", item.objective.as_ref().map(|objective| text(&objective.value))),
        ("domain", item.domain.as_ref().map(|domain| text(&domain.value))),
        ("level", item.level.map(|level| text(level.as_str()))),
        ("difficulty", details.difficulty.map(|share| share.to_string())),
        ("seconds", details.seconds.map(|seconds| seconds.to_string())),
        ("license", details.license.as_deref().map(text)),
        ("language", details.language.as_deref().map(text)),
        ("created", details.created.map(|date| date.to_string())),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            line(key, value);
        }
    }
    let aliases: Vec<&str> = item.aliases.iter().map(qbank_model::ItemId::as_str).collect();
    let enemies: Vec<&str> = details.enemies.iter().map(|enemy| enemy.value.as_str()).collect();
    line("aliases", texts(&aliases));
    line("enemies", texts(&enemies));
    let lists = [
        ("tags", &details.tags),
        ("authors", &details.authors),
        ("reviewers", &details.reviewers),
        ("references", &details.references),
    ];
    for (key, values) in lists {
        line(key, texts(values));
    }
    let allowed =
        details.allow.iter().map(|(rule, reason)| format!("{} = {}", text(rule), text(&reason.value)));
    line("allow", format!("{{ {} }}", allowed.collect::<Vec<_>>().join(", ")));
    if let Some(variables) = variables {
        toml.push_str(&variable_tables(variables));
    }
    toml + "```"
}

/// Tables stand last in TOML, below the attributes of the item itself.
fn variable_tables(variables: &Variables) -> String {
    let mut toml = format!("variants = {}\n", variables.variants());
    if let Some(decimals) = variables.decimals() {
        let _ = writeln!(toml, "decimals = {decimals}");
    }
    let conditions: Vec<&str> =
        variables.require().iter().map(|requirement| requirement.text.value.as_str()).collect();
    let _ = writeln!(toml, "require = {}", texts(&conditions));
    let (mut vars, mut rows) = (String::from("[vars]\n"), String::from("[rows]\n"));
    for (names, source) in variables.sources() {
        match (source.shape(), &names[..]) {
            (Shape::Steps { min, max, step }, names) => {
                for name in names {
                    let _ = writeln!(vars, "{name} = {{ min = {min}, max = {max}, step = {step} }}");
                }
            }
            (Shape::Rows(values), [name]) => {
                let _ = writeln!(vars, "{name} = {{ values = {} }}", column(values, 0));
            }
            (Shape::Rows(values), names) => {
                for (idx, name) in names.iter().enumerate() {
                    let _ = writeln!(rows, "{name} = {}", column(values, idx));
                }
            }
        }
    }
    toml.push_str(&vars);
    if rows.lines().count() > 1 {
        toml.push_str(&rows);
    }
    toml.push_str("[calc]\n");
    for calc in variables.calcs() {
        let _ = writeln!(toml, "{} = {}", calc.name.value, text(&calc.text.value));
    }
    toml
}

fn column(rows: &[Vec<Constant>], idx: usize) -> String {
    let value = |row: &Vec<Constant>| match &row[idx] {
        Constant::Number(number) => number.to_string(),
        Constant::Text(words) => text(words),
    };
    format!("[{}]", rows.iter().map(value).collect::<Vec<String>>().join(", "))
}

/// Returns a choice's attribute block with the space before it; every attribute is stated.
pub(super) fn of_choice(choice: &Choice) -> String {
    let fixed = if choice.fixed { " .fixed" } else { "" };
    let share = choice.share.map_or_else(String::new, |share| format!(" score={share}"));
    format!(" {{#{}{fixed}{share}}}", choice.id)
}

fn texts<T: AsRef<str>>(values: &[T]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| text(value.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

/// TOML 1.0, basic strings: quotation marks, backslashes and controls are escaped.
pub(crate) fn text(value: &str) -> String {
    let mut quoted = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
