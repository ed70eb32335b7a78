//! One item: from its section to an entry of the bank.

use std::sync::Arc;

use qbank_model::item::{Details, Outcomes, Stimulus};
use qbank_model::template::{OpenInteraction, Variables, VariablesFault};
use qbank_model::{Block, Content, Decimal, Entry, Inline, ItemDraft, Scoring, Spanned, Stub};

use crate::attributes::{Attributes, HeadingUse, Place};
use crate::codes;
use crate::content::{Lowering, is_transparent_html};
use crate::document::BlockKind;
use crate::headings::content_of;
use crate::labels::LabelKind;
use crate::lower::Places;
use crate::lower::answer::{AnswerPlaces, Answers};
use crate::lower::body::{Body, LabelBody};
use crate::sections::ItemSection;
use crate::source_text::stub;
use crate::toml_reader::TomlReader;

/// What an item inherits.
pub(crate) struct Context<'c> {
    pub(crate) inherited: &'c Attributes,
    pub(crate) stimulus: Option<Arc<Stimulus>>,
    /// The domain that the folder stands for.
    pub(crate) domain: Option<&'c str>,
}

/// The attributes of one item and the first block below them.
struct OwnPart {
    attributes: Attributes,
    first_block: usize,
    /// Whether the item's own attributes could be read.
    is_read: bool,
    /// The number of findings before the item.
    n_before: usize,
}

/// What the labels after the answer hold.
#[derive(Default)]
struct LabelledParts {
    rationale: Option<Content>,
    hints: Vec<Content>,
    references: Vec<Content>,
    outcomes: Outcomes,
    notes: Vec<Content>,
    /// The labels that say what is right.
    answers: Vec<LabelBody>,
}

/// A draft whose answer has yet to be completed, and where its answer stands.
pub(crate) type OpenDraft = (ItemDraft<OpenInteraction>, AnswerPlaces);

impl Lowering<'_, '_> {
    /// Lowers an item; its findings carry its id, and an item with an error is a stub.
    pub(crate) fn item(&mut self, section: &ItemSection, context: Context) -> Entry {
        self.skipped.clear();
        self.told_literal = false;
        let n_before = self.findings.len();
        let range = self.document.trimmed(section.range.clone());
        let span = self.document.span(range);
        let (own, first_block) = self.own_attributes(section);
        let is_read = !self.has_error_since(n_before);
        let own = OwnPart { attributes: own.or(context.inherited), first_block, is_read, n_before };
        let (objective, aliases) = (own.attributes.objective.clone(), own.attributes.aliases.clone());
        self.capitals = own.attributes.capitals.unwrap_or_default();
        self.places = self.own_places(&own);
        let draft = self.draft(section, own, context);
        let lost_case =
            section.case.is_some() && draft.as_ref().is_some_and(|(draft, _)| draft.stimulus.is_none());
        let is_broken = section.is_broken || lost_case || self.has_error_since(n_before);
        // An error in a footnote that it calls stands outside the item, and breaks it all the same.
        let whole = draft.filter(|_| !is_broken);
        let entry = whole.and_then(|(draft, places)| self.finish(ItemDraft { span, ..draft }, &places));
        let id = section.id.as_ref().map(|id| id.value.clone());
        let entry =
            entry.unwrap_or_else(|| Entry::Broken(Box::new(Stub { aliases, objective, ..stub(id, span) })));
        for finding in &mut self.findings[n_before..] {
            finding.item = finding.item.take().or_else(|| entry.name());
        }
        entry
    }

    /// Tells what becomes of the places in the item's text; reports variables that cannot be.
    fn own_places(&mut self, own: &OwnPart) -> Places {
        if !own.attributes.has_variables {
            return if own.is_read { Places::Literal } else { Places::Broken };
        }
        match Variables::new(own.attributes.declared.clone()) {
            Ok(variables) if own.is_read => Places::Open(variables),
            Ok(_) => Places::Broken,
            Err(mut faults) => {
                if !own.is_read {
                    // Of names that could not be read, nobody knows which expressions miss them.
                    faults.retain(VariablesFault::is_of_a_name);
                }
                for fault in faults {
                    self.report_variables_fault(fault);
                }
                Places::Broken
            }
        }
    }

    /// Reads the attribute block under the heading; returns the index of the block after it.
    fn own_attributes(&mut self, section: &ItemSection) -> (Attributes, usize) {
        let document = self.document;
        let mut first = section.blocks.start;
        while first < section.blocks.end {
            let block = &document.blocks[first];
            let is_comment = block.kind == BlockKind::Html
                && document.text[block.range.clone()].trim_start().starts_with("<!--");
            if !(is_comment && is_transparent_html(&document.text[block.range.clone()])) {
                break;
            }
            first += 1;
        }
        let Some(block) = document.blocks[..section.blocks.end].get(first) else {
            return (Attributes::default(), section.blocks.start);
        };
        if document.fence_info(block) != Some("toml item") {
            return (Attributes::default(), section.blocks.start);
        }
        if !document.fence_is_closed(&block.range) {
            let opening = block.range.start..block.range.start + "```toml item".len();
            let finding = self.found(codes::UNCLOSED_FENCE, opening, "the attribute block is not closed");
            self.report(
                finding.label("opened here").help("add a line with the same fence after the last attribute"),
            );
            return (Attributes::default(), first + 1);
        }
        let body = document.fence_body(block);
        let mut reader = TomlReader::new(self.file(), body.start);
        let table = reader.parse(&document.text[body]);
        let attributes = Attributes::read(&mut reader, &table, Place::Item);
        self.findings.append(&mut reader.findings);
        (attributes, first + 1)
    }

    fn draft(&mut self, section: &ItemSection, own: OwnPart, context: Context) -> Option<OpenDraft> {
        let OwnPart { attributes, first_block, n_before, .. } = own;
        let body = self.sort_blocks(first_block..section.blocks.end);
        self.gaps.clear();
        if body.labels.iter().any(|label| label.kind == LabelKind::Blanks) {
            self.find_gaps(section.heading, &body.stem);
        }
        let (title, stem) = self.title_and_stem(section, &body, attributes.heading);
        self.gaps_are_asked(&title);
        let parts = self.labelled_parts(body.labels);
        let is_swallowed = self.findings[n_before..]
            .iter()
            .any(|finding| finding.code == codes::UNCLOSED_FENCE || finding.code == codes::NESTED_MARKS);
        let may_be_silent = section.is_broken || is_swallowed;
        let answers = Answers { choices: body.choices, labels: parts.answers, stem: &stem, may_be_silent };
        let answer = self.answer(section, answers, &attributes)?;
        let interaction = answer.interaction;
        let scoring = scoring(&attributes, &interaction);
        let id = section.id.clone()?;
        let domain = attributes
            .domain
            .or_else(|| context.domain.map(|domain| Spanned::new(domain.to_owned(), id.span)));
        let draft = ItemDraft {
            span: id.span,
            id,
            aliases: attributes.aliases,
            title,
            objective: attributes.objective,
            domain,
            level: attributes.level,
            status: attributes.status.unwrap_or_default(),
            points: attributes.points.map_or(Decimal::ONE, |points| points.value),
            scoring,
            shuffle: attributes.shuffle.unwrap_or(true),
            stimulus: context.stimulus,
            stem,
            interaction,
            rationale: parts.rationale,
            hints: parts.hints.into(),
            references: parts.references.into(),
            outcomes: parts.outcomes.boxed(),
            notes: parts.notes.into(),
            details: Details {
                difficulty: attributes.difficulty,
                seconds: attributes.seconds,
                tags: attributes.tags,
                authors: attributes.authors.unwrap_or_default(),
                reviewers: attributes.reviewers.unwrap_or_default(),
                references: attributes.references.unwrap_or_default(),
                enemies: attributes.enemies.unwrap_or_default(),
                license: attributes.license,
                language: attributes.language,
                created: attributes.created,
                allow: attributes.allow,
            },
        };
        Some((draft, answer.places))
    }

    /// Decides whether the heading is a title or a part of the question, and lowers both.
    fn title_and_stem(
        &mut self,
        section: &ItemSection,
        body: &Body,
        stated: Option<HeadingUse>,
    ) -> (Vec<Inline>, Content) {
        let document = self.document;
        let heading = &document.blocks[section.heading];
        if let Some(id) = &section.id {
            self.skip(id.span.range());
        }
        let title = self.inlines(heading.events.start + 1..heading.events.end - 1);
        let mut stem = self.content_of_blocks(&body.stem);
        let content = content_of(document.text, heading.range.clone());
        let asked_end = section.id.as_ref().map_or(content.end, |id| id.span.range().start);
        let asks = ends_as_a_question(&document.text[content.start..asked_end.max(content.start)]);
        let has_paragraph = stem.0.iter().any(is_text_paragraph);
        let is_stem = stated.map_or(asks || !has_paragraph, |stated| stated == HeadingUse::Stem);
        if is_stem && !title.is_empty() {
            stem.0.reserve_exact(1);
            stem.0.insert(0, Block::Paragraph(title));
            return (Vec::new(), stem);
        }
        (title, stem)
    }

    fn labelled_parts(&mut self, labels: Vec<LabelBody>) -> LabelledParts {
        let mut parts = LabelledParts::default();
        for label in labels {
            if label.kind.holds_the_answer() {
                parts.answers.push(label);
                continue;
            }
            let content = self.label_content(&label);
            if content.is_empty() {
                let message = format!("the label `{}` holds nothing", label.kind.word());
                let finding = self.found(codes::EMPTY_LABEL, label.range, message);
                self.report(finding.help("write its text behind it, or delete it"));
                continue;
            }
            match label.kind {
                LabelKind::Rationale => parts.rationale = Some(content),
                LabelKind::Hint => parts.hints.push(content),
                LabelKind::References => parts.references.push(content),
                LabelKind::Correct => parts.outcomes.correct = Some(content),
                LabelKind::Incorrect => parts.outcomes.incorrect = Some(content),
                LabelKind::Partial => parts.outcomes.partial = Some(content),
                LabelKind::AuthorNote => parts.notes.push(content),
                LabelKind::Answer
                | LabelKind::Blanks
                | LabelKind::Match
                | LabelKind::Order
                | LabelKind::Rubric => {}
            }
        }
        parts
    }

    fn label_content(&mut self, label: &LabelBody) -> Content {
        self.skip(label.range.clone());
        self.content_of_blocks(&label.blocks)
    }
}

fn scoring(attributes: &Attributes, interaction: &OpenInteraction) -> Scoring {
    let has_shares = match interaction {
        OpenInteraction::Choices { choices, .. } => choices.iter().any(|choice| choice.share.is_some()),
        OpenInteraction::Number(_)
        | OpenInteraction::Text(..)
        | OpenInteraction::Blanks { .. }
        | OpenInteraction::Matching(..)
        | OpenInteraction::Ordering(_)
        | OpenInteraction::Essay(_) => false,
    };
    let default = if has_shares { Scoring::PerChoice } else { Scoring::AllOrNothing };
    attributes.scoring.map_or(default, |scoring| scoring.value)
}

/// A heading with such an end is a part of the question whatever stands below it.
fn ends_as_a_question(heading: &str) -> bool {
    let heading = heading.trim_end();
    let bare = heading.trim_end_matches(['*', '_']).trim_end();
    heading.ends_with("___") || bare.ends_with(['?', '？', ':', '：', '…'])
}

fn is_text_paragraph(block: &Block) -> bool {
    let shows_text = |inline: &Inline| !matches!(inline, Inline::Image(_) | Inline::Break);
    match block {
        Block::Paragraph(inlines) => inlines.iter().any(|inline| match inline {
            Inline::Text(text) => !text.trim().is_empty(),
            other => shows_text(other),
        }),
        Block::List(_) | Block::Code(_) | Block::Quote(_) | Block::Table(_) | Block::Rule => false,
    }
}
