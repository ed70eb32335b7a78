//! Typed numbers: what is accepted, in which units.
//!
//! All comparing is done in exact decimals, and both ends of what is accepted count.

use std::fmt;
use std::ops::Range;

use super::typed_text::{Capitals, same_words};
use crate::Decimal;
use crate::number::{NumberFault, leading_number};

/// What is accepted, in the answer's first unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// A value, give or take.
    Around {
        /// The value itself.
        value: Decimal,
        /// How far a response may lie from it.
        tolerance: Tolerance,
    },
    /// Anything from a low to a high end.
    Between {
        /// The low end.
        low: Decimal,
        /// The high end, above the low one.
        high: Decimal,
    },
}

/// How far a response may lie from the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// Not at all.
    Exact,
    /// By this much, from 0 up, in the first unit.
    Absolute(Decimal),
    /// By this many percent of the value, from 0 up.
    Percent(Decimal),
}

/// A unit and what the value is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The unit as it is written behind the number.
    pub name: String,
    /// The answer's value in this unit; its ratio to the value in the first one is the factor between them.
    pub value: Decimal,
}

/// What is wrong with a typed number's answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedNumberFault {
    /// A number is missing or malformed.
    #[error(transparent)]
    Number(#[from] NumberFault),
    /// The tolerance is below 0.
    #[error("a tolerance is 0 or more")]
    Negative,
    /// The low end is not below the high one.
    #[error("the low end of a range is below its high end")]
    Range,
    /// Percent of a percentage could be read two ways.
    #[error("a tolerance in percent is not possible where the unit is %")]
    PercentOfPercent,
    /// Something stands where nothing can.
    #[error("this is no part of an answer")]
    Rest,
    /// A unit that starts like a number, or is too long.
    #[error("a unit is a word of at most 40 characters")]
    Unit,
    /// One unit twice.
    #[error("the unit stands twice")]
    RepeatedUnit,
    /// Another unit without its name, or beside an answer that names none.
    #[error("each of several values needs its unit")]
    NoUnit,
    /// Two units of opposite sign, or a value of 0, which has no ratio.
    #[error("the values in two units have a ratio above 0")]
    Ratio,
    /// A value in a further unit with a tolerance of its own.
    #[error("the tolerance stands with the first unit")]
    LaterTolerance,
}

/// A number to type. Invariant: its bounds are ordered, and its units are distinct with ratios above 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedNumber {
    accepted: Accepted,
    units: Vec<Unit>,
}

impl TypedNumber {
    /// Checks what is accepted and the units, the first unit first.
    ///
    /// # Errors
    /// Fails where bounds are not in order, a tolerance is negative, or units repeat or have no ratio.
    pub fn new(accepted: Accepted, units: Vec<Unit>) -> Result<Self, TypedNumberFault> {
        match accepted {
            Accepted::Between { low, high } if low >= high => return Err(TypedNumberFault::Range),
            Accepted::Around { tolerance: Tolerance::Absolute(by) | Tolerance::Percent(by), .. }
                if by < Decimal::ZERO =>
            {
                return Err(TypedNumberFault::Negative);
            }
            Accepted::Around { tolerance: Tolerance::Percent(_), .. } if has_unit(&units, "%") => {
                return Err(TypedNumberFault::PercentOfPercent);
            }
            Accepted::Around { .. } | Accepted::Between { .. } => {}
        }
        for (idx, unit) in units.iter().enumerate() {
            if has_unit(&units[..idx], &unit.name) {
                return Err(TypedNumberFault::RepeatedUnit);
            }
            let has_ratio =
                !unit.value.is_zero() && unit.value.is_sign_positive() == units[0].value.is_sign_positive();
            if idx > 0 && !has_ratio {
                return Err(TypedNumberFault::Ratio);
            }
        }
        Ok(Self { accepted, units })
    }

    /// Returns what is accepted, in the first unit.
    pub fn accepted(&self) -> Accepted {
        self.accepted
    }

    /// Returns the units, the first one first; none where the answer names none.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Returns the lowest and the highest accepted number in the first unit; both count.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        match self.accepted {
            Accepted::Between { low, high } => (low, high),
            Accepted::Around { value, tolerance } => {
                let by = match tolerance {
                    Tolerance::Exact => Decimal::ZERO,
                    Tolerance::Absolute(by) => by,
                    Tolerance::Percent(percent) => value.abs() * percent / Decimal::ONE_HUNDRED,
                };
                (value - by, value + by)
            }
        }
    }

    /// Returns a number that is accepted, in the first unit: the value, or the middle of a range.
    pub fn key(&self) -> Decimal {
        match self.accepted {
            Accepted::Around { value, .. } => value,
            Accepted::Between { low, high } => low + (high - low) / Decimal::TWO,
        }
    }

    /// Tells whether a typed answer is right: a number within the bounds, behind it nothing or one of the units.
    ///
    /// Without a unit it is taken in the first one. With several units, products are rounded at 28 digits.
    pub fn accepts(&self, typed: &str) -> bool {
        let typed = typed.trim();
        let Ok((number, length)) = leading_number(typed) else { return false };
        let name = typed[length..].trim_start();
        let unit = self.units.iter().find(|unit| same_words(&unit.name, name, Capitals::Ignored));
        if unit.is_none() && !name.is_empty() {
            return false;
        }
        let (low, high) = self.bounds();
        let (Some(unit), Some(first)) = (unit, self.units.first()) else {
            return low <= number && number <= high;
        };
        if unit == first {
            return low <= number && number <= high;
        }
        // number × first / unit, compared without the division; the two have one sign.
        let scaled = |number: Decimal, by: Decimal| number.checked_mul(by.abs());
        match (scaled(number, first.value), scaled(low, unit.value), scaled(high, unit.value)) {
            (Some(number), Some(low), Some(high)) => low <= number && number <= high,
            _ => false,
        }
    }

    /// Reads an answer as authors write it: `12.5 kg ± 0.1`, `9..11`, `2 h | 120 min`.
    ///
    /// # Errors
    /// Fails at the first thing that cannot stand there, with its bytes in `text`.
    pub fn parse(text: &str) -> Result<Self, (TypedNumberFault, Range<usize>)> {
        let mut parts = Vec::new();
        let mut start = 0;
        for part in text.split('|') {
            parts.push(read_part(text, start..start + part.len())?);
            start += part.len() + 1;
        }
        let is_alone = parts.len() == 1;
        let mut units = Vec::new();
        let mut accepted = None;
        for part in parts {
            if !is_alone && part.unit.is_none() {
                return Err((TypedNumberFault::NoUnit, part.range));
            }
            let value = match part.accepted {
                Accepted::Around { value, .. } => value,
                Accepted::Between { high, .. } if is_alone => high,
                Accepted::Between { .. } => return Err((TypedNumberFault::Rest, part.range)),
            };
            if accepted.is_some() && part.has_tolerance {
                return Err((TypedNumberFault::LaterTolerance, part.range));
            }
            units.extend(part.unit.map(|name| Unit { name, value }));
            accepted.get_or_insert(part.accepted);
        }
        let accepted = accepted.ok_or((TypedNumberFault::Number(NumberFault::NoNumber), 0..text.len()))?;
        Self::new(accepted, units).map_err(|fault| (fault, 0..text.len()))
    }
}

/// Prints the answer as authors write it; [`TypedNumber::parse`] reads the same from it.
impl fmt::Display for TypedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.accepted {
            Accepted::Between { low, high } => write!(f, "{low}..{high}")?,
            Accepted::Around { value, .. } => write!(f, "{value}")?,
        }
        if let Some(unit) = self.units.first() {
            write!(f, " {}", unit.name)?;
        }
        match self.accepted {
            Accepted::Around { tolerance: Tolerance::Absolute(by), .. } => write!(f, " ± {by}")?,
            Accepted::Around { tolerance: Tolerance::Percent(by), .. } => write!(f, " ± {by}%")?,
            Accepted::Around { tolerance: Tolerance::Exact, .. } | Accepted::Between { .. } => {}
        }
        for unit in self.units.iter().skip(1) {
            write!(f, " | {} {}", unit.value, unit.name)?;
        }
        Ok(())
    }
}

fn has_unit(units: &[Unit], name: &str) -> bool {
    units.iter().any(|unit| same_words(&unit.name, name, Capitals::Ignored))
}

/// One of the values between bars.
struct Part {
    accepted: Accepted,
    has_tolerance: bool,
    unit: Option<String>,
    range: Range<usize>,
}

/// Reads `number`, `number..number` or `number ± number[%]`, each with its unit before or, after a tolerance, behind it.
fn read_part(text: &str, range: Range<usize>) -> Result<Part, (TypedNumberFault, Range<usize>)> {
    let mut reader = Reader { text, at: range.start, end: range.end };
    let value = reader.number()?;
    let high = if reader.takes("..") { Some(reader.number()?) } else { None };
    let mut unit = reader.unit()?;
    let tolerance_at = reader.at;
    let mut tolerance = Tolerance::Exact;
    let has_tolerance = reader.takes("±") || reader.takes("+-");
    if has_tolerance {
        let by = reader.number()?;
        tolerance = if reader.takes("%") { Tolerance::Percent(by) } else { Tolerance::Absolute(by) };
        if unit.is_none() {
            unit = reader.unit()?;
        }
    }
    reader.skip_space();
    if reader.at < range.end {
        return Err((TypedNumberFault::Rest, reader.at..range.end));
    }
    let accepted = match high {
        Some(_) if has_tolerance => return Err((TypedNumberFault::Rest, tolerance_at..range.end)),
        Some(high) => Accepted::Between { low: value, high },
        None => Accepted::Around { value, tolerance },
    };
    Ok(Part { accepted, has_tolerance, unit, range })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..self.end]
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn number(&mut self) -> Result<Decimal, (TypedNumberFault, Range<usize>)> {
        self.skip_space();
        let end = self.end.min(self.at + self.rest().find(char::is_whitespace).unwrap_or(self.rest().len()));
        let (number, length) =
            leading_number(self.rest()).map_err(|fault| (fault.into(), self.at..end.max(self.at)))?;
        self.at += length;
        Ok(number)
    }

    /// Reads the words up to a tolerance, which may be none.
    fn unit(&mut self) -> Result<Option<String>, (TypedNumberFault, Range<usize>)> {
        const LONGEST: usize = 40;
        self.skip_space();
        let rest = self.rest();
        let end = rest.find('±').unwrap_or(rest.len()).min(rest.find("+-").unwrap_or(rest.len()));
        let name = rest[..end].trim_end();
        let range = self.at..self.at + name.len();
        if name.is_empty() {
            return Ok(None);
        }
        let starts_as_number = name.starts_with(|c: char| c.is_ascii_digit() || "-\u{2212}+.,".contains(c));
        if starts_as_number {
            return Err((TypedNumberFault::Rest, range));
        }
        if name.chars().count() > LONGEST {
            return Err((TypedNumberFault::Unit, range));
        }
        let name = name.to_owned();
        self.at = range.end;
        Ok(Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(text: &str) -> TypedNumber {
        TypedNumber::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    #[test]
    fn answers_accept_what_lies_within_their_bounds() {
        for (answer, right, wrong) in [
            ("35", vec!["35", "35.0", " 35 "], vec!["34.9", "35 kg", "", "x", "35 35"]),
            ("35 units", vec!["35", "35units", "35 Units"], vec!["35 unit"]),
            ("0.3 ± 0.1", vec!["0.2", "0.4", ".25"], vec!["0.19999999", "0.41"]),
            ("12,000 ± 5%", vec!["11400", "12,600"], vec!["11399.99", "12600.01"]),
            ("-20 ± 10%", vec!["-18", "\u{2212}22"], vec!["-17.9", "18"]),
            ("80 % ± 2", vec!["78", "82 %", "80%"], vec!["77.9", "0.8"]),
            ("5 ± 1 kg", vec!["4", "6 kg"], vec!["7 kg"]),
            ("9..11 days", vec!["9", "11", "10 days"], vec!["8.99", "11.01"]),
            (
                "2 h ± 0.5 | 120 min",
                vec!["2", "2.5 h", "90 min", "150 min"],
                vec!["151 min", "89 min", "2 d"],
            ),
            ("3 yd | 9 ft", vec!["9 ft", "3 yd"], vec!["9", "8.99 ft"]),
            ("1 a | 3 b", vec!["3 b"], vec!["2.9999 b"]),
            ("35 +- 1", vec!["34", "36"], vec!["33"]),
        ] {
            let answer = numeric(answer);
            for typed in right {
                assert!(answer.accepts(typed), "{answer} refuses {typed:?}");
            }
            for typed in wrong {
                assert!(!answer.accepts(typed), "{answer} accepts {typed:?}");
            }
            assert!(answer.accepts(&answer.key().to_string()), "{answer} refuses its key");
            assert_eq!(numeric(&answer.to_string()), answer);
        }
    }

    #[test]
    fn malformed_answers_say_where() {
        for (answer, fault, range) in [
            ("", TypedNumberFault::Number(NumberFault::NoNumber), 0..0),
            ("about 5", TypedNumberFault::Number(NumberFault::NoNumber), 0..5),
            ("1,5 kg", TypedNumberFault::Number(NumberFault::Commas), 0..3),
            ("5 ± x", TypedNumberFault::Number(NumberFault::NoNumber), 5..6),
            ("5 ± -1", TypedNumberFault::Negative, 0..7),
            ("5 % ± 1%", TypedNumberFault::PercentOfPercent, 0..9),
            ("11..9", TypedNumberFault::Range, 0..5),
            ("9..11 ± 1", TypedNumberFault::Rest, 6..10),
            ("5 6", TypedNumberFault::Rest, 2..3),
            ("5 ± 1 kg 7 ± 2", TypedNumberFault::Rest, 12..16),
            ("2 h | 120", TypedNumberFault::NoUnit, 5..9),
            ("2 h | 120 H", TypedNumberFault::RepeatedUnit, 0..11),
            ("2 h | 0 min", TypedNumberFault::Ratio, 0..11),
            ("2 h | -120 min", TypedNumberFault::Ratio, 0..14),
            ("2 h | 120 min ± 5", TypedNumberFault::LaterTolerance, 5..18),
        ] {
            assert_eq!(TypedNumber::parse(answer), Err((fault, range)), "{answer}");
        }
    }
}
