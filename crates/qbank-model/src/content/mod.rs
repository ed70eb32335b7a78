//! Rich text: what authors write in stems, choices, feedback and rationales.
//!
//! There is no raw HTML in it: what cannot be represented cannot be exported.

mod fill;
mod plain_text;
mod text;

pub use fill::FillFault;
pub(crate) use fill::fill_inlines;
pub use plain_text::PlainText;
pub use text::inline_text;

use crate::math::Math;
use crate::media::MediaPath;
use crate::source::Spanned;
use crate::template::Slot;

/// A run of blocks; the stem, a choice, a feedback or a rationale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(pub Vec<Block>);

/// A part of the text that stands on lines of its own.
///
/// Its rare and large variants are boxed, as those of [`Inline`] are: most of a bank is plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List(Box<List>),
    /// A code block.
    Code(Box<CodeBlock>),
    /// A quotation.
    Quote(Content),
    /// A table.
    Table(Box<Table>),
    /// A rule across the text.
    Rule,
}

/// A list; numbered where it has a `start`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number of a numbered list.
    pub start: Option<u64>,
    /// The entries.
    pub entries: Vec<Content>,
}

/// A code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of its info string, or nothing.
    pub language: String,
    /// The code, with its line breaks.
    pub text: String,
}

/// A table; every row has as many cells as the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How each column is set.
    pub alignment: Vec<Alignment>,
    /// The header's cells.
    pub header: Vec<Vec<Inline>>,
    /// The rows below it.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How a table's column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the reader's program likes.
    None,
    /// To the left.
    Left,
    /// To the middle.
    Center,
    /// To the right, as numbers.
    Right,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(PlainText),
    /// Text with a meaning that Markdown or the few allowed tags give it.
    Styled(Style, Vec<Inline>),
    /// A code span.
    Code(String),
    /// A formula.
    Math(Box<Spanned<Math>>),
    /// A picture.
    Image(Box<Image>),
    /// A link.
    Link(Box<Link>),
    /// A note, put where it is called: writers number it and set its text below.
    Footnote(Content),
    /// A line break the author asked for.
    Break,
    /// A gap to fill, by its number from 0; only in the stem of a question with gaps.
    Blank(usize),
    /// A place that a draw fills; only in templates, never in an [`crate::Item`].
    Slot(Box<Spanned<Slot>>),
}

/// How a run of text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Emphasis, set in italics.
    Emphasis,
    /// Strong emphasis, set in bold.
    Strong,
    /// Struck out.
    Strike,
    /// Lowered.
    Subscript,
    /// Raised.
    Superscript,
    /// Underlined.
    Underline,
    /// A key of a keyboard.
    Keyboard,
}

impl Style {
    /// All styles, in declaration order.
    pub const ALL: [Self; 7] = [
        Self::Emphasis,
        Self::Strong,
        Self::Strike,
        Self::Subscript,
        Self::Superscript,
        Self::Underline,
        Self::Keyboard,
    ];

    /// Returns the HTML element that means the same.
    pub fn element(self) -> &'static str {
        match self {
            Self::Emphasis => "em",
            Self::Strong => "strong",
            Self::Strike => "del",
            Self::Subscript => "sub",
            Self::Superscript => "sup",
            Self::Underline => "u",
            Self::Keyboard => "kbd",
        }
    }
}

/// A picture of the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its place in the bank.
    pub path: Spanned<MediaPath>,
    /// What it shows, in words; never empty.
    pub alt: String,
}

/// A link and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Spanned<LinkTarget>,
    /// The text that carries it.
    pub text: Vec<Inline>,
}

/// Where a link may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address on the web or of mail: `http`, `https` or `mailto`.
    Web(String),
    /// A file of the bank.
    File(MediaPath),
}

impl Content {
    /// Tells whether there is nothing to read, see or compute in it.
    pub fn is_empty(&self) -> bool {
        !self.0.iter().any(Block::shows_something)
    }

    /// Makes a paragraph of inline parts, or nothing of none.
    pub fn of_inlines(inlines: Vec<Inline>) -> Self {
        if inlines.is_empty() { Self::default() } else { Self(vec![Block::Paragraph(inlines)]) }
    }

    /// Calls `visit` for every inline part, outermost first, in reading order.
    pub fn for_each_inline<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        for block in &self.0 {
            block.for_each_inline(visit);
        }
    }

    /// Returns the bank's files that the text shows or links to, in reading order.
    pub fn files(&self) -> Vec<&Spanned<MediaPath>> {
        let mut files = Vec::new();
        self.for_each_inline(&mut |inline| {
            if let Inline::Image(image) = inline {
                files.push(&image.path);
            }
        });
        files
    }
}

impl Block {
    fn shows_something(&self) -> bool {
        match self {
            Self::Paragraph(inlines) => inlines.iter().any(Inline::shows_something),
            Self::List(list) => list.entries.iter().any(|entry| !entry.is_empty()),
            Self::Code(code) => !code.text.trim().is_empty(),
            Self::Quote(content) => !content.is_empty(),
            Self::Table(_) => true,
            Self::Rule => false,
        }
    }

    fn for_each_inline<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        match self {
            Self::Paragraph(inlines) => for_each_inline(inlines, visit),
            Self::List(list) => {
                for entry in &list.entries {
                    entry.for_each_inline(visit);
                }
            }
            Self::Quote(content) => content.for_each_inline(visit),
            Self::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                for cell in cells {
                    for_each_inline(cell, visit);
                }
            }
            Self::Code { .. } | Self::Rule => {}
        }
    }
}

impl Inline {
    fn shows_something(&self) -> bool {
        match self {
            Self::Text(text) => !text.trim().is_empty(),
            Self::Styled(_, inlines) => inlines.iter().any(Self::shows_something),
            Self::Link(link) => link.text.iter().any(Self::shows_something),
            Self::Code(_) | Self::Math(_) | Self::Image(_) | Self::Blank(_) | Self::Slot(_) => true,
            Self::Footnote(_) | Self::Break => false,
        }
    }
}

/// Calls `visit` for every part of a run of inline parts, outermost first, in reading order.
pub fn for_each_inline<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Styled(_, inner) => for_each_inline(inner, visit),
            Inline::Link(link) => for_each_inline(&link.text, visit),
            Inline::Footnote(note) => note.for_each_inline(visit),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Image(_)
            | Inline::Break
            | Inline::Blank(_)
            | Inline::Slot(_) => {}
        }
    }
}
