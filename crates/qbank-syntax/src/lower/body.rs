//! The parts of an item below its attributes: stem, choices, and what each label holds.

use std::ops::Range;

use qbank_model::diagnostic::Fix;
use qbank_model::interaction::Mark;
use qbank_model::{Code, Diagnostic};

use crate::choice_list::{ListEntry, entries};
use crate::codes;
use crate::content::{Lowering, is_transparent_html};
use crate::document::{Block, BlockKind};
use crate::labels::{BoldWord, LabelKind, bold_word};
use qbank_model::suggest::nearest;

/// An item's blocks by what they are for.
#[derive(Default)]
pub(crate) struct Body {
    /// The blocks of the stem.
    pub(crate) stem: Vec<usize>,
    /// The choices and the range of their list.
    pub(crate) choices: Option<ChoiceList>,
    /// The labels in source order.
    pub(crate) labels: Vec<LabelBody>,
}

/// A list of choices as written.
pub(crate) struct ChoiceList {
    /// The sound entries with their marks.
    pub(crate) entries: Vec<(Mark, ListEntry)>,
    /// The list in the file.
    pub(crate) range: Range<usize>,
    /// Whether a fault of the list was reported: the number of its choices and keys is then no news.
    pub(crate) is_faulty: bool,
}

/// A label and the blocks that it holds.
#[derive(Clone, Debug)]
pub(crate) struct LabelBody {
    pub(crate) kind: LabelKind,
    /// The bold word with its colon.
    pub(crate) range: Range<usize>,
    /// The blocks; the first starts with the label itself.
    pub(crate) blocks: Vec<usize>,
}

struct Sorter<'l, 'd, 'a> {
    lowering: &'l mut Lowering<'d, 'a>,
    body: Body,
    /// Blocks after the choices that no label holds.
    loose: Vec<usize>,
    previous_was_choices: bool,
    below_heading: bool,
    below_stray_feedback: bool,
}

impl Lowering<'_, '_> {
    /// Sorts the blocks of an item and reports those that stand where nothing can hold them.
    pub(crate) fn sort_blocks(&mut self, blocks: Range<usize>) -> Body {
        let document = self.document;
        let mut sorter = Sorter {
            lowering: self,
            body: Body::default(),
            loose: Vec::new(),
            previous_was_choices: false,
            below_heading: false,
            below_stray_feedback: false,
        };
        for idx in blocks.clone() {
            let block = &document.blocks[idx];
            let is_transparent =
                block.kind == BlockKind::Html && is_transparent_html(&document.text[block.range.clone()]);
            if !is_transparent && !block.too_deep {
                let next = (idx + 1 < blocks.end).then(|| &document.blocks[idx + 1]);
                sorter.place(idx, block, next);
            }
        }
        sorter.report_loose(codes::UNLABELLED_TEXT);
        sorter.body
    }
}

impl Sorter<'_, '_, '_> {
    fn place(&mut self, idx: usize, block: &Block, next: Option<&Block>) {
        let was_choices = std::mem::take(&mut self.previous_was_choices);
        if let Some(list) = entries(self.lowering.document, block) {
            self.choice_list(block, list, was_choices);
            self.previous_was_choices = true;
            return;
        }
        let bold = bold_word(self.lowering.document, block);
        let label = bold.as_ref().and_then(|bold| self.label(bold, next));
        if let (Some(kind), Some(bold)) = (label, bold.as_ref()) {
            self.open_label(idx, kind, bold);
            return;
        }
        if matches!(block.kind, BlockKind::Heading { .. }) {
            // The sections reported it; what stands below it cannot be judged.
            self.below_heading = true;
            return;
        }
        let is_attributes = self.lowering.document.fence_info(block) == Some("toml item");
        if is_attributes || block.kind == BlockKind::Html {
            // Neither is content: lowering reports what is wrong with it.
            self.lowering.content(block.events.clone());
            return;
        }
        if self.is_before_the_answer() {
            self.body.stem.push(idx);
            return;
        }
        if let Some(bold) = bold.as_ref().filter(|_| !self.body.labels.is_empty()) {
            self.suggest_label(bold);
        }
        match self.body.labels.last_mut() {
            Some(label) => label.blocks.push(idx),
            None if was_choices && block.kind == BlockKind::Quote => self.unindented_feedback(block),
            None if block.kind == BlockKind::Rule || self.below_heading => {}
            None => self.loose.push(idx),
        }
    }

    fn is_before_the_answer(&self) -> bool {
        self.body.choices.is_none() && self.body.labels.is_empty()
    }

    /// Tells which label a bold word is here: "**Order:** 500 units" in a stem is none.
    fn label(&self, bold: &BoldWord, next: Option<&Block>) -> Option<LabelKind> {
        let kind = self.lowering.dialect.label(&bold.word)?;
        let Some(needed) = kind.needs() else { return Some(kind) };
        let follows = next.is_some_and(|next| next.kind == needed);
        (follows || !self.is_before_the_answer()).then_some(kind)
    }

    fn open_label(&mut self, idx: usize, kind: LabelKind, bold: &BoldWord) {
        if !bold.is_separate {
            let message = format!("a space is missing after the label `{}`", bold.word);
            let end = self.lowering.document.span(bold.range.end..bold.range.end);
            let finding = self.lowering.found(codes::LABEL_NOT_SEPARATE, bold.range.clone(), message);
            let fix = Fix::safe("put a space after it", end, " ");
            self.lowering.report(finding.help("put a space after it").fix(fix));
        }
        if self.is_before_the_answer() && !kind.holds_the_answer() {
            let message = format!("the label `{}` stands before the choices", bold.word);
            let finding = self.lowering.found(codes::MISPLACED_LABEL, bold.range.clone(), message);
            let help = "move it below the choices; if the word belongs to the question, take the bold away";
            self.lowering.report(finding.help(help));
            self.body.stem.push(idx);
            return;
        }
        self.report_loose(codes::UNLABELLED_TEXT);
        let earlier = self.body.labels.iter().find(|label| label.kind == kind);
        if let Some(earlier) = earlier.filter(|_| !kind.repeats()) {
            let span = self.lowering.document.span(earlier.range.clone());
            let message = format!("the label `{}` stands twice", kind.word());
            let finding = self.lowering.found(codes::REPEATED_LABEL, bold.range.clone(), message);
            self.lowering.report(finding.also(span, "it stands here first").help("make one of the two"));
        }
        self.body.labels.push(LabelBody { kind, range: bold.range.clone(), blocks: vec![idx] });
    }

    fn choice_list(&mut self, block: &Block, list: Vec<ListEntry>, was_choices: bool) {
        if self.is_before_the_answer() {
            let (entries, is_faulty) = self.lowering.marked_entries(block, list);
            self.body.choices = Some(ChoiceList { entries, range: block.range.clone(), is_faulty });
            return;
        }
        let Some(choices) = &mut self.body.choices else {
            // A label said before what is right; who lowers the answer reports the two together.
            let entries = list.into_iter().map(|entry| (Mark::Distractor, entry)).collect();
            self.body.choices = Some(ChoiceList { entries, range: block.range.clone(), is_faulty: true });
            return;
        };
        choices.is_faulty = true;
        if self.below_stray_feedback {
            return;
        }
        if !self.loose.is_empty() {
            self.report_loose(codes::TEXT_BETWEEN_CHOICES);
            return;
        }
        let first = self.lowering.document.text.as_bytes()[choices.range.start];
        let changes = was_choices && self.lowering.document.text.as_bytes()[block.range.start] != first;
        let place = self.lowering.document.trimmed(block.range.clone());
        let finding = if changes {
            let message = "the bullet changes, so the choices fall apart into two lists";
            let fix = self.lowering.bullet_fix("use the bullet `-`", &list);
            self.lowering.found(codes::CHANGED_BULLET, place, message).help("use one bullet for all").fix(fix)
        } else {
            let message = "a second list of choices stands in the item";
            self.lowering
                .found(codes::SECOND_CHOICE_LIST, place, message)
                .help("put all choices into one list")
        };
        self.lowering.report(finding);
    }

    fn unindented_feedback(&mut self, block: &Block) {
        self.below_stray_feedback = true;
        let place = self.lowering.document.trimmed(block.range.clone());
        let span = self.lowering.document.span(place.clone());
        let indented = self.lowering.document.text[place.clone()].replace('\n', "\n  ");
        let fix = Fix::safe("indent the quotation", span, format!("  {indented}"));
        let message = "the quotation after the choices belongs to none of them";
        let finding = self.lowering.found(codes::UNINDENTED_FEEDBACK, place, message);
        self.lowering.report(finding.help("indent it by two spaces, below its choice").fix(fix));
    }

    fn suggest_label(&mut self, bold: &BoldWord) {
        if let Some(word) = self.meant_label(bold) {
            let message = format!("`{}:` is no label", bold.word);
            let finding = self.lowering.found(codes::UNKNOWN_LABEL, bold.range.clone(), message);
            let finding = finding.help(format!("did you mean `{word}:`? If it is text, take the bold away"));
            self.lowering.report(finding);
        }
    }

    /// Returns the label that a bold word was meant for, if any is near.
    fn meant_label(&self, bold: &BoldWord) -> Option<String> {
        let near = nearest(&bold.word, self.lowering.dialect.label_words());
        let common = match bold.word.to_lowercase().as_str() {
            "reason" | "why" | "feedback" | "justification" | "discussion" => Some("rationale"),
            _ => None,
        };
        near.or(common).map(capital)
    }

    /// Reports what stands between or after the choices and belongs to nothing.
    fn report_loose(&mut self, code: Code) {
        for idx in std::mem::take(&mut self.loose) {
            let block = &self.lowering.document.blocks[idx];
            let place = self.lowering.document.trimmed(block.range.clone());
            let meant = bold_word(self.lowering.document, block);
            let meant = meant.and_then(|bold| Some((self.meant_label(&bold)?, bold.range)));
            let finding = match meant {
                Some((word, range)) => self.mistyped_label(&word, range),
                None => self.loose_finding(code, place),
            };
            self.lowering.report(finding);
        }
    }

    fn mistyped_label(&self, word: &str, range: Range<usize>) -> Diagnostic {
        let span = self.lowering.document.span(range.clone());
        let finding = self.lowering.found(codes::UNLABELLED_TEXT, range, "the bold word is no label");
        let fix = Fix::review("write the label", span, format!("**{word}:**"));
        finding.help(format!("did you mean `**{word}:**`?")).fix(fix)
    }

    fn loose_finding(&self, code: Code, place: Range<usize>) -> Diagnostic {
        let span = self.lowering.document.span(place.start..place.start);
        if code == codes::TEXT_BETWEEN_CHOICES {
            let indented = self.lowering.document.text[place.clone()].replace('\n', "\n  ");
            let whole = self.lowering.document.span(place.clone());
            let finding =
                self.lowering.found(code, place, "a block stands between two choices and belongs to neither");
            let fix = Fix::review("indent it", whole, format!("  {indented}"));
            return finding.help("indent it by two spaces, below the choice it belongs to").fix(fix);
        }
        let finding = self.lowering.found(code, place, "text stands after the choices without a label");
        finding.help("label it `**Rationale:**`").fix(Fix::review("label it", span, "**Rationale:** "))
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
