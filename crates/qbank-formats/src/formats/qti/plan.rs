//! What a package holds, decided before anything is written: identifiers, file names, references, scoring.

use std::collections::BTreeMap;

use qbank_model::item::Stimulus;
use qbank_model::{Item, MediaPath};

use super::identifiers::Names;
use super::response::Response;
use crate::selection::Selection;

/// A package.
pub(super) struct Plan<'a> {
    /// What is exported.
    pub(super) selection: &'a Selection<'a>,
    /// The items in the selection's order.
    pub(super) items: Vec<ItemPlan<'a>>,
    /// The cases in the order in which items first name them.
    pub(super) stimuli: Vec<StimulusPlan<'a>>,
    /// The pictures by their path in the bank.
    pub(super) media: BTreeMap<&'a MediaPath, MediumPlan>,
}

/// An item in the package.
pub(super) struct ItemPlan<'a> {
    /// The item.
    pub(super) item: &'a Item,
    /// Its name in the package; outlives renaming.
    pub(super) identifier: String,
    /// Its document, from the package's root.
    pub(super) href: String,
    /// BCP 47 tag of its language.
    pub(super) language: &'a str,
    /// Its case, as an index of [`Plan::stimuli`].
    pub(super) stimulus: Option<usize>,
    /// How it is answered and scored.
    pub(super) response: Response<'a>,
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
        for item in selection.items() {
            let identifier = names.give(&[item.identity().as_str(), item.id.value.as_str()]);
            items.push(ItemPlan {
                item,
                href: format!("items/{identifier}.xml"),
                identifier,
                language: item.details.language.as_deref().unwrap_or(&selection.bank.info.language),
                stimulus: None,
                response: Response::of(item),
            });
        }
        let stimuli = stimuli(&mut items, &mut names);
        Self { selection, media: media(&items), items, stimuli }
    }

    /// Returns what a document in a folder of the package writes to show a picture.
    pub(super) fn source(&self, path: &MediaPath) -> String {
        self.media.get(path).map_or(String::new(), |medium| format!("../{}", medium.href))
    }
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
