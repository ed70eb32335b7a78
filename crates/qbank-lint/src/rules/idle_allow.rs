//! `idle-allow`: an allowance that silences nothing. Who carries allowances out knows which.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity, Span};

use crate::rule::Rule;

/// Its name, for who carries allowances out.
pub(crate) const NAME: &str = "idle-allow";

static META: Meta = Meta {
    name: NAME,
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("idle_allow.md"),
};

/// Has its level and its page; the findings are made where allowances are carried out, once all other rules have
/// spoken.
pub(super) struct IdleAllow;

impl Rule for IdleAllow {
    fn code(&self) -> Code {
        Code(&META)
    }
}

/// Reports the allowance of a rule that stands at a place.
pub(crate) fn finding(rule: &str, span: Span) -> Diagnostic {
    let message = format!("the allowance of `{rule}` silences nothing");
    Diagnostic::new(Code(&META), span, message).help("delete it")
}
