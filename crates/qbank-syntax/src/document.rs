//! A question file as Markdown sees it: its events, its top-level blocks, its footnotes.
//!
//! The file is parsed once, as a whole, with formulas and places masked; every offset is one of the author's text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use qbank_model::{FileId, Span};

use crate::Source;
use crate::masks::Mask;

/// The most levels that quotes, lists, emphasis and links may nest.
pub(crate) const MAX_NESTING: usize = 64;

/// Bytes of Markdown that make an event, by a look at the shipped bank; a guess too low only grows a vector.
const BYTES_AN_EVENT: usize = 16;

/// What stands at the top level of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading { level: u8, underlined: bool },
    Paragraph,
    List { numbered: bool },
    Code,
    Quote,
    Table,
    Html,
    Rule,
}

/// A block at the top level of a file.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// Its events, start and end included.
    pub(crate) events: Range<usize>,
    /// Its bytes in the file.
    pub(crate) range: Range<usize>,
    /// Whether it nests over the limit; nobody looks inside then.
    pub(crate) too_deep: bool,
}

/// A Markdown event and its bytes in the file.
pub(crate) type Located<'a> = (Event<'a>, Range<usize>);

/// A parsed file.
pub(crate) struct Document<'a> {
    pub(crate) file: FileId,
    pub(crate) path: &'a str,
    /// The author's text.
    pub(crate) text: &'a str,
    /// The same with its formulas and places masked.
    pub(crate) masked: &'a str,
    pub(crate) masks: &'a [Mask],
    pub(crate) events: Vec<Located<'a>>,
    pub(crate) blocks: Vec<Block>,
    /// The events between the start and the end of each footnote's definition.
    pub(crate) footnotes: BTreeMap<String, Range<usize>>,
    /// Definitions of footnotes that nest over the limit.
    pub(crate) deep_notes: Vec<Range<usize>>,
}

impl<'a> Document<'a> {
    /// Parses the Markdown of a file from the byte `start` on.
    pub(crate) fn parse(source: &Source<'a>, masked: &'a str, masks: &'a [Mask], start: usize) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let parser = Parser::new_ext(&masked[start..], options).into_offset_iter();
        let mut events = Vec::with_capacity(source.text.len() / BYTES_AN_EVENT);
        events.extend(parser.map(|(event, range)| (event, range.start + start..range.end + start)));
        let mut document = Self {
            file: source.file,
            path: source.path,
            text: source.text,
            masked,
            masks,
            events,
            blocks: Vec::new(),
            footnotes: BTreeMap::new(),
            deep_notes: Vec::new(),
        };
        document.find_blocks();
        document
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Returns a block's range without the line breaks at its end.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let length = self.text[range.clone()].trim_end().len();
        range.start..range.start + length
    }

    /// Returns the masks that overlap a range.
    pub(crate) fn masks_in(&self, range: &Range<usize>) -> &'a [Mask] {
        let first = self.masks.partition_point(|mask| mask.range.end <= range.start);
        let after = self.masks.partition_point(|mask| mask.range.start < range.end);
        self.masks.get(first..after).unwrap_or_default()
    }

    /// Returns the author's text of an event; the masked one where nothing in it is masked.
    pub(crate) fn raw(&self, range: &Range<usize>) -> Cow<'a, str> {
        let raw = &self.text[range.clone()];
        if raw.contains('\r') { Cow::Owned(raw.replace("\r\n", "\n")) } else { Cow::Borrowed(raw) }
    }

    fn find_blocks(&mut self) {
        let mut at = 0;
        while at < self.events.len() {
            let (end, too_deep) = self.end_of(at);
            match &self.events[at].0 {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    if too_deep {
                        self.deep_notes.push(self.events[at].1.clone());
                    } else {
                        self.footnotes.entry(label.to_string()).or_insert(at + 1..end - 1);
                    }
                }
                event => {
                    if let Some(kind) = self.kind(event, &self.events[at].1) {
                        let range = self.events[at].1.clone();
                        self.blocks.push(Block { kind, events: at..end, range, too_deep });
                    }
                }
            }
            at = end;
        }
    }

    /// Returns one past the event that closes the one at `at`, and whether it nests over the limit.
    pub(crate) fn end_of(&self, at: usize) -> (usize, bool) {
        let (mut depth, mut levels, mut deepest) = (0_usize, 0_usize, 0_usize);
        for (idx, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(tag) => {
                    depth += 1;
                    levels += usize::from(nests(tag));
                    deepest = deepest.max(levels);
                }
                Event::End(tag) => {
                    depth -= 1;
                    levels -= usize::from(ends_nesting(*tag));
                }
                _ => {}
            }
            if depth == 0 {
                return (idx + 1, deepest > MAX_NESTING);
            }
        }
        (self.events.len(), true)
    }

    /// Returns where the quotation starts that ends a run of events, if one does.
    pub(crate) fn start_of_last_quote(&self, events: &Range<usize>) -> Option<usize> {
        let mut depth = 0;
        for (idx, (event, _)) in self.events[events.clone()].iter().enumerate().rev() {
            match event {
                Event::End(TagEnd::BlockQuote(_)) => depth += 1,
                Event::Start(Tag::BlockQuote(_)) => depth -= 1,
                _ if depth == 0 => return None,
                _ => {}
            }
            if depth == 0 {
                return Some(events.start + idx);
            }
        }
        None
    }

    fn kind(&self, event: &Event, range: &Range<usize>) -> Option<BlockKind> {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let underlined = !self.text[range.clone()].trim_start().starts_with('#');
                Some(BlockKind::Heading { level: number(*level), underlined })
            }
            Event::Start(Tag::Paragraph) => Some(BlockKind::Paragraph),
            Event::Start(Tag::List(start)) => Some(BlockKind::List { numbered: start.is_some() }),
            Event::Start(Tag::CodeBlock(_)) => Some(BlockKind::Code),
            Event::Start(Tag::BlockQuote(_)) => Some(BlockKind::Quote),
            Event::Start(Tag::Table(_)) => Some(BlockKind::Table),
            Event::Start(Tag::HtmlBlock) => Some(BlockKind::Html),
            Event::Rule => Some(BlockKind::Rule),
            _ => None,
        }
    }

    /// Returns the info string of a fenced code block, trimmed; `None` for an indented one.
    pub(crate) fn fence_info(&self, block: &Block) -> Option<&str> {
        match &self.events[block.events.start].0 {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => Some(info.trim()),
            _ => None,
        }
    }

    /// Tells whether a fenced code block has its closing line.
    pub(crate) fn fence_is_closed(&self, range: &Range<usize>) -> bool {
        let raw = self.text[range.clone()].trim_end();
        let letter = raw.bytes().next().unwrap_or(b'`');
        let length = raw.bytes().take_while(|byte| *byte == letter).count();
        let last = raw.rsplit('\n').next().unwrap_or_default().trim_start_matches([' ', '\t', '>']);
        raw.contains('\n') && last.len() >= length && last.bytes().all(|byte| byte == letter)
    }

    /// Returns the bytes between the opening and the closing line of a fenced code block.
    pub(crate) fn fence_body(&self, block: &Block) -> Range<usize> {
        let texts = &self.events[block.events.start + 1..block.events.end - 1];
        match (texts.first(), texts.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => block.range.end..block.range.end,
        }
    }
}

/// Tells whether a tag is a level of nesting as an author counts: a list's entry adds none to its list.
fn nests(tag: &Tag) -> bool {
    ends_nesting(tag.to_end())
}

fn ends_nesting(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::List(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}
