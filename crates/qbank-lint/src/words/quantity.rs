//! Quantities: a text that is one number in a frame of words, such as `USD 1,200` or `2 weeks`.

use std::str::FromStr;
use std::sync::LazyLock;

use memchr::memchr2_iter;
use qbank_model::Decimal;
use qbank_model::number::leading_number;
use regex::Regex;

use super::{Memo, StemHash, Text, exact_pattern, hash_of, pattern, stem_of};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Things, or nothing that is said.
    Count,
    /// Hundredths.
    Percent,
    /// Money of whatever currency.
    Money,
    /// Time in seconds, where the number of seconds is fixed: seconds to weeks.
    Time,
    /// Months, quarters and years, in months.
    Calendar,
    /// Mass in grams.
    Mass,
    /// Length in millimetres.
    Length,
    /// A day, counted from the first of January of a year 0 of equal months.
    Date,
}

/// A text that is one number in a frame of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number, in the base unit of its dimension.
    pub amount: Decimal,
    /// What it counts.
    pub dimension: Dimension,
    /// The size of the unit as written, in the base unit.
    pub unit: Decimal,
    /// Digits after the point, as written.
    pub decimals: u32,
    /// The text with ` # ` for the number and its unit.
    around: String,
}

/// What stands around a number. Equal frames, the endings of their words aside, make numbers comparable.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'q>(&'q str);

impl Frame<'_> {
    /// Returns the frame without a remark behind the number and its unit: "50 units, if demand holds" counts units.
    #[must_use]
    pub fn without_remark(self) -> Self {
        let bytes = self.0.as_bytes();
        let begins_remark = |at: &usize| match &bytes[*at..] {
            // Most words do not even begin as one of them.
            [b' ', b'(' | b'a' | b'b' | b'i' | b'o', ..] => {
                REMARKS.iter().any(|remark| bytes[at + 1..].starts_with(remark))
            }
            [sign, ..] => *sign == b',',
            [] => false,
        };
        let end = memchr2_iter(b',', b' ', bytes).find(begins_remark);
        end.map_or(self, |end| Self(&self.0[..end]))
    }
}

/// What begins a remark behind a space.
const REMARKS: [&[u8]; 5] = [b"(", b"if ", b"because ", b"on top ", b"as "];

impl PartialEq for Frame<'_> {
    fn eq(&self, other: &Self) -> bool {
        let stem = |word| STEM.with(|memo| memo.get(word, |word| hash_of(&stem_of(&small(word)))));
        let stems = |frame: &Self| frame.0.split_ascii_whitespace().map(stem);
        stems(self).eq(stems(other))
    }
}

thread_local! {
    static STEM: Memo<StemHash> = Memo::default();
    static UNIT: Memo<Option<&'static Unit>> = Memo::default();
}

/// A unit: its stem, its dimension and its size in the base unit.
type Unit = (&'static str, Dimension, i64);

/// Units that turn into others of their dimension.
static UNITS: [Unit; 26] = [
    ("second", Dimension::Time, 1),
    ("minut", Dimension::Time, 60),
    ("min", Dimension::Time, 60),
    ("hour", Dimension::Time, 3600),
    ("h", Dimension::Time, 3600),
    ("day", Dimension::Time, 86_400),
    ("week", Dimension::Time, 604_800),
    ("month", Dimension::Calendar, 1),
    ("quarter", Dimension::Calendar, 3),
    ("year", Dimension::Calendar, 12),
    ("g", Dimension::Mass, 1),
    ("gram", Dimension::Mass, 1),
    ("kg", Dimension::Mass, 1000),
    ("kilogram", Dimension::Mass, 1000),
    ("ton", Dimension::Mass, 1_000_000),
    ("tonn", Dimension::Mass, 1_000_000),
    ("t", Dimension::Mass, 1_000_000),
    ("mm", Dimension::Length, 1),
    ("cm", Dimension::Length, 10),
    ("m", Dimension::Length, 1000),
    ("meter", Dimension::Length, 1000),
    ("metr", Dimension::Length, 1000),
    ("km", Dimension::Length, 1_000_000),
    ("percent", Dimension::Percent, 1),
    ("dollar", Dimension::Money, 1),
    ("euro", Dimension::Money, 1),
];

const NUMBER_WORDS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The tens from twenty up.
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// `30 September, 2026` and some signs more.
const LONGEST_DATE: usize = 24;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

static CURRENCY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\b(usd|eur|gbp|chf|cad|aud)\b|[$\u{20ac}\u{a3}\u{a5}]) ?$"));

static DATE: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    let month = "(?P<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?)";
    [
        format!(r"(?i)^(?P<day>\d{{1,2}}) {month}\.?( (?P<year>\d{{4}}))?$"),
        format!(r"(?i)^{month}\.?( (?P<day>\d{{1,2}}))?(,? (?P<year>\d{{4}}))?$"),
        r"^(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})$".to_owned(),
    ]
    .map(|pattern| exact_pattern(&pattern))
});

/// What stands for the number in a frame.
const NUMBER: &str = "#";

/// A number in a text and where it ends.
struct Found {
    amount: Decimal,
    decimals: u32,
    end: usize,
}

impl Quantity {
    /// Reads a text that holds exactly one number: with thousands in groups, as a fraction, with a currency, a unit or a
    /// word such as `million`, as a word up to ninety-nine, or a date.
    ///
    /// Returns `None` of other texts: ranges, ratios, expressions, version numbers, text with code or formulas.
    pub fn of(text: &Text) -> Option<Self> {
        let prose = text.as_str().trim_end_matches('.');
        if text.has_objects() {
            return None;
        }
        let dated = || (prose.len() <= LONGEST_DATE).then(|| date(prose)).flatten();
        dated().or_else(|| in_digits(prose)).or_else(|| in_words(prose))
    }

    /// Returns the number as it compares with a plain one: percent as hundredths.
    ///
    /// Only numbers without words around them are plain, those in units of time, mass and length among them.
    pub fn plain(&self) -> Option<(Dimension, Decimal)> {
        match self.dimension {
            _ if self.around.trim() != NUMBER => None,
            Dimension::Percent => Some((Dimension::Count, self.amount.checked_div(Decimal::ONE_HUNDRED)?)),
            dimension => Some((dimension, self.amount)),
        }
    }

    /// Tells whether the text says little beside its number.
    pub fn is_bare(&self) -> bool {
        self.around.split_ascii_whitespace().nth(MOST_WORDS).is_none()
    }

    /// Returns what stands around the number.
    pub fn frame(&self) -> Frame<'_> {
        Frame(&self.around)
    }

    /// Tells whether two quantities are of one kind, so that a reader can put them in order.
    pub fn compares_with(&self, other: &Self) -> bool {
        self.dimension == other.dimension && self.frame() == other.frame()
    }
}

fn date(prose: &str) -> Option<Quantity> {
    // Of what begins otherwise no pattern has to be asked.
    let month = |start: &str| MONTHS.iter().any(|month| start.eq_ignore_ascii_case(month));
    if !prose.starts_with(|c: char| c.is_ascii_digit()) && !prose.get(..3).is_some_and(month) {
        return None;
    }
    let found = DATE.iter().find(|pattern| pattern.is_match(prose))?.captures(prose)?;
    let number = |name: &str| found.name(name).and_then(|part| Decimal::from_str(part.as_str()).ok());
    let named = found.name("month").and_then(|part| part.as_str().get(..3)).map(str::to_lowercase);
    let month = match named.and_then(|named| MONTHS.iter().position(|month| named == *month)) {
        Some(month_idx) => Decimal::from(month_idx + 1),
        None => number("number")?,
    };
    let (year, day) = (number("year").unwrap_or_default(), number("day").unwrap_or_default());
    let amount = (year * Decimal::from(12) + month) * Decimal::from(31) + day;
    Some(Quantity {
        amount,
        dimension: Dimension::Date,
        unit: Decimal::ONE,
        decimals: 0,
        around: NUMBER.to_owned(),
    })
}

fn in_digits(prose: &str) -> Option<Quantity> {
    let start = prose.find(|c: char| c.is_ascii_digit())?;
    let before =
        prose[..start].strip_suffix(['-', '+']).filter(|rest| rest.is_empty() || rest.ends_with(' '));
    let is_negative = before.is_some() && prose[..start].ends_with('-');
    let before = before.unwrap_or(&prose[..start]);
    if before.ends_with(|c: char| c.is_alphanumeric() || "./:#-".contains(c)) {
        return None;
    }
    let mut found = number_at(prose, start)?;
    if is_negative {
        found.amount = -found.amount;
    }
    framed(before, &prose[found.end..], &found)
}

/// Reads the number that begins at a byte: digits, a fraction, or both.
fn number_at(prose: &str, start: usize) -> Option<Found> {
    let (amount, length) = leading_number(&prose[start..]).ok()?;
    let written = &prose[start..start + length];
    let decimals = written.split_once('.').map_or(0, |(_, digits)| digits.len() as u32);
    let whole = Found { amount, decimals, end: start + length };
    if prose[whole.end..].starts_with('/') {
        return fraction(prose, &whole);
    }
    let mixed = prose[whole.end..].strip_prefix(' ').and_then(|rest| {
        let (_, top) = leading_number(rest).ok()?;
        rest[top..].starts_with('/').then(|| number_at(prose, whole.end + 1)).flatten()
    });
    Some(match mixed {
        Some(part) => Found { amount: whole.amount + part.amount, ..part },
        None => whole,
    })
}

fn fraction(prose: &str, top: &Found) -> Option<Found> {
    let (bottom, length) = leading_number(&prose[top.end + 1..]).ok()?;
    let amount = top.amount.checked_div(bottom)?;
    Some(Found { amount, decimals: amount.scale(), end: top.end + 1 + length })
}

/// Puts the number into its frame: what stands before and after it, the unit taken out.
fn framed(before: &str, after: &str, found: &Found) -> Option<Quantity> {
    let (mut before, mut after) = (before, after);
    let (mut dimension, mut size) = (Dimension::Count, Decimal::ONE);
    let sticks = after.starts_with(|c: char| c.is_alphabetic());
    let (word, rest) = first_word(after);
    let scale = match word {
        "k" | "K" | "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        "billion" => Some(1_000_000_000),
        _ => None,
    };
    if let Some(scale) = scale {
        size = Decimal::from(scale);
        after = rest;
    }
    let (word, rest) = first_word(after);
    if let Some(sign) = may_be_money(before).then(|| CURRENCY.find(before)).flatten() {
        dimension = Dimension::Money;
        before = &before[..sign.start()];
    } else if let Some(rest) = after.trim_start().strip_prefix('%') {
        dimension = Dimension::Percent;
        after = rest;
    } else if let Some((_, known, of_unit)) = UNIT.with(|memo| memo.get(word, unit_of)) {
        dimension = *known;
        size *= Decimal::from(*of_unit);
        after = rest;
    } else if sticks && scale.is_none() {
        return None;
    }
    let has_more = |text: &str| text.contains(|c: char| c.is_numeric());
    if has_more(before) || has_more(after) || after.starts_with(['-', '/', ':', '^', '*', '+', '=']) {
        return None;
    }
    let amount = found.amount.checked_mul(size)?;
    let around = [before, " ", NUMBER, " ", after].concat();
    Some(Quantity { amount, dimension, unit: size, decimals: found.decimals, around })
}

/// Tells whether a text ends in a sign, or in a word of three letters as codes of currencies are; cheaper to look at than
/// the currencies.
fn may_be_money(before: &str) -> bool {
    let bytes = before.trim_end_matches(' ').as_bytes();
    let n_letters = bytes.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    !bytes.is_empty() && matches!(n_letters, 0 | 3)
}

/// Reads a unit as it stands in a text.
fn unit_of(word: &str) -> Option<&'static Unit> {
    let stem = stem_of(&small(word));
    UNITS.iter().find(|(unit, ..)| *unit == stem)
}

/// Returns a word in small letters, unless it is as short as a unit, whose capitals count: `mW`, `MW`.
fn small(word: &str) -> String {
    if word.len() > 2 { word.to_lowercase() } else { word.to_owned() }
}

/// Returns the first word of a text, without the space before it, and what follows.
fn first_word(text: &str) -> (&str, &str) {
    let trimmed = text.trim_start();
    let end = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    trimmed.split_at(end)
}

/// In longer texts a number in words is seldom what they are about.
const MOST_WORDS: usize = 4;

thread_local! {
    static VALUES: Memo<Option<usize>> = Memo::default();
}

/// Reads a number word as it stands in a text.
fn value_in(word: &str) -> Option<usize> {
    value_of(&word.trim_end_matches(',').to_lowercase())
}

/// Reads a number word up to ninety-nine.
fn value_of(word: &str) -> Option<usize> {
    let tens = |word: &str| TENS.iter().position(|known| *known == word).map(|idx| 10 * (idx + 2));
    let small = |word: &str| NUMBER_WORDS.iter().position(|known| *known == word);
    let both = word
        .split_once('-')
        .and_then(|(ten, one)| Some(tens(ten)? + small(one).filter(|one| (1..10).contains(one))?));
    small(word).or_else(|| tens(word)).or(both)
}

fn in_words(prose: &str) -> Option<Quantity> {
    if prose.split(' ').nth(MOST_WORDS).is_some() {
        return None;
    }
    let mut words = prose
        .split_whitespace()
        .enumerate()
        .filter_map(|(idx, word)| Some((idx, word, VALUES.with(|memo| memo.get(word, value_in))?)));
    let (idx, word, value) = words.next()?;
    if words.next().is_some() || word.ends_with(',') {
        return None;
    }
    let before: Vec<&str> = prose.split_whitespace().take(idx).collect();
    let after: Vec<&str> = prose.split_whitespace().skip(idx + 1).collect();
    let found = Found { amount: Decimal::from(value), decimals: 0, end: 0 };
    framed(&format!("{} ", before.join(" ")), &format!(" {}", after.join(" ")), &found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qbank_model::{Content, Inline};

    fn read(prose: &str) -> Option<(String, Dimension, String)> {
        let content = Content::of_inlines(vec![Inline::Text(prose.into())]);
        let text = Text::of(&content);
        Quantity::of(&text).map(|found| (found.amount.normalize().to_string(), found.dimension, found.around))
    }

    #[test]
    fn one_number_in_a_frame_is_a_quantity() {
        for (prose, amount, dimension, frame) in [
            ("40", "40", Dimension::Count, "#"),
            ("1,200 units", "1200", Dimension::Count, "# unit"),
            ("1.2k", "1200", Dimension::Count, "#"),
            ("3/4", "0.75", Dimension::Count, "#"),
            ("1\u{bd} days", "129600", Dimension::Time, "#"),
            ("5 %", "5", Dimension::Percent, "#"),
            ("USD 1.5 million", "1500000", Dimension::Money, "#"),
            ("$1,200.", "1200", Dimension::Money, "#"),
            ("2 weeks", "1209600", Dimension::Time, "#"),
            ("1 week", "604800", Dimension::Time, "#"),
            ("Seven days", "604800", Dimension::Time, "#"),
            ("fourteen", "14", Dimension::Count, "#"),
            ("Twenty-one units", "21", Dimension::Count, "# unit"),
            ("two years", "24", Dimension::Calendar, "#"),
            ("2.5 kg", "2500", Dimension::Mass, "#"),
            ("Falls by 10 units", "10", Dimension::Count, "Falling by # units"),
            ("Week 4", "4", Dimension::Count, "week #"),
            ("\u{2212}5", "-5", Dimension::Count, "#"),
            ("March", "93", Dimension::Date, "#"),
            ("12 March 2026", "753777", Dimension::Date, "#"),
            ("2026-03-12", "753777", Dimension::Date, "#"),
        ] {
            let (read_amount, read_dimension, around) = read(prose).expect(prose);
            assert_eq!((read_amount.as_str(), read_dimension), (amount, dimension), "{prose}");
            assert_eq!(Frame(&around), Frame(frame), "{prose}");
        }
    }

    #[test]
    fn what_is_more_or_less_than_a_number_is_none() {
        for prose in [
            "5x+7",
            "Q = 5x",
            "(3, 4)",
            "1.2.3",
            "3:1",
            "10-20",
            "1, 2",
            "10 to 20",
            "one or two",
            "A4",
            "ISO-9001",
            "EOQ",
            "4^2",
        ] {
            assert_eq!(read(prose), None, "{prose}");
        }
    }
}
