//! Markdown blocks to content: paragraphs, lists, tables, code, quotations.

use std::ops::Range;

use pulldown_cmark::{Alignment as MarkdownAlignment, CodeBlockKind, Event, Tag};
use qbank_model::content::{Alignment, CodeBlock, List, Table};
use qbank_model::interaction::Capitals;
use qbank_model::{Block, Code, Content, Diagnostic, FileId, Inline, MediaPath, Severity, Spanned};

use crate::document::{Document, Located};
use crate::lower::{Gap, Places};
use crate::tables::{MAX_CELLS, n_cells};
use crate::{Dialect, FileUse, codes};

/// What trying the draws of a file's items may cost: some seconds, or a thousand usual items.
const MAX_DRAW_COST: u64 = 60_000_000;

/// Turns parts of a document into content and collects what is wrong with them.
pub(crate) struct Lowering<'d, 'a> {
    pub(crate) document: &'d Document<'a>,
    pub(crate) dialect: &'d Dialect,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) files: Vec<(FileUse, Spanned<MediaPath>)>,
    /// Parts of the text that belong to the item's frame and not to its content: ids, labels, choice attributes.
    /// They are sorted and do not overlap.
    pub(crate) skipped: Vec<Range<usize>>,
    /// The events of footnotes lowered so far; bounds what repeated calls of a long note can cost.
    pub(crate) n_note_events: usize,
    pub(crate) inside_note: bool,
    /// What becomes of the places in the item at hand.
    pub(crate) places: Places,
    /// Whether capitals count in what is typed for the item at hand.
    pub(crate) capitals: Capitals,
    /// Whether a place that stays text was reported for the item at hand.
    pub(crate) told_literal: bool,
    /// What trying draws may still cost in this file, in additions.
    pub(crate) draw_budget: u64,
    /// The gaps of the stem at hand, in its order.
    pub(crate) gaps: Vec<Gap>,
}

impl<'d, 'a> Lowering<'d, 'a> {
    pub(crate) fn new(document: &'d Document<'a>, dialect: &'d Dialect) -> Self {
        Self {
            document,
            dialect,
            findings: Vec::new(),
            files: Vec::new(),
            skipped: Vec::new(),
            n_note_events: 0,
            inside_note: false,
            places: Places::Literal,
            capitals: Capitals::Ignored,
            told_literal: false,
            draw_budget: MAX_DRAW_COST,
            gaps: Vec::new(),
        }
    }

    pub(crate) fn file(&self) -> FileId {
        self.document.file
    }

    /// Takes a part of the text out of the item's content.
    pub(crate) fn skip(&mut self, range: Range<usize>) {
        match self.skipped.binary_search_by_key(&range.start, |part| part.start) {
            Ok(idx) => self.skipped[idx] = range,
            Err(idx) => self.skipped.insert(idx, range),
        }
    }

    /// Returns the skipped part that overlaps a range, the last one if there are several.
    pub(crate) fn skipped_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let n_before = self.skipped.partition_point(|part| part.start < range.end);
        self.skipped[..n_before].last().filter(|part| part.end > range.start).cloned()
    }

    /// Starts a finding at a range of the file.
    pub(crate) fn found(&self, code: Code, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.document.span(range), message)
    }

    /// Tells whether an error was reported after the first `n_before` findings.
    pub(crate) fn has_error_since(&self, n_before: usize) -> bool {
        self.findings[n_before..].iter().any(|finding| finding.severity == Severity::Error)
    }

    pub(crate) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Lowers a run of events that starts and ends between blocks.
    pub(crate) fn content(&mut self, events: Range<usize>) -> Content {
        // Most texts have one block of one part; a vector of unknown length would take room for four.
        let mut blocks = Vec::with_capacity(1);
        self.push_blocks(events, &mut blocks);
        Content(fitted(blocks))
    }

    /// Lowers a run of events, and apart from it the quotation at its end, if there is one.
    pub(crate) fn content_and_quote(&mut self, events: Range<usize>) -> (Content, Option<Content>) {
        if let Some(start) = self.document.start_of_last_quote(&events) {
            let quote = start + 1..events.end - 1;
            return (self.content(events.start..start), Some(self.content(quote)));
        }
        // What stands behind a quotation may be nothing that anybody reads.
        let Content(mut blocks) = self.content(events);
        let quote = blocks.pop_if(|last| matches!(last, Block::Quote(_)));
        let quote = quote.and_then(|quote| if let Block::Quote(quote) = quote { Some(quote) } else { None });
        (Content(fitted(blocks)), quote)
    }

    /// Lowers top-level blocks, by their numbers; rules at the end set them off from what follows and go.
    pub(crate) fn content_of_blocks(&mut self, blocks: &[usize]) -> Content {
        let document = self.document;
        let mut content = Content(Vec::with_capacity(blocks.len()));
        for idx in blocks {
            self.push_blocks(document.blocks[*idx].events.clone(), &mut content.0);
        }
        while content.0.last() == Some(&Block::Rule) {
            content.0.pop();
        }
        content
    }

    fn push_blocks(&mut self, events: Range<usize>, blocks: &mut Vec<Block>) {
        let mut at = events.start;
        while at < events.end {
            let (event, range) = &self.document.events[at];
            match event {
                Event::Start(tag) if is_block(tag) => {
                    let (end, _) = self.document.end_of(at);
                    blocks.extend(self.block(tag, at..end, range));
                    at = end;
                }
                Event::Rule => {
                    blocks.push(Block::Rule);
                    at += 1;
                }
                Event::Html(_) | Event::End(_) => at += 1,
                // Inline parts between blocks: the text of an entry in a tight list.
                _ => {
                    let end = self.end_of_inlines(at..events.end);
                    blocks.extend(paragraph(self.inlines(at..end)));
                    at = end;
                }
            }
        }
    }

    fn end_of_inlines(&self, events: Range<usize>) -> usize {
        let mut at = events.start;
        while at < events.end {
            match &self.document.events[at].0 {
                Event::Start(tag) if is_block(tag) => break,
                Event::Rule => break,
                Event::Start(_) => at = self.document.end_of(at).0,
                _ => at += 1,
            }
        }
        at
    }

    fn block(&mut self, tag: &Tag, events: Range<usize>, range: &Range<usize>) -> Option<Block> {
        let inner = events.start + 1..events.end.saturating_sub(1);
        match tag {
            Tag::Paragraph => paragraph(self.inlines(inner)),
            Tag::List(start) => Some(self.list(*start, inner)),
            Tag::CodeBlock(kind) => self.code(kind, inner, range),
            Tag::BlockQuote(_) => Some(Block::Quote(self.content(inner))),
            Tag::Table(alignment) => self.table(alignment, inner, range),
            Tag::HtmlBlock => {
                self.html_block(inner);
                None
            }
            Tag::Heading { .. } => {
                let line = self.document.trimmed(range.clone());
                let finding = self.found(codes::HEADING_IN_ITEM, line, "a heading stands inside an item");
                self.report(finding.help("make it bold text, or move it out of the list or quotation"));
                None
            }
            _ => None,
        }
    }

    fn list(&mut self, start: Option<u64>, events: Range<usize>) -> Block {
        let mut entries = Vec::new();
        let mut at = events.start;
        while at < events.end {
            let (end, _) = self.document.end_of(at);
            entries.push(self.content(at + 1..end.saturating_sub(1)));
            at = end;
        }
        Block::List(Box::new(List { start, entries }))
    }

    fn code(&mut self, kind: &CodeBlockKind, events: Range<usize>, range: &Range<usize>) -> Option<Block> {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        if matches!(kind, CodeBlockKind::Fenced(_)) && !self.document.fence_is_closed(range) {
            let opening =
                range.start..range.start + self.document.text[range.clone()].find('\n').unwrap_or(0);
            let finding = self.found(codes::UNCLOSED_FENCE, opening, "the code fence is not closed");
            self.report(finding.label("opened here").help("add a line with the same fence after the code"));
        }
        if info == "toml item" {
            let opening = self.document.trimmed(range.clone());
            let message = "attributes stand where they do not count";
            let finding = self.found(codes::MISPLACED_ATTRIBUTES, opening, message);
            self.report(finding.help("put one `toml item` block directly under the item's heading"));
            return None;
        }
        let text: String =
            self.document.events[events].iter().map(|(_, range)| self.document.raw(range)).collect();
        let language = info.split([' ', ',']).next().unwrap_or_default().to_owned();
        Some(Block::Code(Box::new(CodeBlock { language, text })))
    }

    fn table(
        &mut self,
        alignment: &[MarkdownAlignment],
        events: Range<usize>,
        range: &Range<usize>,
    ) -> Option<Block> {
        let is_cell = |event: &Event| matches!(event, Event::Start(Tag::TableCell));
        let n_cells = self.document.events[events.clone()].iter().filter(|(event, _)| is_cell(event)).count();
        if n_cells > MAX_CELLS {
            let line = range.start..range.start + 1;
            let message = format!("the table has {n_cells} cells; at most {MAX_CELLS} are read");
            let finding = self.found(codes::TABLE_TOO_LARGE, line, message);
            self.report(finding.help("split the table"));
            return None;
        }
        let mut rows = Vec::with_capacity(n_cells.div_ceil(alignment.len().max(1)));
        let mut at = events.start;
        while at < events.end {
            let (end, _) = self.document.end_of(at);
            self.check_cells(&self.document.events[at].1.clone(), alignment.len());
            rows.push(self.row(at + 1..end.saturating_sub(1)));
            at = end;
        }
        let alignment = alignment.iter().map(|alignment| lower_alignment(*alignment)).collect();
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Some(Block::Table(Box::new(Table { alignment, header, rows })))
    }

    pub(crate) fn row(&mut self, events: Range<usize>) -> Vec<Vec<Inline>> {
        let is_cell = |(event, _): &&Located| matches!(event, Event::Start(Tag::TableCell));
        let n_cells = self.document.events[events.clone()].iter().filter(is_cell).count();
        let mut cells = Vec::with_capacity(n_cells);
        let mut at = events.start;
        while at < events.end {
            let (end, _) = self.document.end_of(at);
            cells.push(self.inlines(at + 1..end.saturating_sub(1)));
            at = end;
        }
        cells
    }

    pub(crate) fn check_cells(&mut self, row: &Range<usize>, n_columns: usize) {
        let line = self.document.trimmed(row.clone());
        let written = n_cells(&self.document.masked[line.clone()]);
        if written > n_columns {
            let message =
                format!("the row has {written} cells, its header {n_columns}: Markdown drops the rest");
            let finding = self.found(codes::EXTRA_CELLS, line, message);
            self.report(finding.help("write a bar that is text as `\\|`, in a formula as `\\vert`"));
        }
    }

    fn html_block(&mut self, events: Range<usize>) {
        let located =
            self.document.events[events].iter().filter(|(event, _)| matches!(event, Event::Html(_)));
        let ranges: Vec<Range<usize>> = located.map(|(_, range)| range.clone()).collect();
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return };
        let range = self.document.trimmed(first.start..last.end);
        if !is_transparent_html(&self.document.text[range.clone()]) {
            self.report_html(range);
        }
    }

    /// Reports HTML outside the format, with the Markdown to write instead.
    pub(crate) fn report_html(&mut self, range: Range<usize>) {
        let html = &self.document.text[range.clone()];
        let holds_details = html.to_ascii_lowercase().contains("<details");
        let shown: String = html.chars().take(40).collect();
        let finding = self.found(codes::RAW_HTML, range, format!("HTML is not carried: {}", shown.trim()));
        let help = if holds_details {
            "put a blank line after `<details>…</summary>` and before `</details>`"
        } else {
            markdown_instead(html)
        };
        self.report(finding.help(help));
    }

    /// Lowers a footnote's text for one call of it.
    pub(crate) fn note(&mut self, label: &str, call: &Range<usize>) -> Option<Content> {
        const MAX_NOTE_EVENTS: usize = 200_000;
        let events = self.document.footnotes.get(label)?.clone();
        self.n_note_events += events.len();
        if self.inside_note || self.n_note_events > MAX_NOTE_EVENTS {
            let why = if self.inside_note {
                "a footnote calls a footnote"
            } else {
                "footnotes are called too often"
            };
            let finding = self.found(codes::FOOTNOTE_MISUSE, call.clone(), why);
            self.report(finding.help("write the note's text where it is called"));
            return None;
        }
        self.inside_note = true;
        let content = self.content(events);
        self.inside_note = false;
        Some(content)
    }
}

/// Lets go of a vector's spare places. To shrink it would keep up to half of them with allocators that leave it where it is.
pub(crate) fn fitted<T>(mut grown: Vec<T>) -> Vec<T> {
    if grown.len() == grown.capacity() {
        return grown;
    }
    let mut fitted = Vec::with_capacity(grown.len());
    fitted.append(&mut grown);
    fitted
}

/// Returns the Markdown that says what a tag says.
fn markdown_instead(html: &str) -> &'static str {
    let name: String = html
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    match name.as_str() {
        "b" | "strong" => "write `**bold**`",
        "i" | "em" => "write `*emphasis*`",
        "code" | "tt" | "pre" => "write the code between backticks",
        "a" => "write `[text](address)`",
        "img" => "write `![what it shows](file)`",
        "p" | "div" | "span" => "leave the tag away; a blank line starts a paragraph",
        "ul" | "ol" | "li" => "write a Markdown list",
        "table" | "tr" | "td" | "th" => "write a Markdown table",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write a heading with `#`",
        "s" | "del" | "strike" => "write `~~struck~~`",
        "blockquote" => "write `> quotation`",
        "script" | "style" | "iframe" | "object" | "embed" => {
            "delete it: nothing an author writes runs in a reader's page"
        }
        _ => "delete the tag; allowed are `<sub> <sup> <u> <kbd> <br>`, and `<details>` around labels",
    }
}

/// Tells whether an HTML block is only comments and the frame of `<details>`.
pub(crate) fn is_transparent_html(html: &str) -> bool {
    let mut rest = html.trim();
    while !rest.is_empty() {
        let lower = rest.get(..rest.len().min(10)).unwrap_or_default().to_ascii_lowercase();
        let close = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if lower.starts_with("<details>")
            || lower.starts_with("</details>")
            || lower.starts_with("<details ")
        {
            rest.find('>').map(|at| at + 1)
        } else if lower.starts_with("<summary>") {
            rest.to_ascii_lowercase().find("</summary>").map(|at| at + 10)
        } else {
            None
        };
        let Some(close) = close else { return false };
        rest = rest[close..].trim_start();
    }
    true
}

fn is_block(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::List(_)
            | Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
            | Tag::Heading { .. }
            | Tag::FootnoteDefinition(_)
    )
}

fn paragraph(inlines: Vec<Inline>) -> Option<Block> {
    let is_blank =
        inlines.iter().all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty()));
    (!is_blank).then_some(Block::Paragraph(inlines))
}

fn lower_alignment(alignment: MarkdownAlignment) -> Alignment {
    match alignment {
        MarkdownAlignment::None => Alignment::None,
        MarkdownAlignment::Left => Alignment::Left,
        MarkdownAlignment::Center => Alignment::Center,
        MarkdownAlignment::Right => Alignment::Right,
    }
}
