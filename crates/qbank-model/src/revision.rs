//! Revisions: a short hash of an item's meaning, so that reviews and response data can name the version they speak of.
//!
//! The meaning is the stem, the choices, the key, the scoring, the stimulus and the pictures' bytes; nothing else.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::content::{Block, Content, Inline, LinkTarget};
use crate::item::ItemDraft;
use crate::media::{MediaPath, Medium, hex};

/// The first 48 bits of the SHA-256 of an item's meaning, in 12 hexadecimal letters.
///
/// Two revisions of one item collide with a chance of 1 in 2.8 · 10¹⁴.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(String);

impl Revision {
    /// Returns the 12 letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Revision {
    /// Hashes the meaning of an item; a picture that `medium` does not know counts as empty.
    pub(crate) fn of<'a>(draft: &ItemDraft, medium: impl Fn(&MediaPath) -> Option<&'a Medium>) -> Self {
        let mut canon = Canon::default();
        canon.text(draft.interaction.kind().as_str());
        canon.text(draft.scoring.as_str());
        canon.text(&draft.points.normalize().to_string());
        canon.optional(draft.stimulus.as_ref().map(|stimulus| &stimulus.content));
        canon.content(&draft.stem);
        for choice in draft.interaction.choices() {
            canon.text(choice.id.as_str());
            canon.number(u64::from(draft.interaction.is_key(&choice.id)));
            canon.text(&choice.share.map(|share| share.normalize().to_string()).unwrap_or_default());
            canon.content(&choice.content);
        }
        for picture in std::mem::take(&mut canon.pictures) {
            canon.bytes.extend(medium(&picture).map_or([0; 32], |medium| medium.sha256));
        }
        Self(hex(&Sha256::digest(&canon.bytes)[..6]))
    }
}

/// Writes content in a form that no two different contents share: every text is preceded by its length,
/// every part by a letter for what it is.
#[derive(Default)]
struct Canon {
    bytes: Vec<u8>,
    pictures: Vec<MediaPath>,
}

impl Canon {
    fn number(&mut self, number: u64) {
        self.bytes.extend(number.to_le_bytes());
    }

    fn tag(&mut self, letter: u8, n_parts: usize) {
        self.bytes.push(letter);
        self.number(n_parts as u64);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    fn optional(&mut self, content: Option<&Content>) {
        self.number(u64::from(content.is_some()));
        if let Some(content) = content {
            self.content(content);
        }
    }

    fn content(&mut self, content: &Content) {
        self.tag(b'B', content.0.len());
        for block in &content.0 {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inlines) => {
                self.tag(b'p', 0);
                self.inlines(inlines);
            }
            Block::List { start, entries } => {
                self.tag(b'l', entries.len());
                self.number(start.unwrap_or(u64::MAX));
                for entry in entries {
                    self.content(entry);
                }
            }
            Block::Code { language, text } => {
                self.tag(b'c', 0);
                self.text(language);
                self.text(text);
            }
            Block::Quote(content) => {
                self.tag(b'q', 0);
                self.content(content);
            }
            Block::Table(table) => {
                self.tag(b't', table.rows.len());
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                for cell in cells {
                    self.inlines(cell);
                }
            }
            Block::Rule => self.tag(b'r', 0),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.tag(b'I', inlines.len());
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => {
                self.tag(b'T', 0);
                self.text(text);
            }
            Inline::Styled(style, inner) => {
                self.tag(b'S', 0);
                self.text(style.element());
                self.inlines(inner);
            }
            Inline::Code(code) => {
                self.tag(b'C', 0);
                self.text(code);
            }
            Inline::Math(math) => {
                self.tag(b'M', usize::from(math.value.is_display()));
                self.text(math.value.tex());
            }
            Inline::Image(image) => {
                self.tag(b'G', 0);
                self.text(&image.alt);
                self.pictures.push(image.path.value.clone());
            }
            Inline::Link(link) => {
                self.tag(b'L', 0);
                self.text(match &link.target.value {
                    LinkTarget::Web(address) => address,
                    LinkTarget::File(path) => path.as_str(),
                });
                self.inlines(&link.text);
            }
            Inline::Footnote(note) => {
                self.tag(b'F', 0);
                self.content(note);
            }
            Inline::Break => self.tag(b'K', 0),
        }
    }
}
