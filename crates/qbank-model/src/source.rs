//! Where things stand: files, byte spans, and the map from a span back to a line.
//!
//! A source's text need not stay once it was lowered, so that a large bank does not fill the memory; it is restored when
//! a finding has to be shown.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// Names a file of the [`SourceMap`] that issued it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets as slices use them.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let start = range.start as u32;
        Self { file, start, end: (range.end as u32).max(start) }
    }

    /// Returns the empty span at the start of a file, for findings about the file as a whole.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Tells whether another place begins inside this one.
    pub fn holds(self, other: Self) -> bool {
        self.file == other.file && self.range().contains(&other.range().start)
    }

    /// Returns the byte range, for slicing the file's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place it was written at; equality, order and hash ignore the place.
#[derive(Clone, Copy, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where the author wrote it.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Changes the value and keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: PartialOrd> PartialOrd for Spanned<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Spanned<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 code units, from 1, as editors count.
    pub column: u32,
}

#[derive(Debug)]
struct SourceFile {
    path: Box<str>,
    /// Boxed, since a large bank has many files and few findings.
    text: Option<Box<SourceText>>,
}

#[derive(Debug)]
struct SourceText {
    text: String,
    /// Where the lines start; made when the first place is asked for.
    lines: OnceLock<Vec<usize>>,
}

impl SourceText {
    fn boxed(text: String) -> Box<Self> {
        Box::new(Self { text, lines: OnceLock::new() })
    }
}

/// The files of one run, in the order in which they were added.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file under its path relative to the bank, with `/` on every system.
    pub fn add(&mut self, path: impl Into<Box<str>>, text: Option<String>) -> FileId {
        self.files.push(SourceFile { path: path.into(), text: text.map(SourceText::boxed) });
        FileId(self.files.len() as u32 - 1)
    }

    /// Makes room for so many files more.
    pub fn reserve(&mut self, n_files: usize) {
        self.files.reserve_exact(n_files);
    }

    /// Finds the file with a path; of several the first.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let idx = self.files.iter().position(|file| *file.path == *path)?;
        Some(FileId(idx as u32))
    }

    /// Returns the file's path relative to the bank.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// Returns the file's text, or `None` when it was not kept or never was text.
    pub fn text(&self, file: FileId) -> Option<&str> {
        self.source(file).map(|source| source.text.as_str())
    }

    fn source(&self, file: FileId) -> Option<&SourceText> {
        self.files[file.0 as usize].text.as_deref()
    }

    /// Sets the file's text; findings about it can then be shown with their lines.
    pub fn restore(&mut self, file: FileId, text: String) {
        self.files[file.0 as usize].text = Some(SourceText::boxed(text));
    }

    /// Returns the line and column of a byte offset; 1:1 where the text is not at hand.
    ///
    /// An offset inside a character or past the end counts as the nearest place before it.
    pub fn line_column(&self, file: FileId, offset: u32) -> LineColumn {
        let (line, before) = self.before(file, offset);
        LineColumn { line: line as u32, column: before.encode_utf16().count() as u32 + 1 }
    }

    /// Returns the column of a byte offset in its line, counted in bytes from 1; 1 where the text is not at hand.
    pub fn byte_column(&self, file: FileId, offset: u32) -> u32 {
        self.before(file, offset).1.len() as u32 + 1
    }

    /// Returns the number of a byte offset's line, from 1, and what stands before the offset in it.
    fn before(&self, file: FileId, offset: u32) -> (usize, &str) {
        let Some(SourceText { text, lines }) = self.source(file) else { return (1, "") };
        let lines = lines.get_or_init(|| line_starts(text));
        let at = text.floor_char_boundary(offset as usize);
        let line = lines.partition_point(|start| *start <= at);
        (line, &text[lines[line - 1]..at])
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units_or_bytes() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.md", Some("ä\n𝄞x".to_owned()));
        for (offset, line, column, byte_column) in
            [(0, 1, 1, 1), (2, 1, 2, 3), (3, 2, 1, 1), (7, 2, 3, 5), (5, 2, 1, 1), (99, 2, 4, 6)]
        {
            assert_eq!(sources.line_column(file, offset), LineColumn { line, column }, "offset {offset}");
            assert_eq!(sources.byte_column(file, offset), byte_column, "offset {offset}");
        }
    }
}
