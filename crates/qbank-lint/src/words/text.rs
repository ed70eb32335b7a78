//! A text as rules compare it: one spelling for each sign, one space between words, opaque parts as one sign each.

use std::ops::Range;

use qbank_model::content::Style;
use qbank_model::{Block, Content, Inline};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Stands in a [`Text`] for a code span, a formula, a link, a picture, a table or a code block.
pub const OBJECT: char = '\u{fffc}';

/// Abbreviations whose full stop ends no sentence, whatever follows.
const ABBREVIATIONS: [&str; 13] =
    ["e.g", "i.e", "vs", "approx", "fig", "dr", "mr", "mrs", "ms", "st", "cf", "incl", "excl"];

/// The prose of a [`Content`]: NFKC, every dash and minus sign `-`, quotation marks straight, white space one space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    prose: String,
    /// Where the author emphasised, in reading order.
    emphasised: Vec<Range<usize>>,
    /// Where paragraphs and list entries end, in reading order; a sentence ends there at the latest.
    ends: Vec<usize>,
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

impl Text {
    /// Reads the prose of a rich text.
    pub fn of(content: &Content) -> Self {
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
        self.prose.graphemes(true).count() + self.hidden
    }

    /// Tells whether a part of the text is opaque.
    pub fn has_objects(&self) -> bool {
        self.prose.contains(OBJECT)
    }

    /// Returns the words in reading order.
    pub fn words(&self) -> impl Iterator<Item = Word<'_>> {
        words_of(&self.prose)
    }

    /// Returns the sentences in reading order, without the spaces between them.
    pub fn sentences(&self) -> Vec<&str> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for end in &self.ends {
            let block = self.prose.get(start..*end).unwrap_or_default();
            sentences.extend(sentences_of(block));
            start = *end;
        }
        sentences
    }

    /// Returns the sentence that asks: the last that ends in `?` or `:`, else the last; empty where there is none.
    pub fn lead(&self) -> &str {
        let sentences = self.sentences();
        let closing = |c: char| matches!(c, '"' | '\'' | ')' | ']' | ' ');
        let asks = |sentence: &&&str| sentence.trim_end_matches(closing).ends_with(['?', ':']);
        sentences.iter().rev().find(asks).or(sentences.last()).copied().unwrap_or_default()
    }

    /// Tells whether the author emphasised all of a part of the prose, such as a sentence or a match in it.
    ///
    /// The part has to be a slice of this text.
    pub fn is_emphasised(&self, part: &str) -> bool {
        let start = (part.as_ptr() as usize).wrapping_sub(self.prose.as_ptr() as usize);
        self.emphasised.iter().any(|range| range.start <= start && start + part.len() <= range.end)
    }

    fn push_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.push_inlines(inlines),
                Block::List { entries, .. } => {
                    for entry in entries {
                        self.push_blocks(&entry.0);
                        self.end_block();
                    }
                }
                Block::Code { text, .. } => self.push_object(text),
                Block::Quote(content) => self.push_blocks(&content.0),
                Block::Table(_) => self.push_object(""),
                Block::Rule => {}
            }
            self.end_block();
        }
    }

    fn push_inlines(&mut self, inlines: &[Inline]) {
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

    fn push(&mut self, text: &str) {
        if text.is_ascii() {
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

    fn push_char(&mut self, c: char) {
        if c.is_whitespace() {
            if !self.begins_block() && !self.prose.ends_with(' ') {
                self.prose.push(' ');
            }
            return;
        }
        self.space_blocks();
        self.prose.push(match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}'..='\u{201b}' => '\'',
            '\u{201c}'..='\u{201f}' => '"',
            '\u{2044}' => '/',
            c => c,
        });
    }

    fn push_object(&mut self, shown: &str) {
        self.space_blocks();
        self.prose.push(OBJECT);
        self.hidden += shown.graphemes(true).count().saturating_sub(1);
    }

    /// Ends a block: what follows is another sentence.
    fn end_block(&mut self) {
        self.prose.truncate(self.prose.trim_end().len());
        if !self.begins_block() {
            self.ends.push(self.prose.len());
        }
    }

    fn begins_block(&self) -> bool {
        self.ends.last().copied().unwrap_or_default() == self.prose.len()
    }

    /// Puts the space between two blocks.
    fn space_blocks(&mut self) {
        if self.begins_block() && !self.prose.is_empty() {
            self.prose.push(' ');
        }
    }
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

fn words_of(prose: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + prose[at..].find(char::is_alphabetic)?;
        let belongs = |c: char| c.is_alphabetic() || matches!(c, '\'' | '-');
        let end = prose[start..].find(|c| !belongs(c)).map_or(prose.len(), |length| start + length);
        at = end;
        Some(Word { text: prose[start..end].trim_end_matches(['\'', '-']), start })
    })
}

fn sentences_of(block: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in block.match_indices(['.', '?', '!']) {
        let after = block[at + 1..].trim_start_matches(['"', '\'', ')', ']']);
        let end = block.len() - after.len();
        if end > start && after.starts_with(' ') && ends_sentence(&block[start..at], mark, after.trim_start())
        {
            sentences.push(block[start..end].trim());
            start = end;
        }
    }
    sentences.push(block[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Tells whether a mark behind `before` ends a sentence when `next` follows it.
fn ends_sentence(before: &str, mark: &str, next: &str) -> bool {
    if mark != "." {
        return true;
    }
    let last = before.rsplit([' ', '(', '"']).next().unwrap_or_default().to_lowercase();
    let goes_on = next.starts_with(char::is_lowercase) || last == "no" && next.starts_with(char::is_numeric);
    !goes_on && !ABBREVIATIONS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
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
            assert_eq!(Text::of(&paragraph(prose)).sentences(), sentences, "{prose}");
        }
    }

    #[test]
    fn the_lead_asks() {
        for (prose, lead) in [
            ("Demand is 5. Which cost falls? Ignore taxes.", "Which cost falls?"),
            ("All of these are costs except:", "All of these are costs except:"),
            ("Demand is 5. Compute the lot.", "Compute the lot."),
            ("Which costs fall? (Choose two.)", "Which costs fall?"),
        ] {
            assert_eq!(Text::of(&paragraph(prose)).lead(), lead, "{prose}");
        }
    }

    #[test]
    fn a_block_ends_a_sentence() {
        let mut content = paragraph("Which part is late");
        content.0.push(Block::List { start: None, entries: vec![paragraph("Fork"), paragraph("Lamp")] });
        assert_eq!(Text::of(&content).sentences(), ["Which part is late", "Fork", "Lamp"]);
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
        let text = Text::of(&paragraph("The 4th buyer's make-to-order 'plan' at Caf\u{e9} 7-"));
        let words: Vec<&str> = text.words().map(|word| word.text).collect();
        assert_eq!(words, ["The", "th", "buyer's", "make-to-order", "plan", "at", "Caf\u{e9}"]);
    }
}
