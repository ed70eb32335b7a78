//! XML documents, element by element, over quick-xml's writer.
//!
//! Names are the program's own; everything an author wrote goes through [`crate::escape`].

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::escape::{push_attribute, push_text};

/// Bytes from which on a document is handed over with its buffer: a copy would touch as much memory again.
const LARGE: usize = 1 << 20;

/// A document being written, indented by two spaces except around text.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
    scratch: String,
}

impl Xml {
    /// Makes a writer that documents follow each other in, its buffers kept.
    pub(crate) fn new() -> Self {
        Self { writer: indented(Vec::new()), scratch: String::new() }
    }

    /// Begins a document; one that was not ended is forgotten.
    pub(crate) fn begin(&mut self) {
        let mut buffer = std::mem::take(self.writer.get_mut());
        buffer.clear();
        self.writer = indented(buffer);
        self.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    }

    /// Ends the document and returns its bytes.
    pub(crate) fn end(&mut self) -> Vec<u8> {
        let buffer = self.writer.get_mut();
        buffer.push(b'\n');
        if buffer.len() > LARGE { std::mem::take(buffer) } else { buffer.as_slice().to_vec() }
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = self.start(name, attributes);
        self.event(Event::Start(start));
    }

    /// Closes the element that was opened last and not yet closed, whose name the caller repeats.
    pub(crate) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// Writes an element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = self.start(name, attributes);
        self.event(Event::Empty(start));
    }

    /// Writes an element that holds nothing but a text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text(text);
        self.close(name);
    }

    /// Writes text.
    pub(crate) fn text(&mut self, text: &str) {
        self.markup(|out| push_text(text, out));
    }

    /// Writes what `write` appends, as it is: text and well-formed elements.
    pub(crate) fn markup(&mut self, write: impl FnOnce(&mut String)) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        write(&mut scratch);
        self.event(Event::Text(BytesText::from_escaped(scratch.as_str())));
        self.scratch = scratch;
    }

    fn start<'n>(&mut self, name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
        let mut start = BytesStart::new(name);
        for (key, value) in attributes {
            self.scratch.clear();
            push_attribute(value, &mut self.scratch);
            let value = Cow::Borrowed(self.scratch.as_str());
            start.push_attribute(Attribute { key: QName(key), value });
        }
        start
    }

    fn event(&mut self, event: Event) {
        let written: io::Result<()> = self.writer.write_event(event);
        written.expect("a vector takes every write");
    }
}

fn indented(buffer: Vec<u8>) -> Writer<Vec<u8>> {
    Writer::new_with_indent(buffer, b' ', 2)
}
