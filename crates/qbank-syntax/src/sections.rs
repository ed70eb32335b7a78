//! Splits a file into its items and cases, by its headings.

use std::ops::Range;

use qbank_model::diagnostic::Fix;
use qbank_model::{ItemId, Spanned};

use crate::codes;
use crate::content::Lowering;
use crate::document::{Block, BlockKind};
use crate::headings::{HeadingId, Suffix, heading_id};
use crate::{choice_list, labels};

/// The level of headings that start items and cases; items in a case are one deeper.
const ITEM_LEVEL: u8 = 2;

/// An item as the headings cut it out.
#[derive(Clone, Debug)]
pub(crate) struct ItemSection {
    /// The id; `None` where the heading holds half of one.
    pub(crate) id: Option<Spanned<ItemId>>,
    /// The heading's block.
    pub(crate) heading: usize,
    /// The blocks below it.
    pub(crate) blocks: Range<usize>,
    /// The case it belongs to, as an index of [`Sections::cases`].
    pub(crate) case: Option<usize>,
    /// Whether its frame is broken, so that it can only be a stub.
    pub(crate) is_broken: bool,
    /// From its heading to the last byte before what follows.
    pub(crate) range: Range<usize>,
}

/// A case as the headings cut it out.
#[derive(Clone, Debug)]
pub(crate) struct CaseSection {
    pub(crate) id: Spanned<ItemId>,
    pub(crate) heading: usize,
    pub(crate) blocks: Range<usize>,
    level: u8,
}

/// The items and cases of a file, in source order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sections {
    pub(crate) items: Vec<ItemSection>,
    pub(crate) cases: Vec<CaseSection>,
}

/// What is open while the headings are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Nothing: text here groups or explains.
    Nothing,
    /// The stimulus of the last case.
    Stimulus,
    /// The last item.
    Item,
}

struct Splitter<'l, 'd, 'a> {
    lowering: &'l mut Lowering<'d, 'a>,
    sections: Sections,
    open: Open,
    case_level: Option<u8>,
}

/// Splits the document of a lowering into sections and reports headings that cannot stand where they do.
pub(crate) fn split(lowering: &mut Lowering) -> Sections {
    let mut splitter =
        Splitter { lowering, sections: Sections::default(), open: Open::Nothing, case_level: None };
    let document = splitter.lowering.document;
    for (idx, block) in document.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Heading { underlined: true, .. } => splitter.underlined(block, idx),
            BlockKind::Heading { level, .. } => splitter.heading(idx, level),
            _ => splitter.block(block, idx),
        }
    }
    splitter.sections
}

impl Splitter<'_, '_, '_> {
    fn heading(&mut self, idx: usize, level: u8) {
        let block = &self.lowering.document.blocks[idx];
        match heading_id(self.lowering.document.text, block.range.clone()) {
            HeadingId::None => self.plain_heading(idx, level),
            HeadingId::Item(suffix) => self.item(idx, level, Some(suffix)),
            HeadingId::Case(suffix) => self.case(idx, level, suffix),
            HeadingId::Broken { range, why } => {
                let finding =
                    self.lowering.found(codes::BROKEN_ID, range, format!("this is only half an id: {why}"));
                self.lowering.report(finding.help("end the heading in ` {#some-id}`"));
                self.item(idx, level, None);
            }
        }
    }

    fn plain_heading(&mut self, idx: usize, level: u8) {
        let block = &self.lowering.document.blocks[idx];
        if self.case_level.is_some_and(|case_level| level <= case_level) {
            self.case_level = None;
        }
        let item_level = self.case_level.unwrap_or(ITEM_LEVEL - 1) + 1;
        if self.open == Open::Item && level > item_level {
            let line = self.lowering.document.trimmed(block.range.clone());
            let finding =
                self.lowering.found(codes::HEADING_IN_ITEM, line, "a heading stands inside an item");
            let help = "give it an id if it starts a question; if not, make it bold text";
            self.lowering.report(finding.help(help));
            self.break_item();
            self.extend(block, idx);
        } else if self.open != Open::Stimulus || level <= item_level {
            self.open = Open::Nothing;
        }
    }

    fn item(&mut self, idx: usize, level: u8, suffix: Option<Suffix>) {
        let block = &self.lowering.document.blocks[idx];
        if self.case_level.is_some_and(|case_level| level <= case_level) {
            self.case_level = None;
        }
        let wanted = self.case_level.unwrap_or(ITEM_LEVEL - 1) + 1;
        let is_misplaced = level != wanted && suffix.is_some();
        if is_misplaced {
            let line = self.lowering.document.trimmed(block.range.clone());
            let message = format!("an item's heading has level {level}; here it must be {wanted}");
            let hashes = self.lowering.document.span(line.start..line.start + usize::from(level));
            let fix = Fix::review("change the level", hashes, "#".repeat(usize::from(wanted)));
            let finding = self.lowering.found(codes::HEADING_LEVEL, line, message).fix(fix);
            self.lowering.report(finding.help(format!("start it with {}", "#".repeat(usize::from(wanted)))));
        }
        let is_broken = suffix.is_none() || is_misplaced;
        let id = suffix.map(|suffix| Spanned::new(suffix.id, self.lowering.document.span(suffix.range)));
        let case = self.case_level.map(|_| self.sections.cases.len() - 1);
        let range = block.range.clone();
        self.sections.items.push(ItemSection {
            id,
            heading: idx,
            blocks: idx + 1..idx + 1,
            case,
            is_broken,
            range,
        });
        self.open = Open::Item;
    }

    fn case(&mut self, idx: usize, level: u8, suffix: Suffix) {
        let block = &self.lowering.document.blocks[idx];
        let document = self.lowering.document;
        if self.case_level.is_some_and(|case_level| level > case_level) {
            let line = document.trimmed(block.range.clone());
            let finding = self.lowering.found(codes::NESTED_CASE, line, "a case stands inside a case");
            self.lowering.report(finding.help("give it the level of the case above it"));
        } else if level != ITEM_LEVEL {
            let line = document.trimmed(block.range.clone());
            let message = format!("a case's heading has level {level}; it must be {ITEM_LEVEL}");
            let finding = self.lowering.found(codes::HEADING_LEVEL, line, message);
            self.lowering.report(finding.help("start it with ##, and its items with ###"));
        }
        let id = Spanned::new(suffix.id, document.span(suffix.range));
        self.sections.cases.push(CaseSection { id, heading: idx, blocks: idx + 1..idx + 1, level });
        self.case_level = self.sections.cases.last().map(|case| case.level);
        self.open = Open::Stimulus;
    }

    fn underlined(&mut self, block: &Block, idx: usize) {
        let document = self.lowering.document;
        let range = document.trimmed(block.range.clone());
        let message = "the line below makes a heading of this text";
        let finding = self.lowering.found(codes::SETEXT_HEADING, range, message);
        self.lowering.report(finding.help("put a blank line before the rule, or start the heading with `#`"));
        if self.open == Open::Item {
            self.break_item();
        }
        self.extend(block, idx);
    }

    fn block(&mut self, block: &Block, idx: usize) {
        if self.open != Open::Item {
            self.check_outside(block);
        }
        if block.too_deep {
            let start = block.range.start;
            let message = "quotes, lists or emphasis nest more than 64 levels deep";
            let finding = self.lowering.found(codes::NESTING_TOO_DEEP, start..start + 1, message);
            self.lowering.report(finding.help("write it flatter"));
            if self.open == Open::Item {
                self.break_item();
            }
        }
        self.extend(block, idx);
    }

    fn check_outside(&mut self, block: &Block) {
        let document = self.lowering.document;
        let label =
            labels::bold_word(document, block).and_then(|bold| self.lowering.dialect.label(&bold.word));
        let is_attributes = document.fence_info(block).as_deref() == Some("toml item");
        let what = if label.is_some() {
            "a label"
        } else if is_attributes {
            "an attribute block"
        } else if choice_list::entries(document, block).is_some() {
            "a list of choices"
        } else {
            return;
        };
        let first_line = document.text[block.range.clone()].lines().next().unwrap_or_default().len();
        let place = block.range.start..block.range.start + first_line;
        let finding =
            self.lowering.found(codes::OUTSIDE_ITEM, place, format!("{what} stands outside an item"));
        self.lowering.report(finding.help("start the item with a heading that ends in ` {#some-id}`"));
    }

    fn break_item(&mut self) {
        if let Some(item) = self.sections.items.last_mut() {
            item.is_broken = true;
        }
    }

    fn extend(&mut self, block: &Block, idx: usize) {
        match self.open {
            Open::Item => {
                if let Some(item) = self.sections.items.last_mut() {
                    item.blocks.end = idx + 1;
                    item.range.end = block.range.end;
                }
            }
            Open::Stimulus => {
                if let Some(case) = self.sections.cases.last_mut() {
                    case.blocks.end = idx + 1;
                }
            }
            Open::Nothing => {}
        }
    }
}
