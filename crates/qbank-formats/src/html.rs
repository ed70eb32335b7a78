//! Rich text as HTML that is well-formed XML too, so that one writer serves web pages, cards and QTI.
//!
//! Everything an author wrote is escaped. The writer decides no policy: which file name a picture has, how formulas
//! are set and whether links to the bank's files work is the caller's word.

use std::fmt::Write as _;

use memchr::memchr;
use qbank_model::content::{Alignment, Image, Link, LinkTarget, Style, Table};
use qbank_model::template::{Placeholder, Slot};
use qbank_model::{Block, Content, Inline, Math, MediaPath};

use crate::address::web_reference;
use crate::escape::{push_attribute, push_text};

/// How formulas are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathForm {
    /// LaTeX between `\(` and `\)`, or `\[` and `\]`, which stand for nothing else in the text.
    Tex,
    /// A `math` element of MathML with the LaTeX as its annotation.
    MathMl,
}

/// Which elements and attributes there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// HTML 5.
    Html,
    /// The part of HTML that QTI 2.1 and all profiles of QTI 3.0 have: no `u`, `del`, `style`, `rel` or `start`. Classes
    /// stand for them, those of the shared vocabulary of 3.0 where it has one.
    Qti,
}

/// How rich text becomes HTML.
#[derive(Clone, Copy)]
pub struct Html<'a> {
    /// Which elements and attributes there are.
    pub markup: Markup,
    /// How formulas are written.
    pub math: MathForm,
    /// Returns what stands in `src`, or in `href`, for a file of the bank: a URL reference, not yet escaped for HTML.
    pub media: &'a dyn Fn(&MediaPath) -> String,
    /// Whether a link to a file of the bank is a link; else only its text is written.
    pub links_files: bool,
    /// Writes a gap, numbered from 0.
    pub gap: &'a dyn Fn(usize, &mut String),
    /// Writes a place that a draw fills. Only items with open places have some.
    pub slot: &'a dyn Fn(&Placeholder, &mut String),
    /// What the ids of footnotes begin with, unique for each content of a page. Without it a note has its number but
    /// no link, as in a button.
    pub notes: Option<&'a str>,
}

/// Writes a gap as an element that programs can find and people can read.
pub fn plain_gap(number: usize, out: &mut String) {
    let _ = write!(out, "<span class=\"gap\" data-gap=\"{}\">____</span>", number + 1);
}

/// Writes a place that a draw fills as its author wrote it.
pub fn plain_slot(place: &Placeholder, out: &mut String) {
    push_text(&place.source(), out);
}

impl<'a> Html<'a> {
    /// Returns the same writer with another beginning for the ids of footnotes.
    #[must_use]
    pub fn with_notes(self, notes: &'a str) -> Self {
        Self { notes: Some(notes), ..self }
    }

    /// Returns content as blocks: every paragraph in `p`.
    pub fn block(&self, content: &Content) -> String {
        let mut out = String::new();
        self.write_block(content, &mut out);
        out
    }

    /// Returns content as blocks, but a lone paragraph without its `p`, as a choice or a cell wants it.
    pub fn tight(&self, content: &Content) -> String {
        let mut out = String::new();
        self.write_tight(content, &mut out);
        out
    }

    /// Returns a run of a line, such as a title; footnotes follow their call in brackets.
    pub fn inline(&self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        let mut writer = Writer { html: self, out: &mut out, notes: None };
        writer.inlines(inlines);
        out
    }

    /// Appends what [`Html::block`] returns.
    pub fn write_block(&self, content: &Content, out: &mut String) {
        let mut writer = Writer { html: self, out, notes: Some(Vec::new()) };
        writer.blocks(content);
        writer.note_list();
    }

    /// Appends what [`Html::tight`] returns.
    pub fn write_tight(&self, content: &Content, out: &mut String) {
        let mut writer = Writer { html: self, out, notes: Some(Vec::new()) };
        writer.tight(content);
        writer.note_list();
    }
}

/// Writes one content; collects its notes on the way, or sets them in brackets where `notes` is `None`.
struct Writer<'w, 'a> {
    html: &'w Html<'a>,
    out: &'w mut String,
    notes: Option<Vec<&'w Content>>,
}

impl<'w> Writer<'w, '_> {
    fn blocks(&mut self, content: &'w Content) {
        for block in &content.0 {
            self.block(block);
        }
    }

    fn tight(&mut self, content: &'w Content) {
        if let [Block::Paragraph(inlines)] = &content.0[..] {
            self.inlines(inlines);
        } else {
            self.blocks(content);
        }
    }

    fn block(&mut self, block: &'w Block) {
        match block {
            Block::Paragraph(inlines) => {
                self.out.push_str("<p>");
                self.inlines(inlines);
                self.out.push_str("</p>");
            }
            Block::List(list) => self.list(list.start, &list.entries),
            Block::Code(code) => self.code_block(&code.language, &code.text),
            Block::Quote(content) => {
                self.out.push_str("<blockquote>");
                self.blocks(content);
                self.out.push_str("</blockquote>");
            }
            Block::Table(table) => self.table(table),
            Block::Rule => self.out.push_str("<hr/>"),
        }
    }

    /// QTI's lists start at 1; another start is kept as numbers in the text.
    fn list(&mut self, start: Option<u64>, entries: &'w [Content]) {
        let other_start = start.filter(|start| *start != 1);
        let numbers = other_start.filter(|_| self.html.markup == Markup::Qti);
        let element = if start.is_some() && numbers.is_none() { "ol" } else { "ul" };
        let _ = match other_start {
            Some(start) if numbers.is_none() => write!(self.out, "<ol start=\"{start}\">"),
            _ => write!(self.out, "<{element}>"),
        };
        for (idx, entry) in (0..).zip(entries) {
            self.out.push_str("<li>");
            if let Some(start) = numbers {
                let _ = write!(self.out, "<span class=\"number\">{}. </span>", start.saturating_add(idx));
            }
            self.tight(entry);
            self.out.push_str("</li>");
        }
        let _ = write!(self.out, "</{element}>");
    }

    fn code_block(&mut self, language: &str, text: &str) {
        self.out.push_str("<pre><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            push_attribute(language, self.out);
            self.out.push('"');
        }
        self.out.push('>');
        push_text(text, self.out);
        self.out.push_str("</code></pre>");
    }

    /// QTI wants a row in every body, so a table that is nothing but its header has it there.
    fn table(&mut self, table: &'w Table) {
        let header_part = if table.rows.is_empty() { "tbody" } else { "thead" };
        let _ = write!(self.out, "<table><{header_part}>");
        self.row(&table.header, table, "th scope=\"col\"");
        let _ = write!(self.out, "</{header_part}>");
        if !table.rows.is_empty() {
            self.out.push_str("<tbody>");
            for row in &table.rows {
                self.row(row, table, "td");
            }
            self.out.push_str("</tbody>");
        }
        self.out.push_str("</table>");
    }

    fn row(&mut self, cells: &'w [Vec<Inline>], table: &'w Table, element: &str) {
        self.out.push_str("<tr>");
        for (idx, cell) in cells.iter().enumerate() {
            let _ = write!(self.out, "<{element}");
            self.alignment(table.alignment.get(idx).copied().unwrap_or(Alignment::None));
            self.out.push('>');
            self.inlines(cell);
            let _ = write!(self.out, "</{}>", &element[..2]);
        }
        self.out.push_str("</tr>");
    }

    fn alignment(&mut self, alignment: Alignment) {
        let side = match alignment {
            Alignment::None => return,
            Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        };
        let _ = match self.html.markup {
            Markup::Html => write!(self.out, " style=\"text-align:{side}\""),
            Markup::Qti => write!(self.out, " class=\"qti-align-{side}\""),
        };
    }

    fn inlines(&mut self, inlines: &'w [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Styled(style, inner) => self.styled(*style, inner),
                Inline::Code(code) => {
                    self.out.push_str("<code>");
                    push_text(code, self.out);
                    self.out.push_str("</code>");
                }
                Inline::Math(math) => self.math(&math.value),
                Inline::Image(image) => self.image(image),
                Inline::Link(link) => self.link(link),
                Inline::Footnote(note) => self.note(note),
                Inline::Break => self.out.push_str("<br/>"),
                Inline::Blank(number) => (self.html.gap)(*number, self.out),
                Inline::Slot(slot) => match &slot.value {
                    Slot::Value(place) => (self.html.slot)(place, self.out),
                    // A formula with open places is in no item: this is how a template's own text is shown.
                    Slot::Math { .. } => self.text(&slot.value.source()),
                },
            }
        }
    }

    /// Where formulas are LaTeX, an author's own `\(` is torn apart by an empty element, so that no page sets it.
    fn text(&mut self, text: &str) {
        let may_open = || self.out.ends_with('\\') || memchr(b'\\', text.as_bytes()).is_some();
        if self.html.math == MathForm::MathMl || !may_open() {
            return push_text(text, self.out);
        }
        for (idx, part) in text.split_inclusive('\\').enumerate() {
            let joins = idx > 0 || self.out.ends_with('\\');
            if joins && part.starts_with(['(', '[']) {
                self.out.push_str("<span></span>");
            }
            push_text(part, self.out);
        }
    }

    fn styled(&mut self, style: Style, inner: &'w [Inline]) {
        let (open, close) = match (self.html.markup, style) {
            (Markup::Qti, Style::Underline) => ("span class=\"qti-underline\"", "span"),
            (Markup::Qti, Style::Strike) => ("span class=\"qti-strikethrough\"", "span"),
            (Markup::Html, Style::Underline | Style::Strike)
            | (
                Markup::Html | Markup::Qti,
                Style::Emphasis | Style::Strong | Style::Subscript | Style::Superscript | Style::Keyboard,
            ) => (style.element(), style.element()),
        };
        let _ = write!(self.out, "<{open}>");
        self.inlines(inner);
        let _ = write!(self.out, "</{close}>");
    }

    fn math(&mut self, math: &Math) {
        let (open, close) = match (self.html.math, math.is_display()) {
            (MathForm::MathMl, _) => return self.out.push_str(&math.to_mathml()),
            (MathForm::Tex, false) => (r"\(", r"\)"),
            (MathForm::Tex, true) => (r"\[", r"\]"),
        };
        self.out.push_str(open);
        push_text(math.tex(), self.out);
        self.out.push_str(close);
    }

    fn image(&mut self, image: &Image) {
        self.out.push_str("<img src=\"");
        push_attribute(&(self.html.media)(&image.path.value), self.out);
        self.out.push_str("\" alt=\"");
        push_attribute(&image.alt, self.out);
        self.out.push_str("\"/>");
    }

    fn link(&mut self, link: &'w Link) {
        let href = match &link.target.value {
            LinkTarget::Web(address) => web_reference(address),
            LinkTarget::File(path) if self.html.links_files => (self.html.media)(path),
            LinkTarget::File(_) => return self.inlines(&link.text),
        };
        self.out.push_str("<a href=\"");
        push_attribute(&href, self.out);
        self.out.push_str(match self.html.markup {
            Markup::Html => "\" rel=\"noopener noreferrer\">",
            Markup::Qti => "\">",
        });
        self.inlines(&link.text);
        self.out.push_str("</a>");
    }

    fn note(&mut self, note: &'w Content) {
        let Some(notes) = &mut self.notes else {
            self.out.push_str(" (");
            self.tight(note);
            self.out.push(')');
            return;
        };
        notes.push(note);
        let number = notes.len();
        let _ = match self.html.notes {
            Some(prefix) => {
                write!(self.out, "<sup class=\"note\"><a href=\"#{prefix}-note-{number}\">{number}</a></sup>")
            }
            None => write!(self.out, "<sup class=\"note\">{number}</sup>"),
        };
    }

    /// A note may call further notes; they join the end of the list.
    fn note_list(&mut self) {
        let mut number = 0;
        while let Some(note) = self.notes.as_ref().and_then(|notes| notes.get(number).copied()) {
            if number == 0 {
                self.out.push_str("<ol class=\"notes\">");
            }
            number += 1;
            let _ = match self.html.notes {
                Some(prefix) => write!(self.out, "<li id=\"{prefix}-note-{number}\">"),
                None => write!(self.out, "<li>"),
            };
            self.tight(note);
            self.out.push_str("</li>");
        }
        if number > 0 {
            self.out.push_str("</ol>");
        }
    }
}

#[cfg(test)]
mod tests {
    use qbank_model::content::List;

    use super::*;
    use crate::sample::{at, math, picture, text};

    fn html(markup: Markup, math: MathForm) -> Html<'static> {
        Html {
            markup,
            math,
            media: &|path| format!("m/{}", path.file_name()),
            links_files: false,
            gap: &plain_gap,
            slot: &plain_slot,
            notes: None,
        }
    }

    fn paragraph(inlines: Vec<Inline>) -> Content {
        Content(vec![Block::Paragraph(inlines)])
    }

    fn words(words: &str) -> Inline {
        Inline::Text(words.into())
    }

    #[test]
    fn a_lone_paragraph_is_tight() {
        let html = html(Markup::Html, MathForm::Tex);
        let two = Content([text("a").0, text("b").0].concat());
        for (content, block, tight) in
            [(text("a < b"), "<p>a &lt; b</p>", "a &lt; b"), (two, "<p>a</p><p>b</p>", "<p>a</p><p>b</p>")]
        {
            assert_eq!((html.block(&content).as_str(), html.tight(&content).as_str()), (block, tight));
        }
    }

    #[test]
    fn formulas_are_latex_or_mathml() {
        let content = paragraph(vec![math("a<b", false), words(" "), math("x", true)]);
        let tex = html(Markup::Html, MathForm::Tex).tight(&content);
        assert_eq!(tex, r"\(a&lt;b\) \[x\]");
        let mathml = html(Markup::Qti, MathForm::MathMl).tight(&content);
        assert!(mathml.starts_with("<math xmlns=\"http://www.w3.org/1998/Math/MathML\">"), "{mathml}");
        assert!(mathml.contains(">a&lt;b</annotation>"), "{mathml}");
    }

    #[test]
    fn no_text_of_an_author_opens_a_formula() {
        let html = html(Markup::Html, MathForm::Tex);
        for (parts, expected) in [
            (vec![r"\(x\)"], r"\<span></span>(x\)"),
            (vec![r"\[\("], r"\<span></span>[\<span></span>("),
            (vec!["\\", "(x"], r"\<span></span>(x"),
            (vec![r"\alpha (x)"], r"\alpha (x)"),
        ] {
            let content = paragraph(parts.iter().map(|part| words(part)).collect());
            assert_eq!(html.tight(&content), expected, "{parts:?}");
        }
    }

    #[test]
    fn notes_are_numbered_and_listed_below() {
        let inner = paragraph(vec![words("one"), Inline::Footnote(text("two"))]);
        let content = paragraph(vec![words("a"), Inline::Footnote(inner)]);
        let html = html(Markup::Html, MathForm::Tex);
        assert_eq!(
            html.with_notes("s").block(&content),
            "<p>a<sup class=\"note\"><a href=\"#s-note-1\">1</a></sup></p><ol class=\"notes\">\
             <li id=\"s-note-1\">one<sup class=\"note\"><a href=\"#s-note-2\">2</a></sup></li>\
             <li id=\"s-note-2\">two</li></ol>"
        );
        assert_eq!(
            html.tight(&paragraph(vec![words("a"), Inline::Footnote(text("b"))])),
            "a<sup class=\"note\">1</sup><ol class=\"notes\"><li>b</li></ol>"
        );
        assert_eq!(html.inline(&[words("a"), Inline::Footnote(text("b"))]), "a (b)");
    }

    #[test]
    fn links_lead_out_safely() {
        let link = |target| {
            let text = vec![words("here")];
            paragraph(vec![Inline::Link(Box::new(Link { target: at(target), text }))])
        };
        let file = link(LinkTarget::File(picture()));
        let html = html(Markup::Html, MathForm::Tex);
        assert_eq!(html.tight(&file), "here");
        assert_eq!(
            Html { links_files: true, ..html }.tight(&file),
            "<a href=\"m/Reorder point.svg\" rel=\"noopener noreferrer\">here</a>"
        );
        let web = link(LinkTarget::Web("https://a.b/?c={d}&e".to_owned()));
        assert_eq!(
            html.tight(&web),
            "<a href=\"https://a.b/?c=%7Bd%7D&amp;e\" rel=\"noopener noreferrer\">here</a>"
        );
    }

    #[test]
    fn markup_follows_the_dialect() {
        let styled = |style| Inline::Styled(style, vec![words("x")]);
        let table = Table {
            alignment: vec![Alignment::Right],
            header: vec![vec![words("h")]],
            rows: vec![vec![vec![words("1")]]],
        };
        let list = |start| Block::List(Box::new(List { start, entries: vec![text("x")] }));
        let content = Content(vec![
            list(None),
            list(Some(1)),
            list(Some(4)),
            Block::Paragraph(vec![styled(Style::Underline), styled(Style::Strike), styled(Style::Subscript)]),
            Block::Table(Box::new(table)),
        ]);
        assert_eq!(
            html(Markup::Html, MathForm::Tex).block(&content),
            "<ul><li>x</li></ul><ol><li>x</li></ol><ol start=\"4\"><li>x</li></ol><p><u>x</u><del>x</del><sub>x</sub></p>\
             <table><thead><tr><th scope=\"col\" style=\"text-align:right\">h</th></tr></thead>\
             <tbody><tr><td style=\"text-align:right\">1</td></tr></tbody></table>"
        );
        assert_eq!(
            html(Markup::Qti, MathForm::MathMl).block(&content),
            "<ul><li>x</li></ul><ol><li>x</li></ol><ul><li><span class=\"number\">4. </span>x</li></ul>\
             <p><span class=\"qti-underline\">x</span><span class=\"qti-strikethrough\">x</span><sub>x</sub></p>\
             <table><thead><tr><th scope=\"col\" class=\"qti-align-right\">h</th></tr></thead>\
             <tbody><tr><td class=\"qti-align-right\">1</td></tr></tbody></table>"
        );
    }
}
