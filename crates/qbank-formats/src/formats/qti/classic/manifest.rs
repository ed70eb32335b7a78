//! The manifest of a package of QTI 1.2: Canvas's own mixture of two standards, or a true Common Cartridge 1.1.

use super::{Documents, Flavour, Items, xml_name};
use crate::formats::qti::plan::MediumPlan;
use crate::selection::Shape;
use crate::xml::Xml;

/// The file by which Canvas knows a cartridge that may hold banks.
pub(super) const CANVAS_MARK: &str = "course_settings/canvas_export.txt";

const NAMESPACE: &str = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1";
const LOM: &str = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest";
/// The manifest's type of what no standard names.
const ASSOCIATED: &str = "associatedcontent/imscc_xmlv1p1/learning-application-resource";

/// Writes the manifest.
pub(super) fn write(xml: &mut Xml, all: &Documents) {
    let info = &all.plan.selection.bank.info;
    let is_quiz_of_canvas = all.flavour == Flavour::Canvas && all.shape == Shape::Quiz;
    xml.open("manifest", &[("xmlns", NAMESPACE), ("identifier", &xml_name("MANIFEST-", &info.id))]);
    xml.open("metadata", &[]);
    if is_quiz_of_canvas {
        xml.leaf("schema", "IMS Content");
        xml.leaf("schemaversion", "1.1.3");
    } else {
        xml.leaf("schema", "IMS Common Cartridge");
        xml.leaf("schemaversion", "1.1.0");
    }
    lom(xml, all);
    xml.close("metadata");
    organizations(xml, all);
    xml.open("resources", &[]);
    for part in all.documents() {
        items(xml, &part, all);
    }
    match (all.flavour, all.shape) {
        (Flavour::Canvas, Shape::Quiz) => associated(xml, &settings_identifier(all), &all.settings_href()),
        (Flavour::Canvas, Shape::Bank) => associated(xml, "CANVAS", CANVAS_MARK),
        (Flavour::Cartridge, Shape::Quiz | Shape::Bank) => {}
    }
    for medium in all.plan.media.values() {
        let href = format!("{}{}", all.media_folder(), medium.href);
        resource(xml, [&medium.identifier, "webcontent", &href], &[]);
    }
    xml.close("resources");
    xml.close("manifest");
}

fn lom(xml: &mut Xml, all: &Documents) {
    let info = &all.plan.selection.bank.info;
    xml.open("lom", &[("xmlns", LOM)]);
    xml.open("general", &[]);
    for (name, text) in [("title", Some(all.title())), ("description", info.notice.as_deref())] {
        let Some(text) = text else { continue };
        xml.open(name, &[]);
        xml.open("string", &[("language", &info.language)]);
        xml.text(text);
        xml.close("string");
        xml.close(name);
    }
    xml.close("general");
    xml.open("lifeCycle", &[]);
    xml.open("contribute", &[]);
    xml.open("date", &[]);
    xml.leaf("dateTime", &info.revised.to_string());
    xml.close("date");
    xml.close("contribute");
    xml.close("lifeCycle");
    if let Some(license) = &info.license {
        xml.open("rights", &[]);
        xml.open("copyrightAndOtherRestrictions", &[]);
        xml.leaf("value", "yes");
        xml.close("copyrightAndOtherRestrictions");
        xml.open("description", &[]);
        xml.leaf("string", license);
        xml.close("description");
        xml.close("rights");
    }
    xml.close("lom");
}

/// A cartridge shows its quiz in an outline; a question bank may not stand in one.
fn organizations(xml: &mut Xml, all: &Documents) {
    if all.flavour == Flavour::Canvas || all.shape == Shape::Bank {
        return xml.empty("organizations", &[]);
    }
    xml.open("organizations", &[]);
    xml.open("organization", &[("identifier", "OUTLINE"), ("structure", "rooted-hierarchy")]);
    xml.open("item", &[("identifier", "ROOT")]);
    xml.open("item", &[("identifier", "ENTRY"), ("identifierref", &all.identifier())]);
    xml.leaf("title", all.title());
    xml.close("item");
    xml.close("item");
    xml.close("organization");
    xml.close("organizations");
}

fn settings_identifier(all: &Documents) -> String {
    format!("{}-SETTINGS", all.identifier())
}

fn items(xml: &mut Xml, part: &Items, all: &Documents) {
    let media: Vec<&MediumPlan> = all.plan.media.values().collect();
    let mut needs: Vec<&str> = media.iter().map(|medium| &*medium.identifier).collect();
    let settings = settings_identifier(all);
    let kind = match (all.flavour, all.shape) {
        (Flavour::Canvas, Shape::Quiz) => {
            needs.insert(0, &settings);
            "imsqti_xmlv1p2"
        }
        (Flavour::Canvas, Shape::Bank) => ASSOCIATED,
        (Flavour::Cartridge, Shape::Quiz) => "imsqti_xmlv1p2/imscc_xmlv1p1/assessment",
        (Flavour::Cartridge, Shape::Bank) => "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank",
    };
    resource(xml, [&part.identifier, kind, &part.href], &needs);
}

fn associated(xml: &mut Xml, identifier: &str, href: &str) {
    resource(xml, [identifier, ASSOCIATED, href], &[]);
}

/// Writes a resource of an identifier, a type and a file. Those of QTI have no document of their own, only a file.
fn resource(xml: &mut Xml, [identifier, kind, href]: [&str; 3], needs: &[&str]) {
    let attributes = [("identifier", identifier), ("type", kind), ("href", href)];
    let is_qti = kind.starts_with("imsqti");
    xml.open("resource", if is_qti { &attributes[..2] } else { &attributes });
    xml.empty("file", &[("href", href)]);
    for need in needs {
        xml.empty("dependency", &[("identifierref", need)]);
    }
    xml.close("resource");
}
