//! `duplicate-id`: two items or cases with one name.

use std::collections::BTreeMap;

use qbank_model::{Bank, Code, Diagnostic, Entry, ItemId, Meta, Severity, Span};

use crate::rule::{Findings, Rule};

/// Finds ids and former ids that name two things in one bank.
pub(super) struct DuplicateId;

static META: Meta =
    Meta { name: "duplicate-id", severity: Severity::Error, page: include_str!("duplicate_id.md") };

impl Rule for DuplicateId {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, bank: &Bank, findings: &mut Findings) {
        let mut named: Vec<(Span, &ItemId)> = Vec::new();
        for entry in bank.entries() {
            match (entry, entry.item()) {
                (Entry::Broken(stub), _) => named.extend(stub.id.as_ref().map(|id| (stub.span, id))),
                (Entry::Fixed(_) | Entry::Template(_), None) => {}
                (Entry::Fixed(_) | Entry::Template(_), Some(item)) => {
                    named.push((item.id.span, &item.id.value));
                    named.extend(item.aliases.iter().map(|alias| (item.id.span, alias)));
                    named.extend(item.stimulus.iter().map(|case| (case.id.span, &case.id.value)));
                }
            }
        }
        // Items of one case name it at one place.
        named.sort();
        named.dedup();
        let mut first_uses: BTreeMap<&ItemId, Span> = BTreeMap::new();
        for (span, id) in named {
            match first_uses.get(id) {
                Some(first) => {
                    let finding = Diagnostic::new(self.code(), span, format!("the id `{id}` is used twice"));
                    let finding = finding.label("used again here").also(*first, "it is used here first");
                    findings
                        .report(finding.help("give one of the two an id of its own").of_item(id.as_str()));
                }
                None => {
                    first_uses.insert(id, span);
                }
            }
        }
    }
}
