//! What a package holds, decided before anything is written: identifiers, file names, references, scoring.

use std::collections::BTreeMap;
use std::ops::Range;

use qbank_model::content::inline_text;
use qbank_model::item::Stimulus;
use qbank_model::{Item, ItemId, MediaPath, Revision};

use super::draws::Draws;
use super::identifiers::Names;
use super::response::Response;
use crate::package::Entry;
use crate::selection::Selection;

/// A package.
pub(super) struct Plan<'a> {
    /// What is exported.
    pub(super) selection: &'a Selection<'a>,
    /// The items in the selection's order.
    pub(super) items: Vec<ItemPlan<'a>>,
    /// The parts of the test, in order; each item is in one.
    pub(super) sections: Vec<Section>,
    /// The cases in the order in which items first name them.
    pub(super) stimuli: Vec<StimulusPlan<'a>>,
    /// The pictures by their path in the bank.
    pub(super) media: BTreeMap<&'a MediaPath, MediumPlan>,
}

/// An item in the package.
pub(super) struct ItemPlan<'a> {
    /// The item.
    pub(super) item: &'a Item,
    /// The version of its meaning.
    pub(super) revision: &'a Revision,
    /// Its name in the package; outlives renaming.
    pub(super) identifier: String,
    /// Its document, from the package's root.
    pub(super) href: String,
    /// BCP 47 tag of its language.
    pub(super) language: &'a str,
    /// Its case, as an index of [`Plan::stimuli`].
    pub(super) stimulus: Option<usize>,
    /// How it is answered and scored.
    pub(super) response: Response,
    /// What a player draws, where its variables stay variables.
    pub(super) draws: Option<Draws>,
}

/// A part of the test: a domain of the bank, or all of a form.
pub(super) struct Section {
    /// Its name in the test; the capitals keep it apart from items' names.
    pub(super) identifier: String,
    /// Its name for people.
    pub(super) title: String,
    /// Its items, as indexes of [`Plan::items`].
    pub(super) items: Range<usize>,
}

/// A case in the package.
pub(super) struct StimulusPlan<'a> {
    /// The case.
    pub(super) stimulus: &'a Stimulus,
    /// Its name in the package.
    pub(super) identifier: String,
    /// Its document, from the package's root.
    pub(super) href: String,
    /// BCP 47 tag of its language, which is that of the first item that names it.
    pub(super) language: &'a str,
}

/// A picture in the package.
pub(super) struct MediumPlan {
    /// Its name in the manifest.
    pub(super) identifier: String,
    /// Its file, from the package's root.
    pub(super) href: String,
}

impl<'a> Plan<'a> {
    /// Gives every part its name: items first, so that no case or picture takes one from them.
    pub(super) fn of(selection: &'a Selection<'a>) -> Self {
        let mut names = Names::default();
        let mut items: Vec<ItemPlan> = Vec::with_capacity(selection.items().len());
        for (item, revision) in selection.items().zip(selection.revisions()) {
            // A tilde sets a variant's number off, which no XML name can hold.
            let candidates = [item.identity(), &item.id.value].map(|id| id.as_str().replace('~', "."));
            let identifier = names.give(&candidates.each_ref().map(String::as_str));
            let mut response = Response::of(item);
            let template = selection.template(item);
            let draws = template.map(|template| Draws::of(template, item, &mut response));
            items.push(ItemPlan {
                item,
                revision,
                href: format!("items/{identifier}.xml"),
                identifier,
                language: item.details.language.as_deref().unwrap_or(&selection.bank.info.language),
                stimulus: None,
                response,
                draws,
            });
        }
        let stimuli = stimuli(&mut items, &mut names);
        Self { selection, sections: sections(selection, &items), media: media(&items), items, stimuli }
    }

    /// Returns each item's id and its name in the package.
    pub(super) fn identifiers(&self) -> Vec<(ItemId, String)> {
        self.items.iter().map(|plan| (plan.item.id.value.clone(), plan.identifier.clone())).collect()
    }

    /// Returns the entries of the media, below a folder whose name ends in `/` or is empty.
    pub(super) fn media_entries(&self, folder: &str) -> impl Iterator<Item = Entry<'a>> {
        self.media
            .iter()
            .map(move |(path, medium)| Entry::medium(format!("{folder}{}", medium.href), (*path).clone()))
    }

    /// Returns what a document in a folder of the package writes to show a picture.
    pub(super) fn source(&self, path: &MediaPath) -> String {
        self.media.get(path).map_or(String::new(), |medium| format!("../{}", medium.href))
    }
}

impl ItemPlan<'_> {
    /// Returns the title that lists show: the id, by which a teacher finds the item again, and its title on one line.
    pub(super) fn title(&self) -> String {
        let mut title = self.item.id.value.as_str().to_owned();
        for (idx, word) in inline_text(&self.item.title).split_whitespace().enumerate() {
            title.push_str(if idx == 0 { ": " } else { " " });
            title.push_str(word);
        }
        title
    }
}

/// Neighbours of one domain make a section, since a bank's items stand by domain; a form is one section.
fn sections(selection: &Selection, items: &[ItemPlan]) -> Vec<Section> {
    let bank = selection.bank;
    if let Some(form) = &selection.form {
        let (identifier, title) = (format!("SECTION_{}", form.id), form.title.clone());
        return vec![Section { identifier, title, items: 0..items.len() }];
    }
    let domain_of = |plan: &ItemPlan| bank.place(plan.item).map(|domain| domain.id.as_str());
    let mut sections = Vec::new();
    let mut start = 0;
    for run in items.chunk_by(|one, other| domain_of(one) == domain_of(other)) {
        let domain = run.first().and_then(|plan| bank.place(plan.item));
        let number = sections.len() + 1;
        sections.push(Section {
            identifier: format!("SECTION_{number}"),
            title: domain.map_or_else(|| bank.info.title.clone(), |domain| domain.title.clone()),
            items: start..start + run.len(),
        });
        start += run.len();
    }
    sections
}

/// Finds the cases and tells each item its own.
fn stimuli<'a>(items: &mut [ItemPlan<'a>], names: &mut Names) -> Vec<StimulusPlan<'a>> {
    let mut stimuli: Vec<StimulusPlan> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for plan in items {
        let item: &'a Item = plan.item;
        let Some(stimulus) = item.stimulus.as_deref() else {
            continue;
        };
        let id = stimulus.id.value.as_str();
        let place = *places.entry(id).or_insert_with(|| {
            let identifier = names.give(&[id]);
            let href = format!("stimuli/{identifier}.xml");
            stimuli.push(StimulusPlan { stimulus, identifier, href, language: plan.language });
            stimuli.len() - 1
        });
        plan.stimulus = Some(place);
    }
    stimuli
}

/// Item and case ids have no underscore, so no picture's identifier is one of theirs.
fn media<'a>(items: &[ItemPlan<'a>]) -> BTreeMap<&'a MediaPath, MediumPlan> {
    let mut paths: Vec<&'a MediaPath> = Vec::new();
    for plan in items {
        let item: &'a Item = plan.item;
        for text in item.texts() {
            paths.extend(text.files().into_iter().map(|path| &path.value));
        }
    }
    paths.sort_unstable();
    paths.dedup();
    let mut names = Names::default();
    let mut media = BTreeMap::new();
    for path in paths {
        let file_name = names.give_file(path.file_name());
        let identifier = format!("media_{file_name}");
        media.insert(path, MediumPlan { identifier, href: format!("media/{file_name}") });
    }
    media
}
