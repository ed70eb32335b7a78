//! An item as it is compared: what a learner reads, without what typing changes.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use qbank_model::interaction::Mark;
use qbank_model::template::{OpenAccept, OpenBlank, OpenInteraction};
use qbank_model::{Bank, Choice, Content, Entry, Item, Kind};
use unicode_normalization::UnicodeNormalization;

use crate::words::is_evenly_spaced;

/// What a part of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Right: a key, an accepted answer, a criterion.
    Key,
    /// Wrong.
    Distractor,
    /// Right at the place at which it stands: an entry to order, the answer of a gap.
    Placed(usize),
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) role: Role,
}

/// An item as it is compared. Of one with variables, the places stand in its texts as the author wrote them.
pub(super) struct Reading<'b> {
    pub(super) item: &'b Item,
    pub(super) kind: Kind,
    pub(super) stem: String,
    /// The parts of the answer, sorted.
    pub(super) parts: Vec<Part>,
    /// What is drawn, where something is.
    pub(super) draws: String,
    /// Fingerprints of the pictures, sorted.
    pub(super) pictures: Vec<[u8; 32]>,
    /// A hash that items have in common that are the same word for word.
    pub(super) fingerprint: u64,
    /// The distinct words of stem and answer, by short hashes, sorted.
    pub(super) words: Vec<u32>,
}

impl<'b> Reading<'b> {
    /// Reads an entry; a broken one is not compared.
    pub(super) fn new(entry: &'b Entry, bank: &Bank) -> Option<Self> {
        let item = entry.item()?;
        let (stem, mut parts, draws) = match entry.template() {
            Some(template) => {
                let draft = template.draft();
                let sources = template.variables().sources();
                let draws = sources.map(|(names, source)| format!("{} = {source}\n", names.join(" ")));
                (plain(&draft.stem), parts(&draft.interaction), draws.collect())
            }
            None => (plain(&item.stem), parts_of_item(item), String::new()),
        };
        parts.sort();
        let texts = [&item.stem].into_iter().chain(item.interaction.texts());
        let media = texts.flat_map(Content::files).filter_map(|path| bank.media.get(&path.value));
        let mut pictures: Vec<[u8; 32]> = media.map(|medium| medium.sha256).collect();
        pictures.sort_unstable();
        let texts = || std::iter::once(&stem).chain(parts.iter().map(|part| &part.text));
        let fingerprint =
            texts().fold(0, |sum: u64, text| sum.rotate_left(1) ^ FixedState::default().hash_one(text));
        let words = texts().flat_map(|text| tokens(text)).map(hash);
        let mut words: Vec<u32> = words.map(|hash| (hash ^ (hash >> 32)) as u32).collect();
        words.sort_unstable();
        words.dedup();
        Some(Self { item, kind: item.interaction.kind(), stem, parts, draws, pictures, fingerprint, words })
    }

    /// Returns the texts that are compared letter by letter.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        // What affirms and what denies a statement reads alike in all items.
        let parts = self.parts.iter().filter(|_| self.kind != Kind::TrueFalse);
        std::iter::once(self.stem.as_str()).chain(parts.map(|part| part.text.as_str()))
    }

    /// Returns the case as it is compared.
    pub(super) fn case(&self) -> Option<String> {
        self.item.stimulus.as_ref().map(|case| plain(&case.content))
    }
}

/// Choices are read where they stand; other answers as an item with variables has them.
fn parts_of_item(item: &Item) -> Vec<Part> {
    let choices = item.interaction.choices();
    if choices.is_empty() {
        return parts(&OpenInteraction::from(&item.interaction));
    }
    let keys = item.interaction.keys();
    let role = |choice: &Choice| {
        if keys.iter().any(|key| key.id == choice.id) { Role::Key } else { Role::Distractor }
    };
    choices.iter().map(|choice| Part { text: plain(&choice.content), role: role(choice) }).collect()
}

fn parts(answer: &OpenInteraction) -> Vec<Part> {
    let part = |text: &str, role| Part { text: normal(text), role };
    let key = |text: &str| part(text, Role::Key);
    match answer {
        OpenInteraction::Choices { choices, marks, .. } => {
            let role = |mark: &Mark| if *mark == Mark::Key { Role::Key } else { Role::Distractor };
            choices
                .iter()
                .zip(marks)
                .map(|(choice, mark)| part(&choice.content.to_text(), role(mark)))
                .collect()
        }
        OpenInteraction::Number(number) => vec![key(&number.source())],
        OpenInteraction::Text(accepted, _) => {
            accepted.iter().map(|accept| key(&accepted_text(accept))).collect()
        }
        OpenInteraction::Blanks { blanks, .. } => {
            let texts = blanks.iter().map(blank_text).enumerate();
            texts.map(|(idx, text)| part(&text, Role::Placed(idx))).collect()
        }
        OpenInteraction::Matching(_, rows) => {
            // A partner without a prompt is there to mislead.
            let role = |left: &str| if left.is_empty() { Role::Distractor } else { Role::Key };
            let cells = rows.iter().map(|row| (row[0].to_text(), row[1].to_text()));
            cells.map(|(left, right)| part(&format!("{left} | {right}"), role(&left))).collect()
        }
        OpenInteraction::Ordering(entries) => {
            let texts = entries.iter().map(Content::to_text).enumerate();
            texts.map(|(idx, text)| part(&text, Role::Placed(idx))).collect()
        }
        OpenInteraction::Essay(criteria) => {
            criteria.iter().map(|criterion| key(&criterion.content.to_text())).collect()
        }
    }
}

fn accepted_text(accept: &OpenAccept) -> String {
    match accept {
        OpenAccept::Words(words) => words.source(),
        OpenAccept::Pattern(pattern) => pattern.source().to_owned(),
    }
}

fn blank_text(blank: &OpenBlank) -> String {
    match blank {
        OpenBlank::Number(number) => number.source(),
        OpenBlank::Text(accepted) => accepted.iter().map(accepted_text).collect::<Vec<_>>().join(" | "),
        OpenBlank::DropDown(options) => {
            let mark = |(is_key, words): &(bool, _)| {
                let words: &qbank_model::template::OpenText = words;
                if *is_key { format!("= {}", words.source()) } else { words.source() }
            };
            options.iter().map(mark).collect::<Vec<_>>().join(" | ")
        }
    }
}

fn plain(content: &Content) -> String {
    normal(&content.text())
}

/// Takes out of a text what typing changes and reading does not: capitals, kinds of dashes, quotes and spaces, a final
/// full stop. Signs and units stay.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    if is_evenly_spaced(text) && text.is_ascii() {
        normal.push_str(text);
        normal.make_ascii_lowercase();
    } else if text.is_ascii() {
        for word in text.split_ascii_whitespace() {
            if !normal.is_empty() {
                normal.push(' ');
            }
            normal.push_str(word);
        }
        normal.make_ascii_lowercase();
    } else {
        text.nfkc().for_each(|letter| push_normal(letter, &mut normal));
    }
    let kept = normal.trim_end();
    let kept = kept.strip_suffix('.').unwrap_or(kept).len();
    normal.truncate(kept);
    normal
}

fn push_normal(letter: char, normal: &mut String) {
    match letter {
        _ if letter.is_whitespace() => {
            if !normal.is_empty() && !normal.ends_with(' ') {
                normal.push(' ');
            }
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => normal.push('-'),
        '\u{2018}' | '\u{2019}' => normal.push('\''),
        '\u{201C}' | '\u{201D}' => normal.push('"'),
        _ if letter.is_ascii() => normal.push(letter.to_ascii_lowercase()),
        _ => normal.extend(letter.to_lowercase()),
    }
}

/// Splits a text into words and numbers; a number keeps its sign, its decimals and a percent sign, and loses its commas.
///
/// Each letter of a script that puts no spaces between words is a word.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = None;
    let (mut before, mut at) = (' ', 0);
    loop {
        let n_plain = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if n_plain > 0 {
            start.get_or_insert(at);
            at += n_plain;
            before = char::from(text.as_bytes()[at - 1]);
        }
        let Some(letter) = text[at..].chars().next() else { break };
        let next = text[at + letter.len_utf8()..].chars().next().unwrap_or(' ');
        let is_joint = match letter {
            '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
            '\'' | '-' => before.is_alphanumeric() && next.is_alphanumeric(),
            _ => false,
        };
        let is_sign = letter == '-' && start.is_none() && next.is_ascii_digit() && !before.is_alphanumeric();
        let is_percent = letter == '%' && before.is_ascii_digit();
        if letter.is_alphanumeric() || is_joint || is_sign || is_percent {
            let begun = *start.get_or_insert(at);
            if letter >= '\u{2E80}' {
                tokens.extend((begun < at).then(|| &text[begun..at]));
                tokens.push(&text[at..at + letter.len_utf8()]);
                start = None;
            }
        } else if let Some(begun) = start.take() {
            tokens.push(&text[begun..at]);
        }
        before = letter;
        at += letter.len_utf8();
    }
    tokens.extend(start.map(|begun| &text[begun..]));
    tokens
}

/// FNV-1a; a number's commas do not count.
fn hash(word: &str) -> u64 {
    word.bytes()
        .filter(|byte| *byte != b',')
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_keeps_what_means_something() {
        for (text, expected) in [
            ("  The  Lot\u{A0}is\n“large”. ", "the lot is \"large\""),
            ("\u{2212}5 %", "-5 %"),
            ("x \u{2264} 3...", "x \u{2264} 3.."),
            ("ﬁll – rate", "fill - rate"),
        ] {
            assert_eq!(normal(text), expected, "{text}");
        }
    }

    #[test]
    fn tokens_are_words_and_numbers() {
        for (text, expected) in [
            (
                "order 1,200 units, at 3.5% - not -4.",
                &["order", "1,200", "units", "at", "3.5%", "not", "-4"][..],
            ),
            ("a make-to-stock firm's {{d}} = 7-8", &["a", "make-to-stock", "firm's", "d", "7-8"]),
            ("在庫とEOQ", &["在", "庫", "と", "eoq"]),
        ] {
            assert_eq!(tokens(&text.to_lowercase()), expected, "{text}");
        }
    }
}
