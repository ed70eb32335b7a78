//! What an SVG must not hold, because a learner's browser or an importer would run it or drown in it.

/// Bytes that are looked at again with the next piece, so that nothing hides where two pieces meet.
const OVERLAP: usize = 64;
/// Marks, in lower case, and what they are.
const MARKS: [(&[u8], &str); 4] = [
    (b"<script", "a script"),
    (b":script", "a script"),
    (b"javascript:", "a script"),
    (b"<!entity", "entities of its own"),
];

/// Looks at a file piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    window: Vec<u8>,
    found: Option<&'static str>,
}

impl Scan {
    /// Looks at the next piece.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        if self.found.is_some() {
            return;
        }
        let kept = self.window.len().saturating_sub(OVERLAP);
        self.window.drain(..kept);
        self.window.extend(piece.iter().map(u8::to_ascii_lowercase));
        let has = |mark: &[u8]| self.window.windows(mark.len()).any(|part| part == mark);
        self.found = MARKS.iter().find(|(mark, _)| has(mark)).map(|(_, what)| *what);
        if self.found.is_none() && self.window.contains(&0) {
            self.found = Some("bytes that are no text");
        }
        if self.found.is_none() && has_handler(&self.window) {
            self.found = Some("a script");
        }
    }

    /// Returns what was found.
    pub(crate) fn found(&self) -> Option<&'static str> {
        self.found
    }
}

/// Tells whether an attribute such as `onload="…"` is there.
fn has_handler(text: &[u8]) -> bool {
    let starts = text.windows(3).enumerate().filter(|(_, part)| {
        part[1..] == *b"on" && (part[0].is_ascii_whitespace() || matches!(part[0], b'"' | b'\'' | b'/'))
    });
    starts.into_iter().any(|(idx, _)| {
        let name = &text[idx + 3..];
        let rest = &name[name.iter().take_while(|byte| byte.is_ascii_lowercase()).count()..];
        let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { return false };
        rest.len() < name.len() && matches!(value.trim_ascii_start().first(), Some(b'"' | b'\''))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, piece: usize) -> Option<&'static str> {
        let mut scan = Scan::default();
        text.as_bytes().chunks(piece).for_each(|piece| scan.push(piece));
        scan.found()
    }

    #[test]
    fn what_runs_or_multiplies_is_found_wherever_pieces_meet() {
        for piece in [1, 7, 4096] {
            for script in [
                "<svg><SCRIPT>alert(1)</SCRIPT></svg>",
                "<svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script/></svg>",
                "<svg\nonload = 'alert(1)'/>",
                "<svg width=\"1\"onclick=\"alert(1)\"/>",
                "<svg><a href=\"javascript:alert(1)\"/></svg>",
            ] {
                assert_eq!(found(script, piece), Some("a script"), "{script} by {piece}");
            }
            let bomb = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><svg>&b;</svg>";
            assert_eq!(found(bomb, piece), Some("entities of its own"));
            assert_eq!(found("<\0s\0v\0g\0", piece), Some("bytes that are no text"));
        }
    }

    #[test]
    fn drawings_pass() {
        let doctype = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\"><svg/>";
        let words =
            "<svg><text font=\"on\">Stock on hand = 5, once = 6; on \"hand\", on = \"7\"</text></svg>";
        for text in [doctype, words] {
            assert_eq!(found(text, 4096), None, "{text}");
        }
    }
}
