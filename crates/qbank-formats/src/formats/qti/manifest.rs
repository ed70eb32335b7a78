//! The manifest: every file of the package and what depends on what.

use super::identifiers::xml_name;
use super::plan::{ItemPlan, MediumPlan, Plan, StimulusPlan};
use super::version::Version;
use super::{Documents, metadata, test};
use crate::xml::Xml;

/// Writes the manifest.
pub(super) fn write(xml: &mut Xml, all: &Documents) {
    let (plan, words) = (&all.plan, all.version.words());
    let info = &plan.selection.bank.info;
    // Items' and cases' ids are in small letters, so the capital keeps the manifest's identifier apart from theirs.
    xml.open("manifest", &[("xmlns", words.manifest), ("identifier", &xml_name("MANIFEST-", &info.id))]);
    xml.open("metadata", &[]);
    let [schema, version, _] = words.schema;
    xml.leaf("schema", schema);
    xml.leaf("schemaversion", version);
    metadata::bank(xml, info, all.version);
    xml.close("metadata");
    xml.empty("organizations", &[]);
    xml.open("resources", &[]);
    test_resource(xml, all);
    for stimulus in plan.stimuli.iter().filter(|_| all.version.has_stimuli()) {
        stimulus_resource(xml, stimulus, plan);
    }
    for item in &plan.items {
        item_resource(xml, item, all);
    }
    for medium in plan.media.values() {
        medium_resource(xml, medium, all.version);
    }
    xml.close("resources");
    xml.close("manifest");
}

/// Opens a resource of an identifier, a type and a document.
fn resource(xml: &mut Xml, [identifier, kind, href]: [&str; 3]) {
    xml.open("resource", &[("identifier", identifier), ("type", kind), ("href", href)]);
}

fn test_resource(xml: &mut Xml, all: &Documents) {
    resource(xml, [&test::identifier(all), all.version.words().test_type, test::HREF]);
    xml.empty("file", &[("href", test::HREF)]);
    for item in &all.plan.items {
        xml.empty("dependency", &[("identifierref", &item.identifier)]);
    }
    xml.close("resource");
}

fn stimulus_resource(xml: &mut Xml, stimulus: &StimulusPlan, plan: &Plan) {
    resource(xml, [&stimulus.identifier, "imsqti_stimulus_xmlv3p0", &stimulus.href]);
    xml.empty("file", &[("href", &stimulus.href)]);
    let files = stimulus.stimulus.content.files();
    dependencies(xml, files.iter().filter_map(|path| plan.media.get(&path.value)).collect());
    xml.close("resource");
}

fn item_resource(xml: &mut Xml, item: &ItemPlan, all: &Documents) {
    let plan = &all.plan;
    resource(xml, [&item.identifier, all.version.words().item_type, &item.href]);
    xml.open("metadata", &[]);
    metadata::qti(xml, item, plan, all.version);
    metadata::lom(xml, item, plan);
    xml.close("metadata");
    xml.empty("file", &[("href", &item.href)]);
    let stimulus = item.stimulus.filter(|_| all.version.has_stimuli()).map(|place| &plan.stimuli[place]);
    if let Some(stimulus) = stimulus {
        xml.empty("dependency", &[("identifierref", &stimulus.identifier)]);
    }
    // The case is the first of an item's texts.
    let own_texts = item.item.texts().into_iter().skip(usize::from(stimulus.is_some()));
    let files = own_texts.flat_map(|text| text.files());
    dependencies(xml, files.filter_map(|path| plan.media.get(&path.value)).collect());
    xml.close("resource");
}

/// In version 2.1 a picture's resource has no document of its own: Canvas takes only such files for attachments.
fn medium_resource(xml: &mut Xml, medium: &MediumPlan, version: Version) {
    let attributes = [("identifier", &*medium.identifier), ("type", "webcontent"), ("href", &medium.href)];
    let n_attributes = if version == Version::V21 { 2 } else { 3 };
    xml.open("resource", &attributes[..n_attributes]);
    xml.empty("file", &[("href", &medium.href)]);
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
