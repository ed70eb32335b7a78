//! Front matter: a file's TOML between two lines of `+++`, cut off before Markdown is parsed.

use std::ops::Range;

/// The parts of a question file, as byte ranges of its text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The TOML, without the lines around it; absent where the file has none.
    pub(crate) front_matter: Option<Range<usize>>,
    /// Whether front matter was opened and never closed; it then reaches to the end of the file.
    pub(crate) unclosed: bool,
    /// The Markdown.
    pub(crate) body: Range<usize>,
}

/// Splits a file; a byte order mark is passed over, and lines may end in CRLF.
pub(crate) fn split(text: &str) -> Parts {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut lines = line_ranges(text, start);
    let opens = lines.next().filter(|line| is_fence(&text[line.clone()]));
    let Some(opening) = opens else {
        return Parts { front_matter: None, unclosed: false, body: start..text.len() };
    };
    match lines.find(|line| is_fence(&text[line.clone()])) {
        Some(closing) => Parts {
            front_matter: Some(opening.end..closing.start),
            unclosed: false,
            body: closing.end..text.len(),
        },
        None => Parts {
            front_matter: Some(opening.end..text.len()),
            unclosed: true,
            body: text.len()..text.len(),
        },
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches(['\n', '\r']) == "+++"
}

/// Returns the ranges of a text's lines from an offset on, line breaks included.
pub(crate) fn line_ranges(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        range
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_cut_off() {
        for (text, toml, body) in [
            ("+++\na = 1\n+++\n# x", Some("a = 1\n"), "# x"),
            ("\u{FEFF}+++\r\na = 1\r\n+++\r\nx", Some("a = 1\r\n"), "x"),
            ("x\n+++\n", None, "x\n+++\n"),
            ("", None, ""),
            ("+++\na = 1", Some("a = 1"), ""),
        ] {
            let parts = split(text);
            assert_eq!(parts.front_matter.map(|range| &text[range]), toml, "{text:?}");
            assert_eq!(&text[parts.body], body, "{text:?}");
        }
    }
}
