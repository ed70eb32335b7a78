//! `reused-id`: an id that packages were handed out with names something else now.

use std::collections::BTreeSet;

use qbank_model::{
    Bank, Code, Confidence, Diagnostic, Entry, IdLock, IdUse, ItemId, Meta, Severity, Span, Status,
};

use crate::rule::{Context, Rule};

/// Finds ids of `ids.lock` that were taken out of use and name an item or a case again.
pub(super) struct ReusedId;

static META: Meta = Meta {
    name: "reused-id",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("reused_id.md"),
};

impl Rule for ReusedId {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn is_firm(&self) -> bool {
        true
    }

    fn check_bank(&self, cx: &mut Context) {
        if cx.bank.handed_out.as_ref().is_none_or(IdLock::is_empty) {
            return;
        }
        let mut cases: BTreeSet<(Span, &ItemId)> = BTreeSet::new();
        for entry in cx.bank.entries() {
            let Some(item) = entry.item() else { continue };
            let names: BTreeSet<&ItemId> = [&item.id.value, item.identity()].into();
            for id in names {
                let before = why_not_item(cx.bank, entry, id);
                if let Some(finding) = self.finding(cx.bank, (item.id.span, id), before) {
                    cx.report(finding.of_item(entry.name()));
                }
            }
            cases.extend(item.stimulus.as_ref().map(|case| (case.id.span, &case.id.value)));
        }
        for (place, id) in cases {
            let before = why_not_case(cx.bank, id);
            if let Some(finding) = self.finding(cx.bank, (place, id), before) {
                cx.report(finding);
            }
        }
    }
}

impl ReusedId {
    fn finding(&self, bank: &Bank, named: (Span, &ItemId), before: Option<String>) -> Option<Diagnostic> {
        let (place, id) = named;
        let known = bank.handed_out.as_ref()?.get(id)?;
        let finding = Diagnostic::new(self.code(), place, format!("the id `{id}` {}", before?));
        Some(finding.also(known.span, "it was handed out").help("give this one an id of its own"))
    }
}

/// Says what an id was before, where no item may have it again.
fn why_not_item(bank: &Bank, entry: &Entry, id: &ItemId) -> Option<String> {
    match &bank.handed_out.as_ref()?.get(id)?.value {
        IdUse::Item => None,
        IdUse::Case => Some("was handed out as that of a case".to_owned()),
        IdUse::Removed(reason) => Some(removed(reason)),
        IdUse::Retired(revision) => {
            let is_retired = entry.item()?.status == Status::Retired;
            let is_same = bank.entry_revision(entry).as_ref() == Some(revision);
            let told = "was handed out for another question, which is retired";
            (!is_retired && !is_same).then(|| told.to_owned())
        }
    }
}

/// Says what an id was before, where no case may have it again.
fn why_not_case(bank: &Bank, id: &ItemId) -> Option<String> {
    match &bank.handed_out.as_ref()?.get(id)?.value {
        IdUse::Case => None,
        IdUse::Item | IdUse::Retired(_) => Some("was handed out as that of an item".to_owned()),
        IdUse::Removed(reason) => Some(removed(reason)),
    }
}

fn removed(reason: &str) -> String {
    format!("was handed out for something that was taken out ({reason})")
}
