//! Labels: the closed set of bold words that start a part of an item.

use std::ops::Range;

use crate::document::{Block, BlockKind, Document};

/// What a label starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LabelKind {
    Answer,
    Blanks,
    Match,
    Order,
    Rubric,
    Rationale,
    Hint,
    References,
    Correct,
    Incorrect,
    Partial,
    AuthorNote,
}

impl LabelKind {
    /// The English words, the usual one of each label first.
    pub(crate) const WORDS: [(&'static str, Self); 16] = [
        ("Answer", Self::Answer),
        ("Blanks", Self::Blanks),
        ("Match", Self::Match),
        ("Order", Self::Order),
        ("Rubric", Self::Rubric),
        ("Rationale", Self::Rationale),
        ("Explanation", Self::Rationale),
        ("Solution", Self::Rationale),
        ("Hint", Self::Hint),
        ("References", Self::References),
        ("Reference", Self::References),
        ("Source", Self::References),
        ("Correct", Self::Correct),
        ("Incorrect", Self::Incorrect),
        ("Partial", Self::Partial),
        ("Author note", Self::AuthorNote),
    ];

    /// Tells whether the label says what is right; only these may stand where choices would.
    pub(crate) fn holds_the_answer(self) -> bool {
        matches!(self, Self::Answer | Self::Blanks | Self::Match | Self::Order | Self::Rubric)
    }

    /// Tells whether the label counts only with the list or table that it announces, so that
    /// "**Order:** 500 units" stays a part of the stem.
    pub(crate) fn needs(self) -> Option<BlockKind> {
        match self {
            Self::Blanks | Self::Order => Some(BlockKind::List { numbered: true }),
            Self::Match | Self::Rubric => Some(BlockKind::Table),
            _ => None,
        }
    }

    /// Tells whether an item may have the label more than once.
    pub(crate) fn repeats(self) -> bool {
        matches!(self, Self::Hint | Self::References | Self::AuthorNote)
    }

    pub(crate) fn word(self) -> &'static str {
        let named = Self::WORDS.iter().find(|(_, kind)| *kind == self);
        named.map_or("", |(word, _)| *word)
    }
}

/// A bold word with a colon at the start of a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct BoldWord {
    /// The word, without its colon.
    pub(crate) word: String,
    /// From the first star to the colon or the last star.
    pub(crate) range: Range<usize>,
    /// Whether a space or the line's end follows.
    pub(crate) is_separate: bool,
}

/// Reads `**Word:**` or `**Word**:` at the start of a top-level paragraph, from its raw text: Markdown makes no bold
/// of `**Word:**text`, and that slip is to be told.
pub(crate) fn bold_word(document: &Document, block: &Block) -> Option<BoldWord> {
    if block.kind != BlockKind::Paragraph {
        return None;
    }
    let text = &document.text[block.range.clone()];
    if !text.trim_start_matches([' ', '\t']).starts_with("**") {
        return None;
    }
    let (word, range) = bold_word_of_line(text.lines().next().unwrap_or_default())?;
    let is_separate = text[range.end..].chars().next().is_none_or(char::is_whitespace);
    let range = block.range.start + range.start..block.range.start + range.end;
    Some(BoldWord { word: word.to_owned(), range, is_separate })
}

/// Reads the same at the start of any source line; the range covers the colon.
pub(crate) fn bold_word_of_line(line: &str) -> Option<(&str, Range<usize>)> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let bold = line[start..].strip_prefix("**")?;
    let close = bold.find("**").filter(|close| *close > 0)?;
    let after = &bold[close + 2..];
    let (word, colon) = match bold[..close].strip_suffix([':', '：']) {
        Some(word) => (word, 0),
        None => (&bold[..close], after.chars().next().filter(|c| matches!(c, ':' | '：'))?.len_utf8()),
    };
    Some((word.trim(), start..start + close + 4 + colon)).filter(|(word, _)| !word.is_empty())
}
