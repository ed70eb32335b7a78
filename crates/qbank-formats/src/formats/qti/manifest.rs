//! The manifest: every file of the package, what depends on what, and what is known about each item.
//!
//! LOM has a place for each fact; where its own vocabulary is too coarse (difficulty, status, enemies) the value's source
//! is `qbank` instead of `LOMv1.0`.

use qbank_model::{BankInfo, Item};

use super::identifiers::xml_name;
use super::item::title;
use super::plan::{ItemPlan, MediumPlan, Plan, StimulusPlan};
use super::processing::{has_feedback, has_solution, outcomes};
use crate::xml::Xml;

const NAMESPACE: &str = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
const LOM: &str = "http://ltsc.ieee.org/xsd/LOM";
const METADATA: &str = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0";
/// Where values come from that LOM's own vocabulary lacks.
const OWN: &str = "qbank";
const STANDARD: &str = "LOMv1.0";

/// Writes the manifest.
pub(super) fn write(xml: &mut Xml, plan: &Plan) {
    let info = &plan.selection.bank.info;
    // Items' and cases' ids are in small letters, so the capital keeps the manifest's identifier apart from theirs.
    xml.open("manifest", &[("xmlns", NAMESPACE), ("identifier", &xml_name("MANIFEST-", &info.id))]);
    xml.open("metadata", &[]);
    xml.leaf("schema", "QTI Package");
    xml.leaf("schemaversion", "3.0.0");
    bank(xml, info);
    xml.close("metadata");
    xml.empty("organizations", &[]);
    xml.open("resources", &[]);
    for stimulus in &plan.stimuli {
        stimulus_resource(xml, stimulus, plan);
    }
    for item in &plan.items {
        item_resource(xml, item, plan);
    }
    for medium in plan.media.values() {
        resource(xml, [&medium.identifier, "webcontent", &medium.href]);
        xml.empty("file", &[("href", &medium.href)]);
        xml.close("resource");
    }
    xml.close("resources");
    xml.close("manifest");
}

fn bank(xml: &mut Xml, info: &BankInfo) {
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
    xml.leaf("metadataschema", "QTIv3.0");
    xml.close("metaMetadata");
    rights(xml, info.license.as_deref());
    xml.close("lom");
}

/// Opens a resource of an identifier, a type and a document.
fn resource(xml: &mut Xml, [identifier, kind, href]: [&str; 3]) {
    xml.open("resource", &[("identifier", identifier), ("type", kind), ("href", href)]);
}

fn stimulus_resource(xml: &mut Xml, stimulus: &StimulusPlan, plan: &Plan) {
    resource(xml, [&stimulus.identifier, "imsqti_stimulus_xmlv3p0", &stimulus.href]);
    xml.empty("file", &[("href", &stimulus.href)]);
    let files = stimulus.stimulus.content.files();
    dependencies(xml, files.iter().filter_map(|path| plan.media.get(&path.value)).collect());
    xml.close("resource");
}

fn item_resource(xml: &mut Xml, item: &ItemPlan, plan: &Plan) {
    resource(xml, [&item.identifier, "imsqti_item_xmlv3p0", &item.href]);
    xml.open("metadata", &[]);
    qti_metadata(xml, item, plan);
    lom(xml, item, plan);
    xml.close("metadata");
    xml.empty("file", &[("href", &item.href)]);
    if let Some(stimulus) = item.stimulus.map(|place| &plan.stimuli[place]) {
        xml.empty("dependency", &[("identifierref", &stimulus.identifier)]);
    }
    let stimulus_text = item.item.stimulus.as_ref().map(|stimulus| &stimulus.content);
    let own_texts = item.item.texts().into_iter().skip(usize::from(stimulus_text.is_some()));
    let files = own_texts.flat_map(|text| text.files());
    dependencies(xml, files.filter_map(|path| plan.media.get(&path.value)).collect());
    xml.close("resource");
}

/// A picture that is shown twice is one dependency.
fn dependencies(xml: &mut Xml, mut media: Vec<&MediumPlan>) {
    media.sort_unstable_by_key(|medium| &medium.identifier);
    media.dedup_by_key(|medium| &medium.identifier);
    for medium in media {
        xml.empty("dependency", &[("identifierref", &medium.identifier)]);
    }
}

fn qti_metadata(xml: &mut Xml, item: &ItemPlan, plan: &Plan) {
    let says_something = has_feedback(item.item) || has_solution(item.item) || !outcomes(item).is_empty();
    xml.open("qtiMetadata", &[("xmlns", METADATA)]);
    xml.leaf("timeDependent", "false");
    xml.leaf("interactionType", "choiceInteraction");
    xml.leaf("feedbackType", if says_something { "nonadaptive" } else { "none" });
    xml.leaf("solutionAvailable", "true");
    xml.leaf("scoringMode", "responseprocessing");
    xml.leaf("toolName", "qbank");
    xml.leaf("toolVersion", plan.selection.version);
    xml.close("qtiMetadata");
}

fn lom(xml: &mut Xml, plan: &ItemPlan, package: &Plan) {
    let bank = package.selection.bank;
    let item = plan.item;
    xml.open("lom", &[("xmlns", LOM)]);
    general(xml, plan, &bank.info.id);
    xml.open("lifeCycle", &[]);
    words(xml, "version", ["", bank.revision(item).as_str()]);
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
    words(xml, "title", [plan.language, &title(plan)]);
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
