//! Rich text: what authors write in stems, choices, feedback and rationales.
//!
//! There is no raw HTML in it: what cannot be represented cannot be exported.

use crate::math::Math;
use crate::media::MediaPath;
use crate::source::Spanned;

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
    /// A list; numbered where it has a `start`.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// The entries.
        entries: Vec<Content>,
    },
    /// A code block.
    Code {
        /// The first word of its info string, or nothing.
        language: String,
        /// The code, with its line breaks.
        text: String,
    },
    /// A quotation.
    Quote(Content),
    /// A table.
    Table(Box<Table>),
    /// A rule across the text.
    Rule,
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
    Text(String),
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

    /// Returns the text as a reader without formatting would see it; formulas as LaTeX, pictures as their words.
    ///
    /// Blocks are joined by line breaks, cells by tabs.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        push_blocks(&self.0, &mut text);
        text.truncate(text.trim_end().len());
        text
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
            Self::List { entries, .. } => entries.iter().any(|entry| !entry.is_empty()),
            Self::Code { text, .. } => !text.trim().is_empty(),
            Self::Quote(content) => !content.is_empty(),
            Self::Table(_) => true,
            Self::Rule => false,
        }
    }

    fn for_each_inline<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        match self {
            Self::Paragraph(inlines) => walk(inlines, visit),
            Self::List { entries, .. } => {
                for entry in entries {
                    entry.for_each_inline(visit);
                }
            }
            Self::Quote(content) => content.for_each_inline(visit),
            Self::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                for cell in cells {
                    walk(cell, visit);
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
            Self::Code(_) | Self::Math(_) | Self::Image(_) => true,
            Self::Footnote(_) | Self::Break => false,
        }
    }
}

fn walk<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Styled(_, inner) => walk(inner, visit),
            Inline::Link(link) => walk(&link.text, visit),
            Inline::Footnote(note) => note.for_each_inline(visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Math(_) | Inline::Image(_) | Inline::Break => {}
        }
    }
}

/// Returns the text of a run of inline parts, as [`Content::to_text`] does.
pub fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(inlines, &mut text);
    text
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => push_inlines(inlines, text),
            Block::List { entries, .. } => {
                for entry in entries {
                    push_blocks(&entry.0, text);
                }
            }
            Block::Code { text: code, .. } => text.push_str(code.trim_end()),
            Block::Quote(content) => push_blocks(&content.0, text),
            Block::Table(table) => push_table(table, text),
            Block::Rule => {}
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
}

fn push_table(table: &Table, text: &mut String) {
    for row in std::iter::once(&table.header).chain(&table.rows) {
        for (idx, cell) in row.iter().enumerate() {
            if idx > 0 {
                text.push('\t');
            }
            push_inlines(cell, text);
        }
        text.push('\n');
    }
}

fn push_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Styled(_, inner) => push_inlines(inner, text),
            Inline::Math(math) => text.push_str(math.value.tex()),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::Link(link) => push_inlines(&link.text, text),
            Inline::Footnote(_) => {}
            Inline::Break => text.push('\n'),
        }
    }
}
