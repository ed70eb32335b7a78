//! What an export takes: some entries of a bank, as the items that its format can hold.

use std::borrow::Cow;

use qbank_model::{Bank, Entry, Item, ItemTemplate, Ledger};

use crate::format::Format;
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
    /// The form that the entries are of; without one they are the bank, or a part of it.
    pub form: Option<&'a FormHead>,
    /// What the items become in a system that tells quizzes from banks.
    pub shape: Shape,
    /// What the last export of Anki notes left to know; a first one has nothing.
    pub ledger: Option<&'a Ledger>,
}

impl<'a> Wanted<'a> {
    /// Asks for a part of the bank in a format, as it usually is.
    pub fn new(format: Format, version: &'a str) -> Self {
        Self { format, version, materialise: false, form: None, shape: Shape::default(), ledger: None }
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

/// An item that a format has no place for.
#[derive(Clone, Copy, Debug)]
pub struct LeftOutItem<'a> {
    /// The item; of one with variables the sample.
    pub item: &'a Item,
    /// Why, as a lower-case fragment.
    pub reason: &'static str,
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
    items: Vec<Cow<'a, Item>>,
    templates: Vec<&'a ItemTemplate>,
    left_out: Vec<LeftOutItem<'a>>,
    materialised: bool,
}

impl<'a> Selection<'a> {
    /// Takes the sound ones of the entries, each at most once.
    ///
    /// An item with variables becomes its variants, unless the format has variables. One that the format has no place for is
    /// left out, which is a loss.
    pub fn new(bank: &'a Bank, wanted: &Wanted<'a>, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let Wanted { format, version, materialise, form, shape, ledger } = *wanted;
        let mut selection = Self {
            bank,
            format,
            version,
            form,
            shape,
            ledger,
            items: Vec::new(),
            templates: Vec::new(),
            left_out: Vec::new(),
            materialised: materialise || !format.has_variables(),
        };
        for entry in entries {
            selection.take(entry);
        }
        selection.templates.sort_by(|one, other| one.sample().id.value.cmp(&other.sample().id.value));
        selection
    }

    fn take(&mut self, entry: &'a Entry) {
        let Some(item) = entry.item() else { return };
        if let Some(reason) = refusal(self.format, item) {
            self.left_out.push(LeftOutItem { item, reason });
            return;
        }
        self.templates.extend(entry.template());
        match entry.template().filter(|_| self.materialised) {
            Some(template) => self.items.extend(template.materialise().into_iter().map(Cow::Owned)),
            None => self.items.push(Cow::Borrowed(item)),
        }
    }

    /// Returns the items in their order: fixed ones, variants, or samples where variables stay variables.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &Item> {
        self.items.iter().map(|item| &**item)
    }

    /// Returns the items with variables that were taken, by their ids.
    pub fn templates(&self) -> &[&'a ItemTemplate] {
        &self.templates
    }

    /// Returns the template that an item is the sample of; `None` where it has no variables, or they are not kept.
    pub fn template(&self, item: &Item) -> Option<&'a ItemTemplate> {
        let found =
            self.templates.binary_search_by(|template| template.sample().id.value.cmp(&item.id.value));
        let found = found.ok().map(|idx| self.templates[idx]);
        found.filter(|_| !self.materialised)
    }

    /// Returns the items that the format has no place for.
    pub fn left_out(&self) -> &[LeftOutItem<'a>] {
        &self.left_out
    }
}
