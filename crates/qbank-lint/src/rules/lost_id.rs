//! `lost-id`: an id that packages were handed out with, and that the bank no longer has.

use std::collections::{BTreeMap, BTreeSet};

use qbank_model::{Code, Confidence, Diagnostic, IdLock, IdUse, Item, ItemId, Meta, Severity, Spanned};

use crate::rule::{Context, Rule};

/// Finds ids of `ids.lock` that no item has as its identity and no case as its id.
pub(super) struct LostId;

static META: Meta = Meta {
    name: "lost-id",
    severity: Severity::Error,
    confidence: Confidence::High,
    page: include_str!("lost_id.md"),
};

impl Rule for LostId {
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
        // Nobody knows all the names of a broken item, and its own findings come first.
        if cx.bank.entries().iter().any(|entry| entry.item().is_none()) {
            return;
        }
        let names = Names::of(cx.bank.items());
        let handed_out = cx.bank.handed_out.iter().flat_map(IdLock::ids);
        let lost: Vec<Diagnostic> =
            handed_out.filter_map(|(id, id_use)| self.finding(id, id_use, &names)).collect();
        for finding in lost {
            cx.report(finding);
        }
    }
}

impl LostId {
    fn finding(&self, id: &ItemId, id_use: &Spanned<IdUse>, names: &Names) -> Option<Diagnostic> {
        let is_kept = match id_use.value {
            IdUse::Item | IdUse::Retired(_) => names.items.get(id).is_some_and(|item| item.identity() == id),
            IdUse::Case => names.cases.contains(id),
            IdUse::Removed(_) => true,
        };
        let item = names.items.get(id);
        let is_case = id_use.value == IdUse::Case;
        // Who has the name of the other kind reuses it.
        if is_kept || (is_case && item.is_some()) || (!is_case && names.cases.contains(id)) {
            return None;
        }
        let found = |message| Diagnostic::new(self.code(), id_use.span, message);
        Some(match item {
            Some(item) => found(format!("`{id}` was handed out, and its item goes by `{}` now", item.identity()))
                .also(item.id.span, "the item")
                .help(format!("put `{id}` first in the item's `aliases`, or leave them out where it is the id")),
            None if is_case => found(format!("the case `{id}` was handed out, and is gone"))
                .help("give the case this id again, or say here why it is gone: `removed = \"why\"`"),
            None => found(format!("`{id}` was handed out, and is gone")).help(format!(
                "bring the item back with `status = \"retired\"`; if it has a new id, put `{id}` first in its `aliases`; if \
                 it had to go, say here why: `removed = \"why\"`"
            )),
        })
    }
}

/// Who has a name in the bank.
struct Names<'b> {
    /// By ids and former ids.
    items: BTreeMap<&'b ItemId, &'b Item>,
    cases: BTreeSet<&'b ItemId>,
}

impl<'b> Names<'b> {
    fn of(items: impl Iterator<Item = &'b Item>) -> Self {
        let mut names = Self { items: BTreeMap::new(), cases: BTreeSet::new() };
        for item in items {
            names.items.extend(item.aliases.iter().chain([&item.id.value]).map(|name| (name, item)));
            names.cases.extend(item.stimulus.as_ref().map(|case| &case.id.value));
        }
        names
    }
}
