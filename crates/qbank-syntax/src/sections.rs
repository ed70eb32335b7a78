//! Splits a file into its items and cases, by its headings.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
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
    /// The id; `None` where the heading holds half of one, and its items can only be stubs.
    pub(crate) id: Option<Spanned<ItemId>>,
    pub(crate) heading: usize,
    /// The blocks of the stimulus; what cannot stand there is not among them.
    pub(crate) blocks: Vec<usize>,
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
    /// The open cases by level and index; more than one only where a case is wrongly nested.
    open_cases: Vec<(u8, usize)>,
}

/// Splits the document of a lowering into sections and reports headings that cannot stand where they do.
pub(crate) fn split(lowering: &mut Lowering) -> Sections {
    let mut splitter =
        Splitter { lowering, sections: Sections::default(), open: Open::Nothing, open_cases: Vec::new() };
    let document = splitter.lowering.document;
    for (idx, block) in document.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Heading { underlined: true, .. } => splitter.underlined(block, idx),
            BlockKind::Heading { level, .. } => splitter.heading(idx, level),
            _ => splitter.block(block, idx),
        }
    }
    for range in &document.deep_notes {
        splitter.report_too_deep(range.start);
    }
    splitter.sections
}

impl Splitter<'_, '_, '_> {
    fn heading(&mut self, idx: usize, level: u8) {
        let block = &self.lowering.document.blocks[idx];
        match heading_id(self.lowering.document.text, block.range.clone()) {
            HeadingId::None => self.plain_heading(idx, level),
            HeadingId::Item(suffix) => self.item(idx, level, Some(suffix)),
            HeadingId::Case(suffix) => self.case(idx, level, Some(suffix)),
            HeadingId::Broken { range, why, is_case } => {
                let finding =
                    self.lowering.found(codes::BROKEN_ID, range, format!("this is only half an id: {why}"));
                self.lowering.report(finding.help("end the heading in ` {#some-id}`"));
                if is_case {
                    self.case(idx, level, None);
                } else {
                    self.item(idx, level, None);
                }
            }
        }
    }

    /// Returns the level that an item's heading must have here.
    fn item_level(&self) -> u8 {
        self.open_cases.last().map_or(ITEM_LEVEL - 1, |(level, _)| *level) + 1
    }

    fn plain_heading(&mut self, idx: usize, level: u8) {
        let block = &self.lowering.document.blocks[idx];
        self.open_cases.retain(|(case_level, _)| level > *case_level);
        let item_level = self.item_level();
        if self.open == Open::Nothing || level <= item_level {
            self.open = Open::Nothing;
            return;
        }
        let inside = if self.open == Open::Item { "an item" } else { "a case" };
        let line = self.lowering.document.trimmed(block.range.clone());
        let message = format!("a heading stands inside {inside}");
        let finding = self.lowering.found(codes::HEADING_IN_ITEM, line, message);
        let help = "give it an id if it starts a question; if not, make it bold text";
        self.lowering.report(finding.help(help));
        self.break_open();
        if self.open == Open::Item {
            self.extend(block, idx);
        }
    }

    fn item(&mut self, idx: usize, level: u8, suffix: Option<Suffix>) {
        let block = &self.lowering.document.blocks[idx];
        self.open_cases.retain(|(case_level, _)| level > *case_level);
        let wanted = self.item_level();
        let is_misplaced = level != wanted && suffix.is_some();
        if is_misplaced {
            let line = self.lowering.document.trimmed(block.range.clone());
            let message = format!("an item's heading has level {level}; here it must be {wanted}");
            let hashes = self.lowering.document.span(line.start..line.start + usize::from(level));
            let fix = Fix::review("change the level", hashes, "#".repeat(usize::from(wanted)));
            let finding = self.lowering.found(codes::HEADING_LEVEL, line, message).fix(fix);
            self.lowering.report(finding.help(format!("start it with {}", "#".repeat(usize::from(wanted)))));
        }
        let case = self.open_cases.last().map(|(_, case)| *case);
        let has_broken_case = case.is_some_and(|case| self.sections.cases[case].id.is_none());
        let is_broken = suffix.is_none() || is_misplaced || has_broken_case;
        let id = suffix.map(|suffix| Spanned::new(suffix.id, self.lowering.document.span(suffix.range)));
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

    fn case(&mut self, idx: usize, level: u8, suffix: Option<Suffix>) {
        let block = &self.lowering.document.blocks[idx];
        let document = self.lowering.document;
        self.open_cases.retain(|(case_level, _)| level > *case_level);
        let is_nested = !self.open_cases.is_empty();
        if is_nested {
            let line = document.trimmed(block.range.clone());
            let finding = self.lowering.found(codes::NESTED_CASE, line, "a case stands inside a case");
            self.lowering.report(finding.help("give it the level of the case above it"));
        } else if level != ITEM_LEVEL {
            let line = document.trimmed(block.range.clone());
            let message = format!("a case's heading has level {level}; it must be {ITEM_LEVEL}");
            let finding = self.lowering.found(codes::HEADING_LEVEL, line, message);
            self.lowering.report(finding.help("start it with ##, and its items with ###"));
        }
        let id =
            suffix.filter(|_| !is_nested).map(|suffix| Spanned::new(suffix.id, document.span(suffix.range)));
        self.open_cases.push((level, self.sections.cases.len()));
        self.sections.cases.push(CaseSection { id, heading: idx, blocks: Vec::new() });
        self.open = Open::Stimulus;
    }

    fn underlined(&mut self, block: &Block, idx: usize) {
        let document = self.lowering.document;
        let range = document.trimmed(block.range.clone());
        let message = "the line below makes a heading of this text";
        let finding = self.lowering.found(codes::SETEXT_HEADING, range, message);
        let is_yaml = self.open == Open::Nothing && document.text.trim_start().starts_with("---");
        self.lowering.report(finding.help(if is_yaml {
            "front matter is TOML between two lines of `+++`"
        } else {
            "put a blank line before the rule, or start the heading with `#`"
        }));
        self.break_open();
        if self.open == Open::Item {
            self.extend(block, idx);
        }
    }

    fn block(&mut self, block: &Block, idx: usize) {
        if self.open != Open::Item && self.report_outside(block) {
            return;
        }
        if block.too_deep {
            self.report_too_deep(block.range.start);
            self.break_open();
        }
        self.extend(block, idx);
    }

    fn report_too_deep(&mut self, start: usize) {
        let message = "quotes, lists or emphasis nest more than 64 levels deep";
        let finding = self.lowering.found(codes::NESTING_TOO_DEEP, start..start + 1, message);
        self.lowering.report(finding.help("write it flatter"));
    }

    /// Reports a block that only an item can hold; tells whether it was one.
    fn report_outside(&mut self, block: &Block) -> bool {
        let document = self.lowering.document;
        let label =
            labels::bold_word(document, block).and_then(|bold| self.lowering.dialect.label(&bold.word));
        let is_attributes = document.fence_info(block) == Some("toml item");
        let first_line = document.text[block.range.clone()].lines().next().unwrap_or_default().len();
        let place = block.range.start..block.range.start + first_line;
        let what = if label.is_some() {
            "a label"
        } else if is_attributes {
            "an attribute block"
        } else if choice_list::entries(document, block).is_some() {
            "a list of choices"
        } else {
            return self.open == Open::Nothing && self.report_lost(block, place);
        };
        let finding =
            self.lowering.found(codes::OUTSIDE_ITEM, place, format!("{what} stands outside an item"));
        self.lowering.report(finding.help("start the item with a heading that ends in ` {#some-id}`"));
        true
    }

    /// Reports what makes text vanish where nobody lowers it: an open fence or comment, a heading in a quotation.
    fn report_lost(&mut self, block: &Block, place: Range<usize>) -> bool {
        let document = self.lowering.document;
        let text = document.text[block.range.clone()].trim_start();
        let inner = &document.events[block.events.clone()];
        let holds = |wanted: fn(&Event) -> bool| inner.iter().any(|(event, _)| wanted(event));
        let is_open_fence = document.fence_info(block).is_some() && !document.fence_is_closed(&block.range);
        let finding = if is_open_fence {
            let finding = self.lowering.found(codes::UNCLOSED_FENCE, place, "the code fence is not closed");
            finding.label("opened here").help("add a line with the same fence after the code")
        } else if block.kind == BlockKind::Html && text.starts_with("<!--") && !text.contains("-->") {
            let finding = self.lowering.found(codes::RAW_HTML, place, "the comment is not closed");
            finding.help("end it with `-->`: everything below is part of it")
        } else if holds(|event| matches!(event, Event::Start(Tag::Heading { .. }))) {
            let message = "a heading stands inside a list or a quotation";
            self.lowering
                .found(codes::HEADING_IN_ITEM, place, message)
                .help("move it out, to the start of a line")
        } else if holds(|event| matches!(event, Event::TaskListMarker(_))) {
            let message = "a list of choices stands outside an item";
            self.lowering
                .found(codes::OUTSIDE_ITEM, place, message)
                .help("start the item with a heading and its id")
        } else {
            return false;
        };
        self.lowering.report(finding);
        true
    }

    /// Makes a stub of the open item, or of all items of the open case.
    fn break_open(&mut self) {
        match self.open {
            Open::Item => {
                if let Some(item) = self.sections.items.last_mut() {
                    item.is_broken = true;
                }
            }
            Open::Stimulus => {
                if let Some(case) = self.sections.cases.last_mut() {
                    case.id = None;
                }
            }
            Open::Nothing => {}
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
                    case.blocks.push(idx);
                }
            }
            Open::Nothing => {}
        }
    }
}
