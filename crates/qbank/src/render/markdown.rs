//! Author text in Markdown that others show: a job summary, a pull request.

use std::fmt::Write as _;

use crate::terminal::one_line;

/// Writes text so that Markdown shows it as it is: every sign as an entity, so that none is markup, a link or HTML.
pub(crate) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            c if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '-' | '/') => {
                let _ = write!(literal, "&#{};", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_in_markdown() {
        let text = "<b>|`x`|[a](b) _c_ http://d";
        let entity = |c: char| c.is_ascii_alphanumeric() || "&#; /".contains(c);
        assert!(literal(text).chars().all(entity), "{}", literal(text));
    }
}
