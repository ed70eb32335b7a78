//! XML documents, element by element.
//!
//! Names are the program's own; everything an author wrote goes through the `escape` module.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::escape::{push_attribute, push_text};

/// Returns a document's own spelling of the name of an element or an attribute.
pub(crate) type Spell = fn(&str) -> Cow<'_, str>;

/// How much of a document is gathered before it is handed on.
const GATHERED: usize = 32 << 10;

/// A document being written: each tag begins a line, indented by two spaces, except beside text.
pub struct Xml<'o> {
    out: &'o mut dyn Write,
    spell: Spell,
    /// What is written and not yet handed on.
    gathered: String,
    /// How many elements are open.
    depth: usize,
    /// How many may be open around a tag that begins a line.
    lined: usize,
    /// Whether the next tag begins a line: after a tag, not after text.
    breaks_line: bool,
    scratch: String,
    /// The first write that failed; nothing is handed on after it.
    failure: Option<io::Error>,
}

impl<'o> Xml<'o> {
    /// Begins a document whose names are spelled as its writer does.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self::spelled(out, |name| Cow::Borrowed(name))
    }

    /// Begins a document with another spelling of names.
    pub fn spelled(out: &'o mut dyn Write, spell: Spell) -> Self {
        let (gathered, scratch) = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(), String::new());
        Self { out, spell, gathered, depth: 0, lined: usize::MAX, breaks_line: true, scratch, failure: None }
    }

    /// Has tags begin a line only where at most so many elements are open around them: indents are a quarter of a long
    /// document.
    #[must_use]
    pub fn lined(self, lined: usize) -> Self {
        Self { lined, ..self }
    }

    /// Ends the document.
    ///
    /// # Errors
    /// Fails when any part of it could not be written.
    pub fn end(mut self) -> io::Result<()> {
        self.gathered.push('\n');
        self.hand_on();
        self.failure.map_or(Ok(()), Err)
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag("<", name, attributes);
        self.gathered.push('>');
        self.depth += 1;
    }

    /// Closes the element that was opened last and not yet closed, whose name the caller repeats.
    pub fn close(&mut self, name: &str) {
        // The end stands as what is within does.
        self.breaks_line &= self.depth <= self.lined;
        self.depth -= 1;
        self.tag("</", name, &[]);
        self.gathered.push('>');
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag("<", name, attributes);
        self.gathered.push_str("/>");
    }

    /// Writes an element that holds nothing but a text.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text(text);
        self.close(name);
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        push_text(text, &mut self.gathered);
        self.breaks_line = false;
    }

    /// Writes what `write` appends, as it is: text and well-formed elements.
    pub fn markup(&mut self, write: impl FnOnce(&mut String)) {
        // What stands before is not `write`'s to look at.
        self.scratch.clear();
        write(&mut self.scratch);
        self.gathered.push_str(&self.scratch);
        self.breaks_line = false;
    }

    /// Writes a tag up to its end.
    fn tag(&mut self, start: &str, name: &str, attributes: &[(&str, &str)]) {
        if self.gathered.len() >= GATHERED {
            self.hand_on();
        }
        let out = &mut self.gathered;
        if self.breaks_line && self.depth <= self.lined {
            out.push_str(line_start(self.depth));
        }
        self.breaks_line = true;
        out.push_str(start);
        out.push_str(&(self.spell)(name));
        for (key, value) in attributes {
            out.push(' ');
            out.push_str(&(self.spell)(key));
            out.push_str("=\"");
            push_attribute(value, out);
            out.push('"');
        }
    }

    fn hand_on(&mut self) {
        if self.failure.is_none() {
            self.failure = self.out.write_all(self.gathered.as_bytes()).err();
        }
        self.gathered.clear();
    }
}

/// Returns a line break and two spaces for each open element; deeper ones than any document of ours has share an indent.
fn line_start(depth: usize) -> &'static str {
    const LINE_START: &str = "\n                                                                ";
    &LINE_START[..LINE_START.len().min(1 + 2 * depth)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_tags_and_never_beside_text() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out);
        xml.open("a", &[("b", "<\"")]);
        xml.leaf("c", "d & e");
        xml.open("f", &[]);
        xml.markup(|out| out.push_str("<g/>"));
        xml.empty("h", &[]);
        xml.close("f");
        xml.open("i", &[]);
        xml.close("i");
        xml.close("a");
        xml.end().expect("memory");
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&lt;&quot;\">\n  <c>d &amp; e</c>\n  \
                        <f><g/><h/>\n  </f>\n  <i>\n  </i>\n</a>\n";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }

    #[test]
    fn deep_tags_share_a_line() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out).lined(1);
        xml.open("a", &[]);
        xml.open("b", &[]);
        xml.open("c", &[]);
        xml.leaf("d", "e");
        xml.empty("f", &[]);
        xml.close("c");
        xml.close("b");
        xml.empty("g", &[]);
        xml.close("a");
        xml.end().expect("memory");
        let expected =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b><c><d>e</d><f/></c></b>\n  <g/>\n</a>\n";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }

    #[test]
    fn a_write_that_failed_is_told_at_the_end() {
        let mut room = [0; 10];
        let mut out = &mut room[..];
        let mut xml = Xml::new(&mut out);
        xml.text(&"a".repeat(GATHERED));
        xml.empty("b", &[]);
        assert!(xml.end().is_err());
    }
}
