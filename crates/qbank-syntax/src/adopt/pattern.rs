//! Patterns for lines of foreign banks.

use regex::Regex;

/// Builds a pattern whose `\s`, `\d`, `\W` and `\b` know ASCII and the no-break space, which is all that marks are made of.
pub(super) fn pattern(text: &str) -> Regex {
    let text = text.replace(r"\s", r"[[:space:]\u{A0}]").replace(r"\d", "[0-9]");
    let text = text.replace(r"\W", "[^0-9A-Za-z]").replace(r"\b", r"(?-u:\b)");
    Regex::new(&text).expect("the patterns of this module are sound")
}
