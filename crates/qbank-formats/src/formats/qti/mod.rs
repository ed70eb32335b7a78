//! QTI packages: one document for each item and case, the media they show, and a manifest that lists them all.
//!
//! A [`plan`] decides everything that the dialects of QTI share: identifiers, file names, mappings. The writers beside it
//! spell the plan in QTI 3.0.

mod identifiers;
mod item;
mod manifest;
mod plan;
mod processing;
mod response;
mod stimulus;

use std::sync::Arc;

use qbank_model::MediaPath;

use self::plan::Plan;
use crate::html::{Html, Markup, MathForm, plain_gap};
use crate::package::{Container, Entry, Package};
use crate::selection::Selection;
use crate::xml::Xml;

/// Namespace of items and stimuli.
const ITEM_NAMESPACE: &str = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";

/// Makes the QTI 3.0 package: the manifest first, then cases, items and media, each in the plan's order.
pub(crate) fn export<'a>(selection: &'a Selection) -> Package<'a> {
    let plan = Arc::new(Plan::of(selection));
    let mut entries = vec![document("imsmanifest.xml", &plan, manifest::write)];
    entries.extend(plan.stimuli.iter().enumerate().map(|(idx, stimulus)| {
        document(&stimulus.href, &plan, move |xml, plan| stimulus::write(xml, &plan.stimuli[idx], plan))
    }));
    entries.extend(plan.items.iter().enumerate().map(|(idx, item)| {
        document(&item.href, &plan, move |xml, plan| item::write(xml, &plan.items[idx], plan))
    }));
    entries
        .extend(plan.media.iter().map(|(path, medium)| Entry::medium(medium.href.clone(), (*path).clone())));
    let identifiers = plan.items.iter().map(|item| (item.item.id.value.clone(), item.identifier.clone()));
    Package { container: Container::Zip, identifiers: identifiers.collect(), entries, losses: Vec::new() }
}

/// Makes the entry of a document that is written when its turn comes.
fn document<'a>(
    href: &str,
    plan: &Arc<Plan<'a>>,
    write: impl Fn(&mut Xml, &Plan) + Send + Sync + 'a,
) -> Entry<'a> {
    let plan = Arc::clone(plan);
    Entry::made(href, move |out| {
        let mut xml = Xml::new(out);
        write(&mut xml, &plan);
        xml.end()
    })
}

/// Returns the writer of rich text; documents stand one folder below the package's root.
fn html(media: &dyn Fn(&MediaPath) -> String) -> Html<'_> {
    Html {
        markup: Markup::Qti3,
        math: MathForm::MathMl,
        media,
        links_files: false,
        gap: &plain_gap,
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

    fn exported(ids: &[&str]) -> Vec<(String, String)> {
        let bank = sample::bank();
        let is_wanted = |entry: &&qbank_model::Entry| entry.id().is_some_and(|id| ids.contains(&id.as_str()));
        let wanted = Wanted { format: Format::Qti3, version: "0.0.0", materialise: false };
        let selection = Selection::new(&bank, &wanted, bank.entries().iter().filter(is_wanted));
        let package = export(&selection);
        let text = |entry: Entry| match &entry.body {
            Body::Medium(path) => (entry.name, path.to_string()),
            Body::Made(_) => {
                let bytes = entry.body.bytes().expect("a document").expect("a document");
                (entry.name, String::from_utf8(bytes).expect("UTF-8"))
            }
        };
        package.entries.into_iter().map(text).collect()
    }

    #[test]
    fn an_item_is_a_document() {
        let entries = exported(&["dem-thirds"]);
        let [_, (name, document)] = &entries[..] else { panic!("a manifest and a document") };
        assert_eq!(name, "items/dem-thirds.xml");
        insta::assert_snapshot!("item", document);
    }

    #[test]
    fn the_manifest_lists_every_file() {
        let entries = exported(&["inv-eoq-demand", "case-atp-1"]);
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        let documents = ["items/inv-eoq-old.xml", "items/case-atp-1.xml", "media/reorder-point.svg"];
        assert_eq!(names[..2], ["imsmanifest.xml", "stimuli/case-acme.xml"]);
        assert_eq!(names[2..], documents);
        insta::assert_snapshot!("manifest", entries[0].1);
    }

    #[test]
    fn documents_follow_each_other_from_their_first_byte() {
        let all: Vec<String> = sample::bank().items().map(|item| item.id.value.to_string()).collect();
        let ids: Vec<&str> = all.iter().map(String::as_str).collect();
        for (name, document) in exported(&ids).iter().filter(|(name, _)| !name.starts_with("media/")) {
            assert!(document.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<"), "{name}");
        }
    }
}
