//! A file's text to its entries: attributes, stem, choices, labels, and the shape that gives the question type.

mod body;
mod choices;
mod interaction;
mod item;
mod separate_labels;

use std::sync::Arc;

use qbank_model::Diagnostic;
use qbank_model::bank::break_at_errors;
use qbank_model::item::Stimulus;

use crate::attributes::{Attributes, Place};
use crate::content::Lowering;
use crate::document::Document;
use crate::front_matter::{Parts, split as split_front_matter};
use crate::sections::{CaseSection, split as split_sections};
use crate::toml_reader::TomlReader;
use crate::{Dialect, ParsedFile, Source, codes, formulas};

/// Parses one question file.
///
/// Whatever is broken stays as a stub, everything else is lowered, and every problem is reported at its place.
pub fn parse(source: &Source, dialect: &Dialect) -> ParsedFile {
    let parts = split_front_matter(source.text);
    let (file_attributes, mut diagnostics) = front_matter(source, &parts);
    let formulas = formulas::find(source.text);
    let masked = formulas::mask(source.text, &formulas);
    let document = Document::parse(source, &masked, &formulas, parts.body.start);
    let mut lowering = Lowering::new(&document, dialect);
    let sections = split_sections(&mut lowering);
    let stimuli: Vec<Arc<Stimulus>> =
        sections.cases.iter().map(|case| Arc::new(lowering.stimulus(case))).collect();
    let inherited = file_attributes.or(&dialect.defaults);
    let mut entries = Vec::with_capacity(sections.items.len());
    for section in &sections.items {
        let stimulus = section.case.map(|case| Arc::clone(&stimuli[case]));
        let context = item::Context { inherited: &inherited, stimulus, domain: source.domain };
        entries.push(lowering.item(section, context));
    }
    lowering.check_separate_labels(&sections.items);
    break_at_errors(&mut entries, &lowering.findings);
    diagnostics.append(&mut lowering.findings);
    ParsedFile { entries, diagnostics, files: lowering.files }
}

fn front_matter(source: &Source, parts: &Parts) -> (Attributes, Vec<Diagnostic>) {
    let Some(range) = parts.front_matter.clone() else { return (Attributes::default(), Vec::new()) };
    let mut reader = TomlReader::new(source.file, range.start);
    if parts.unclosed {
        let opening = qbank_model::Span::new(source.file, range.start.saturating_sub(4)..range.start);
        let finding =
            Diagnostic::new(codes::UNCLOSED_FRONT_MATTER, opening, "the front matter is not closed");
        return (Attributes::default(), vec![finding.help("add a line `+++` after its last key")]);
    }
    let table = reader.parse(&source.text[range]);
    let attributes = Attributes::read(&mut reader, &table, Place::File);
    (attributes, reader.findings)
}

impl Lowering<'_, '_> {
    fn stimulus(&mut self, case: &CaseSection) -> Stimulus {
        self.skipped.clear();
        let document = self.document;
        let heading = &document.blocks[case.heading];
        self.skip(case.id.span.range());
        let title = self.inlines(heading.events.start + 1..heading.events.end - 1);
        let events = case.blocks.clone().map(|idx| &document.blocks[idx]);
        let mut content = qbank_model::Content::default();
        for block in events.filter(|block| !block.too_deep) {
            content.0.extend(self.content(block.events.clone()).0);
        }
        while content.0.last() == Some(&qbank_model::Block::Rule) {
            content.0.pop();
        }
        Stimulus { id: case.id.clone(), title, content }
    }
}
