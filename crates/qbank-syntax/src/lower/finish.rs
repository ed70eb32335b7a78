//! From a draft to an entry of the bank: completes the answer, or tries the draws.

use std::ops::Range;

use qbank_model::template::{ItemTemplate, OpenInteraction, Values, Variables, compute};
use qbank_model::{Entry, ItemDraft, Kind};

use crate::codes;
use crate::content::Lowering;
use crate::lower::Places;
use crate::lower::answer::AnswerPlaces;

/// Where the faults of an item are told.
pub(crate) struct Site<'s> {
    /// The heading's id.
    pub(crate) heading: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) answer: &'s AnswerPlaces,
    pub(crate) variables: Option<&'s Variables>,
}

impl Lowering<'_, '_> {
    /// Makes the entry, or reports what keeps the draft from being one.
    pub(crate) fn finish(
        &mut self,
        draft: ItemDraft<OpenInteraction>,
        answer: &AnswerPlaces,
    ) -> Option<Entry> {
        let site =
            Site { heading: draft.id.span.range(), kind: draft.interaction.kind(), answer, variables: None };
        match std::mem::take(&mut self.places) {
            Places::Open(variables) => self.finish_open(draft, &Site { variables: Some(&variables), ..site }),
            Places::Literal | Places::Broken => self.finish_fixed(draft, &site),
        }
    }

    fn finish_fixed(&mut self, draft: ItemDraft<OpenInteraction>, site: &Site) -> Option<Entry> {
        let closed = draft.map_interaction(|interaction| interaction.close(&Values::NONE));
        let draft = match closed {
            Ok(draft) => draft,
            Err(faults) => {
                for fault in &faults {
                    self.report_answer_fault(fault, site);
                }
                return None;
            }
        };
        match draft.build() {
            Ok(item) => Some(Entry::Fixed(Box::new(item))),
            Err(faults) => {
                for fault in &faults {
                    self.report_item_fault(fault, site);
                }
                None
            }
        }
    }

    /// Takes what trying an item's draws costs from what the file may cost, or reports that it is used up.
    fn take_draw_cost(&mut self, cost: u64, site: &Site) -> Option<()> {
        let Some(left) = self.draw_budget.checked_sub(cost) else {
            let message = "trying the draws of this file's items takes too long";
            let finding = self.found(codes::DRAWS_TOO_COSTLY, site.heading.clone(), message);
            let help = "move some items with variables to another file, or simplify their expressions";
            self.report(finding.help(help));
            return None;
        };
        self.draw_budget = left;
        Some(())
    }

    fn finish_open(&mut self, draft: ItemDraft<OpenInteraction>, site: &Site) -> Option<Entry> {
        let variables = site.variables?;
        let made = if variables.draws_nothing() {
            compute(&draft, variables).map(|item| Entry::Fixed(Box::new(item)))
        } else if self.take_draw_cost(ItemTemplate::cost(variables), site).is_none() {
            return None;
        } else {
            ItemTemplate::new(draft, variables.clone()).map(|template| Entry::Template(Box::new(template)))
        };
        match made {
            Ok(entry) => Some(entry),
            Err(faults) => {
                for fault in &faults {
                    self.report_template_fault(fault, site);
                }
                None
            }
        }
    }
}
