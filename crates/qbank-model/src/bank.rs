//! The bank: everything that was understood, and the places of what was not.

use std::collections::{BTreeMap, BTreeSet};

use crate::blueprint::{Blueprint, Domain};
use crate::content::{Content, Inline};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, ItemName, Severity};
use crate::id::ItemId;
use crate::id_lock::IdLock;
use crate::item::{Item, Status};
use crate::media::{MediaPath, Medium};
use crate::review::Review;
use crate::revision::Revision;
use crate::source::{Span, Spanned};
use crate::template::ItemTemplate;

/// What a bank says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankInfo {
    /// Its name in package names.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// BCP 47 tag of the language of its items.
    pub language: String,
    /// When its content last changed: the date that packages carry.
    pub revised: Date,
    /// What every package says about the bank.
    pub notice: Option<String>,
    /// The licence of items that name none of their own, as an SPDX name.
    pub license: Option<String>,
    /// The states of items that exports take; never [`Status::Retired`].
    pub publish: Vec<Status>,
    /// Where learners report a faulty item; `{id}` stands for its id.
    pub report_url: Option<String>,
}

/// A broken item's place, so that bank rules report no false gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// The id, where one could be read.
    pub id: Option<ItemId>,
    /// Former ids, the oldest first, as far as they could be read.
    pub aliases: Vec<ItemId>,
    /// The objective, where one could be read.
    pub objective: Option<Spanned<String>>,
    /// The item in its file.
    pub span: Span,
}

impl Stub {
    /// Makes the stub of an item of which nothing but its place is known.
    pub fn at(span: Span) -> Self {
        Self { id: None, aliases: Vec::new(), objective: None, span }
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A sound item.
    Fixed(Box<Item>),
    /// A sound item with variables.
    Template(Box<ItemTemplate>),
    /// A broken one.
    Broken(Box<Stub>),
}

impl Entry {
    /// Returns the item, where it is sound; of one with variables a sample.
    pub fn item(&self) -> Option<&Item> {
        match self {
            Self::Fixed(item) => Some(item),
            Self::Template(template) => Some(template.sample()),
            Self::Broken(_) => None,
        }
    }

    /// Returns the template, where it is a sound item with variables.
    pub fn template(&self) -> Option<&ItemTemplate> {
        match self {
            Self::Template(template) => Some(template),
            Self::Fixed(_) | Self::Broken(_) => None,
        }
    }

    /// Returns the entry as a broken one: only its id, its objective and its place.
    #[must_use]
    pub fn into_broken(self) -> Self {
        let Some(item) = self.item() else { return self };
        Self::Broken(Box::new(Stub {
            id: Some(item.id.value.clone()),
            aliases: item.aliases.clone(),
            objective: item.objective.clone(),
            span: item.span,
        }))
    }

    /// Returns the id, where one could be read.
    pub fn id(&self) -> Option<&ItemId> {
        match self {
            Self::Broken(stub) => stub.id.as_ref(),
            Self::Fixed(_) | Self::Template(_) => self.item().map(|item| &item.id.value),
        }
    }

    /// Returns the names of the item, where one could be read.
    pub fn name(&self) -> Option<ItemName> {
        match self {
            Self::Broken(stub) => {
                let id = stub.id.clone()?;
                Some(ItemName { identity: stub.aliases.first().unwrap_or(&id).clone(), id })
            }
            Self::Fixed(_) | Self::Template(_) => self.item().map(ItemName::from),
        }
    }

    /// Returns the place in the source.
    pub fn span(&self) -> Span {
        match self {
            Self::Fixed(item) => item.span,
            Self::Template(template) => template.draft().span,
            Self::Broken(stub) => stub.span,
        }
    }
}

/// A question bank.
#[derive(Clone, Debug)]
pub struct Bank {
    /// What it says about itself.
    pub info: BankInfo,
    /// Its blueprints; the first is the default.
    pub blueprints: Vec<Blueprint>,
    /// The media that items show, by path.
    pub media: BTreeMap<MediaPath, Medium>,
    /// Media in its folders that no text names.
    pub unused_media: Vec<Spanned<MediaPath>>,
    /// What reviewers said of its items, in the file's order; `None` where that cannot be read, so that no rule takes a
    /// review for missing.
    pub reviews: Option<Vec<Spanned<Review>>>,
    /// The ids that it has handed out; `None` where they cannot be read, so that no rule takes one for new.
    pub handed_out: Option<IdLock>,
    entries: Vec<Entry>,
}

impl Bank {
    /// Puts a bank together and brings its entries into their order.
    pub fn new(info: BankInfo, blueprints: Vec<Blueprint>, media: BTreeMap<MediaPath, Medium>) -> Self {
        let (reviews, handed_out) = (Some(Vec::new()), Some(IdLock::default()));
        let unused_media = Vec::new();
        Self { info, blueprints, media, unused_media, reviews, handed_out, entries: Vec::new() }
    }

    /// Takes what reviewers said; `None` where that cannot be read.
    #[must_use]
    pub fn with_reviews(mut self, reviews: Option<Vec<Spanned<Review>>>) -> Self {
        self.reviews = reviews;
        self
    }

    /// Takes the media that no text names.
    #[must_use]
    pub fn with_unused_media(mut self, unused_media: Vec<Spanned<MediaPath>>) -> Self {
        self.unused_media = unused_media;
        self
    }

    /// Takes the ids that were handed out; `None` where they cannot be read.
    #[must_use]
    pub fn with_handed_out(mut self, handed_out: Option<IdLock>) -> Self {
        self.handed_out = handed_out;
        self
    }

    /// Takes the entries of all files.
    #[must_use]
    pub fn with_entries(mut self, mut entries: Vec<Entry>) -> Self {
        let blueprint = self.blueprints.first();
        entries.sort_by_cached_key(|entry| {
            let place = entry.item().and_then(|item| blueprint.and_then(|plan| place_index(plan, item)));
            (place.unwrap_or(usize::MAX), entry.id().cloned(), entry.span())
        });
        self.entries = entries;
        self
    }

    /// Returns the default blueprint.
    pub fn blueprint(&self) -> Option<&Blueprint> {
        self.blueprints.first()
    }

    /// Returns all entries: by domain in blueprint order, then by id; broken ones last.
    ///
    /// The order is stable: exports and snapshots depend on it.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes the entries out, to bring them in again after a change.
    pub fn take_entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// Returns the sound items in the order of [`Bank::entries`]; of those with variables a sample.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.entries.iter().filter_map(Entry::item)
    }

    /// Returns the domain of the default blueprint that an item counts for.
    pub fn place(&self, item: &Item) -> Option<&Domain> {
        self.blueprint().and_then(|blueprint| blueprint.place(item))
    }

    /// Returns the templates by the ids of their items, in the order of [`Bank::entries`].
    pub fn templates(&self) -> impl Iterator<Item = &ItemTemplate> {
        self.entries.iter().filter_map(Entry::template)
    }

    /// Returns the revision of an entry, its pictures' bytes included; a broken one has none.
    pub fn entry_revision(&self, entry: &Entry) -> Option<Revision> {
        match entry {
            Entry::Fixed(item) => Some(self.revision(item)),
            Entry::Template(template) => Some(template.revision(|path| self.media.get(path))),
            Entry::Broken(_) => None,
        }
    }

    /// Returns an item's revision, its pictures' bytes included.
    pub fn revision(&self, item: &Item) -> Revision {
        item.revision(|path| self.media.get(path))
    }
}

/// Makes stubs of the items that an error points into, at their own place, their case's or that of a file they show:
/// an item is sound or it is a stub, never half of one.
pub fn break_at_errors(entries: &mut [Entry], findings: &[Diagnostic]) {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: BTreeSet<Span> = errors.map(|finding| finding.primary.span).collect();
    if errors.is_empty() {
        return;
    }
    let strikes = |place: Span| {
        let end = Span { start: place.end.max(place.start + 1), end: 0, ..place };
        errors.range(Span { end: 0, ..place }..end).next().is_some()
    };
    for entry in entries {
        let Some(item) = entry.item() else { continue };
        let case = item.stimulus.as_ref().map(|case| case.place.span);
        let mut named = item.texts().into_iter().flat_map(named_files);
        if strikes(item.span) || case.is_some_and(strikes) || named.any(|place| errors.contains(&place)) {
            let broken = Entry::Broken(Box::new(Stub::at(item.span)));
            *entry = std::mem::replace(entry, broken).into_broken();
        }
    }
}

/// Returns where a text names files of the bank; in a footnote that is far from the item.
fn named_files(content: &Content) -> Vec<Span> {
    let mut places = Vec::new();
    content.for_each_inline(&mut |inline| match inline {
        Inline::Image(image) => places.push(image.path.span),
        Inline::Link(link) => places.push(link.target.span),
        Inline::Text(_)
        | Inline::Styled(..)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Footnote(_)
        | Inline::Break
        | Inline::Blank(_)
        | Inline::Slot(_) => {}
    });
    places
}

fn place_index(blueprint: &Blueprint, item: &Item) -> Option<usize> {
    let domain = blueprint.place(item)?;
    blueprint.domains().iter().position(|other| other.id == domain.id)
}
