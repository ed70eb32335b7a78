//! QTI 1.2: all items in one document, as Canvas and Common Cartridge read it.
//!
//! Both know the same elements and disagree on nearly everything around them: names of types, of feedback, of files and of
//! the manifest's parts. What they disagree on is [`Flavour`].

mod answers;
mod item;
mod manifest;
mod settings;

use std::ops::Range;
use std::sync::Arc;

use qbank_model::MediaPath;

use self::item::write as write_item;
use super::identifiers::xml_name;
use super::plan::{Plan, Section};
use crate::html::{Html, Markup, MathForm, plain_gap, plain_slot};
use crate::package::{Container, Entry, Package, Packing};
use crate::selection::{Selection, Shape};
use crate::xml::Xml;

const NAMESPACE: &str = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2";

/// How many elements are open around the parts of an item, the innermost that begin a line.
const PARTS_OF_ITEMS: usize = 4;

/// Who reads the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Canvas, by its own names.
    Canvas,
    /// Any reader of Common Cartridge 1.1, by the names of that profile.
    Cartridge,
}

/// A plan, who reads it and as what.
struct Documents<'a> {
    plan: Plan<'a>,
    flavour: Flavour,
    shape: Shape,
}

/// Makes a package: the manifest, what Canvas wants to know besides, the items as a quiz or as banks, the media.
pub(crate) fn export<'a>(selection: &'a Selection, flavour: Flavour) -> Package<'a> {
    let all = Arc::new(Documents { plan: Plan::of(selection), flavour, shape: selection.shape });
    let plan = &all.plan;
    let mut entries = vec![document("imsmanifest.xml", &all, manifest::write)];
    match (flavour, selection.shape) {
        (Flavour::Canvas, Shape::Quiz) => {
            entries.push(document(&all.settings_href(), &all, settings::write));
        }
        // The file by which Canvas knows a cartridge that may hold banks; what it says is nobody's concern.
        (Flavour::Canvas, Shape::Bank) => {
            entries.push(Entry::bytes(manifest::CANVAS_MARK, "A question bank.\n"));
        }
        (Flavour::Cartridge, Shape::Quiz | Shape::Bank) => {}
    }
    for (idx, bank) in all.documents().into_iter().enumerate() {
        let document = document(&bank.href, &all, move |xml, all| {
            items(xml, &all.documents()[idx], all);
        });
        entries.push(document.packed(Packing::DeflatedFast));
    }
    entries.extend(plan.media_entries(all.media_folder()));
    Package {
        container: Container::Zip,
        identifiers: plan.identifiers(),
        entries,
        losses: Vec::new(),
        ledger: None,
    }
}

fn document<'a>(
    href: &str,
    all: &Arc<Documents<'a>>,
    write: impl Fn(&mut Xml, &Documents) + Send + Sync + 'a,
) -> Entry<'a> {
    let all = Arc::clone(all);
    Entry::made(href, move |out| {
        let mut xml = Xml::new(out).lined(PARTS_OF_ITEMS);
        write(&mut xml, &all);
        xml.end()
    })
}

/// A document of items: the quiz, or one of the banks.
struct Items {
    identifier: String,
    title: String,
    href: String,
    /// Its items, as indexes of [`Plan::items`].
    places: Range<usize>,
}

impl Documents<'_> {
    /// Returns the quiz's or the package's name; the capitals keep it apart from items' names.
    fn identifier(&self) -> String {
        let selection = self.plan.selection;
        xml_name("QUIZ-", selection.form.map_or(&selection.bank.info.id, |form| &form.id))
    }

    fn title(&self) -> &str {
        let selection = self.plan.selection;
        selection.form.map_or(&selection.bank.info.title, |form| &form.title)
    }

    fn settings_href(&self) -> String {
        format!("{}/assessment_meta.xml", self.identifier())
    }

    /// A quiz holds all items. Canvas takes any number of banks, so there each domain is one; a cartridge has room for one.
    fn documents(&self) -> Vec<Items> {
        let identifier = self.identifier();
        let all = 0..self.plan.items.len();
        let one = |href: String| {
            vec![Items { identifier: identifier.clone(), title: self.title().to_owned(), href, places: all }]
        };
        match (self.flavour, self.shape) {
            (Flavour::Canvas, Shape::Quiz) => one(format!("{identifier}/{identifier}.xml")),
            (Flavour::Cartridge, Shape::Quiz | Shape::Bank) => {
                one(format!("{identifier}/assessment_qti.xml"))
            }
            (Flavour::Canvas, Shape::Bank) => self.plan.sections.iter().map(|part| self.bank(part)).collect(),
        }
    }

    fn bank(&self, part: &Section) -> Items {
        let identifier = format!("{}-{}", self.identifier(), part.identifier);
        let title = if part.title == self.title() {
            part.title.clone()
        } else {
            format!("{}: {}", self.title(), part.title)
        };
        let href = format!("non_cc_assessments/{identifier}.xml.qti");
        Items { identifier, title, href, places: part.items.clone() }
    }

    /// A cartridge keeps files in a folder that links do not name.
    fn media_folder(&self) -> &'static str {
        match (self.flavour, self.shape) {
            (Flavour::Canvas, Shape::Quiz) => "",
            (Flavour::Canvas, Shape::Bank) | (Flavour::Cartridge, Shape::Quiz | Shape::Bank) => {
                "web_resources/"
            }
        }
    }

    /// Returns what a text writes to show a picture.
    fn source(&self, path: &MediaPath) -> String {
        self.plan.media.get(path).map_or(String::new(), |medium| format!("$IMS-CC-FILEBASE$/{}", medium.href))
    }
}

/// Writes the quiz, or a bank.
fn items(xml: &mut Xml, part: &Items, all: &Documents) {
    let source = |path: &_| all.source(path);
    let html = Html {
        markup: Markup::Html,
        math: MathForm::Tex,
        media: &source,
        links_files: false,
        gap: &plain_gap,
        slot: &plain_slot,
        notes: None,
    };
    let plans = &all.plan.items[part.places.clone()];
    xml.open("questestinterop", &[("xmlns", NAMESPACE)]);
    let identifier = ("ident", &*part.identifier);
    match all.shape {
        Shape::Quiz => {
            let language = &all.plan.selection.bank.info.language;
            xml.open("assessment", &[identifier, ("title", &part.title), ("xml:lang", language)]);
            settings::fields(xml, &settings::of_quiz(all));
            xml.open("section", &[("ident", "root_section")]);
        }
        Shape::Bank => {
            xml.open("objectbank", &[identifier]);
            if all.flavour == Flavour::Canvas {
                settings::fields(xml, &[("bank_title", part.title.clone())]);
            }
        }
    }
    for plan in plans {
        let stimulus = plan.stimulus.map(|place| all.plan.stimuli[place].stimulus);
        write_item(
            xml,
            plan,
            stimulus,
            &item::Context { html, flavour: all.flavour, bank: all.plan.selection.bank },
        );
    }
    match all.shape {
        Shape::Quiz => {
            xml.close("section");
            xml.close("assessment");
        }
        Shape::Bank => xml.close("objectbank"),
    }
    xml.close("questestinterop");
}
