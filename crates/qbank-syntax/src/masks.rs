//! Finds formulas and places for values in raw Markdown and masks them, so that no `*`, `_` or `|` in one is taken for
//! markup.
//!
//! The Markdown parser's own math option takes money for formulas; these rules were made against a corpus of money.
//! A mask has the length of what it covers, so every offset of the masked text is one of the author's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memchr;

use crate::front_matter::line_ranges;

/// A formula or a place for a value, in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mask {
    /// From the first dollar or brace to the last.
    pub(crate) range: Range<usize>,
    /// Between the dollars or braces.
    pub(crate) body: Range<usize>,
    pub(crate) kind: MaskKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MaskKind {
    /// A formula between single dollars.
    Inline,
    /// A formula between two dollars and two.
    Display,
    /// `{{name}}` or `{{name:format}}`.
    Place,
}

impl Mask {
    /// Returns the LaTeX, without the markers of quotes and lists that stand at the start of its later lines.
    pub(crate) fn tex<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let body = &text[self.body.clone()];
        if !body.contains('\n') {
            return Cow::Borrowed(body.trim());
        }
        let lines = body.lines().map(|line| without_spaces(line).trim_end());
        Cow::Owned(lines.collect::<Vec<_>>().join("\n").trim().to_owned())
    }
}

/// Finds the formulas and places of a text, in source order.
pub(crate) fn find(text: &str) -> Vec<Mask> {
    let holds_any = |text: &str| memchr(b'$', text.as_bytes()).is_some() || text.contains("{{");
    if !holds_any(text) {
        return Vec::new();
    }
    let mut masks = Vec::new();
    for segment in segments(text) {
        if holds_any(&text[segment.clone()]) {
            Scanner::new(text, segment).collect_into(&mut masks);
        }
    }
    masks
}

/// Covers what was found with letters; line breaks and the markers at the start of lines stay.
pub(crate) fn mask<'a>(text: &'a str, masks: &[Mask]) -> Cow<'a, str> {
    if masks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for mask in masks {
        masked.push_str(&text[done..mask.range.start]);
        for (idx, line) in text[mask.range.clone()].split_inclusive('\n').enumerate() {
            let content = if idx == 0 { line } else { without_spaces(line) };
            let visible = content.trim_end_matches(['\n', '\r']);
            masked.push_str(&line[..line.len() - content.len()]);
            masked.extend(std::iter::repeat_n('M', visible.len()));
            masked.push_str(&content[visible.len()..]);
        }
        done = mask.range.end;
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// Runs of lines that one formula may span: a paragraph, a heading, a table row, a list entry's first block.
fn segments(text: &str) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut fence: Option<Fence> = None;
    let mut in_display = false;
    for line in line_ranges(text, 0) {
        let bare = without_markers(&text[line.clone()]);
        if let Some(opened) = fence {
            if opened.is_closed_by(bare) {
                fence = None;
            }
            continue;
        }
        fence = Fence::opened_by(bare);
        let is_blank = bare.bytes().all(|byte| byte.is_ascii_whitespace());
        let is_alone = matches!(bare.as_bytes().first(), Some(b'#' | b'|'));
        let has_marker = bare.len() < without_spaces(&text[line.clone()]).len();
        let is_inside_display = open.is_some() && in_display;
        let starts_anew = (is_alone || has_marker) && !is_inside_display;
        if is_blank || starts_anew || fence.is_some() {
            segments.extend(open.take());
            in_display = false;
        }
        in_display ^= bare.contains('$') && bare.matches("$$").count() % 2 == 1;
        if is_blank || fence.is_some() {
            continue;
        }
        if is_alone && !is_inside_display {
            segments.push(line);
        } else {
            open = Some(open.map_or(line.clone(), |segment| segment.start..line.end));
        }
    }
    segments.extend(open);
    segments
}

#[derive(Clone, Copy)]
struct Fence {
    letter: u8,
    length: usize,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let letter = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = line.bytes().take_while(|byte| *byte == letter).count();
        let info_is_plain = letter == b'~' || !line[length..].contains('`');
        (length >= 3 && info_is_plain).then_some(Self { letter, length })
    }

    fn is_closed_by(self, line: &str) -> bool {
        let line = line.trim_end();
        line.len() >= self.length && line.bytes().all(|byte| byte == self.letter)
    }
}

/// Takes the spaces and the markers of quotes off the front of a line.
fn without_spaces(line: &str) -> &str {
    let length = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
    &line[length..]
}

/// Takes the markers of quotes and lists, and the spaces between them, off the front of a line.
fn without_markers(line: &str) -> &str {
    let mut rest = without_spaces(line);
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = match rest.as_bytes() {
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => &rest[1..],
            bytes if (1..10).contains(&digits) && matches!(bytes.get(digits), Some(b'.' | b')')) => {
                &rest[digits + 1..]
            }
            _ => return rest,
        };
        if !matches!(after.as_bytes().first(), Some(b' ' | b'\t')) {
            return rest;
        }
        rest = without_spaces(after);
    }
}

/// Reads a segment from left to right; every search for a closing sign is remembered, so that no input costs more than
/// a few passes.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// Where the last run of each length of backticks starts.
    last_run: BTreeMap<usize, usize>,
    next_angle: usize,
    next_parenthesis: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, segment: Range<usize>) -> Self {
        let mut last_run = BTreeMap::new();
        let mut at = segment.start;
        while let Some(found) = memchr(b'`', &text.as_bytes()[at..segment.end]) {
            let start = at + found;
            let length = run_of(b'`', &text[start..segment.end]);
            last_run.insert(length, start);
            at = start + length;
        }
        let start = segment.start;
        Self { text, at: start, end: segment.end, last_run, next_angle: start, next_parenthesis: start }
    }

    fn collect_into(mut self, masks: &mut Vec<Mask>) {
        while self.at < self.end {
            match self.text.as_bytes()[self.at] {
                b'\\' => self.at += 2,
                b'`' => self.skip_code(),
                b'<' => self.skip_tag(),
                b']' if self.rest().starts_with("](") => self.skip_destination(),
                b'$' => match self.formula() {
                    Some(formula) => {
                        self.at = formula.range.end;
                        masks.push(formula);
                    }
                    None => self.at += run_of(b'$', self.rest()),
                },
                b'{' => match place_at(self.rest()) {
                    Some(length) => {
                        let range = self.at..self.at + length;
                        masks.push(Mask {
                            body: range.start + 2..range.end - 2,
                            range,
                            kind: MaskKind::Place,
                        });
                        self.at += length;
                    }
                    None => self.at += 1,
                },
                _ => {
                    let after = self.at + 1;
                    let rest = self.text.as_bytes().get(after..self.end).unwrap_or_default();
                    self.at = after + next_sign(rest);
                }
            }
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    /// A code span closes at a run of as many backticks; without one the run is text (CommonMark 0.31, 6.1).
    fn skip_code(&mut self) {
        let length = run_of(b'`', self.rest());
        let has_closer = self.last_run.get(&length).is_some_and(|last| *last > self.at);
        self.at += length;
        let mut run = if has_closer { 0 } else { length };
        while run != length {
            self.at += self.rest().find('`').unwrap_or(self.rest().len());
            run = run_of(b'`', self.rest());
            self.at += run;
        }
    }

    fn skip_tag(&mut self) {
        let looks_like_tag = self.rest()[1..]
            .starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!'));
        if self.next_angle <= self.at {
            self.next_angle = self.at + self.rest().find('>').unwrap_or(self.rest().len());
        }
        self.at =
            if looks_like_tag && self.next_angle < self.end { self.next_angle + 1 } else { self.at + 1 };
    }

    fn skip_destination(&mut self) {
        if self.next_parenthesis <= self.at {
            self.next_parenthesis = self.at + self.rest().find([')', '\n']).unwrap_or(self.rest().len());
        }
        let closes = self.text.as_bytes()[..self.end].get(self.next_parenthesis) == Some(&b')');
        self.at = if closes { self.next_parenthesis + 1 } else { self.at + 1 };
    }

    fn formula(&self) -> Option<Mask> {
        let dollars = run_of(b'$', self.rest());
        if dollars > 2 {
            return None;
        }
        let body_start = self.at + dollars;
        let body_end = self.next_dollar(body_start)?;
        let end = body_end + dollars;
        let body = &self.text[body_start..body_end];
        let closes =
            self.text[body_end..self.end].bytes().take_while(|byte| *byte == b'$').count() == dollars;
        let is_clean = !body.contains('`') && !body.contains("**") && !body.trim().is_empty();
        let is_formula = closes && is_clean && (dollars == 2 || self.is_inline(body_start..body_end));
        let kind = if dollars == 2 { MaskKind::Display } else { MaskKind::Inline };
        is_formula.then_some(Mask { range: self.at..end, body: body_start..body_end, kind })
    }

    fn next_dollar(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < self.end {
            match bytes[at] {
                b'\\' => at += 2,
                b'$' => return Some(at),
                _ => at += 1,
            }
        }
        None
    }

    fn is_inline(&self, body: Range<usize>) -> bool {
        let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let before = self.text[..body.start - 1].chars().next_back();
        let after = self.text[body.end + 1..].chars().next();
        let stands_free = !before.is_some_and(joins) && !after.is_some_and(joins);
        let body = &self.text[body];
        let is_tight = !body.starts_with(char::is_whitespace) && !body.ends_with(char::is_whitespace);
        stands_free && is_tight && reads_as_math(body)
    }
}

/// Returns where the first byte stands that may begin anything but text; the end where none does.
fn next_sign(bytes: &[u8]) -> usize {
    const CHUNK: usize = 32;
    // Chunks are looked at as a whole, in numbers and without a branch: the compiler makes vector code of that.
    let holds_sign = |chunk: &&[u8]| chunk.iter().fold(0, |found, byte| found | is_sign(*byte)) != 0;
    let start = CHUNK * bytes.chunks_exact(CHUNK).take_while(|chunk| !holds_sign(chunk)).count();
    start + bytes[start..].iter().position(|byte| is_sign(*byte) != 0).unwrap_or(bytes.len() - start)
}

/// Returns 1 for a byte that may begin anything but text, 0 for others.
fn is_sign(byte: u8) -> u8 {
    let is = |sign| u8::from(byte == sign);
    is(b'\\') | is(b'`') | is(b'<') | is(b']') | is(b'$') | is(b'{')
}

fn run_of(letter: u8, text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == letter).count()
}

/// Returns the length of the place that a text starts with.
pub(crate) fn place_at(text: &str) -> Option<usize> {
    const LONGEST: usize = 60;
    let inner = text.strip_prefix("{{")?;
    // Not searched further: of many that open none may close.
    let close = inner.bytes().take(LONGEST).position(|byte| byte == b'}')?;
    let inner = inner.get(..close).filter(|_| inner[close..].starts_with("}}"))?;
    let (name, format) = inner.split_once(':').unwrap_or((inner, "0"));
    let is_name = name.trim().starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_format = format.bytes().all(|byte| byte.is_ascii_alphanumeric() || b",. %".contains(&byte));
    (is_name && is_format).then_some(inner.len() + 4)
}

/// Tells math from a stretch of prose between two prices; a value that is put in counts as a number.
fn reads_as_math(body: &str) -> bool {
    let filled = without_places(body);
    let body = &*filled;
    let starts_as_money = body.starts_with(|first: char| first.is_ascii_digit());
    if starts_as_money && !body.contains(['\\', '^', '_', '=']) {
        return false;
    }
    let has_command =
        body.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphabetic());
    let mut long_words =
        body.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().nth(2).is_some());
    has_command || long_words.nth(1).is_none() || words_are_joined(body)
}

/// Puts a figure in the place of each value.
fn without_places(body: &str) -> Cow<'_, str> {
    if !body.contains("{{") {
        return Cow::Borrowed(body);
    }
    let (mut filled, mut rest) = (String::with_capacity(body.len()), body);
    while let Some(start) = rest.find("{{") {
        filled.push_str(&rest[..start]);
        let length = place_at(&rest[start..]);
        filled.push_str(if length.is_some() { "1" } else { "{{" });
        rest = &rest[start + length.unwrap_or(2)..];
    }
    filled.push_str(rest);
    Cow::Owned(filled)
}

/// Tells whether an operator stands between every two words, as in `EOQ = ROP`.
fn words_are_joined(body: &str) -> bool {
    let mut previous_was_word = false;
    for token in body.split_whitespace() {
        let is_word = token.starts_with(char::is_alphanumeric) && token.ends_with(char::is_alphanumeric);
        if is_word && previous_was_word {
            return false;
        }
        previous_was_word = is_word;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_money() {
        for (text, expected) in [
            ("$Q^*$ and $R^*$", vec!["Q^*", "R^*"]),
            ("a table | $|x|$ | $y$ |", vec!["|x|", "y"]),
            ("$EOQ = ROP$", vec!["EOQ = ROP"]),
            ("$Q = \\sqrt{2DS/H}$, so", vec!["Q = \\sqrt{2DS/H}"]),
            ("$$\na\n+ b\n$$", vec!["a\n+ b"]),
            ("> $$\n> a\n> $$", vec!["a"]),
            ("- [x] $5x = 3$", vec!["5x = 3"]),
            ("$2^{10}$", vec!["2^{10}"]),
            ("costs \\$5 and $x$", vec!["x"]),
            ("$5-$10", vec![]),
            ("($5) or ($6)", vec![]),
            ("**$50,000** vs **$60,000**", vec![]),
            ("$5 or more, at most $6", vec![]),
            ("pay $the whole price$ now", vec![]),
            ("US$x$ and $x$y", vec![]),
            ("$ x$ and $x $", vec![]),
            ("`$a$` and ``$`b$``", vec![]),
            ("```\n$a$\n```\n", vec![]),
            ("<img alt=\"$a$\">", vec![]),
            ("[t](https://e.org/$a$)", vec![]),
            ("$a\n\nb$", vec![]),
            ("$a `b` c$", vec![]),
            ("$$$a$$$", vec![]),
            ("$\\frac{{{d}}}{2}$ and {{d:,2}}", vec!["\\frac{{{d}}}{2}", "d:,2"]),
            ("(${{a_b}}) or (${{c}})", vec!["a_b", "c"]),
            ("`{{a}}` \\{{b}} {{ }} {{1a}} {c}", vec![]),
        ] {
            let found: Vec<String> = find(text).iter().map(|mask| mask.tex(text).into_owned()).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn masks_keep_every_offset() {
        for text in ["é $ß^*$ z", "> $$\r\n> a_b\r\n> $$\r\n", "no math"] {
            let masked = mask(text, &find(text)).into_owned();
            assert_eq!(masked.len(), text.len());
            assert_eq!(masked.matches('\n').count(), text.matches('\n').count());
            assert!(!masked.contains('$'));
        }
    }
}
