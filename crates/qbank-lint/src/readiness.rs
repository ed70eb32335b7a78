//! How grave it is that an item lacks something that it needs in the end.

use qbank_model::{Diagnostic, Item, Status};

/// Makes a finding of what an item lacks: a warning once the item is said to be ready for a reader, information in a draft
/// where the bank wants to hear of drafts, nothing of one that is retired.
pub(crate) fn lacking(item: &Item, drafts: bool, finding: impl FnOnce() -> Diagnostic) -> Option<Diagnostic> {
    use qbank_model::Severity::{Info, Warning};
    let severity = match item.status {
        Status::Review | Status::Approved => Warning,
        Status::Draft if drafts => Info,
        Status::Draft | Status::Retired => return None,
    };
    Some(Diagnostic { severity, ..finding() })
}
