//! Markdown and TOML to the model, and the model back to Markdown.
//!
//! The only crate that looks at an author's text. It never touches the disk and has no opinion on quality. A broken
//! file gives what was understood and the list of what was found; it never stops the rest.

pub mod adopt;
pub mod attributes;
pub mod bank_file;
pub mod baseline_file;
pub mod blueprint_file;
pub mod codes;
pub mod dialect;
pub mod form_file;
pub mod id_lock_file;
pub mod layout;
pub mod ledger_file;
pub mod print;
pub mod review_file;
pub mod selection;
pub mod skeleton;
pub mod source_text;

mod choice_list;
mod content;
mod document;
mod front_matter;
mod headings;
mod inline;
mod labels;
mod lower;
mod masks;
mod new_id;
mod sections;
mod tables;
mod toml_reader;
mod variables;

use qbank_model::{Diagnostic, Entry, FileId, MediaPath, Spanned};

pub use dialect::Dialect;
pub use lower::parse;
pub use new_id::new_id;

/// A question file to parse.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file's name in the source map.
    pub file: FileId,
    /// Its path from the bank's folder, with `/` on every system; relative paths in it start at its folder.
    pub path: &'a str,
    /// The text, as [`source_text::decode`] returns it.
    pub text: &'a str,
    /// The domain that its folder stands for, if any.
    pub domain: Option<&'a str>,
}

/// Why a text names another file of the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileUse {
    /// It shows the file as a picture.
    Image,
    /// It links to the file.
    Link,
}

/// What a question file holds, and what was found wrong with it.
#[derive(Clone, Debug, Default)]
pub struct ParsedFile {
    /// Items and the places of broken ones, in source order.
    pub entries: Vec<Entry>,
    /// The findings, in the order in which they were made.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the bank that the text names; whether they exist is for the reader of the disk to say.
    pub files: Vec<(FileUse, Spanned<MediaPath>)>,
}
