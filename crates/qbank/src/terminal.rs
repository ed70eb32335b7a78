//! Author text on a terminal: shown, never obeyed.

use std::fmt::Write as _;

/// Replaces control characters, except line breaks and tabs, by characters of the same length in UTF-8.
///
/// Equal lengths keep every span of a source true. What drives a terminal is below U+0020, U+007F, or U+0080 to
/// U+009F; the bidirectional controls would reorder what is read.
pub(crate) fn same_length(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        '\r' => ' ',
        c if !is_obeyed(c) => c,
        c => ['?', '¿', '\u{FFFD}'][c.len_utf8().min(3) - 1],
    };
    text.chars().map(shown).collect()
}

/// Puts text on one line and spells its control characters out.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || c == '\t' || c == '\r' {
            line.push(' ');
        } else if is_obeyed(c) {
            line.extend(c.escape_unicode());
        } else {
            line.push(c);
        }
    }
    line
}

/// Escapes what a terminal obeys in JSON text, where such characters can stand only inside strings.
pub(crate) fn in_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_obeyed(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_and_lengths_kept() {
        let text = "a\u{1b}[31m\u{9b}2J\u{202e}\nb\r\n";
        assert_eq!(same_length(text), "a?[31m¿2J\u{FFFD}\nb \n");
        assert_eq!(same_length(text).len(), text.len());
        assert_eq!(one_line("a\u{1b}[31m\nb"), "a\\u{1b}[31m b");
    }
}
