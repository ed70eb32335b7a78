//! What says what is right: choices, or the label that gives the question type.

use std::ops::Range;

use qbank_model::template::OpenInteraction;
use qbank_model::{Content, Inline};

use crate::attributes::Attributes;
use crate::codes;
use crate::content::Lowering;
use crate::labels::LabelKind;
use crate::lower::body::{ChoiceList, LabelBody};
use crate::sections::ItemSection;

/// Everything in an item that says what is right.
pub(crate) struct Answers<'s> {
    /// The choices as written.
    pub(crate) choices: Option<ChoiceList>,
    /// The labels that hold an answer.
    pub(crate) labels: Vec<LabelBody>,
    /// The stem, which may announce several keys.
    pub(crate) stem: &'s Content,
    /// Whether a fault that was reported already hides the answer, so that its absence is no news.
    pub(crate) may_be_silent: bool,
}

/// An answer as written, and where.
pub(crate) struct Answer {
    pub(crate) interaction: OpenInteraction,
    pub(crate) places: AnswerPlaces,
}

/// Where an answer stands, and its parts: choices, gaps, rows, entries.
pub(crate) struct AnswerPlaces {
    pub(crate) whole: Range<usize>,
    pub(crate) parts: Vec<Range<usize>>,
}

impl AnswerPlaces {
    /// Returns the place of a part, or of the whole where there is no such part.
    pub(crate) fn part(&self, idx: usize) -> Range<usize> {
        self.parts.get(idx).unwrap_or(&self.whole).clone()
    }
}

impl Lowering<'_, '_> {
    /// Lowers the one thing that says what is right; reports an item that has none, or two.
    pub(crate) fn answer(
        &mut self,
        section: &ItemSection,
        answers: Answers,
        attributes: &Attributes,
    ) -> Option<Answer> {
        let Answers { choices, labels, stem, may_be_silent } = answers;
        match (choices, &labels[..]) {
            (Some(choices), []) => self.choice_answer(choices, stem, attributes),
            (Some(ChoiceList { range: list, .. }), [label, ..]) => {
                let message = format!(
                    "the item has choices and the label `{}`: which holds the key?",
                    label.kind.word()
                );
                self.report_two_sources(label, &message, list);
                None
            }
            (None, [first, second, ..]) => {
                let (one, other) = (first.kind.word(), second.kind.word());
                let message = format!("the item has the labels `{one}` and `{other}`: which holds the key?");
                self.report_two_sources(second, &message, first.range.clone());
                None
            }
            (None, [label]) => {
                let answer = self.labelled_answer(label)?;
                self.check_type(&answer, label, attributes)?;
                Some(answer)
            }
            (None, []) => {
                if !may_be_silent {
                    let heading = self.document.trimmed(self.document.blocks[section.heading].range.clone());
                    let finding =
                        self.found(codes::NO_ANSWER, heading, "the item has no choices and no answer");
                    let help = "add choices, `- [x] the key` and `- [ ] a distractor`, or an `**Answer:**`; \
                                a blank line before them";
                    self.report(finding.help(help));
                }
                None
            }
        }
    }

    fn labelled_answer(&mut self, label: &LabelBody) -> Option<Answer> {
        match label.kind {
            LabelKind::Answer => self.typed_answer(label, self.capitals),
            LabelKind::Blanks => self.blanks(label, self.capitals),
            LabelKind::Match => self.pairs(label),
            LabelKind::Order => self.order(label),
            LabelKind::Rubric => self.rubric(label),
            LabelKind::Rationale
            | LabelKind::Hint
            | LabelKind::References
            | LabelKind::Correct
            | LabelKind::Incorrect
            | LabelKind::Partial
            | LabelKind::AuthorNote => None,
        }
    }

    /// Reports a stated type that the label contradicts.
    fn check_type(&mut self, answer: &Answer, label: &LabelBody, attributes: &Attributes) -> Option<()> {
        let Some(stated) = attributes.kind.map(|kind| kind.value) else { return Some(()) };
        let kind = answer.interaction.kind();
        if stated == kind {
            return Some(());
        }
        let message =
            format!("the type is {}, but the item is one of type {}", stated.as_str(), kind.as_str());
        let finding = self.found(codes::TYPE_MISMATCH, label.range.clone(), message);
        self.report(finding.help("take the type away: the label gives it"));
        None
    }

    fn report_two_sources(&mut self, label: &LabelBody, message: &str, other: Range<usize>) {
        let other = self.document.span(self.document.trimmed(other));
        let finding = self.found(codes::TWO_KEY_SOURCES, label.range.clone(), message);
        self.report(finding.also(other, "the other one stands here").help("keep one of the two"));
    }

    /// Reports gaps in a heading that is a title: learners are not asked there.
    pub(crate) fn gaps_are_asked(&mut self, title: &[Inline]) {
        if title.iter().any(|inline| matches!(inline, Inline::Blank(_)))
            && let Some(gap) = self.gaps.first()
        {
            let message = "the gap stands in a heading that is a title";
            let finding = self.found(codes::SWALLOWED_BLANK, gap.range.clone(), message);
            self.report(finding.help("write `heading = \"stem\"`, or move the gap into the text"));
        }
    }
}
