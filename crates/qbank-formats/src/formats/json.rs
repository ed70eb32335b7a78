//! The JSON export: everything that the bank says, for programs that know nothing of Markdown.

mod answers;
pub mod shape;

use std::collections::{BTreeMap, BTreeSet};

use qbank_model::blueprint::{Blueprint, Domain, Objective};
use qbank_model::content::{Inline, inline_text};
use qbank_model::item::Stimulus;
use qbank_model::{Content, Decimal, Item, ItemDraft, Kind, Level, MediaPath, Revision};

use rayon::prelude::*;
use serde::ser::{Serialize, SerializeSeq as _, Serializer};

use self::answers::Answers;
use self::shape::{Exact, Export, RichText};
use crate::address::path_reference;
use crate::html::{Html, Markup, MathForm, plain_gap, plain_slot};
use crate::package::{Container, Entry, Package};
use crate::selection::Selection;

/// Makes the package: one file of indented JSON.
pub(crate) fn export<'a>(selection: &'a Selection) -> Package<'a> {
    let ids = selection.items().map(|item| (item.id.value.clone(), item.identity().to_string()));
    let name = format!("{}.json", selection.bank.info.id);
    let text = Entry::made(name, |out| {
        serde_json::to_writer_pretty(&mut *out, &export_with(selection, Items(selection)))?;
        out.write_all(b"\n")
    });
    Package {
        container: Container::File,
        identifiers: ids.collect(),
        entries: vec![text],
        losses: Vec::new(),
        ledger: None,
    }
}

/// Returns the export as a value, for programs that link this crate.
pub fn shape(selection: &Selection) -> Export {
    export_with(selection, items(selection).map(|(each, revision)| item(each, revision, selection)).collect())
}

/// The items of a selection, given their shape when they are serialised: all of them at once would fill the memory.
struct Items<'a>(&'a Selection<'a>);

/// Items whose shapes are held at a time.
const WAVE: usize = 512;

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items: Vec<(&Item, &Revision)> = items(self.0).collect();
        let mut sequence = serializer.serialize_seq(Some(items.len()))?;
        for wave in items.chunks(WAVE) {
            let shapes: Vec<shape::Item> =
                wave.par_iter().map(|(each, revision)| item(each, revision, self.0)).collect();
            for shape in &shapes {
                sequence.serialize_element(shape)?;
            }
        }
        sequence.end()
    }
}

fn items<'a>(selection: &'a Selection) -> impl Iterator<Item = (&'a Item, &'a Revision)> {
    selection.items().zip(selection.revisions())
}

fn export_with<Items>(selection: &Selection, items: Items) -> Export<Items> {
    let bank = selection.bank;
    let info = &bank.info;
    let mut blueprints = bank.blueprints.iter().map(blueprint);
    Export {
        format: "qbank".to_owned(),
        version: 1,
        bank: shape::Bank {
            id: info.id.clone(),
            title: info.title.clone(),
            language: info.language.clone(),
            revised: info.revised.to_string(),
            notice: info.notice.clone(),
            license: info.license.clone(),
            report_url: info.report_url.clone(),
        },
        blueprint: blueprints.next(),
        further_blueprints: blueprints.collect(),
        stimuli: stimuli(selection),
        items,
        media: media(selection),
    }
}

fn blueprint(blueprint: &Blueprint) -> shape::Blueprint {
    shape::Blueprint {
        id: blueprint.id().to_owned(),
        title: blueprint.title().to_owned(),
        form: blueprint.form().map(|form| shape::Form {
            items: form.items,
            scored: form.scored,
            minutes: form.minutes,
        }),
        scale: blueprint.scale().map(|scale| shape::Scale {
            min: scale.min,
            max: scale.max,
            pass: scale.pass,
        }),
        domains: blueprint.domains().iter().map(domain).collect(),
    }
}

fn domain(domain: &Domain) -> shape::Domain {
    let reference =
        |used: &qbank_model::blueprint::ObjectiveRef| format!("{}:{}", used.blueprint, used.objective);
    shape::Domain {
        id: domain.id.clone(),
        title: domain.title.clone(),
        weight: shape::Weight {
            percent: exact(domain.weight.percent),
            status: domain.weight.status.as_str().to_owned(),
            source: domain.weight.source.clone(),
        },
        levels: domain.levels.map(|mix| shape::LevelMix {
            recall: exact(mix.recall),
            apply: exact(mix.apply),
            analyze: exact(mix.analyze),
        }),
        objectives: domain.objectives.iter().map(objective).collect(),
        uses: domain.uses.iter().map(|used| reference(&used.value)).collect(),
    }
}

fn objective(objective: &Objective) -> shape::Objective {
    shape::Objective {
        id: objective.id.clone(),
        title: objective.title.clone(),
        level: level(objective.level),
        min_items: objective.min_items,
    }
}

fn stimuli(selection: &Selection) -> Vec<shape::Stimulus> {
    let mut seen = BTreeSet::new();
    let named = selection.items().filter_map(|item| item.stimulus.as_deref());
    let first = named.filter(|stimulus| seen.insert(stimulus.id.value.as_str()));
    first.map(stimulus).collect()
}

fn stimulus(stimulus: &Stimulus) -> shape::Stimulus {
    shape::Stimulus {
        id: stimulus.id.value.to_string(),
        title: line(&stimulus.title),
        content: rich(&stimulus.content, "case"),
    }
}

fn item(item: &Item, revision: &Revision, selection: &Selection) -> shape::Item {
    let bank = selection.bank;
    let kind = item.interaction.kind();
    let domain = bank.place(item).map(|domain| domain.id.clone());
    let Some(template) = selection.template(item) else {
        let answers = answers::of_item(&item.interaction);
        return shape_of(item, Facts { kind, domain, revision, answers }, selection);
    };
    let facts = Facts { kind, domain, revision, answers: answers::of_template(template) };
    let variables = Some(answers::variables(template.variables()));
    shape::Item { variables, ..shape_of(template.draft(), facts, selection) }
}

/// What of an item does not follow from its draft alone.
struct Facts<'a> {
    kind: Kind,
    domain: Option<String>,
    revision: &'a Revision,
    answers: Answers,
}

fn shape_of<Answer>(item: &ItemDraft<Answer>, facts: Facts, selection: &Selection) -> shape::Item {
    let bank = selection.bank;
    let details = &item.details;
    let Facts { kind, domain, revision, answers } = facts;
    shape::Item {
        id: item.id.value.to_string(),
        identity: item.identity().to_string(),
        revision: revision.to_string(),
        kind: kind.as_str().to_owned(),
        domain: domain.or_else(|| item.domain.as_ref().map(|domain| domain.value.clone())),
        objective: item.objective.as_ref().map(|objective| objective.value.clone()),
        level: level(item.level),
        status: item.status.as_str().to_owned(),
        points: exact(item.points),
        scoring: item.scoring.as_str().to_owned(),
        shuffle: item.shuffle,
        title: (!item.title.is_empty()).then(|| line(&item.title)),
        stimulus: item.stimulus.as_ref().map(|stimulus| stimulus.id.value.to_string()),
        stem: rich(&item.stem, "stem"),
        choices: answers.choices,
        number: answers.number,
        text: answers.text,
        blanks: answers.blanks,
        matching: answers.matching,
        order: answers.order,
        rubric: answers.rubric,
        variables: None,
        outcomes: outcomes(item),
        rationale: item.rationale.as_ref().map(|text| rich(text, "rationale")),
        hints: numbered(&item.hints, "hint"),
        references: references(item),
        difficulty: details.difficulty.map(exact),
        seconds: details.seconds,
        tags: details.tags.clone(),
        license: details.license.clone().or_else(|| bank.info.license.clone()),
        language: details.language.clone().unwrap_or_else(|| bank.info.language.clone()),
        created: details.created.map(|day| day.to_string()),
        aliases: item.aliases.iter().map(ToString::to_string).collect(),
        enemies: details.enemies.iter().map(|enemy| enemy.value.clone()).collect(),
    }
}

fn outcomes<Answer>(item: &ItemDraft<Answer>) -> shape::Outcomes {
    let of = |text: &Option<Content>, notes| text.as_ref().map(|text| rich(text, notes));
    shape::Outcomes {
        correct: of(&item.outcomes().correct, "correct"),
        incorrect: of(&item.outcomes().incorrect, "incorrect"),
        partial: of(&item.outcomes().partial, "partial"),
    }
}

fn references<Answer>(item: &ItemDraft<Answer>) -> Vec<RichText> {
    let of_attributes =
        item.details.references.iter().map(|text| line(&[Inline::Text(text.as_str().into())]));
    numbered(&item.references, "reference").into_iter().chain(of_attributes).collect()
}

fn numbered(texts: &[Content], name: &str) -> Vec<RichText> {
    (1..).zip(texts).map(|(number, text): (usize, _)| rich(text, &format!("{name}-{number}"))).collect()
}

fn media(selection: &Selection) -> Vec<shape::Medium> {
    let mut shown: BTreeMap<&MediaPath, Option<shape::Medium>> = BTreeMap::new();
    for item in selection.items() {
        for path in item.texts().iter().flat_map(|text| text.files()) {
            shown.entry(&path.value).or_insert_with(|| {
                selection.bank.media.get(&path.value).map(|medium| shape::Medium {
                    path: path.value.to_string(),
                    sha256: medium.sha256_hex(),
                    bytes: medium.bytes,
                })
            });
        }
    }
    shown.into_values().flatten().collect()
}

fn rich(content: &Content, notes: &str) -> RichText {
    RichText { html: html().with_notes(notes).block(content), text: content.to_text() }
}

fn rich_choice(content: &Content, notes: &str) -> RichText {
    RichText { html: html().with_notes(notes).tight(content), text: content.to_text() }
}

fn line(inlines: &[Inline]) -> RichText {
    RichText { html: html().inline(inlines), text: inline_text(inlines) }
}

fn html() -> Html<'static> {
    Html {
        markup: Markup::Html,
        math: MathForm::Tex,
        media: &|path| path_reference(path.as_str()),
        links_files: true,
        gap: &plain_gap,
        slot: &plain_slot,
        notes: None,
    }
}

fn level(level: Option<Level>) -> Option<String> {
    level.map(|level| level.as_str().to_owned())
}

fn exact(number: Decimal) -> Exact {
    Exact(number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Format;
    use crate::sample;

    fn exported() -> serde_json::Value {
        let bank = sample::bank();
        let selection = sample::selection(&bank, Format::Json);
        let package = export(&selection);
        let [file] = &package.entries[..] else { panic!("a package of one file") };
        let text = file.body.bytes().expect("JSON").expect("a document");
        let value: Export = serde_json::from_slice(&text).expect("the export's own shape");
        assert_eq!(value, shape(&selection));
        serde_json::from_slice(&text).expect("JSON")
    }

    #[test]
    fn exports_follow_their_schema() {
        let schema = schemars::schema_for!(Export).to_value();
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let mut export = exported();
        let faults: Vec<String> = validator.iter_errors(&export).map(|error| error.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        export["items"][0]["points"] = serde_json::Value::from(1.5);
        assert!(!validator.is_valid(&export));
    }
}
