//! What an export takes: some entries of a bank, as the items that its format can hold.

use std::borrow::Cow;

use qbank_model::{Bank, Entry, Item, ItemTemplate};

use crate::feature::Feature;
use crate::format::Format;
use crate::support::{Support, support};

/// What is asked of an export.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The format of the package.
    pub format: Format,
    /// The tool's version, for packages that name their writer.
    pub version: &'a str,
    /// Whether items with variables are written as variants even where the format has variables.
    pub materialise: bool,
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
    items: Vec<Cow<'a, Item>>,
    templates: Vec<&'a ItemTemplate>,
    left_out: Vec<&'a Item>,
    materialised: bool,
}

impl<'a> Selection<'a> {
    /// Takes the sound ones of the entries, each at most once.
    ///
    /// An item with variables becomes its variants, unless the format has variables. One of a type that the format does not
    /// have is left out, which is a loss.
    pub fn new(bank: &'a Bank, wanted: &Wanted<'a>, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let Wanted { format, version, materialise } = *wanted;
        let mut selection = Self {
            bank,
            format,
            version,
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
        if support(self.format, item.interaction.kind(), Feature::Type) == Support::Dropped {
            self.left_out.push(item);
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

    /// Returns the items of types that the format does not have.
    pub fn left_out(&self) -> &[&'a Item] {
        &self.left_out
    }
}
