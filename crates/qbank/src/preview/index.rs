//! The list of a bank's entries for the page, with all that it filters by.

use qbank_model::content::inline_text;
use qbank_model::{Blueprint, Diagnostic, Entry, Item, Severity};
use serde::Serialize;

use super::catalog::Catalog;
use super::findings::ShownFinding;
use super::live::{OpenBank, Snapshot};

/// What the page knows of the bank as a whole.
#[derive(Serialize)]
pub(super) struct Index<'b> {
    /// The moment that it shows.
    number: u64,
    title: &'b str,
    language: &'b str,
    trouble: Option<ShownTrouble<'b>>,
    domains: Vec<Named<'b>>,
    objectives: Vec<Named<'b>>,
    items: Vec<Row<'b>>,
    findings: Vec<ShownFinding<'b>>,
}

/// Why the bank cannot be checked now.
#[derive(Serialize)]
struct ShownTrouble<'b> {
    message: String,
    findings: Vec<ShownFinding<'b>>,
}

/// A domain or an objective.
#[derive(Serialize)]
struct Named<'b> {
    id: &'b str,
    title: &'b str,
}

/// An entry.
#[derive(Serialize)]
struct Row<'b> {
    key: &'b str,
    /// Its title, else what it asks, in plain text.
    title: String,
    /// All that can be searched for beside the title, in plain text.
    text: String,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    domain: Option<&'b str>,
    objective: Option<&'b str>,
    level: Option<&'static str>,
    status: Option<&'static str>,
    /// How many variants there are to look at; 0 of an item without variables.
    variants: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl<'b> Index<'b> {
    /// Lists a bank as it is at a moment.
    pub(super) fn new(snapshot: &'b Snapshot) -> Self {
        let OpenBank { project: _, checked, catalog } = &*snapshot.bank;
        let bank = &checked.bank;
        let domains = bank.blueprint().map(Blueprint::domains).unwrap_or_default();
        let objectives = domains.iter().flat_map(|domain| &domain.objectives);
        let mut items: Vec<Row> = bank
            .entries()
            .iter()
            .enumerate()
            .map(|(idx, entry)| row(entry, catalog.key(idx), snapshot))
            .collect();
        for (finding_idx, entry_idx) in catalog.told() {
            let row = entry_idx.and_then(|idx| items.get_mut(idx));
            let Some(row) = row else { continue };
            match checked.diagnostics[*finding_idx].severity {
                Severity::Error => row.errors += 1,
                Severity::Warning => row.warnings += 1,
                Severity::Info => row.infos += 1,
            }
        }
        Self {
            number: snapshot.number,
            title: &bank.info.title,
            language: &bank.info.language,
            trouble: snapshot.trouble.as_ref().map(|failure| ShownTrouble {
                message: failure.with_causes(),
                findings: failure.settings().map_or_else(Vec::new, |settings| {
                    let shown = |finding| ShownFinding::new(finding, &settings.sources, None);
                    settings.findings.iter().map(shown).collect()
                }),
            }),
            domains: domains.iter().map(|domain| Named { id: &domain.id, title: &domain.title }).collect(),
            objectives: objectives.map(|one| Named { id: &one.id, title: &one.title }).collect(),
            items,
            findings: findings(&checked.diagnostics, catalog, snapshot),
        }
    }
}

fn findings<'b>(
    diagnostics: &'b [Diagnostic],
    catalog: &'b Catalog,
    snapshot: &'b Snapshot,
) -> Vec<ShownFinding<'b>> {
    let shown = |(finding_idx, entry_idx): &(usize, Option<usize>)| {
        let key = entry_idx.map(|idx| catalog.key(idx));
        ShownFinding::new(&diagnostics[*finding_idx], &snapshot.bank.checked.sources, key)
    };
    catalog.told().iter().map(shown).collect()
}

fn row<'b>(entry: &'b Entry, key: &'b str, snapshot: &'b Snapshot) -> Row<'b> {
    let bank = &snapshot.bank.checked.bank;
    let stub = Row {
        key,
        title: entry.id().map_or_else(|| "A question without an id".to_owned(), ToString::to_string),
        text: String::new(),
        kind: None,
        domain: None,
        objective: None,
        level: None,
        status: None,
        variants: 0,
        errors: 0,
        warnings: 0,
        infos: 0,
    };
    let objective = match entry {
        Entry::Broken(broken) => broken.objective.as_ref(),
        Entry::Fixed(_) | Entry::Template(_) => entry.item().and_then(|item| item.objective.as_ref()),
    };
    let objective = objective.map(|objective| objective.value.as_str());
    let Some(item) = entry.item() else { return Row { objective, ..stub } };
    let own_domain = item.domain.as_ref().map(|domain| domain.value.as_str());
    let (title, text) = words(item);
    Row {
        title,
        text,
        kind: Some(item.interaction.kind().as_str()),
        domain: bank.place(item).map(|domain| domain.id.as_str()).or(own_domain),
        objective,
        level: item.level.map(qbank_model::Level::as_str),
        status: Some(item.status.as_str()),
        variants: entry.template().map_or(0, |template| template.variants().len()),
        ..stub
    }
}

/// Returns what the list calls an item, and what else a search looks at.
fn words(item: &Item) -> (String, String) {
    let stem = item.stem.to_text();
    let mut text: Vec<String> =
        item.interaction.texts().into_iter().map(qbank_model::Content::to_text).collect();
    text.extend(item.details.tags.iter().cloned());
    if item.title.is_empty() {
        let (title, rest) = stem.split_once('\n').unwrap_or((&stem, ""));
        text.push(rest.to_owned());
        return (title.to_owned(), text.join("\n"));
    }
    text.push(stem);
    (inline_text(&item.title), text.join("\n"))
}
