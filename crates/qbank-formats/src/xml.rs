//! XML documents, element by element, over quick-xml's writer.
//!
//! Names are the program's own; everything an author wrote goes through the `escape` module.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::escape::{push_attribute, push_text};

/// Returns a document's own spelling of the name of an element or an attribute.
pub(crate) type Spell = fn(&str) -> Cow<'_, str>;

/// A document being written, indented by two spaces except around text.
pub struct Xml<'o> {
    writer: Writer<BufWriter<&'o mut dyn Write>>,
    spell: Spell,
    scratch: String,
    /// The first write that failed; nothing is written after it.
    failure: Option<io::Error>,
}

impl<'o> Xml<'o> {
    /// Begins a document whose names are spelled as its writer does.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self::spelled(out, |name| Cow::Borrowed(name))
    }

    /// Begins a document with another spelling of names.
    pub fn spelled(out: &'o mut dyn Write, spell: Spell) -> Self {
        let writer = Writer::new_with_indent(BufWriter::new(out), b' ', 2);
        let mut xml = Self { writer, spell, scratch: String::new(), failure: None };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Ends the document.
    ///
    /// # Errors
    /// Fails when any part of it could not be written.
    pub fn end(mut self) -> io::Result<()> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let out = self.writer.get_mut();
        out.write_all(b"\n")?;
        out.flush()
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = self.start(name, attributes);
        self.event(Event::Start(start));
    }

    /// Closes the element that was opened last and not yet closed, whose name the caller repeats.
    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new((self.spell)(name))));
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = self.start(name, attributes);
        self.event(Event::Empty(start));
    }

    /// Writes an element that holds nothing but a text.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text(text);
        self.close(name);
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        self.markup(|out| push_text(text, out));
    }

    /// Writes what `write` appends, as it is: text and well-formed elements.
    pub fn markup(&mut self, write: impl FnOnce(&mut String)) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        write(&mut scratch);
        self.event(Event::Text(BytesText::from_escaped(scratch.as_str())));
        self.scratch = scratch;
    }

    fn start<'n>(&mut self, name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
        let mut start = BytesStart::new((self.spell)(name));
        for (key, value) in attributes {
            self.scratch.clear();
            push_attribute(value, &mut self.scratch);
            let value = Cow::Borrowed(self.scratch.as_str());
            start.push_attribute(Attribute { key: QName(&(self.spell)(key)), value });
        }
        start
    }

    fn event(&mut self, event: Event) {
        if self.failure.is_none() {
            self.failure = self.writer.write_event(event).err();
        }
    }
}
