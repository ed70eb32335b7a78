//! Addresses as URL references: what RFC 3986 forbids in one is percent-encoded.

use std::fmt::Write as _;

/// Returns a web address as a reference, all that is allowed in one left as the author wrote it.
pub(crate) fn web_reference(address: &str) -> String {
    let authority = address.find("://").map_or(0, |at| at + 3);
    let path = address[authority..].find(['/', '?', '#']).map_or(address.len(), |at| authority + at);
    let fragment = address.find('#').unwrap_or(address.len());
    let mut reference = String::with_capacity(address.len());
    for (at, character) in address.char_indices() {
        let encoded = match character {
            '\0'..=' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\x7f' => true,
            '[' | ']' => at >= path,
            '#' => at > fragment,
            '%' => !starts_with_two_digits(&address[at + 1..]),
            _ => false,
        };
        if encoded {
            let _ = write!(reference, "%{:02X}", u32::from(character));
        } else {
            reference.push(character);
        }
    }
    reference
}

fn starts_with_two_digits(text: &str) -> bool {
    text.len() >= 2 && text.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
}

/// Returns a path with `/` between names as a relative reference; a colon in its first name would be read as a scheme.
pub fn path_reference(path: &str) -> String {
    let mut reference = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            reference.push(char::from(byte));
        } else {
            let _ = write!(reference, "%{byte:02X}");
        }
    }
    reference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_keep_what_is_allowed() {
        for (address, expected) in [
            ("https://[::1]/a[0]?b={c d}&e", "https://[::1]/a%5B0%5D?b=%7Bc%20d%7D&e"),
            ("https://a.b/50%/%20\"x\"", "https://a.b/50%25/%20%22x%22"),
            ("https://a.b#c#d", "https://a.b#c%23d"),
            ("mailto:a@b.c", "mailto:a@b.c"),
            ("https://a.b/é", "https://a.b/é"),
        ] {
            assert_eq!(web_reference(address), expected);
        }
    }

    #[test]
    fn paths_are_relative() {
        for (path, expected) in [
            ("media/a b.png", "media/a%20b.png"),
            ("é.svg", "%C3%A9.svg"),
            ("items/1:2.md", "items/1%3A2.md"),
        ] {
            assert_eq!(path_reference(path), expected);
        }
    }
}
