//! Text made safe inside markup, for HTML and XML alike.
//!
//! Characters that XML 1.0 forbids are dropped: a document with one of them is refused as a whole.

/// Appends text as it may stand between tags.
pub(crate) fn push_text(text: &str, out: &mut String) {
    push(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends text as it may stand between the double quotes of an attribute.
///
/// Line breaks and tabs are written as references, since a reader would make spaces of them.
pub(crate) fn push_attribute(text: &str, out: &mut String) {
    push(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\t' => Some("&#9;"),
        b'\n' => Some("&#10;"),
        _ => None,
    });
}

/// Tells whether some byte passes a test.
///
/// It looks at whole stretches, without a way out inside of them: compilers make that many bytes at a time.
pub(crate) fn has_byte(bytes: &[u8], passes: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(STRETCH).any(|stretch| stretch.iter().fold(false, |has, byte| has | passes(*byte)))
}

/// How many bytes [`has_byte`] looks at before it may stop.
const STRETCH: usize = 128;

/// Copies whole runs between the bytes that need care; those that need none are nearly all.
fn push(text: &str, out: &mut String, reference: impl Fn(u8) -> Option<&'static str>) {
    let may_need_care = |byte| matches!(byte, 0..0x20 | b'&' | b'<' | b'>' | b'"' | 0xEF);
    let mut copied = 0;
    for (idx, stretch) in text.as_bytes().chunks(SHORT_STRETCH).enumerate() {
        if !has_byte(stretch, may_need_care) {
            continue;
        }
        for (at, byte) in (SHORT_STRETCH * idx..).zip(stretch) {
            let (replacement, length) = match byte {
                0..0x20 if !matches!(byte, b'\t' | b'\n' | b'\r') => ("", 1),
                0xEF if is_noncharacter(&text.as_bytes()[at..]) => ("", 3),
                _ => match reference(*byte) {
                    Some(replacement) => (replacement, 1),
                    None => continue,
                },
            };
            out.push_str(&text[copied..at]);
            out.push_str(replacement);
            copied = at + length;
        }
    }
    out.push_str(&text[copied..]);
}

/// How many bytes are passed over at once where none of them needs care: tags stand close together.
const SHORT_STRETCH: usize = 32;

/// U+FFFE and U+FFFF, the last two of the forbidden characters that UTF-8 can spell.
fn is_noncharacter(bytes: &[u8]) -> bool {
    matches!(bytes, [0xEF, 0xBF, 0xBE | 0xBF, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_safe_in_markup() {
        for (text, between, quoted) in [
            ("a < b & \"c\" > d", "a &lt; b &amp; \"c\" &gt; d", "a &lt; b &amp; &quot;c&quot; &gt; d"),
            ("1\u{1}2\u{1f}3\u{fffe}4\u{ffff}5", "12345", "12345"),
            ("é\u{fffd}\u{efff}\n", "é\u{fffd}\u{efff}\n", "é\u{fffd}\u{efff}&#10;"),
            ("", "", ""),
        ] {
            let (mut text_form, mut attribute_form) = (String::new(), String::new());
            push_text(text, &mut text_form);
            push_attribute(text, &mut attribute_form);
            assert_eq!((text_form.as_str(), attribute_form.as_str()), (between, quoted), "{text:?}");
        }
    }
}
