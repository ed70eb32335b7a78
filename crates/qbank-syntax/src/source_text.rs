//! Bytes to text: what a file must be before anyone looks at its Markdown.
//!
//! Every limit is checked here, at once and in bounded memory, so that no later step meets an endless line.

use qbank_model::{Diagnostic, FileId, ItemId, Span, Stub};

use crate::codes;
use crate::headings::stub_ids;

/// The most bytes a question file may have: 2 MiB.
pub const MAX_FILE: usize = 2 << 20;
/// The most bytes a line may have: 64 KiB.
pub const MAX_LINE: usize = 64 << 10;

/// A file's bytes as read: all of them, or one more than the limit where it is longer.
#[derive(Clone, Debug)]
pub struct FileBytes {
    /// The bytes from the file's start.
    pub start: Vec<u8>,
    /// The file's length in bytes.
    pub length: u64,
}

/// A file that cannot be read as questions: what is wrong, and the items that would have been in it.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// The findings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// The items whose headings could still be made out.
    pub stubs: Vec<Stub>,
    /// The text with a question mark for each byte that is none, so that places hold; empty where the file is too large.
    pub text: String,
}

/// Decodes a file, or says everything that keeps it from being text.
///
/// # Errors
/// Fails on a file over its limit, a line over its limit, bytes that are no UTF-8, NUL bytes and controls that turn
/// the direction of text around.
pub fn decode(file: FileId, bytes: FileBytes) -> Result<String, Box<Unreadable>> {
    let FileBytes { start: bytes, length } = bytes;
    if bytes.len() > MAX_FILE {
        let diagnostics = vec![too_large(file, length)];
        let stubs = stubs_of(file, &with_question_marks(&bytes));
        return Err(Box::new(Unreadable { diagnostics, stubs, text: String::new() }));
    }
    let (text, not_utf8) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => {
            let found = invalid_places(file, error.as_bytes());
            (with_question_marks(error.as_bytes()), found)
        }
    };
    let mut diagnostics = not_utf8;
    if diagnostics.is_empty() && may_hold_forbidden(text.as_bytes()) {
        diagnostics.extend(forbidden_characters(file, &text));
    }
    if text.len() > MAX_LINE {
        diagnostics.extend(long_lines(file, &text));
    }
    if diagnostics.is_empty() {
        return Ok(text);
    }
    let stubs = stubs_of(file, &text);
    Err(Box::new(Unreadable { diagnostics, stubs, text }))
}

/// Puts a question mark for each byte that is no UTF-8; every offset stays.
fn with_question_marks(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
    }
    text
}

fn stubs_of(file: FileId, text: &str) -> Vec<Stub> {
    stub_ids(text).map(|id| stub(Some(id), Span::start_of(file))).collect()
}

fn too_large(file: FileId, bytes: u64) -> Diagnostic {
    let limit = MAX_FILE / 1024;
    let message = format!("the file has {} KiB; at most {limit} KiB are read", bytes.div_ceil(1024));
    Diagnostic::new(codes::FILE_TOO_LARGE, Span::start_of(file), message).help("split the file by topic")
}

/// The most findings of one kind that a file is told: the first ones show what is wrong.
const MAX_PLACES: usize = 20;

fn invalid_places(file: FileId, bytes: &[u8]) -> Vec<Diagnostic> {
    let mut offset = 0;
    let mut found = Vec::new();
    for chunk in bytes.utf8_chunks() {
        offset += chunk.valid().len();
        let invalid = chunk.invalid();
        if let Some(first) = invalid.first() {
            let message = format!("byte {offset} (0x{first:02x}) is not UTF-8");
            let finding = Diagnostic::new(codes::NOT_UTF8, Span::new(file, offset..offset + 1), message);
            found.push(finding.help("save the file as UTF-8"));
        }
        offset += invalid.len();
        if found.len() == MAX_PLACES {
            break;
        }
    }
    found
}

fn forbidden_characters(file: FileId, text: &str) -> impl Iterator<Item = Diagnostic> {
    let forbidden = text.char_indices().filter(|(_, c)| is_forbidden(*c)).take(MAX_PLACES);
    forbidden.map(move |(at, c)| {
        let span = Span::new(file, at..at + c.len_utf8());
        if c == '\0' {
            return Diagnostic::new(codes::NUL_BYTE, span, format!("byte {at} is NUL")).help("delete it");
        }
        forbidden_character(span, c)
    })
}

/// Says what is wrong with a character that no text may hold.
pub(crate) fn forbidden_character(span: Span, c: char) -> Diagnostic {
    let name = format!("the character U+{:04X}", u32::from(c));
    if is_bidi_control(c) {
        let finding = Diagnostic::new(
            codes::BIDI_CONTROL,
            span,
            format!("{name} turns the direction of the text around"),
        );
        return finding.help("delete it: readers would see another text");
    }
    let finding =
        Diagnostic::new(codes::CONTROL_CHARACTER, span, format!("{name} is a control, not a letter"));
    finding.help("delete it: no reader sees it, and some programs obey it")
}

/// Tells whether no text may hold a character: a control other than tab and line break, or a bidirectional one.
///
/// The marks U+200E, U+200F and U+061C stay: right-to-left text needs them, and they turn nothing around.
pub(crate) fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || is_bidi_control(c)
}

/// A quick look before the slow one: tells whether any byte is, or starts, a character that may be forbidden.
fn may_hold_forbidden(bytes: &[u8]) -> bool {
    // Whole chunks without an early exit: the compiler makes vector code of that.
    bytes.chunks(64).any(|chunk| chunk.iter().fold(false, |found, byte| found | may_start_forbidden(*byte)))
}

fn may_start_forbidden(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7F | 0xC2 | 0xE2)
}

/// Embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9, section 2).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn long_lines(file: FileId, text: &str) -> impl Iterator<Item = Diagnostic> {
    let mut start = 0;
    let lines = text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line.len())
    });
    lines.filter(|(_, length)| *length > MAX_LINE).take(MAX_PLACES).map(move |(at, length)| {
        let message =
            format!("the line has {} KiB; at most {} KiB are read", length.div_ceil(1024), MAX_LINE / 1024);
        let span = Span::new(file, at..at + 1);
        Diagnostic::new(codes::LINE_TOO_LONG, span, message).help("break the line, or split the file")
    })
}

/// Makes the stub of an item whose heading could be read and nothing else.
pub(crate) fn stub(id: Option<ItemId>, span: Span) -> Stub {
    Stub { id, ..Stub::at(span) }
}
