//! What is known about a bank and its items, as LOM and QTI's own metadata.
//!
//! LOM has a place for each fact; where its own vocabulary is too coarse (difficulty, status, enemies) the value's source
//! is `qbank` instead of `LOMv1.0`.

use qbank_model::interaction::Blank;
use qbank_model::{BankInfo, Interaction, Item};

use super::plan::{ItemPlan, Plan};
use super::processing::{has_feedback, has_solution, outcomes};
use super::version::Version;
use crate::xml::Xml;

const LOM: &str = "http://ltsc.ieee.org/xsd/LOM";
/// Where values come from that LOM's own vocabulary lacks.
const OWN: &str = "qbank";
const STANDARD: &str = "LOMv1.0";

/// Writes what is known about the bank as a whole.
pub(super) fn bank(xml: &mut Xml, info: &BankInfo, version: Version) {
    xml.open("lom", &[("xmlns", LOM)]);
    xml.open("general", &[]);
    catalog_entry(xml, "identifier", [OWN, &info.id]);
    words(xml, "title", [&info.language, &info.title]);
    xml.leaf("language", &info.language);
    if let Some(notice) = &info.notice {
        words(xml, "description", [&info.language, notice]);
    }
    xml.close("general");
    xml.open("lifeCycle", &[]);
    words(xml, "version", ["", &info.revised.to_string()]);
    xml.close("lifeCycle");
    xml.open("metaMetadata", &[]);
    xml.leaf("metadataschema", STANDARD);
    xml.leaf("metadataschema", version.words().schema[2]);
    xml.close("metaMetadata");
    rights(xml, info.license.as_deref());
    xml.close("lom");
}

/// Writes how an item is answered and scored.
pub(super) fn qti(xml: &mut Xml, item: &ItemPlan, plan: &Plan, version: Version) {
    let says_something = has_feedback(item.item) || has_solution(item.item) || !outcomes(item).is_empty();
    xml.open("qtiMetadata", &[("xmlns", version.words().metadata)]);
    xml.leaf("timeDependent", "false");
    for interaction in interactions(&item.item.interaction) {
        xml.leaf("interactionType", interaction);
    }
    xml.leaf("feedbackType", if says_something { "nonadaptive" } else { "none" });
    let awaits_person = item.response.awaits_person();
    xml.leaf("solutionAvailable", if awaits_person { "false" } else { "true" });
    xml.leaf("scoringMode", if awaits_person { "human" } else { "responseprocessing" });
    xml.leaf("toolName", "qbank");
    xml.leaf("toolVersion", plan.selection.version);
    xml.close("qtiMetadata");
}

/// Returns QTI's names of an item's interactions, each once.
fn interactions(interaction: &Interaction) -> Vec<&'static str> {
    match interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            vec!["choiceInteraction"]
        }
        Interaction::Number(_) | Interaction::Text(_) => vec!["textEntryInteraction"],
        Interaction::Blanks(blanks) => {
            let is_picked = |blank: &&Blank| matches!(blank, Blank::DropDown(_));
            let n_picked = blanks.as_slice().iter().filter(is_picked).count();
            let typed = (n_picked < blanks.as_slice().len()).then_some("textEntryInteraction");
            typed.into_iter().chain((n_picked > 0).then_some("inlineChoiceInteraction")).collect()
        }
        Interaction::Matching(_) => vec!["matchInteraction"],
        Interaction::Ordering(_) => vec!["orderInteraction"],
        Interaction::Essay(_) => vec!["extendedTextInteraction"],
    }
}

/// Writes what the bank knows about an item.
pub(super) fn lom(xml: &mut Xml, plan: &ItemPlan, package: &Plan) {
    let bank = package.selection.bank;
    let item = plan.item;
    xml.open("lom", &[("xmlns", LOM)]);
    general(xml, plan, &bank.info.id);
    xml.open("lifeCycle", &[]);
    words(xml, "version", ["", plan.revision.as_str()]);
    vocabulary(xml, "status", [OWN, item.status.as_str()]);
    if let Some(created) = item.details.created {
        xml.open("contribute", &[]);
        vocabulary(xml, "role", [STANDARD, "author"]);
        xml.open("date", &[]);
        xml.leaf("dateTime", &created.to_string());
        xml.close("date");
        xml.close("contribute");
    }
    xml.close("lifeCycle");
    educational(xml, item);
    rights(xml, item.details.license.as_deref());
    for enemy in &item.details.enemies {
        xml.open("relation", &[]);
        vocabulary(xml, "kind", [OWN, "enemy"]);
        xml.open("resource", &[]);
        catalog_entry(xml, "identifier", [&bank.info.id, &enemy.value]);
        xml.close("resource");
        xml.close("relation");
    }
    classifications(xml, plan, package);
    xml.close("lom");
}

fn general(xml: &mut Xml, plan: &ItemPlan, catalog: &str) {
    let item = plan.item;
    xml.open("general", &[]);
    for id in std::iter::once(&item.id.value).chain(&item.aliases) {
        catalog_entry(xml, "identifier", [catalog, id.as_str()]);
    }
    words(xml, "title", [plan.language, &plan.title()]);
    xml.leaf("language", plan.language);
    for tag in &item.details.tags {
        words(xml, "keyword", [plan.language, tag]);
    }
    xml.close("general");
}

fn educational(xml: &mut Xml, item: &Item) {
    let details = &item.details;
    if details.difficulty.is_none() && details.seconds.is_none() {
        return;
    }
    xml.open("educational", &[]);
    if let Some(difficulty) = details.difficulty {
        vocabulary(xml, "difficulty", [OWN, &difficulty.normalize().to_string()]);
    }
    if let Some(seconds) = details.seconds {
        xml.open("typicalLearningTime", &[]);
        xml.leaf("duration", &format!("PT{seconds}S"));
        xml.close("typicalLearningTime");
    }
    xml.close("educational");
}

fn rights(xml: &mut Xml, license: Option<&str>) {
    let Some(license) = license else {
        return;
    };
    xml.open("rights", &[]);
    vocabulary(xml, "copyrightAndOtherRestrictions", [STANDARD, "yes"]);
    words(xml, "description", ["", license]);
    xml.close("rights");
}

fn classifications(xml: &mut Xml, plan: &ItemPlan, package: &Plan) {
    let bank = package.selection.bank;
    let item = plan.item;
    let source = bank.blueprint().map_or(bank.info.id.as_str(), |blueprint| blueprint.id());
    if let Some(domain) = bank.place(item) {
        classification(xml, "discipline", [source, &domain.id, &domain.title]);
    } else if let Some(domain) = &item.domain {
        classification(xml, "discipline", [source, &domain.value, &domain.value]);
    }
    if let Some(slug) = item.objective.as_ref().map(|objective| objective.value.as_str()) {
        let known = bank.blueprints.iter().find_map(|blueprint| blueprint.objective(slug));
        let title = known.map_or(slug, |objective| objective.title.as_str());
        classification(xml, "educational objective", [source, slug, title]);
    }
    if let Some(level) = item.level {
        classification(xml, "educational level", [OWN, level.as_str(), level.as_str()]);
    }
}

/// Writes a classification by one taxon: its source, its id and its name for people.
fn classification(xml: &mut Xml, purpose: &str, [source, id, entry]: [&str; 3]) {
    xml.open("classification", &[]);
    vocabulary(xml, "purpose", [STANDARD, purpose]);
    xml.open("taxonPath", &[]);
    words(xml, "source", ["", source]);
    xml.open("taxon", &[]);
    xml.leaf("id", id);
    words(xml, "entry", ["", entry]);
    xml.close("taxon");
    xml.close("taxonPath");
    xml.close("classification");
}

fn vocabulary(xml: &mut Xml, name: &str, [source, value]: [&str; 2]) {
    xml.open(name, &[]);
    xml.leaf("source", source);
    xml.leaf("value", value);
    xml.close(name);
}

fn catalog_entry(xml: &mut Xml, name: &str, [catalog, entry]: [&str; 2]) {
    xml.open(name, &[]);
    xml.leaf("catalog", catalog);
    xml.leaf("entry", entry);
    xml.close(name);
}

/// Writes a text and its language, which may be empty for texts that are in none.
fn words(xml: &mut Xml, name: &str, [language, text]: [&str; 2]) {
    let attributes = [("language", language)];
    xml.open(name, &[]);
    xml.open("string", if language.is_empty() { &[] } else { &attributes });
    xml.text(text);
    xml.close("string");
    xml.close(name);
}
