//! Examples: the files of a bank, as the fences of a page write them.

use std::collections::BTreeMap;

use crate::page::Fence;

/// Where a question file stands that a fence gives no path.
pub const PAGE_FILE: &str = "items/inventory/page.md";

/// Files by their path from the bank's folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Returns the examples of a section: one for each fence without a path, then one of all those with a path.
pub fn examples<'f>(fences: impl Iterator<Item = &'f Fence>) -> Vec<Files> {
    let (named, alone): (Vec<_>, Vec<_>) = fences.map(file).partition(|(path, _)| path.is_some());
    let mut examples: Vec<Files> =
        alone.into_iter().map(|(_, bytes)| Files::from([(PAGE_FILE.to_owned(), bytes)])).collect();
    let named: Files = named.into_iter().filter_map(|(path, bytes)| Some((path?, bytes))).collect();
    if !named.is_empty() {
        examples.push(named);
    }
    examples
}

/// Returns the files of a section whose fences all belong to one bank.
pub fn files<'f>(fences: impl Iterator<Item = &'f Fence>) -> Files {
    fences.map(file).map(|(path, bytes)| (path.unwrap_or_else(|| PAGE_FILE.to_owned()), bytes)).collect()
}

/// Reads a fence: its path, where its info string names one after the language, and its bytes.
fn file(fence: &Fence) -> (Option<String>, Vec<u8>) {
    match fence.info.split_once(' ') {
        Some(("text", "escaped")) => (None, unescape(&fence.body)),
        Some((_, path)) => (Some(path.to_owned()), fence.body.clone().into_bytes()),
        None => (None, fence.body.clone().into_bytes()),
    }
}

/// Resolves `\xNN`, `\u{NNNN}`, `\t`, `\r` and `\n`; any other backslash stays.
///
/// # Panics
/// Panics at an escape that names no byte or no character: the page is to be mended.
pub fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let length = match escape.bytes().next() {
            Some(b'x') => {
                let byte = escape.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
                bytes.push(byte.expect("two hexadecimal digits follow `\\x`"));
                3
            }
            Some(b'u') => {
                let end = escape.find('}').expect("a brace closes `\\u{`");
                let number = u32::from_str_radix(&escape[2..end], 16).expect("hexadecimal digits in `\\u{}`");
                let letter = char::from_u32(number).expect("`\\u{}` names a character");
                bytes.extend_from_slice(letter.to_string().as_bytes());
                end + 1
            }
            Some(letter @ (b't' | b'r' | b'n')) => {
                bytes.push(match letter {
                    b't' => b'\t',
                    b'r' => b'\r',
                    _ => b'\n',
                });
                1
            }
            _ => {
                bytes.push(b'\\');
                0
            }
        };
        rest = &escape[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_name_bytes_and_characters() {
        for (text, expected) in [
            ("a\\x00\\xffb", &b"a\0\xFFb"[..]),
            ("\\u{202E}", "\u{202E}".as_bytes()),
            ("a\\tb\\r\\n", b"a\tb\r\n"),
            ("$\\sqrt 2$ \\", b"$\\sqrt 2$ \\"),
        ] {
            assert_eq!(unescape(text), expected, "{text}");
        }
    }
}
