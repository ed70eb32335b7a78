//! Lowers the entries of a choice list: their content, feedback and attribute blocks.

use std::ops::Range;
use std::str::FromStr;

use qbank_model::interaction::{Choices, ChoicesFault, Mark};
use qbank_model::{Block, Choice, ChoiceId, Decimal};

use crate::choice_list::{EntryMark, ListEntry};
use crate::codes;
use crate::content::Lowering;

/// The choices of an item with their marks; both in authored order.
pub(crate) struct MarkedChoices {
    pub(crate) choices: Choices,
    pub(crate) marks: Vec<Mark>,
}

/// The attribute block of a choice: `{#id .fixed score=0.5}`.
#[derive(Default)]
struct ChoiceAttributes {
    id: Option<ChoiceId>,
    fixed: bool,
    share: Option<Decimal>,
}

impl Lowering<'_, '_> {
    /// Lowers the choices, or reports what keeps them from being a list of choices.
    pub(crate) fn choices(
        &mut self,
        entries: Vec<(Mark, ListEntry)>,
        list: Range<usize>,
        pin_last: bool,
    ) -> Option<MarkedChoices> {
        let n_entries = entries.len();
        if n_entries > Choices::MAX {
            self.report_count(n_entries, list);
            return None;
        }
        let mut marks = Vec::with_capacity(n_entries);
        let mut choices = Vec::with_capacity(n_entries);
        for (idx, (mark, entry)) in entries.into_iter().enumerate() {
            marks.push(mark);
            let mut choice = self.choice(idx, &entry);
            choice.fixed |= pin_last && idx + 1 == n_entries;
            choices.push(choice);
        }
        match Choices::new(choices.clone()) {
            Ok(choices) => Some(MarkedChoices { choices, marks }),
            Err(faults) => {
                for fault in faults {
                    self.report_choices_fault(&fault, &choices, list.clone());
                }
                None
            }
        }
    }

    fn choice(&mut self, idx: usize, entry: &ListEntry) -> Choice {
        let attributes = self.choice_attributes(entry);
        let marker = match &entry.mark {
            EntryMark::Marked(_, marker) => marker.clone(),
            EntryMark::Lookalike { .. } | EntryMark::None => entry.range.start..entry.range.start,
        };
        self.skip(marker);
        let mut content = self.content(entry.events.start + 1..entry.events.end - 1);
        let feedback = match content.0.last() {
            Some(Block::Quote(_)) => match content.0.pop() {
                Some(Block::Quote(feedback)) => Some(feedback).filter(|feedback| !feedback.is_empty()),
                _ => None,
            },
            _ => None,
        };
        Choice {
            id: attributes.id.unwrap_or_else(|| ChoiceId::nth(idx)),
            content,
            feedback,
            fixed: attributes.fixed,
            share: attributes.share,
            span: self.document.span(entry.range.clone()),
        }
    }

    fn choice_attributes(&mut self, entry: &ListEntry) -> ChoiceAttributes {
        let mut attributes = ChoiceAttributes::default();
        let Some(block) = attribute_block(self.document.text, &entry.range) else { return attributes };
        self.skip(block.clone());
        let raw = &self.document.text[block.clone()];
        let inner = raw.strip_prefix('{').and_then(|raw| raw.strip_suffix('}')).unwrap_or_default();
        for token in inner.split_whitespace() {
            let is_known = if let Some(id) = token.strip_prefix('#') {
                attributes.id = ChoiceId::new(id).ok();
                attributes.id.is_some()
            } else if let Some(share) = token.strip_prefix("score=") {
                attributes.share = Decimal::from_str(share).ok();
                attributes.share.is_some()
            } else {
                attributes.fixed = token == ".fixed";
                attributes.fixed
            };
            if !is_known {
                let message = format!("`{token}` is no attribute of a choice");
                let finding = self.found(codes::BROKEN_CHOICE_ATTRIBUTES, block.clone(), message);
                self.report(finding.help("a choice knows `#id`, `.fixed` and `score=0.5`"));
            }
        }
        attributes
    }

    fn report_choices_fault(&mut self, fault: &ChoicesFault, choices: &[Choice], list: Range<usize>) {
        let place = |idx: usize| choices[idx].span.range();
        let finding = match *fault {
            ChoicesFault::Count(count) => return self.report_count(count, list),
            ChoicesFault::Empty(idx) => {
                let finding = self.found(codes::EMPTY_CHOICE, place(idx), "the choice is empty");
                finding.help("write the choice, or delete the line")
            }
            ChoicesFault::Repeated(first, idx) => {
                let finding = self.found(codes::REPEATED_CHOICE, place(idx), "two choices read the same");
                finding
                    .also(choices[first].span, "the same text stands here")
                    .help("change or delete one of them")
            }
            ChoicesFault::RepeatedId(first, idx) => {
                let message = format!("two choices have the id `{}`", choices[idx].id);
                let finding = self.found(codes::REPEATED_CHOICE_ID, place(idx), message);
                finding.also(choices[first].span, "it stands here first").help("give each its own id")
            }
            ChoicesFault::Share(idx) => {
                let finding =
                    self.found(codes::WRONG_SHARES, place(idx), "the choice's score is not from −1 to 1");
                finding.help("a score is the share of the item's points")
            }
        };
        self.report(finding);
    }

    fn report_count(&mut self, count: usize, list: Range<usize>) {
        let place = self.document.trimmed(list);
        let finding = if count < 2 {
            let finding =
                self.found(codes::TOO_FEW_CHOICES, place, format!("the question has {count} sound choice"));
            finding.help("write two choices or more")
        } else {
            let message = format!("the question has {count} choices; at most {} are possible", Choices::MAX);
            self.found(codes::TOO_MANY_CHOICES, place.start..place.start + 1, message)
                .help("split the question")
        };
        self.report(finding);
    }
}

/// Finds the attribute block at the end of an entry's first source line.
fn attribute_block(text: &str, entry: &Range<usize>) -> Option<Range<usize>> {
    let line = text[entry.clone()].lines().next().unwrap_or_default().trim_end();
    let inner = line.strip_suffix('}')?;
    let open = inner.rfind('{')?;
    let starts_one = ["#", ".", "score="].iter().any(|start| inner[open + 1..].starts_with(start));
    let stands_free = line[..open].ends_with([' ', '\t', ']']);
    (starts_one && stands_free).then(|| entry.start + open..entry.start + line.len())
}
