//! A text as rules compare it: one spelling for each sign, one space between words, opaque parts as one sign each.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr3;
use qbank_model::content::Style;
use qbank_model::{Block, Content, Inline};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation;

use super::letters::WordPlaces;

/// Stands in a [`Text`] for a code span, a formula, a link, a picture, a table or a code block.
pub const OBJECT: char = '\u{fffc}';

/// Abbreviations whose full stop ends no sentence, whatever follows.
const ABBREVIATIONS: [&str; 13] =
    ["e.g", "i.e", "vs", "approx", "fig", "dr", "mr", "mrs", "ms", "st", "cf", "incl", "excl"];

/// The prose of a [`Content`]: NFKC, every dash and minus sign `-`, quotation marks straight, white space one space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'t> {
    /// Most texts are one run that needs no other spelling.
    prose: Cow<'t, str>,
    /// Where the author emphasised, in reading order.
    emphasised: Vec<Range<usize>>,
    /// Where the last paragraph or list entry ends, 0 before there is one; a sentence ends there at the latest.
    end: usize,
    /// Where those before it end, in reading order.
    earlier_ends: Vec<usize>,
    /// Graphemes of the code and the formulas that `prose` holds as single signs.
    hidden: usize,
}

/// A word of a [`Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as written: letters, apostrophes and hyphens, beginning with a letter.
    pub text: &'t str,
    /// Its first byte in the text.
    pub start: usize,
}

impl<'t> Text<'t> {
    /// Reads the prose of a rich text.
    pub fn of(content: &'t Content) -> Self {
        let mut text = Self::default();
        text.push_blocks(&content.0);
        text.end_block();
        text
    }

    /// Returns the whole prose.
    pub fn as_str(&self) -> &str {
        &self.prose
    }

    /// Returns the length in grapheme clusters as a reader sees it: code counts in full, a formula by its letters, digits
    /// and operators.
    pub fn length(&self) -> usize {
        n_graphemes(&self.prose) + self.hidden
    }

    /// Tells whether a part of the text is opaque.
    pub fn has_objects(&self) -> bool {
        !self.prose.is_ascii() && self.prose.contains(OBJECT)
    }

    /// Returns the words in reading order.
    pub fn words(&self) -> impl Iterator<Item = Word<'_>> {
        words_of(&self.prose)
    }

    /// Returns the words in reading order, those with hyphens part by part.
    pub(super) fn parts_of_words(&self) -> impl Iterator<Item = &str> {
        WordPlaces::of(&self.prose, |c| c == '\'').map(|word| &self.prose[word])
    }

    /// Returns the places of the sentences in reading order, without the spaces between them.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for end in self.earlier_ends.iter().chain([&self.end]) {
            push_sentences(&self.prose, start..*end, &mut sentences);
            start = *end;
        }
        sentences
    }

    /// Tells whether the author emphasised all of a part of the prose, such as a sentence or a match in it.
    ///
    /// The part has to be a slice of this text.
    pub fn is_emphasised(&self, part: &str) -> bool {
        let start = (part.as_ptr() as usize).wrapping_sub(self.prose.as_ptr() as usize);
        self.emphasised.iter().any(|range| range.start <= start && start + part.len() <= range.end)
    }

    fn push_blocks(&mut self, blocks: &'t [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.push_inlines(inlines),
                Block::List(list) => {
                    for entry in &list.entries {
                        self.push_blocks(&entry.0);
                        self.end_block();
                    }
                }
                Block::Code(code) => self.push_object(&code.text),
                Block::Quote(content) => self.push_blocks(&content.0),
                Block::Table(_) => self.push_object(""),
                Block::Rule => {}
            }
            self.end_block();
        }
    }

    fn push_inlines(&mut self, inlines: &'t [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.push(text),
                Inline::Styled(style, inner) => {
                    let start = self.prose.len();
                    self.push_inlines(inner);
                    if is_emphasis(*style) {
                        self.emphasised.push(start..self.prose.len());
                    }
                }
                Inline::Code(code) => self.push_object(code),
                Inline::Math(math) => self.push_object(&visible_of_tex(math.value.tex())),
                Inline::Image(_) | Inline::Link(_) => self.push_object(""),
                Inline::Break => self.push(" "),
                Inline::Blank(_) => self.push("____"),
                Inline::Footnote(_) | Inline::Slot(_) => {}
            }
        }
    }

    fn push(&mut self, text: &'t str) {
        if text.is_ascii() {
            self.push_ascii(text);
            return;
        }
        if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
            text.chars().for_each(|c| self.push_char(c));
            return;
        }
        let mut spaced = String::with_capacity(text.len() + 1);
        for c in text.chars() {
            if is_vulgar_fraction(c) && spaced.ends_with(|before: char| before.is_ascii_digit()) {
                // NFKC would make eleven halves of one and a half.
                spaced.push(' ');
            }
            spaced.push(c);
        }
        spaced.nfkc().for_each(|c| self.push_char(c));
    }

    /// Of ASCII nothing but white space has a second spelling.
    fn push_ascii(&mut self, text: &'t str) {
        if is_evenly_spaced(text) {
            self.space_blocks();
            if self.prose.is_empty() {
                self.prose = Cow::Borrowed(text);
            } else {
                self.prose.to_mut().push_str(text);
            }
            return;
        }
        for word in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let letters = word.trim_end_matches(|c: char| c.is_ascii_whitespace());
            if !letters.is_empty() {
                self.space_blocks();
                self.prose.to_mut().push_str(letters);
            }
            if letters.len() < word.len() {
                self.push_space();
            }
        }
    }

    fn push_space(&mut self) {
        if !self.begins_block() && self.prose.as_bytes().last() != Some(&b' ') {
            self.prose.to_mut().push(' ');
        }
    }

    fn push_char(&mut self, c: char) {
        if c.is_whitespace() {
            self.push_space();
            return;
        }
        self.space_blocks();
        self.prose.to_mut().push(match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}'..='\u{201b}' => '\'',
            '\u{201c}'..='\u{201f}' => '"',
            '\u{2044}' => '/',
            c => c,
        });
    }

    fn push_object(&mut self, shown: &str) {
        self.space_blocks();
        self.prose.to_mut().push(OBJECT);
        self.hidden += n_graphemes(shown).saturating_sub(1);
    }

    /// Ends a block: what follows is another sentence.
    fn end_block(&mut self) {
        let length = self.prose.trim_end().len();
        match &mut self.prose {
            Cow::Borrowed(prose) => *prose = &prose[..length],
            Cow::Owned(prose) => prose.truncate(length),
        }
        if !self.begins_block() {
            let last = std::mem::replace(&mut self.end, self.prose.len());
            self.earlier_ends.extend((last > 0).then_some(last));
        }
    }

    fn begins_block(&self) -> bool {
        self.end == self.prose.len()
    }

    /// Puts the space between two blocks.
    fn space_blocks(&mut self) {
        if self.begins_block() && !self.prose.is_empty() {
            self.prose.to_mut().push(' ');
        }
    }
}

/// Tells whether a text is words with one space between them; it is looked at without a way out, which makes many bytes
/// at a time of it.
pub(crate) fn is_evenly_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some((last, others))) = (bytes.first(), bytes.split_last()) else { return false };
    let are_spaces = |byte: u8, next: u8| (byte ^ b' ') | (next ^ b' ') == 0;
    let is_wide = |(byte, next): (&u8, &u8)| (*byte < b' ') | are_spaces(*byte, *next);
    let has_wide = others.iter().zip(&bytes[1..]).fold(false, |has, pair| has | is_wide(pair));
    !has_wide && *first > b' ' && *last > b' '
}

/// Tells whether a sign is a fraction of its own, such as one half.
fn is_vulgar_fraction(c: char) -> bool {
    matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215e}')
}

fn is_emphasis(style: Style) -> bool {
    match style {
        Style::Emphasis | Style::Strong | Style::Underline => true,
        Style::Strike | Style::Subscript | Style::Superscript | Style::Keyboard => false,
    }
}

/// Returns the letters, digits and operators of a formula, without its commands and braces.
fn visible_of_tex(tex: &str) -> String {
    let mut is_command = false;
    let is_shown = |c: &char| {
        is_command = *c == '\\' || is_command && c.is_ascii_alphabetic();
        !is_command && !c.is_whitespace() && !"{}$^_&".contains(*c)
    };
    tex.chars().filter(is_shown).collect()
}

fn n_graphemes(text: &str) -> usize {
    // Of ASCII only a line's end has two bytes, and white space is one space here.
    if text.is_ascii() { text.len() } else { text.graphemes(true).count() }
}

fn words_of(prose: &str) -> impl Iterator<Item = Word<'_>> {
    let places = WordPlaces::of(prose, |c| matches!(c, '\'' | '-'));
    places.map(|word| Word { start: word.start, text: &prose[word] })
}

fn push_sentences(prose: &str, block: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let mut push = |part: Range<usize>| {
        let (start, text) = (part.start, &prose[part]);
        let start = start + text.len() - text.trim_start().len();
        let end = start + text.trim().len();
        sentences.extend((start < end).then_some(start..end));
    };
    let text = &prose[..block.end];
    let mut start = block.start;
    let mut at = block.start;
    while let Some(ahead) = memchr3(b'.', b'?', b'!', &text.as_bytes()[at..]) {
        let mark = text.as_bytes()[at + ahead];
        let before = at + ahead;
        at = before + 1;
        let after = text[at..].trim_start_matches(['"', '\'', ')', ']']);
        if after.starts_with(' ') && ends_sentence(&text[start..before], mark, after.trim_start()) {
            at = text.len() - after.len();
            push(start..at);
            start = at;
        }
    }
    push(start..block.end);
}

/// Tells whether a mark behind `before` ends a sentence when `next` follows it.
fn ends_sentence(before: &str, mark: u8, next: &str) -> bool {
    if mark != b'.' {
        return true;
    }
    let last = before.rsplit([' ', '(', '"']).next().unwrap_or_default();
    let is_word = |word: &&str| last.eq_ignore_ascii_case(word);
    let goes_on =
        next.starts_with(char::is_lowercase) || is_word(&"no") && next.starts_with(char::is_numeric);
    !goes_on && !ABBREVIATIONS.iter().any(is_word)
}

#[cfg(test)]
mod tests {
    use qbank_model::content::List;

    use super::*;

    fn paragraph(text: &str) -> Content {
        Content::of_inlines(vec![Inline::Text(text.into())])
    }

    #[test]
    fn one_spelling_for_each_sign() {
        for (written, read) in [
            ("a\u{a0}plan \u{2013} made\n\ttwice", "a plan - made twice"),
            ("\u{2212}5\u{202f}%", "-5 %"),
            ("\u{201c}the firm\u{2019}s\u{201d}", "\"the firm's\""),
            ("1\u{2044}2 and \u{bd}", "1/2 and 1/2"),
            ("1\u{bd} days", "1 1/2 days"),
            ("wait\u{2026}", "wait..."),
            (" \u{ff21} ", "A"),
        ] {
            assert_eq!(Text::of(&paragraph(written)).as_str(), read, "{written}");
        }
    }

    #[test]
    fn code_and_links_are_opaque_and_count_by_what_is_seen() {
        let content = Content::of_inlines(vec![
            Inline::Text("Set ".into()),
            Inline::Code("lead_time".to_owned()),
            Inline::Text(" to 4".into()),
        ]);
        let text = Text::of(&content);
        assert_eq!(text.as_str(), format!("Set {OBJECT} to 4"));
        assert_eq!(text.words().map(|word| word.text).collect::<Vec<_>>(), ["Set", "to"]);
        assert_eq!(text.length(), "Set lead_time to 4".len());
    }

    #[test]
    fn formulas_count_by_what_is_seen() {
        for (tex, visible) in [("\\frac{2DS}{H}", "2DSH"), ("Q = 5x", "Q=5x"), ("\\sqrt{x}", "x")] {
            assert_eq!(visible_of_tex(tex), visible, "{tex}");
        }
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        for (prose, sentences) in [
            ("One. Two? Three", vec!["One.", "Two?", "Three"]),
            ("It costs 1.5 dollars. Why?", vec!["It costs 1.5 dollars.", "Why?"]),
            ("Use a buffer, e.g. Stock. Why?", vec!["Use a buffer, e.g. Stock.", "Why?"]),
            ("Take machine B. How many?", vec!["Take machine B.", "How many?"]),
            ("Take part No. 5 first.", vec!["Take part No. 5 first."]),
            ("He said \"Wait.\" Then he left.", vec!["He said \"Wait.\"", "Then he left."]),
            ("Wait... and see.", vec!["Wait... and see."]),
            ("", vec![]),
        ] {
            assert_eq!(sentences_in(&paragraph(prose)), sentences, "{prose}");
        }
    }

    fn sentences_in(content: &Content) -> Vec<String> {
        let text = Text::of(content);
        text.sentences().into_iter().map(|sentence| text.as_str()[sentence].to_owned()).collect()
    }

    #[test]
    fn a_block_ends_a_sentence() {
        let mut content = paragraph("Which part is late");
        let entries = vec![paragraph("Fork"), paragraph("Lamp")];
        content.0.push(Block::List(Box::new(List { start: None, entries })));
        assert_eq!(sentences_in(&content), ["Which part is late", "Fork", "Lamp"]);
    }

    #[test]
    fn emphasis_is_known_by_its_place() {
        let strong = Inline::Styled(Style::Strong, vec![Inline::Text("not".into())]);
        let content = Content::of_inlines(vec![
            Inline::Text("What is ".into()),
            strong,
            Inline::Text(" a cost, and what is not?".into()),
        ]);
        let text = Text::of(&content);
        let found: Vec<bool> = text
            .words()
            .filter(|word| word.text == "not")
            .map(|word| text.is_emphasised(word.text))
            .collect();
        assert_eq!(found, [true, false]);
    }

    #[test]
    fn words_begin_with_a_letter() {
        let content = paragraph("The 4th buyer's make-to-order 'plan' at Caf\u{e9} 7-");
        let text = Text::of(&content);
        let words: Vec<&str> = text.words().map(|word| word.text).collect();
        assert_eq!(words, ["The", "th", "buyer's", "make-to-order", "plan", "at", "Caf\u{e9}"]);
    }
}
