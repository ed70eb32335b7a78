//! Author text on a terminal or in a log: shown, never obeyed.
//!
//! Terminals obey control characters. The runners of CI services read every line of a job's log and obey some: those of
//! GitHub a line that begins with `::`, they and those of Azure `##[` or `##word[` anywhere.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Replaces control characters, except line breaks and tabs, by characters of the same length in UTF-8, and the bracket
/// of a runner's command by a parenthesis.
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
    let shown: String = text.chars().map(shown).collect();
    without_hash_commands(&shown, "(").into_owned()
}

/// Puts text on one line and spells out its control characters and what begins a runner's command.
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
    // A long line is folded, and then any word may be a line's first.
    let words = line.split(' ').map(without_colon_command);
    let line = if line.contains("::") { words.collect::<Vec<_>>().join(" ") } else { line };
    without_hash_commands(&line, "\\u{5b}").into_owned()
}

/// Spells out what is obeyed in a line of a file and keeps its tabs and its end, so that a diff still fits the file.
pub(crate) fn diff_line(line: &str) -> String {
    let body = line.trim_end_matches(['\n', '\r']);
    let parts: Vec<String> = body.split('\t').map(one_line).collect();
    parts.join("\t") + &line[body.len()..]
}

/// Escapes what a terminal or a runner obeys in JSON text, where such characters can stand only inside strings.
pub(crate) fn in_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_obeyed(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    without_hash_commands(&safe, "\\u005b").into_owned()
}

/// Spells out the first colon of a word that begins as a command of GitHub's runner does.
fn without_colon_command(word: &str) -> Cow<'_, str> {
    match word.strip_prefix("::") {
        Some(rest) => format!("\\u{{3a}}:{rest}").into(),
        None => word.into(),
    }
}

/// Puts `bracket` for the bracket of each `##[` and `##word[`.
fn without_hash_commands<'t>(text: &'t str, bracket: &str) -> Cow<'t, str> {
    let Some(first) = text.find("##") else { return text.into() };
    let mut safe = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find("##") {
        let word = at + rest[at..].bytes().take_while(|byte| *byte == b'#').count();
        let end = word + rest[word..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        safe.push_str(&rest[..end]);
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('[') {
            safe.push_str(bracket);
            rest = after;
        }
    }
    safe.push_str(rest);
    safe.into()
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

    #[test]
    fn what_runners_obey_is_spelled_out() {
        for (text, expected) in [
            ("::error::x", "\\u{3a}:error::x"),
            ("a ::set-env::", "a \\u{3a}:set-env::"),
            ("std::vec, a:: b", "std::vec, a:: b"),
            ("a##[add-path]b", "a##\\u{5b}add-path]b"),
            ("##vso[task.x] ###[y] # [z] ## [", "##vso\\u{5b}task.x] ###\\u{5b}y] # [z] ## ["),
        ] {
            assert_eq!(one_line(text), expected, "{text}");
        }
        assert_eq!(same_length("é ##[x] ##vso["), "é ##(x] ##vso(");
        assert_eq!(diff_line("\ta ##[x]\r\n"), "\ta ##\\u{5b}x]\r\n");
        assert_eq!(in_json("\"##[x]\""), "\"##\\u005bx]\"");
    }
}
