//! `unused-media`: a picture or a sound that no question shows.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};

/// Finds media of the bank's folders that no text names.
pub(super) struct UnusedMedia;

static META: Meta = Meta {
    name: "unused-media",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("unused_media.md"),
};

impl Rule for UnusedMedia {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_bank(&self, cx: &mut Context) {
        // Nobody knows what a broken item would show.
        if cx.bank.entries().iter().any(|entry| entry.item().is_none()) {
            return;
        }
        for medium in &cx.bank.unused_media {
            let message = format!("no question shows {}, or links to it", medium.value);
            let finding = Diagnostic::new(self.code(), medium.span, message);
            cx.report(finding.help("show it where it was meant to be, or remove the file"));
        }
    }
}
