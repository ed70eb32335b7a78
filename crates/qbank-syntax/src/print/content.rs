//! Prints rich text as Markdown; whatever could be read as markup is escaped.

use std::cell::RefCell;
use std::fmt::Write as _;

use qbank_model::content::{Alignment, LinkTarget, Style, Table};
use qbank_model::{Block, Content, Inline, MediaPath};

/// What all parts of one printed file share.
#[derive(Clone, Copy)]
pub(super) struct Context<'p> {
    /// Where the file will stand in the bank.
    pub(super) path: &'p str,
    /// The texts of the footnotes called so far.
    pub(super) notes: &'p RefCell<Vec<String>>,
    /// Inside a table a bar in code would end the cell.
    in_table: bool,
}

impl<'p> Context<'p> {
    pub(super) fn new(path: &'p str, notes: &'p RefCell<Vec<String>>) -> Self {
        Self { path, notes, in_table: false }
    }

    /// Takes a footnote's text and returns its name.
    fn note(self, note: &Content) -> String {
        let mut printer = Printer::new(self);
        printer.blocks(note);
        let mut notes = self.notes.borrow_mut();
        notes.push(printer.text);
        format!("n{}", notes.len())
    }
}

/// Collects blocks, a blank line between them.
pub(super) struct Printer<'p> {
    context: Context<'p>,
    text: String,
}

impl<'p> Printer<'p> {
    pub(super) fn new(context: Context<'p>) -> Self {
        Self { context, text: String::new() }
    }

    pub(super) fn context(&self) -> Context<'p> {
        self.context
    }

    /// Returns the text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Adds the definitions of all footnotes that were called.
    pub(super) fn note_definitions(&mut self) {
        for (text, number) in self.context.notes.borrow().iter().zip(1..) {
            let indented = text.replace('\n', "\n    ");
            let block = format!("[^n{number}]: {indented}");
            self.text.push_str("\n\n");
            self.text.push_str(&block);
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.raw_block(line);
    }

    pub(super) fn raw_block(&mut self, block: &str) {
        if !self.text.is_empty() && !block.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(block);
    }

    pub(super) fn blocks(&mut self, content: &Content) {
        let mut previous_was_list = false;
        for block in &content.0 {
            let is_list = matches!(block, Block::List(_));
            if is_list && previous_was_list {
                // Two lists in a row would be read as one.
                self.raw_block("<!-- -->");
            }
            previous_was_list = is_list;
            let printed = self.block(block);
            self.raw_block(&printed);
        }
    }

    pub(super) fn quote(&mut self, content: &Content) {
        let quoted = self.quoted(content);
        self.raw_block(&quoted);
    }

    pub(super) fn labelled(&mut self, word: &str, content: &Content) {
        let label = format!("**{word}:**");
        let mut blocks = content.0.iter();
        match content.0.first() {
            Some(Block::Paragraph(inlines)) => {
                blocks.next();
                let text = self.inlines(inlines);
                self.raw_block(&format!("{label} {text}"));
            }
            _ => self.raw_block(&label),
        }
        self.blocks(&Content(blocks.cloned().collect()));
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(inlines) => self.inlines(inlines),
            Block::List(list) => self.list(list.start, &list.entries),
            Block::Code(code) => code_block(&code.language, &code.text),
            Block::Quote(content) => self.quoted(content),
            Block::Table(table) => self.table(table),
            Block::Rule => "***".to_owned(),
        }
    }

    fn inner(&mut self, content: &Content) -> String {
        let mut inner = Printer::new(self.context);
        inner.blocks(content);
        inner.text
    }

    fn quoted(&mut self, content: &Content) -> String {
        let inner = self.inner(content);
        let lines: Vec<String> =
            inner.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
        if lines.is_empty() { ">".to_owned() } else { lines.join("\n") }
    }

    fn list(&mut self, start: Option<u64>, entries: &[Content]) -> String {
        let mut printed = Vec::with_capacity(entries.len());
        for (entry, number) in entries.iter().zip(start.unwrap_or(0)..) {
            let marker = if start.is_some() { format!("{number}. ") } else { "- ".to_owned() };
            let inner = self.inner(entry);
            let indent = " ".repeat(marker.len());
            let mut lines = inner.lines();
            let mut text = format!("{marker}{}", lines.next().unwrap_or_default()).trim_end().to_owned();
            for line in lines {
                text.push('\n');
                if !line.is_empty() {
                    text.push_str(&indent);
                    text.push_str(line);
                }
            }
            printed.push(text);
        }
        printed.join("\n\n")
    }

    fn table(&mut self, table: &Table) -> String {
        let mut lines = vec![self.row(&table.header)];
        let rules = table.alignment.iter().map(|alignment| match alignment {
            Alignment::None => "---",
            Alignment::Left => ":---",
            Alignment::Center => ":---:",
            Alignment::Right => "---:",
        });
        lines.push(format!("| {} |", rules.collect::<Vec<_>>().join(" | ")));
        lines.extend(table.rows.iter().map(|row| self.row(row)));
        lines.join("\n")
    }

    fn row(&self, cells: &[Vec<Inline>]) -> String {
        let cells: Vec<String> =
            cells.iter().map(|cell| inline_line(cell, Context { in_table: true, ..self.context })).collect();
        format!("| {} |", cells.join(" | "))
    }

    fn inlines(&mut self, inlines: &[Inline]) -> String {
        inline_line(inlines, self.context)
    }
}

/// Returns the content of a table's cell, which is one paragraph or nothing.
pub(super) fn table_cell(cell: &Content, context: Context) -> String {
    match cell.0.first() {
        Some(Block::Paragraph(inlines)) => inline_line(inlines, Context { in_table: true, ..context }),
        _ => String::new(),
    }
}

/// Returns a run of inline parts on one line.
pub(super) fn inline_line(inlines: &[Inline], context: Context) -> String {
    let mut printed = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_escaped(text, &mut printed),
            Inline::Styled(style, inner) => {
                let inner = inline_line(inner, context);
                printed.push_str(&styled(*style, &inner));
            }
            Inline::Code(code) if context.in_table => printed.push_str(&code_span(code).replace('|', "\\|")),
            Inline::Code(code) => printed.push_str(&code_span(code)),
            Inline::Math(math) => {
                let dollars = if math.value.is_display() { "$$" } else { "$" };
                let _ = write!(printed, "{dollars}{}{dollars}", math.value.tex());
            }
            Inline::Image(image) => {
                let mut alt = String::new();
                push_escaped(&image.alt, &mut alt);
                let _ = write!(printed, "![{alt}](<{}>)", relative(&image.path.value, context.path));
            }
            Inline::Link(link) => {
                let target = match &link.target.value {
                    LinkTarget::Web(address) => address.clone(),
                    LinkTarget::File(file) => relative(file, context.path),
                };
                let _ = write!(printed, "[{}](<{target}>)", inline_line(&link.text, context));
            }
            Inline::Footnote(note) => {
                let _ = write!(printed, "[^{}]", context.note(note));
            }
            Inline::Break => printed.push_str("<br>"),
            Inline::Blank(_) => printed.push_str("____"),
            Inline::Slot(slot) => printed.push_str(&slot.value.source()),
        }
    }
    printed
}

fn styled(style: Style, inner: &str) -> String {
    let wrap = |open: &str, close: &str| format!("{open}{inner}{close}");
    match style {
        Style::Emphasis => wrap("*", "*"),
        Style::Strong => wrap("**", "**"),
        Style::Strike => wrap("~~", "~~"),
        Style::Subscript | Style::Superscript | Style::Underline | Style::Keyboard => {
            format!("<{0}>{inner}</{0}>", style.element())
        }
    }
}

/// Escapes everything that Markdown could take for markup (CommonMark 0.31, 2.4: any ASCII punctuation may be escaped).
pub(super) fn push_escaped(text: &str, line: &mut String) {
    for c in text.chars() {
        match c {
            '\n' => line.push(' '),
            c if c.is_ascii_punctuation() => line.extend(['\\', c]),
            c => line.push(c),
        }
    }
}

/// A fence or a run of backticks longer than any inside (CommonMark 0.31, 6.1).
pub(super) fn code_span(code: &str) -> String {
    let ticks = "`".repeat(longest_run(code, '`') + 1);
    let space = if code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{space}{code}{space}{ticks}")
}

fn code_block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{text}{end}{fence}")
}

fn longest_run(text: &str, letter: char) -> usize {
    text.split(|c| c != letter).map(str::len).max().unwrap_or(0)
}

fn relative(target: &MediaPath, path: &str) -> String {
    let depth = path.matches('/').count();
    let escaped =
        target.as_str().replace('%', "%25").replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
    format!("{}{escaped}", "../".repeat(depth))
}
