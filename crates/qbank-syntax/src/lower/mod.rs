//! A file's text to its entries: attributes, stem, choices, labels, and the shape that gives the question type.

mod answer;
mod answer_faults;
mod blanks;
mod body;
mod choice_answer;
mod choices;
mod finish;
mod item;
mod places;
mod separate_labels;
mod tables_and_lists;
mod typed;
mod variable_faults;

pub(crate) use blanks::Gap;
pub(crate) use places::Places;

use std::sync::Arc;

use qbank_model::bank::break_at_errors;
use qbank_model::item::Stimulus;
use qbank_model::{Diagnostic, Entry, Span, Spanned};

use crate::attributes::{Attributes, Place};
use crate::content::Lowering;
use crate::document::Document;
use crate::front_matter::{Parts, split as split_front_matter};
use crate::headings::stub_ids;
use crate::sections::{CaseSection, split as split_sections};
use crate::source_text::stub;
use crate::tables::{MAX_CELLS, flatten, oversized};
use crate::toml_reader::TomlReader;
use crate::{Dialect, ParsedFile, Source, codes, masks};

/// Parses one question file.
///
/// Whatever is broken stays as a stub, everything else is lowered, and every problem is reported at its place.
pub fn parse(source: &Source, dialect: &Dialect) -> ParsedFile {
    let parts = split_front_matter(source.text);
    if parts.unclosed {
        return unclosed_front_matter(source);
    }
    let (file_attributes, mut diagnostics) = front_matter(source, &parts);
    let found = masks::find(source.text);
    let tables = oversized(source.text);
    let masked = flatten(masks::mask(source.text, &found), &tables);
    let document = Document::parse(source, &masked, &found, parts.body.start);
    let mut lowering = Lowering::new(&document, dialect);
    for table in tables {
        let message = format!("the table has more than {MAX_CELLS} cells, its empty ones included");
        let finding = lowering.found(codes::TABLE_TOO_LARGE, table.header, message);
        lowering.report(finding.help("split the table"));
    }
    let sections = split_sections(&mut lowering);
    let stimuli: Vec<Option<Arc<Stimulus>>> =
        sections.cases.iter().map(|case| lowering.stimulus(case).map(Arc::new)).collect();
    let inherited = file_attributes.map(|attributes| attributes.or(&dialect.defaults));
    let inherited = inherited.as_ref().unwrap_or(&dialect.defaults);
    let mut entries = Vec::with_capacity(sections.items.len());
    for section in &sections.items {
        let stimulus = section.case.and_then(|case| stimuli[case].clone());
        let context = item::Context { inherited, stimulus, domain: source.domain };
        entries.push(lowering.item(section, context));
    }
    lowering.check_separate_labels(&sections.items);
    break_at_errors(&mut entries, &lowering.findings);
    if !diagnostics.is_empty() {
        // Nobody knows what the items would have inherited.
        entries = entries.into_iter().map(Entry::into_broken).collect();
    }
    diagnostics.append(&mut lowering.findings);
    ParsedFile { entries, diagnostics, files: lowering.files }
}

fn front_matter(source: &Source, parts: &Parts) -> (Option<Attributes>, Vec<Diagnostic>) {
    let Some(range) = parts.front_matter.clone() else {
        return (None, misplaced_front_matter(source, parts.body.start).into_iter().collect());
    };
    let mut reader = TomlReader::new(source.file, range.start);
    let table = reader.parse(&source.text[range]);
    let attributes = Attributes::read(&mut reader, &table, Place::File);
    (Some(attributes), reader.findings)
}

/// The whole file is inside the front matter: its items are known by their headings alone.
fn unclosed_front_matter(source: &Source) -> ParsedFile {
    let start = source.text.find("+++").unwrap_or_default();
    let opening = Span::new(source.file, start..start + 3);
    let finding = Diagnostic::new(codes::UNCLOSED_FRONT_MATTER, opening, "the front matter is not closed");
    only_stubs(source, finding.help("add a line `+++` after its last key"))
}

/// Gives up on a file: its items are known by their headings alone.
fn only_stubs(source: &Source, finding: Diagnostic) -> ParsedFile {
    let stubs =
        stub_ids(source.text).map(|id| Entry::Broken(Box::new(stub(Some(id), Span::start_of(source.file)))));
    ParsedFile { entries: stubs.collect(), diagnostics: vec![finding], files: Vec::new() }
}

/// Finds front matter that an author wrote and nobody would read: after a blank line, or with a space behind its sign.
fn misplaced_front_matter(source: &Source, start: usize) -> Option<Diagnostic> {
    let text = &source.text[start..];
    let at = start + text.len() - text.trim_start().len();
    let line = source.text[at..].lines().next()?;
    if line.trim_end() != "+++" {
        return None;
    }
    let span = Span::new(source.file, at..at + line.len());
    let finding =
        Diagnostic::new(codes::MISPLACED_FRONT_MATTER, span, "front matter has to start at the first byte");
    Some(finding.help("put a line that is exactly `+++` at the very start of the file"))
}

impl Lowering<'_, '_> {
    fn stimulus(&mut self, case: &CaseSection) -> Option<Stimulus> {
        self.skipped.clear();
        self.gaps.clear();
        self.places = Places::Literal;
        self.told_literal = false;
        let document = self.document;
        let heading = &document.blocks[case.heading];
        let id = case.id.clone()?;
        let n_before = self.findings.len();
        self.skip(id.span.range());
        let title = self.inlines(heading.events.start + 1..heading.events.end - 1);
        let blocks = case.blocks.iter().copied().filter(|idx| !document.blocks[*idx].too_deep);
        let content = self.content_of_blocks(&blocks.collect::<Vec<usize>>());
        let end = case.blocks.last().map_or(heading.range.end, |idx| document.blocks[*idx].range.end);
        let place = Spanned::new((), document.span(heading.range.start..end));
        let is_sound = !self.has_error_since(n_before);
        is_sound.then_some(Stimulus { id, title, content, place })
    }
}
