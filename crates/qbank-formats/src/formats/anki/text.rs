//! Text as Anki keeps it: composed Unicode without control characters, and none of Anki's own marks.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::escape::has_byte;

/// Returns a field's HTML as Anki keeps it, in which no author's text is one of Anki's own marks.
pub(super) fn field(html: String) -> String {
    if !has_byte(html.as_bytes(), |byte| byte == b'[' || !byte.is_ascii() || is_dropped(byte)) {
        return html;
    }
    let changed = match disarm(&html) {
        Cow::Owned(disarmed) => Some(clean(&disarmed).into_owned()),
        Cow::Borrowed(same) => match clean(same) {
            Cow::Owned(cleaned) => Some(cleaned),
            Cow::Borrowed(_) => None,
        },
    };
    changed.unwrap_or(html)
}

/// Returns text in NFC without control characters, as Anki would change it when it imports; line breaks and tabs stay.
///
/// U+001F, which parts the fields of a note, is one of the characters dropped.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_composed = text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if is_composed && !has_byte(text.as_bytes(), is_dropped) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !u8::try_from(*c).is_ok_and(is_dropped)).nfc().collect())
}

fn is_dropped(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t')
}

/// What follows a bracket where Anki would play a sound, speak a text or run LaTeX, in small letters.
const MARKS: [&str; 9] = ["sound:", "anki:", "/anki:", "latex]", "/latex]", "$]", "/$]", "$$]", "/$$]"];

/// Returns a field's HTML in which no author's text can be one of Anki's own marks in brackets.
fn disarm(html: &str) -> Cow<'_, str> {
    if !html.split('[').skip(1).any(opens_mark) {
        return Cow::Borrowed(html);
    }
    let mut parts = html.split('[');
    let mut disarmed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        disarmed.push_str(if opens_mark(part) { "&#91;" } else { "[" });
        disarmed.push_str(part);
    }
    Cow::Owned(disarmed)
}

fn opens_mark(rest: &str) -> bool {
    MARKS.iter().any(|mark| {
        rest.as_bytes().get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
    })
}

/// Returns a word as one tag of Anki's: no white space, no quotation mark, no empty level.
pub(super) fn tag(group: &str, word: &str) -> String {
    let mut tag = String::with_capacity(group.len() + word.len() + 2);
    tag.push_str(group);
    tag.push_str("::");
    let start = tag.len();
    for part in word.split_whitespace() {
        if tag.len() > start {
            tag.push('-');
        }
        tag.push_str(part);
    }
    if tag[start..].contains(['"', ':']) {
        let rest = tag.split_off(start).replace('"', "").replace("::", ":");
        tag.push_str(&rest);
    }
    match clean(&tag) {
        Cow::Owned(cleaned) => cleaned,
        Cow::Borrowed(_) => tag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_without_controls() {
        for (text, expected) in [
            ("plain\n\ttext", "plain\n\ttext"),
            ("a\u{1f}b\u{0}c\r\n", "abc\n"),
            ("e\u{301}\u{1f}!", "\u{e9}!"),
            ("\u{1f}\u{e9}", "\u{e9}"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ankis_marks_are_disarmed() {
        for (html, expected) in [
            ("<p>[x] and \\[a\\]</p>", "<p>[x] and \\[a\\]</p>"),
            ("[sound:a.mp3]", "&#91;sound:a.mp3]"),
            ("see [LaTeX]x[/latex] [1]", "see &#91;LaTeX]x&#91;/latex] [1]"),
            ("[$]x[/$] [$5]", "&#91;$]x&#91;/$] [$5]"),
            ("[é", "[é"),
        ] {
            assert_eq!(disarm(html), expected, "{html}");
        }
    }

    #[test]
    fn tags_have_no_space() {
        for (word, expected) in
            [("eoq", "tag::eoq"), (" lot  size ", "tag::lot-size"), ("a::\"b\"", "tag::a:b")]
        {
            assert_eq!(tag("tag", word), expected, "{word:?}");
        }
    }
}
