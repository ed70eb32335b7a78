//! `duplicate-id`: two items or cases with one name.

use std::collections::HashMap;

use qbank_model::{Code, Confidence, Diagnostic, Entry, ItemId, Meta, Severity, Span};

use crate::rule::{Context, Rule};

/// Finds ids and former ids that name two things in one bank.
pub(super) struct DuplicateId;

static META: Meta = Meta {
    name: "duplicate-id",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("duplicate_id.md"),
};

impl Rule for DuplicateId {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn is_firm(&self) -> bool {
        true
    }

    fn check_bank(&self, cx: &mut Context) {
        let mut named: Vec<(Span, &ItemId, Option<&Entry>)> = Vec::with_capacity(cx.bank.entries().len());
        for entry in cx.bank.entries() {
            let (span, aliases) = match (entry, entry.item()) {
                (_, Some(item)) => (item.id.span, &item.aliases[..]),
                (Entry::Broken(stub), None) => (stub.span, &stub.aliases[..]),
                (Entry::Fixed(_) | Entry::Template(_), None) => continue,
            };
            named.extend(entry.id().into_iter().chain(aliases).map(|id| (span, id, Some(entry))));
            let case = entry.item().and_then(|item| item.stimulus.as_ref());
            named.extend(case.map(|case| (case.id.span, &case.id.value, None)));
        }
        // Items of one case name it at one place.
        named.sort_by_key(|(span, id, _)| (*span, *id));
        named.dedup_by_key(|(span, id, _)| (*span, *id));
        let mut first_uses: HashMap<&ItemId, Span> = HashMap::with_capacity(named.len());
        for (span, id, entry) in named {
            match first_uses.get(id) {
                Some(first) => {
                    let finding = Diagnostic::new(self.code(), span, format!("the id `{id}` is used twice"));
                    let finding = finding.label("used again here").also(*first, "it is used here first");
                    cx.report(
                        finding
                            .help("give one of the two an id of its own")
                            .of_item(entry.and_then(Entry::name)),
                    );
                }
                None => {
                    first_uses.insert(id, span);
                }
            }
        }
    }
}
