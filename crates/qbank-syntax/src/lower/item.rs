//! One item: from its section to an entry of the bank.

use std::sync::Arc;

use qbank_model::item::{Details, Fault, Outcomes, Stimulus};
use qbank_model::{Block, Content, Decimal, Entry, Inline, Interaction, ItemDraft, ItemId, Scoring, Spanned};

use crate::attributes::{Attributes, HeadingUse, Place};
use crate::codes;
use crate::content::{Lowering, is_transparent_html};
use crate::document::BlockKind;
use crate::headings::content_of;
use crate::labels::LabelKind;
use crate::lower::body::{Body, LabelBody};
use crate::lower::interaction::Answers;
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
    /// The first label that says what is right, beside choices.
    answer: Option<(LabelKind, std::ops::Range<usize>)>,
}

impl Lowering<'_, '_> {
    /// Lowers an item; its findings carry its id, and an item with an error is a stub.
    pub(crate) fn item(&mut self, section: &ItemSection, context: Context) -> Entry {
        self.skipped.clear();
        let n_before = self.findings.len();
        let range = self.document.trimmed(section.range.clone());
        let span = self.document.span(range);
        let (own, first_block) = self.own_attributes(section);
        let own = OwnPart { attributes: own.or(context.inherited), first_block, n_before };
        let objective = own.attributes.objective.clone();
        let draft = self.draft(section, own, context);
        let lost_case =
            section.case.is_some() && draft.as_ref().is_some_and(|draft| draft.stimulus.is_none());
        let is_broken = section.is_broken || lost_case || self.has_error_since(n_before);
        let id = section.id.as_ref().map(|id| id.value.clone());
        for finding in &mut self.findings[n_before..] {
            finding.item = finding.item.take().or_else(|| id.as_ref().map(ItemId::to_string));
        }
        match draft {
            // An error in a footnote that it calls stands outside the item, and breaks it all the same.
            Some(draft) if !is_broken => self.build(ItemDraft { span, ..draft }),
            _ => Entry::Broken(qbank_model::Stub { objective, ..stub(id, span) }),
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
        if document.fence_info(block).as_deref() != Some("toml item") {
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

    fn draft(&mut self, section: &ItemSection, own: OwnPart, context: Context) -> Option<ItemDraft> {
        let OwnPart { attributes, first_block, n_before } = own;
        let body = self.sort_blocks(first_block..section.blocks.end);
        let (title, stem) = self.title_and_stem(section, &body, attributes.heading);
        let parts = self.labelled_parts(body.labels);
        let pin_last = attributes.pin_last.unwrap_or(false);
        let is_swallowed = self.findings[n_before..]
            .iter()
            .any(|finding| finding.code == codes::UNCLOSED_FENCE || finding.code == codes::NESTED_MARKS);
        let may_be_silent = section.is_broken || is_swallowed;
        let answers = Answers { choices: body.choices, label: parts.answer, pin_last, may_be_silent };
        let marked = self.marked_choices(section, answers)?;
        let interaction = self.interaction(marked, &stem, &attributes)?;
        let scoring = scoring(&attributes, &interaction);
        let id = section.id.clone()?;
        let domain = attributes
            .domain
            .or_else(|| context.domain.map(|domain| Spanned::new(domain.to_owned(), id.span)));
        Some(ItemDraft {
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
            hints: parts.hints,
            references: parts.references,
            outcomes: parts.outcomes,
            notes: parts.notes,
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
        })
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
        let mut stem = Content::default();
        for idx in &body.stem {
            stem.0.extend(self.content(document.blocks[*idx].events.clone()).0);
        }
        while stem.0.last() == Some(&Block::Rule) {
            stem.0.pop();
        }
        let content = content_of(document.text, heading.range.clone());
        let asked_end = section.id.as_ref().map_or(content.end, |id| id.span.range().start);
        let asks = ends_as_a_question(&document.text[content.start..asked_end.max(content.start)]);
        let has_paragraph = stem.0.iter().any(is_text_paragraph);
        let is_stem = stated.map_or(asks || !has_paragraph, |stated| stated == HeadingUse::Stem);
        if is_stem && !title.is_empty() {
            stem.0.insert(0, Block::Paragraph(title));
            return (Vec::new(), stem);
        }
        (title, stem)
    }

    fn labelled_parts(&mut self, labels: Vec<LabelBody>) -> LabelledParts {
        let mut parts = LabelledParts::default();
        for label in labels {
            if label.kind.holds_the_answer() {
                parts.answer.get_or_insert((label.kind, label.range));
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
        let document = self.document;
        self.skip(label.range.clone());
        let mut content = Content::default();
        for idx in &label.blocks {
            content.0.extend(self.content(document.blocks[*idx].events.clone()).0);
        }
        while content.0.last() == Some(&Block::Rule) {
            content.0.pop();
        }
        content
    }

    fn build(&mut self, draft: ItemDraft) -> Entry {
        let heading = draft.id.span;
        let broken = stub(Some(draft.id.value.clone()), draft.span);
        let choices: Vec<_> = draft.interaction.choices().iter().map(|choice| choice.span).collect();
        match draft.build() {
            Ok(item) => Entry::Fixed(Box::new(item)),
            Err(faults) => {
                for fault in faults {
                    let finding = match fault {
                        Fault::EmptyStem => self
                            .found(codes::EMPTY_STEM, heading.range(), "the item asks nothing")
                            .help("write the question before the choices"),
                        Fault::Points(points) => self
                            .found(
                                codes::WRONG_VALUE,
                                heading.range(),
                                format!("the item gives {points} points"),
                            )
                            .help("points are more than 0"),
                        Fault::ScoringUnfit(scoring, kind) => self
                            .found(
                                codes::SCORING_UNFIT,
                                heading.range(),
                                scoring_message(scoring, kind.as_str()),
                            )
                            .help("use all-or-nothing or per-choice"),
                        Fault::SharesIgnored(scoring) => self
                            .found(codes::WRONG_SHARES, heading.range(), shares_message(scoring))
                            .help("write `scoring = \"per-choice\"`, or take the scores away"),
                        Fault::KeyShares(sum) => self
                            .found(
                                codes::WRONG_SHARES,
                                heading.range(),
                                format!("the keys' scores sum to {sum}, not 1"),
                            )
                            .help("the keys together earn all the points"),
                        Fault::DistractorEarnsAll(idx) => self
                            .found(
                                codes::WRONG_SHARES,
                                choices[idx].range(),
                                "a distractor earns all the points",
                            )
                            .help("give it less than 1, or tick it"),
                    };
                    self.report(finding.of_item(broken.id.as_ref().map_or("", ItemId::as_str)));
                }
                Entry::Broken(broken)
            }
        }
    }
}

fn scoring(attributes: &Attributes, interaction: &Interaction) -> Scoring {
    let has_shares = interaction.choices().iter().any(|choice| choice.share.is_some());
    let default = if has_shares { Scoring::PerChoice } else { Scoring::AllOrNothing };
    attributes.scoring.map_or(default, |scoring| scoring.value)
}

fn scoring_message(scoring: Scoring, kind: &str) -> String {
    format!("`{}` scoring needs parts or places; a {kind} question has choices", scoring.as_str())
}

fn shares_message(scoring: Scoring) -> String {
    format!("choices have scores, but `{}` scoring ignores them", scoring.as_str())
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
        Block::List { .. } | Block::Code { .. } | Block::Quote(_) | Block::Table(_) | Block::Rule => false,
    }
}
