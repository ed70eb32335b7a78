//! QTI packages: one document for each item and case, the media they show, and a manifest that lists them all.
//!
//! A [`plan`] decides everything that the dialects of QTI share: identifiers, file names, mappings, sections. The writers
//! beside it spell the plan in QTI 3.0 and 2.1, those in [`classic`] in QTI 1.2 as Canvas and Common Cartridge want it.

mod classic;
mod draws;
mod identifiers;
mod interaction;
mod item;
mod manifest;
mod metadata;
mod patterns;
mod plan;
mod processing;
mod response;
mod stimulus;
mod test;
mod version;

use std::sync::Arc;

use qbank_model::MediaPath;

pub(crate) use self::classic::{Flavour, export as export_classic};
pub(crate) use self::draws::open_item;
use self::plan::Plan;
pub(crate) use self::version::Version;
use crate::html::{Html, Markup, MathForm, plain_gap, plain_slot};
use crate::package::{Container, Entry, Package};
use crate::selection::Selection;
use crate::xml::Xml;

/// A plan and the version in which its documents are written.
struct Documents<'a> {
    plan: Plan<'a>,
    version: Version,
}

/// Makes a package of QTI 3.0 or 2.1: the manifest first, then the test, cases, items and media, each in the plan's order.
pub(crate) fn export<'a>(selection: &'a Selection, version: Version) -> Package<'a> {
    let all = Arc::new(Documents { plan: Plan::of(selection), version });
    let plan = &all.plan;
    let mut entries = vec![document("imsmanifest.xml", &all, manifest::write)];
    entries.push(document(test::HREF, &all, test::write));
    if version.has_stimuli() {
        entries.extend(plan.stimuli.iter().enumerate().map(|(idx, stimulus)| {
            document(&stimulus.href, &all, move |xml, all| stimulus::write(xml, &all.plan.stimuli[idx], all))
        }));
    }
    entries.extend(plan.items.iter().enumerate().map(|(idx, item)| {
        document(&item.href, &all, move |xml, all| item::write(xml, &all.plan.items[idx], all))
    }));
    entries.extend(plan.media_entries(""));
    Package {
        container: Container::Zip,
        identifiers: plan.identifiers(),
        entries,
        losses: Vec::new(),
        ledger: None,
    }
}

/// Makes the entry of a document that is written when its turn comes.
fn document<'a>(
    href: &str,
    all: &Arc<Documents<'a>>,
    write: impl Fn(&mut Xml, &Documents) + Send + Sync + 'a,
) -> Entry<'a> {
    let all = Arc::clone(all);
    Entry::made(href, move |out| {
        let mut xml = Xml::spelled(out, all.version.spell());
        write(&mut xml, &all);
        xml.end()
    })
}

/// Returns the writer of rich text; documents stand one folder below the package's root.
fn html(media: &dyn Fn(&MediaPath) -> String) -> Html<'_> {
    Html {
        markup: Markup::Qti,
        math: MathForm::MathMl,
        media,
        links_files: false,
        gap: &plain_gap,
        slot: &plain_slot,
        notes: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Format;
    use crate::package::Body;
    use crate::sample;
    use crate::selection::Wanted;

    fn exported(version: Version, ids: &[&str]) -> Vec<(String, String)> {
        let bank = sample::bank();
        let is_wanted = |entry: &&qbank_model::Entry| entry.id().is_some_and(|id| ids.contains(&id.as_str()));
        let wanted = Wanted::new(Format::Qti3, "0.0.0");
        let selection = Selection::new(&bank, &wanted, bank.entries().iter().filter(is_wanted));
        let package = export(&selection, version);
        let text = |entry: Entry| match &entry.body {
            Body::Medium(path) => (entry.name, path.to_string()),
            Body::Made(_) | Body::Packed(_) => {
                let bytes = entry.body.bytes().expect("a document").expect("a document");
                (entry.name, String::from_utf8(bytes).expect("UTF-8"))
            }
        };
        package.entries.into_iter().map(text).collect()
    }

    #[test]
    fn an_item_is_a_document() {
        let entries = exported(Version::V3, &["dem-thirds"]);
        let [_, _, (name, document)] = &entries[..] else { panic!("a manifest and a document") };
        assert_eq!(name, "items/dem-thirds.xml");
        insta::assert_snapshot!("item", document);
    }

    #[test]
    fn the_manifest_lists_every_file() {
        let entries = exported(Version::V3, &["inv-eoq-demand", "case-atp-1"]);
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        let documents = ["items/inv-eoq-old.xml", "items/case-atp-1.xml", "media/reorder-point.svg"];
        assert_eq!(names[..3], ["imsmanifest.xml", "test.xml", "stimuli/case-acme.xml"]);
        assert_eq!(names[3..], documents);
        insta::assert_snapshot!("manifest", entries[0].1);
    }

    #[test]
    fn documents_follow_each_other_from_their_first_byte() {
        let all: Vec<String> = sample::bank().items().map(|item| item.id.value.to_string()).collect();
        let ids: Vec<&str> = all.iter().map(String::as_str).collect();
        for (name, document) in
            exported(Version::V3, &ids).iter().filter(|(name, _)| !name.starts_with("media/"))
        {
            assert!(document.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<"), "{name}");
        }
    }
}
