//! Pages: Markdown files whose fenced blocks are inputs and what comes of them.
//!
//! A page has a section for each heading of level two; what is fenced under one belongs together.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// Info strings of the fences that hold what comes out; every other fence goes in.
const OUTCOMES: [&str; 3] = ["text items", "text findings", "console"];

/// A page as its author wrote it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The whole text.
    pub text: String,
    /// The heading of level one.
    pub title: String,
    /// The paragraphs before the first section, as written.
    pub introduction: Vec<String>,
    /// The sections in their order.
    pub sections: Vec<Section>,
}

/// A part of a page under a heading of level two.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading's text, as written.
    pub title: String,
    /// The fences in their order.
    pub fences: Vec<Fence>,
    /// From the heading to the next one, in bytes of the page.
    pub range: Range<usize>,
}

/// A fenced block.
#[derive(Clone, Debug, Default)]
pub struct Fence {
    /// What follows the opening fence, trimmed.
    pub info: String,
    /// The text between the fences, with the line break at its end.
    pub body: String,
    /// The block in bytes of the page.
    pub range: Range<usize>,
}

impl Page {
    /// Reads a page.
    pub fn read(text: &str) -> Self {
        let mut page = Self {
            text: text.to_owned(),
            title: String::new(),
            introduction: Vec::new(),
            sections: Vec::new(),
        };
        let mut fence: Option<Fence> = None;
        for (event, range) in Parser::new(text).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => page.heading(level, range),
                Event::Start(Tag::Paragraph) if page.sections.is_empty() => {
                    page.introduction.push(text[range].trim_end().to_owned());
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    fence = Some(Fence { info: info.trim().to_owned(), body: String::new(), range });
                }
                Event::Text(part) => {
                    if let Some(fence) = &mut fence {
                        fence.body.push_str(&part);
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some(section) = page.sections.last_mut() {
                        section.fences.extend(fence.take());
                    }
                }
                _ => {}
            }
        }
        if let Some(last) = page.sections.last_mut() {
            last.range.end = text.len();
        }
        page
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let title = self.text[range.clone()].trim_matches(['#', ' ', '\n']).to_owned();
        match level {
            HeadingLevel::H1 => self.title = title,
            HeadingLevel::H2 => {
                if let Some(last) = self.sections.last_mut() {
                    last.range.end = range.start;
                }
                self.sections.push(Section { title, fences: Vec::new(), range });
            }
            _ => {}
        }
    }

    /// Returns the page's text with the outcome of each section as `outcome` says it is.
    ///
    /// Sections without a fence are prose and stay.
    pub fn renewed(&self, outcome: impl Fn(&Section) -> String) -> String {
        let end = self.sections.first().map_or(self.text.len(), |first| first.range.start);
        let mut parts = vec![self.text[..end].trim_end().to_owned()];
        for section in &self.sections {
            let start = section.outcome_start();
            parts.push(self.text[section.range.start..start].trim_end().to_owned());
            parts.push(if section.fences.is_empty() { String::new() } else { outcome(section) });
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n") + "\n"
    }

    /// Returns what a section says comes out of it.
    pub fn outcome(&self, section: &Section) -> &str {
        self.text[section.outcome_start()..section.range.end].trim_end()
    }
}

impl Section {
    /// Returns the fences that go in.
    pub fn input(&self) -> impl Iterator<Item = &Fence> {
        self.fences.iter().filter(|fence| !fence.is_outcome())
    }

    fn outcome_start(&self) -> usize {
        self.fences.iter().find(|fence| fence.is_outcome()).map_or(self.range.end, |fence| fence.range.start)
    }
}

impl Fence {
    fn is_outcome(&self) -> bool {
        OUTCOMES.contains(&self.info.as_str())
    }
}

/// Writes a fence around a text that ends in a line break.
pub fn fenced(info: &str, body: &str) -> String {
    let mut fence = "```".to_owned();
    while body.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{info}\n{body}{fence}")
}
