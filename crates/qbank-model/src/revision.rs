//! Revisions: a short hash of an item's meaning, so that reviews and response data can name the version they speak of.
//!
//! The meaning is the stem, the choices, the key, the scoring, the stimulus and the pictures' bytes; nothing else.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::content::{Block, Content, Inline, LinkTarget};
use crate::interaction::{Accept, Blank, Capitals, Choice, Interaction, Kind, Mark, TypedText};
use crate::item::ItemDraft;
use crate::media::{MediaPath, Medium, hex};
use crate::template::{ItemTemplate, OpenAccept, OpenBlank, OpenInteraction, Variables};

/// The first 48 bits of the SHA-256 of an item's meaning, in 12 hexadecimal letters.
///
/// Two revisions of one item collide with a chance of 1 in 2.8 · 10¹⁴.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(String);

impl Revision {
    /// Reads the 12 letters; `None` where the text is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
        (text.len() == 12 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

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
        let mut canon = Canon { bytes: Vec::with_capacity(USUAL), pictures: Vec::new() };
        canon.frame(draft, draft.interaction.kind());
        for choice in draft.interaction.choices() {
            canon.choice(choice, draft.interaction.is_key(&choice.id));
        }
        canon.answer(&draft.interaction);
        canon.hash(medium)
    }

    /// Hashes the meaning of an item with variables: its text with the places open, and what is drawn and computed.
    pub(crate) fn of_template<'a>(
        template: &ItemTemplate,
        medium: impl Fn(&MediaPath) -> Option<&'a Medium>,
    ) -> Self {
        let draft = template.draft();
        let mut canon = Canon::default();
        canon.frame(draft, draft.interaction.kind());
        canon.open_answer(&draft.interaction);
        canon.variables(template.variables());
        canon.hash(medium)
    }
}

/// More bytes than the meaning of most items takes.
const USUAL: usize = 2 << 10;

/// Writes content in a form that no two different contents share: every text is preceded by its length,
/// every part by a letter for what it is.
#[derive(Default)]
pub(crate) struct Canon {
    bytes: Vec<u8>,
    pictures: Vec<MediaPath>,
}

impl Canon {
    /// Returns bytes that two contents share only where they are alike, their pictures' bytes included.
    pub(crate) fn essence<'a>(
        content: &Content,
        medium: impl Fn(&MediaPath) -> Option<&'a Medium>,
    ) -> Vec<u8> {
        let mut canon = Self::default();
        canon.content(content);
        canon.with_pictures(medium).bytes
    }

    fn frame<Answer>(&mut self, draft: &ItemDraft<Answer>, kind: Kind) {
        self.text(kind.as_str());
        self.text(draft.scoring.as_str());
        self.text(&draft.points.normalize().to_string());
        self.optional(draft.stimulus.as_ref().map(|stimulus| &stimulus.content));
        self.content(&draft.stem);
    }

    fn with_pictures<'a>(mut self, medium: impl Fn(&MediaPath) -> Option<&'a Medium>) -> Self {
        for picture in std::mem::take(&mut self.pictures) {
            self.bytes.extend(medium(&picture).map_or([0; 32], |medium| medium.sha256));
        }
        self
    }

    fn hash<'a>(self, medium: impl Fn(&MediaPath) -> Option<&'a Medium>) -> Revision {
        Revision(hex(&Sha256::digest(&self.with_pictures(medium).bytes)[..6]))
    }

    fn choice(&mut self, choice: &Choice, is_key: bool) {
        self.text(choice.id.as_str());
        self.number(u64::from(is_key));
        self.text(&choice.share.map(|share| share.normalize().to_string()).unwrap_or_default());
        self.content(&choice.content);
    }

    /// Adds what is right where that is no matter of choices.
    fn answer(&mut self, interaction: &Interaction) {
        match interaction {
            Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {}
            Interaction::Number(number) => self.text(&number.to_string()),
            Interaction::Text(text) => self.typed_text(text),
            Interaction::Blanks(blanks) => {
                for blank in blanks.as_slice() {
                    self.blank(blank);
                }
            }
            Interaction::Matching(matching) => {
                for prompt in matching.prompts() {
                    self.content(&prompt.content);
                    self.text(matching.key(prompt).id.as_str());
                }
                for option in matching.options() {
                    self.content(&option.content);
                }
            }
            Interaction::Ordering(ordering) => {
                for step in ordering.steps() {
                    self.content(&step.content);
                }
            }
            Interaction::Essay(essay) => {
                for criterion in essay.criteria() {
                    self.content(&criterion.content);
                    self.text(&criterion.points.normalize().to_string());
                }
            }
        }
    }

    fn blank(&mut self, blank: &Blank) {
        match blank {
            Blank::Number(number) => {
                self.tag(b'N', 1);
                self.text(&number.to_string());
            }
            Blank::Text(text) => self.typed_text(text),
            Blank::DropDown(down) => {
                self.tag(b'D', down.options().len());
                for option in down.options() {
                    self.number(u64::from(option == down.key()));
                    self.text(option);
                }
            }
        }
    }

    fn typed_text(&mut self, text: &TypedText) {
        self.tag(b'W', text.accepted().len());
        self.number(u64::from(text.capitals() == Capitals::Count));
        for accept in text.accepted() {
            match accept {
                Accept::Words(words) => self.text(words),
                Accept::Pattern(pattern) => {
                    self.tag(b'/', 1);
                    self.text(pattern.source());
                }
            }
        }
    }

    fn open_answer(&mut self, interaction: &OpenInteraction) {
        match interaction {
            OpenInteraction::Choices { choices, marks, .. } => {
                for (choice, mark) in choices.iter().zip(marks) {
                    self.choice(choice, *mark == Mark::Key);
                }
            }
            OpenInteraction::Number(number) => self.text(&number.source()),
            OpenInteraction::Text(accepted, capitals) => self.open_accepted(accepted, *capitals),
            OpenInteraction::Blanks { blanks, capitals, .. } => {
                for blank in blanks {
                    match blank {
                        OpenBlank::Number(number) => self.text(&number.source()),
                        OpenBlank::Text(accepted) => self.open_accepted(accepted, *capitals),
                        OpenBlank::DropDown(options) => {
                            self.tag(b'D', options.len());
                            for (key, words) in options {
                                self.number(u64::from(*key));
                                self.text(&words.source());
                            }
                        }
                    }
                }
            }
            OpenInteraction::Matching(header, rows) => {
                self.tag(b'X', rows.len());
                header.iter().chain(rows.iter().flatten()).for_each(|cell| self.content(cell));
            }
            OpenInteraction::Ordering(entries) => entries.iter().for_each(|entry| self.content(entry)),
            OpenInteraction::Essay(criteria) => {
                for criterion in criteria {
                    self.content(&criterion.content);
                    self.text(&criterion.points.normalize().to_string());
                }
            }
        }
    }

    fn open_accepted(&mut self, accepted: &[OpenAccept], capitals: Capitals) {
        self.tag(b'W', accepted.len());
        self.number(u64::from(capitals == Capitals::Count));
        for accept in accepted {
            match accept {
                OpenAccept::Words(words) => self.text(&words.source()),
                OpenAccept::Pattern(pattern) => self.text(pattern.source()),
            }
        }
    }

    /// The draws by their values, the expressions by their texts.
    fn variables(&mut self, variables: &Variables) {
        for (names, source) in variables.sources() {
            for name in names {
                self.text(name);
            }
            self.text(&source.to_string());
        }
        for calc in variables.calcs() {
            self.text(&calc.name.value);
            self.text(&calc.text.value);
        }
        for requirement in variables.require() {
            self.text(&requirement.text.value);
        }
        self.number(variables.decimals().map_or(u64::MAX, u64::from));
    }

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
            Block::List(list) => {
                self.tag(b'l', list.entries.len());
                self.number(list.start.unwrap_or(u64::MAX));
                for entry in &list.entries {
                    self.content(entry);
                }
            }
            Block::Code(code) => {
                self.tag(b'c', 0);
                self.text(&code.language);
                self.text(&code.text);
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
            Inline::Blank(number) => self.tag(b'_', *number),
            Inline::Slot(slot) => {
                self.tag(b'$', 0);
                self.text(&slot.value.source());
            }
        }
    }
}
