//! Markdown's inline parts to content: text, emphasis, formulas, pictures, links, notes.

use std::ops::Range;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, LinkType, Tag};
use qbank_model::content::{Image, Link, LinkTarget, PlainText, Style, inline_text};
use qbank_model::media::PathFault;
use qbank_model::{Inline, Math, MediaPath, Spanned};

use crate::content::{Lowering, fitted};
use crate::document::MAX_NESTING;
use crate::lower::Gap;
use crate::masks::{Mask, MaskKind};
use crate::source_text::{forbidden_character, is_forbidden};
use crate::{FileUse, codes};

/// A run of inline parts that an opened HTML tag collects until it is closed.
struct OpenTag {
    name: String,
    /// Absent for a tag that the format does not have and that was reported when it was opened.
    style: Option<Style>,
    range: Range<usize>,
    before: Vec<Inline>,
}

/// Something in a text that is not text.
enum Stop<'m> {
    Mask(&'m Mask),
    Gap(Gap),
}

impl Stop<'_> {
    fn range(&self) -> &Range<usize> {
        match self {
            Self::Mask(mask) => &mask.range,
            Self::Gap(gap) => &gap.range,
        }
    }
}

impl Lowering<'_, '_> {
    /// Lowers a run of inline events.
    pub(crate) fn inlines(&mut self, events: Range<usize>) -> Vec<Inline> {
        let mut inlines = Vec::with_capacity(1);
        let mut open: Vec<OpenTag> = Vec::new();
        let mut at = events.start;
        while at < events.end {
            let end = self.document.end_of(at).0;
            let (event, range) = &self.document.events[at];
            match event {
                Event::Start(tag) => inlines.extend(self.tagged(tag, at + 1..end.saturating_sub(1), range)),
                Event::InlineHtml(_) => self.inline_html(range, &mut inlines, &mut open),
                Event::Text(text) => self.text(text, range, &mut inlines),
                Event::Code(code) => inlines.push(self.code_span(code, range)),
                Event::FootnoteReference(label) => {
                    inlines.extend(self.note(label, range).map(Inline::Footnote));
                }
                Event::SoftBreak if !self.is_inside_formula(range) && !self.is_skipped(range) => {
                    self.push_text(&mut inlines, " ", range.clone());
                }
                Event::HardBreak => inlines.push(Inline::Break),
                Event::TaskListMarker(_) if !self.is_skipped(range) => self.nested_mark(range),
                _ => {}
            }
            at = end;
        }
        for tag in open.into_iter().rev() {
            if tag.style.is_some() {
                self.unbalanced(tag.range);
            }
            let inner = std::mem::replace(&mut inlines, tag.before);
            inlines.extend(inner);
        }
        trim_ends(&mut inlines);
        // Most runs are one text: the spare places of grown vectors and texts would double what a bank holds.
        for inline in &mut inlines {
            if let Inline::Text(text) = inline {
                text.fit();
            }
        }
        fitted(inlines)
    }

    fn tagged(&mut self, tag: &Tag, inner: Range<usize>, range: &Range<usize>) -> Vec<Inline> {
        let style = match tag {
            Tag::Emphasis => Style::Emphasis,
            Tag::Strong => Style::Strong,
            Tag::Strikethrough => Style::Strike,
            Tag::Link { link_type, dest_url, .. } => {
                let text = self.inlines(inner);
                let scheme = if *link_type == LinkType::Email { "mailto:" } else { "" };
                return self.link(format!("{scheme}{dest_url}"), range, text);
            }
            Tag::Image { dest_url, .. } => {
                let alt = inline_text(&self.inlines(inner));
                return self.image(dest_url, alt.trim().to_owned(), range).into_iter().collect();
            }
            _ => return self.inlines(inner),
        };
        let inlines = self.inlines(inner);
        if inlines.is_empty() { Vec::new() } else { vec![Inline::Styled(style, inlines)] }
    }

    /// Text, with the formulas and places that are masked in it put back, and the gaps of the stem.
    fn text(&mut self, text: &str, range: &Range<usize>, inlines: &mut Vec<Inline>) {
        if self.is_skipped(range) {
            return;
        }
        // The file itself was looked through before: only an entity such as `&#x202E;` can hold what it must not.
        let is_entity = self.document.text.as_bytes().get(range.start) == Some(&b'&');
        if is_entity && let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
            let span = self.document.span(range.clone());
            self.report(forbidden_character(span, c));
            return;
        }
        let masks = self.document.masks_in(range);
        let cut = self.skipped_in(range);
        let gaps = self.gaps_in(range);
        if masks.is_empty() && cut.is_none() && gaps.is_empty() {
            self.push_text(inlines, text, range.clone());
            return;
        }
        let mut stops: Vec<Stop> =
            masks.iter().map(Stop::Mask).chain(gaps.into_iter().map(Stop::Gap)).collect();
        stops.sort_by_key(|stop| stop.range().start);
        let mut at = range.start;
        for stop in stops {
            if stop.range().start >= range.start {
                self.plain(at..stop.range().start, cut.as_ref(), inlines);
                self.stop(&stop, inlines);
            }
            at = stop.range().end;
        }
        self.plain(at..range.end, cut.as_ref(), inlines);
    }

    fn stop(&mut self, stop: &Stop, inlines: &mut Vec<Inline>) {
        let inline = match stop {
            Stop::Gap(gap) => Inline::Blank(gap.number),
            Stop::Mask(mask) => match mask.kind {
                MaskKind::Place => self.place(mask),
                MaskKind::Inline | MaskKind::Display => self.formula(mask),
            },
        };
        match inline {
            Inline::Text(text) => self.push_text(inlines, &text, stop.range().clone()),
            inline => inlines.push(inline),
        }
    }

    fn plain(&self, range: Range<usize>, cut: Option<&Range<usize>>, inlines: &mut Vec<Inline>) {
        if range.start >= range.end {
            return;
        }
        let Some(cut) = cut.filter(|cut| cut.start < range.end && range.start < cut.end) else {
            self.push_text(inlines, &self.document.text[range.clone()], range);
            return;
        };
        for part in [range.start..cut.start.max(range.start), cut.end.min(range.end)..range.end] {
            self.push_text(inlines, &self.document.text[part.clone()], part);
        }
    }

    /// Adds a text that was written at a place.
    fn push_text(&self, inlines: &mut Vec<Inline>, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let span = self.document.span(range);
        match inlines.last_mut() {
            Some(Inline::Text(last)) => last.push(text, span),
            _ => inlines.push(Inline::Text(PlainText::written(text, span))),
        }
    }

    fn formula(&mut self, mask: &Mask) -> Inline {
        let tex = mask.tex(self.document.text);
        if let Some(open) = self.open_formula(mask, &tex) {
            return open;
        }
        match Math::new(&tex, mask.kind == MaskKind::Display) {
            Ok(math) => Inline::Math(Box::new(Spanned::new(math, self.document.span(mask.range.clone())))),
            Err(fault) => {
                let body = &self.document.text[mask.body.clone()];
                let lead = body.len() - body.trim_start().len();
                let start = (mask.body.start + lead + fault.range.start).min(mask.body.end);
                let end = (mask.body.start + lead + fault.range.end).clamp(start, mask.body.end);
                let place = if tex.contains('\n') || start == end { mask.range.clone() } else { start..end };
                let message = format!("the formula does not parse: {}", fault.message);
                let finding = self.found(codes::BAD_MATH, place, message);
                self.report(finding.help("mend the LaTeX; write a dollar that is money as `\\$`"));
                // The item is broken; what stands here only keeps it from being called empty as well.
                Inline::Code(tex.into_owned())
            }
        }
    }

    /// The parser hands out code spans with their escapes resolved; only where a mask fell into one is the author's
    /// text read instead (CommonMark 0.31, 6.1: line breaks become spaces, one space at both ends goes).
    fn code_span(&self, code: &str, range: &Range<usize>) -> Inline {
        if self.document.masks_in(range).is_empty() {
            return Inline::Code(code.to_owned());
        }
        let raw = self.document.raw(range).trim_matches('`').replace('\n', " ");
        let inner = raw.strip_prefix(' ').and_then(|raw| raw.strip_suffix(' ')).unwrap_or(&raw);
        Inline::Code(inner.to_owned())
    }

    fn inline_html(&mut self, range: &Range<usize>, inlines: &mut Vec<Inline>, open: &mut Vec<OpenTag>) {
        let html = self.document.text[range.clone()].to_ascii_lowercase();
        if html.starts_with("<!--") {
            return;
        }
        if matches!(html.as_str(), "<br>" | "<br/>" | "<br />") {
            inlines.push(Inline::Break);
            return;
        }
        let name: String =
            html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if html.starts_with("</") {
            if open.last().is_some_and(|tag| tag.name == name) {
                let tag = open.pop().expect("the last one was just looked at");
                let inner = std::mem::replace(inlines, tag.before);
                match tag.style {
                    Some(style) => inlines.push(Inline::Styled(style, inner)),
                    None => inlines.extend(inner),
                }
            } else {
                self.unbalanced(range.clone());
            }
            return;
        }
        let allowed = [Style::Subscript, Style::Superscript, Style::Underline, Style::Keyboard];
        let style = allowed.into_iter().find(|style| html == format!("<{}>", style.element()));
        if style.is_none() {
            self.report_html(range.clone());
            inlines.push(Inline::Code(html.clone()));
        }
        if open.len() >= MAX_NESTING {
            if style.is_some() {
                let message = "tags nest more than 64 levels deep";
                let finding = self.found(codes::NESTING_TOO_DEEP, range.clone(), message);
                self.report(finding.help("write it flatter"));
            }
            return;
        }
        open.push(OpenTag { name, style, range: range.clone(), before: std::mem::take(inlines) });
    }

    fn unbalanced(&mut self, range: Range<usize>) {
        if self.findings.last().is_some_and(|last| last.code == codes::NESTING_TOO_DEEP) {
            // Of tags beyond the limit nobody knows which belong together.
            return;
        }
        let tag = &self.document.text[range.clone()];
        let finding = self.found(codes::RAW_HTML, range, format!("{tag} has no partner in its paragraph"));
        self.report(finding.help("open and close the tag in one paragraph, the inner one first"));
    }

    fn nested_mark(&mut self, range: &Range<usize>) {
        if self.findings.last().is_some_and(|last| last.code == codes::NESTED_MARKS) {
            return;
        }
        let finding =
            self.found(codes::NESTED_MARKS, range.clone(), "a choice's mark stands in an inner list");
        self.report(
            finding.help("choices are one list at the item's top level; take the mark away, or the indent"),
        );
    }

    fn image(&mut self, address: &str, alt: String, range: &Range<usize>) -> Option<Inline> {
        if alt.is_empty() {
            let finding = self.found(
                codes::NO_ALT_TEXT,
                range.clone(),
                "the picture has no words for who cannot see it",
            );
            self.report(finding.help("write what it shows: `![what it shows](file)`"));
        }
        if is_remote(address) {
            let message = format!("the picture is not in the bank: {address}");
            let finding = self.found(codes::REMOTE_MEDIA, range.clone(), message);
            self.report(finding.help("put the file under `media/` and name it by its relative path"));
            return None;
        }
        let path = self.bank_path(address, range)?;
        self.files.push((FileUse::Image, path.clone()));
        Some(Inline::Image(Box::new(Image { path, alt })))
    }

    fn link(&mut self, address: String, range: &Range<usize>, text: Vec<Inline>) -> Vec<Inline> {
        let span = self.document.span(range.clone());
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let target = match scheme.as_deref() {
            Some("http" | "https" | "mailto") => LinkTarget::Web(address),
            _ if is_remote(&address) || address.starts_with('#') || address.is_empty() => {
                let message = format!("the link leads nowhere a reader can go: {address}");
                let finding = self.found(codes::LINK_SCHEME, range.clone(), message);
                self.report(finding.help("link to http, https or mailto, or to a file of the bank"));
                return text;
            }
            _ => {
                let file = address.split(['#', '?']).next().unwrap_or_default();
                let Some(path) = self.bank_path(file, range) else { return text };
                self.files.push((FileUse::Link, path.clone()));
                LinkTarget::File(path.value)
            }
        };
        vec![Inline::Link(Box::new(Link { target: Spanned::new(target, span), text }))]
    }

    fn bank_path(&mut self, address: &str, range: &Range<usize>) -> Option<Spanned<MediaPath>> {
        let folder = self.document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let decoded = percent_decode_str(address).decode_utf8_lossy();
        match MediaPath::resolve(folder, &decoded) {
            Ok(path) => Some(Spanned::new(path, self.document.span(range.clone()))),
            Err(fault) => {
                let why = match fault {
                    PathFault::Outside => "leaves the bank",
                    PathFault::Absolute => "is absolute",
                    PathFault::NoFile => "names no file",
                };
                let finding =
                    self.found(codes::PATH_OUTSIDE_BANK, range.clone(), format!("the path {why}: {address}"));
                self.report(finding.help("name a file of the bank by its path relative to this one"));
                None
            }
        }
    }

    fn is_skipped(&self, range: &Range<usize>) -> bool {
        self.skipped_in(range).is_some_and(|skip| skip.start <= range.start && range.end <= skip.end)
    }

    fn is_inside_formula(&self, range: &Range<usize>) -> bool {
        self.document.masks_in(range).iter().any(|mask| mask.range.start < range.start)
    }
}

/// Tells whether an address has a scheme or a host, so that it cannot name a file of the bank.
fn is_remote(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().and_then(|first| first.split_once(':'));
    address.starts_with("//") || scheme.is_some_and(|(name, _)| name.len() > 1 && name.is_ascii())
}

/// Takes the spaces off both ends of a run, which a label or an id leaves behind.
fn trim_ends(inlines: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        text.trim_start();
    }
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        text.trim_end();
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
}
