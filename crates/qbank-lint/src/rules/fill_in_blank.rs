//! `fill-in-blank`: a stem with a gap in the middle.

use std::sync::LazyLock;

use memchr::{memchr3, memmem};
use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Wording, pattern};

/// Finds stems of choice questions with several gaps, or with one that is not at the end.
pub(super) struct FillInBlank;

static META: Meta = Meta {
    name: "fill-in-blank",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("fill_in_blank.md"),
};

static GAP: LazyLock<Regex> = LazyLock::new(|| pattern(r"_{2,}|[\[(]blank[\])]|\.{4,}|(^| )_( |$|[.,;?!])"));

impl Rule for FillInBlank {
    fn code(&self) -> Code {
        Code(&META)
    }

    /// Items of the type with gaps have no choices, and are not looked at.
    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if wording.choices().is_empty() {
            return;
        }
        let stem = wording.stem().as_str();
        if memchr3(b'_', b'[', b'(', stem.as_bytes()).is_none()
            && memmem::find(stem.as_bytes(), b"....").is_none()
        {
            return;
        }
        let gaps: Vec<_> = GAP.find_iter(stem).collect();
        let Some(last) = gaps.last() else { return };
        let goes_on = stem[last.end()..].contains(char::is_alphanumeric);
        let message = match gaps.len() {
            1 if goes_on => "the stem has a gap before its end".to_owned(),
            1 => return,
            n_gaps => format!("the stem has {n_gaps} gaps"),
        };
        let help = "ask a question, or make it one with gaps to fill (`**Blanks:**`)";
        cx.report(Diagnostic::new(self.code(), wording.item.id.span, message).help(help));
    }
}
