//! Lowers the entries of a choice list: their content, feedback and attribute blocks.

use std::ops::Range;
use std::str::FromStr;

use qbank_model::interaction::{Choices, ChoicesFault, Mark};
use qbank_model::{Choice, ChoiceId, Decimal};

use crate::choice_list::{EntryMark, ListEntry};
use crate::codes;
use crate::content::Lowering;
use crate::lower::body::ChoiceList;

/// The attribute block of a choice: `{#id .fixed score=0.5}`.
#[derive(Default)]
struct ChoiceAttributes {
    id: Option<ChoiceId>,
    fixed: bool,
    share: Option<Decimal>,
}

impl ChoiceAttributes {
    /// Takes one word of the block, or says what is wrong with it.
    fn set(&mut self, token: &str) -> Result<(), &'static str> {
        const UNKNOWN: &str = "is no attribute of a choice";
        let is_repeated = if let Some(id) = token.strip_prefix('#') {
            self.id.replace(ChoiceId::new(id).map_err(|_| UNKNOWN)?).is_some()
        } else if let Some(share) = token.strip_prefix("score=") {
            self.share.replace(Decimal::from_str(share).map_err(|_| "is no number")?).is_some()
        } else if token == ".fixed" {
            std::mem::replace(&mut self.fixed, true)
        } else {
            return Err(UNKNOWN);
        };
        if is_repeated { Err("stands twice") } else { Ok(()) }
    }
}

impl Lowering<'_, '_> {
    /// Lowers the choices with their marks, or reports a number of choices that no item can have.
    pub(crate) fn choices(&mut self, list: ChoiceList, pin_last: bool) -> Option<(Vec<Choice>, Vec<Mark>)> {
        let ChoiceList { entries, range: list, is_faulty } = list;
        let n_entries = entries.len();
        if n_entries > Choices::MAX || (n_entries < 2 && !is_faulty) {
            self.report_count(n_entries, list);
        }
        if !(2..=Choices::MAX).contains(&n_entries) {
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
        Some((choices, marks))
    }

    fn choice(&mut self, idx: usize, entry: &ListEntry) -> Choice {
        let attributes = self.choice_attributes(entry);
        let marker = match &entry.mark {
            EntryMark::Marked(_, marker) => marker.clone(),
            EntryMark::Lookalike { range, .. } => range.clone(),
            EntryMark::None => entry.range.start..entry.range.start,
        };
        self.skip(marker);
        let (content, quote) = self.content_and_quote(entry.events.start + 1..entry.events.end - 1);
        Choice {
            id: attributes.id.unwrap_or_else(|| ChoiceId::nth(idx)),
            content,
            feedback: quote.filter(|feedback| !feedback.is_empty()),
            fixed: attributes.fixed,
            share: attributes.share,
            span: self.document.span(entry.range.clone()),
        }
    }

    fn choice_attributes(&mut self, entry: &ListEntry) -> ChoiceAttributes {
        let mut attributes = ChoiceAttributes::default();
        let line = self.document.text[entry.range.clone()].lines().next().unwrap_or_default().trim_end();
        if !line.contains('{') {
            return attributes;
        }
        let Some(block) = attribute_block(line, entry.range.start) else {
            self.report_half_attributes(line, entry.range.start);
            return attributes;
        };
        self.skip(block.clone());
        let raw = &self.document.text[block.clone()];
        let inner = raw.strip_prefix('{').and_then(|raw| raw.strip_suffix('}')).unwrap_or_default();
        for token in inner.split_whitespace() {
            if let Err(why) = attributes.set(token) {
                let finding = self.found(codes::BROKEN_CHOICE_ATTRIBUTES, block, format!("`{token}` {why}"));
                self.report(finding.help("a choice knows `#id`, `.fixed` and `score=0.5`, each once"));
                break;
            }
        }
        attributes
    }

    /// Reports `{#…` that was meant as an attribute block and is none: unclosed, without its space, or inside the text.
    fn report_half_attributes(&mut self, line: &str, line_start: usize) {
        let Some(open) = line.rfind("{#") else { return };
        let before = &line[..open];
        let is_code = before.matches('`').count() % 2 == 1;
        let start = line_start + open;
        let is_masked = !self.document.masks_in(&(start..start + 2)).is_empty();
        if before.ends_with('\\') || is_code || is_masked {
            return;
        }
        let place = start..line_start + line.len();
        let finding =
            self.found(codes::BROKEN_CHOICE_ATTRIBUTES, place, "this is only half an attribute block");
        self.report(finding.help("end the line in ` {#id}`; write `\\{#` where it is text"));
    }

    /// Reports what is wrong with choices that stand at these places.
    pub(crate) fn report_choices_fault(&mut self, fault: &ChoicesFault, places: &[Range<usize>]) {
        let place = |idx: usize| places[idx].clone();
        let finding = match *fault {
            // The count was looked at before the choices were lowered.
            ChoicesFault::Count(_) => return,
            ChoicesFault::Empty(idx) => {
                let finding = self.found(codes::EMPTY_CHOICE, place(idx), "the choice is empty");
                finding.help("write the choice, or delete the line")
            }
            ChoicesFault::Repeated(first, idx) => {
                let finding = self.found(codes::REPEATED_CHOICE, place(idx), "two choices read the same");
                let first = self.document.span(place(first));
                finding.also(first, "the same text stands here").help("change or delete one of them")
            }
            ChoicesFault::RepeatedId(first, idx) => {
                let finding = self.found(codes::REPEATED_CHOICE_ID, place(idx), "two choices have one id");
                let first = self.document.span(place(first));
                finding.also(first, "it stands here first").help("give each its own id")
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

/// Finds the attribute block at the end of a line that starts at a byte of the file.
fn attribute_block(line: &str, line_start: usize) -> Option<Range<usize>> {
    let inner = line.strip_suffix('}')?;
    let open = inner.rfind('{')?;
    let starts_one = ["#", ".", "score="].iter().any(|start| inner[open + 1..].starts_with(start));
    let stands_free = line[..open].ends_with([' ', '\t', ']']);
    (starts_one && stands_free).then(|| line_start + open..line_start + line.len())
}
