//! What an export takes: some entries of a bank, as the items that its format can hold.

use std::ops::Deref;
use std::sync::OnceLock;

use qbank_model::{Bank, Entry, Item, ItemId, ItemTemplate, Ledger, Revision};
use rayon::prelude::*;

use crate::format::Format;
use crate::formats::qti;
use crate::support::refusal;

/// What is asked of an export.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The format of the package.
    pub format: Format,
    /// The tool's version, for packages that name their writer.
    pub version: &'a str,
    /// Whether items with variables are written as variants even where the format has variables.
    pub materialise: bool,
    /// Whether items with variables are written so that players draw, where the format has that besides variants.
    pub templates: bool,
    /// The form that the entries are of; without one they are the bank, or a part of it.
    pub form: Option<&'a FormHead>,
    /// What the items become in a system that tells quizzes from banks.
    pub shape: Shape,
    /// What the last export of Anki notes left to know; a first one has nothing.
    pub ledger: Option<&'a Ledger>,
    /// How a package for Anki is laid out.
    pub layout: Layout,
}

impl<'a> Wanted<'a> {
    /// Asks for a part of the bank in a format, as it usually is.
    pub fn new(format: Format, version: &'a str) -> Self {
        Self {
            format,
            version,
            materialise: false,
            templates: false,
            form: None,
            shape: Shape::default(),
            ledger: None,
            layout: Layout::default(),
        }
    }
}

/// What a form says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormHead {
    /// Its name in package names.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// How long it may take.
    pub minutes: Option<u32>,
}

/// What the items of a package become in a system that tells the two apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Something to take.
    #[default]
    Quiz,
    /// Something to make quizzes from.
    Bank,
}

/// How a package for Anki is laid out; both hold the same notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// The oldest layout, which every Anki reads.
    #[default]
    Legacy,
    /// The one of Anki 2.1.54 and later, smaller.
    Latest,
}

/// An item that a format has no place for.
#[derive(Clone, Copy, Debug)]
pub struct LeftOutItem<'a> {
    /// The item; of one with variables the sample.
    pub item: &'a Item,
    /// Why, as a lower-case fragment.
    pub reason: &'static str,
}

/// An item with variables in a selection.
#[derive(Clone, Copy, Debug)]
pub struct SelectedTemplate<'a> {
    /// The item with its variables.
    pub template: &'a ItemTemplate,
    /// Whether they stay variables; else its variants stand for it.
    pub is_kept: bool,
}

impl SelectedTemplate<'_> {
    fn id(&self) -> &ItemId {
        &self.template.sample().id.value
    }
}

/// An item of a selection.
#[derive(Clone, Debug)]
enum SelectedItem<'a> {
    /// One of the bank's.
    Authored(&'a Item),
    /// One that was made of a template for the selection. Boxed: most selections have none, and an item is large.
    Made(Box<Item>),
}

impl Deref for SelectedItem<'_> {
    type Target = Item;

    fn deref(&self) -> &Item {
        match self {
            Self::Authored(item) => item,
            Self::Made(item) => item,
        }
    }
}

/// Some items of a bank, in the order in which they are to stand in a package.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// The bank that the items are of.
    pub bank: &'a Bank,
    /// The format of the package.
    pub format: Format,
    /// The tool's version.
    pub version: &'a str,
    /// The form that the items are of.
    pub form: Option<&'a FormHead>,
    /// What the items become.
    pub shape: Shape,
    /// What the last export of Anki notes left to know.
    pub ledger: Option<&'a Ledger>,
    /// How a package for Anki is laid out.
    pub layout: Layout,
    entries: Vec<&'a Entry>,
    items: Vec<SelectedItem<'a>>,
    revisions: OnceLock<Vec<Revision>>,
    templates: Vec<SelectedTemplate<'a>>,
    left_out: Vec<LeftOutItem<'a>>,
    wanted: Wanted<'a>,
}

impl<'a> Selection<'a> {
    /// Takes the sound ones of the entries, each at most once.
    ///
    /// An item with variables becomes its variants, unless the format has variables. One that the format has no place for is
    /// left out, which is a loss.
    pub fn new(bank: &'a Bank, wanted: &Wanted<'a>, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let Wanted { format, version, form, shape, ledger, layout, .. } = *wanted;
        let mut selection = Self {
            bank,
            format,
            version,
            form,
            shape,
            ledger,
            layout,
            entries: Vec::new(),
            items: Vec::new(),
            revisions: OnceLock::new(),
            templates: Vec::new(),
            left_out: Vec::new(),
            wanted: *wanted,
        };
        for entry in entries {
            selection.take(entry);
        }
        selection.templates.sort_by(|one, other| one.id().cmp(other.id()));
        selection
    }

    fn take(&mut self, entry: &'a Entry) {
        let Some(item) = entry.item() else { return };
        if let Some(reason) = refusal(self.format, item) {
            self.left_out.push(LeftOutItem { item, reason });
            return;
        }
        self.entries.push(entry);
        let Some(template) = entry.template() else { return self.items.push(SelectedItem::Authored(item)) };
        let open = self.open(template);
        self.templates.push(SelectedTemplate { template, is_kept: open.is_some() });
        if let Some(open) = open {
            return self.items.push(open);
        }
        let variants = template.materialise().into_iter();
        self.items.extend(variants.map(|variant| SelectedItem::Made(Box::new(variant))));
    }

    /// Returns the item that stands for a template whose variables stay variables.
    fn open(&self, template: &'a ItemTemplate) -> Option<SelectedItem<'a>> {
        if self.format.has_variables() {
            return (!self.wanted.materialise).then_some(SelectedItem::Authored(template.sample()));
        }
        let draws = self.wanted.templates && self.format == Format::Qti3;
        let open = draws.then(|| qti::open_item(template)).flatten();
        open.map(|item| SelectedItem::Made(Box::new(item)))
    }

    /// Returns the entries that were taken, in their order.
    pub fn entries(&self) -> &[&'a Entry] {
        &self.entries
    }

    /// Returns the items in their order: fixed ones and variants; where variables stay variables, samples or items with
    /// open places.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &Item> {
        self.items.iter().map(Deref::deref)
    }

    /// Returns the items with variables that were taken, by their ids.
    pub fn templates(&self) -> &[SelectedTemplate<'a>] {
        &self.templates
    }

    /// Returns the template that an item stands for; `None` where it has no variables, or they are not kept.
    pub fn template(&self, item: &Item) -> Option<&'a ItemTemplate> {
        let found = self.templates.binary_search_by(|template| template.id().cmp(&item.id.value));
        let found = found.ok().map(|idx| self.templates[idx]);
        found.filter(|found| found.is_kept).map(|found| found.template)
    }

    /// Returns the revisions of all items, in their order: each its own, or of the template that it stands for.
    ///
    /// They are hashed once, when they are first asked for.
    pub fn revisions(&self) -> &[Revision] {
        self.revisions.get_or_init(|| self.items.par_iter().map(|item| self.revision(item)).collect())
    }

    fn revision(&self, item: &Item) -> Revision {
        match self.template(item) {
            Some(template) => template.revision(|path| self.bank.media.get(path)),
            None => self.bank.revision(item),
        }
    }

    /// Returns the items that the format has no place for.
    pub fn left_out(&self) -> &[LeftOutItem<'a>] {
        &self.left_out
    }
}
