//! Findings as plain data: what is wrong, where, why, and what to do now.
//!
//! Rendering them for people or machines is the binary's work.

use crate::id::ItemId;
use crate::item::Item;
use crate::source::Span;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never blocks.
    Info,
    /// Probably a fault; blocks under `--fail-on warning`.
    Warning,
    /// The item or bank cannot be used as it is.
    Error,
}

impl Severity {
    /// Returns the lower-case word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure a finding is that there is a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A hint: often it is none.
    Low,
    /// More often right than wrong; a person decides.
    Medium,
    /// A fact, or as good as one.
    High,
}

impl Confidence {
    /// Returns the lower-case word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What is permanent about a code: its name and its manual page.
#[derive(Debug)]
pub struct Meta {
    /// Kebab-case name of the fault, never reused.
    pub name: &'static str,
    /// How grave a finding of this code is unless the bank says otherwise.
    pub severity: Severity,
    /// How sure a finding of this code is, unless it says otherwise itself.
    pub confidence: Confidence,
    /// The manual page in Markdown: a heading with the name, a paragraph that sums it up, then examples.
    pub page: &'static str,
}

/// The permanent name of a kind of finding; every code has a manual page.
#[derive(Clone, Copy, Debug)]
pub struct Code(pub &'static Meta);

impl Code {
    /// Returns the kebab-case name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Returns the page's first paragraph on one line: the summary that lists show.
    pub fn summary(self) -> String {
        let paragraph = self.0.page.split("\n\n").nth(1).unwrap_or_default();
        paragraph.lines().collect::<Vec<_>>().join(" ")
    }

    /// Returns what the page says of an option of the rule, on one line; empty where it says nothing.
    ///
    /// The page has a line ``- `name` (default): what it is for.`` for each option, which may go on in indented lines.
    pub fn option_summary(self, option: &str) -> String {
        let start = format!("- `{option}` (");
        let mut lines = self.0.page.lines().skip_while(|line| !line.starts_with(&start));
        let first = lines.next().and_then(|line| line.split_once("): ")).map_or("", |(_, summary)| summary);
        let more = lines.take_while(|line| line.starts_with("  ")).map(str::trim);
        std::iter::once(first).chain(more).collect::<Vec<_>>().join(" ")
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Code {}

/// Declares codes as statics, each with the page `pages/<name>.md` beside the calling file, and `ALL` of them.
///
/// They are codes of what was read, so their findings are facts. /// The name stands once: the page's file name is derived from it, so a code without its page does not compile.
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $ident:ident = $severity:ident $name:literal;)*) => {
        $(
            $(#[$doc])*
            pub static $ident: $crate::Code = $crate::Code(&$crate::Meta {
                name: $name,
                severity: $crate::Severity::$severity,
                confidence: $crate::Confidence::High,
                page: include_str!(concat!("pages/", $name, ".md")),
            });
        )*
        /// All codes of this module, in the order of their declaration.
        pub static ALL: &[&$crate::Code] = &[$(&$ident),*];
    };
}

/// A place and what is at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there; may be empty where the message says it all.
    pub message: String,
}

/// Whether a fix may be applied without a person looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Keeps what the author meant.
    Safe,
    /// May change the meaning; a person decides.
    Review,
}

/// Replaces the text at a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A change of the source that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an act: "put a blank line before the label".
    pub title: String,
    /// The edits, all in one file, in source order, without overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be applied unseen.
    pub safety: Safety,
}

impl Fix {
    /// Makes a fix of one edit that keeps what the author meant.
    pub fn safe(title: &str, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.to_owned(), edits: vec![Edit { span, text: text.into() }], safety: Safety::Safe }
    }

    /// Makes a fix of one edit that a person has to look at.
    pub fn review(title: &str, span: Span, text: impl Into<String>) -> Self {
        Self { safety: Safety::Review, ..Self::safe(title, span, text) }
    }
}

/// Parts of one file that are to change places, each as it stands. Who reads the text makes a fix of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorder {
    /// What it does, as an act.
    pub title: String,
    /// The parts in the order in which they stand.
    pub places: Vec<Span>,
    /// Which part, by its number in `places`, is to stand at each of the places.
    pub order: Vec<usize>,
    /// Whether it may be applied unseen.
    pub safety: Safety,
}

impl Reorder {
    /// Makes the fix, from the text of the file; the white space behind each part stays where it is. `None` where a part does
    /// not lie in the text.
    pub fn fix(&self, text: &str) -> Option<Fix> {
        let parts = self.places.iter().map(|place| Some(text.get(place.range())?.trim_end()));
        let parts: Vec<&str> = parts.collect::<Option<_>>()?;
        let mut edits = Vec::new();
        for (to, from) in self.order.iter().enumerate().filter(|(to, from)| to != *from) {
            let (place, old) = (self.places.get(to)?, parts.get(to)?);
            let span = Span::new(place.file, place.range().start..place.range().start + old.len());
            edits.push(Edit { span, text: parts.get(*from)?.replace("\r\n", "\n") });
        }
        Some(Fix { title: self.title.clone(), edits, safety: self.safety })
    }
}

/// Whose finding it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemName {
    /// The id, which authors know the item by.
    pub id: ItemId,
    /// The name that outlives renaming, which baselines and fingerprints know it by.
    pub identity: ItemId,
}

impl From<&Item> for ItemName {
    fn from(item: &Item) -> Self {
        Self { id: item.id.value.clone(), identity: item.identity().clone() }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its permanent name.
    pub code: Code,
    /// How grave it is here.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// One line that stands alone: CI shows only this.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// Other places that matter, such as the first use of a repeated id.
    pub secondary: Vec<Label>,
    /// An act the author can do now.
    pub help: Option<String>,
    /// A change that mends it, where the tool knows one.
    pub fix: Option<Fix>,
    /// Parts whose order mends it, for who reads the text to make the fix.
    pub reorder: Option<Reorder>,
    /// The item it belongs to, where there is one.
    pub item: Option<ItemName>,
}

impl Diagnostic {
    /// Makes a finding with the code's own severity and nothing but a message and a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.0.severity,
            confidence: code.0.confidence,
            message: message.into(),
            primary: Label { span, message: String::new() },
            secondary: Vec::new(),
            help: None,
            fix: None,
            reorder: None,
            item: None,
        }
    }

    /// Says what is at the place.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.secondary.push(Label { span, message: message.into() });
        self
    }

    /// Says what to do now.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Attaches a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Says whose finding it is; `None` where nothing names the item.
    #[must_use]
    pub fn of_item(mut self, item: Option<ItemName>) -> Self {
        self.item = item;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn parts_change_places_and_what_lies_between_stays() {
        let text = "- 30\r\n  > c\r\n\r\n- 10\r\n- 20";
        let file = FileId(0);
        let places = vec![Span::new(file, 0..15), Span::new(file, 15..21), Span::new(file, 21..25)];
        let reorder = |order: &[usize]| Reorder {
            title: String::new(),
            places: places.clone(),
            order: order.to_vec(),
            safety: Safety::Safe,
        };
        let edits = reorder(&[1, 2, 0]).fix(text).expect("the parts lie in the text").edits;
        let edits: Vec<(usize, usize, &str)> = edits
            .iter()
            .map(|edit| (edit.span.range().start, edit.span.range().end, edit.text.as_str()))
            .collect();
        assert_eq!(edits, [(0, 11, "- 10"), (15, 19, "- 20"), (21, 25, "- 30\n  > c")]);
        assert_eq!(reorder(&[0, 2, 1]).fix(text).map(|fix| fix.edits.len()), Some(2));
        assert_eq!(reorder(&[1, 2, 0]).fix("- 30"), None);
    }
}
