//! Text with places that a draw fills.

use rust_decimal::RoundingStrategy;

use crate::Decimal;
use crate::expression::Value;

/// How a number is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberFormat {
    /// Digits behind the point, 0 to [`NumberFormat::MAX_DECIMALS`]; without it as many as the number has.
    pub decimals: Option<u32>,
    /// Whether thousands are grouped by commas.
    pub groups: bool,
}

impl NumberFormat {
    /// The most digits behind the point.
    pub const MAX_DECIMALS: u32 = 15;

    /// Appends a number; halves go away from 0, and there is no −0.
    pub fn print(self, number: Decimal, out: &mut String) {
        use std::fmt::Write as _;
        let number = match self.decimals {
            Some(places) => {
                let mut rounded =
                    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
                rounded.rescale(places);
                rounded
            }
            None => number.normalize(),
        };
        let number = if number.is_zero() { number.abs() } else { number };
        let start = out.len();
        let _ = write!(out, "{number}");
        if self.groups {
            let digits_at = start + usize::from(number.is_sign_negative());
            let mut at = out[digits_at..].find('.').map_or(out.len(), |point| digits_at + point);
            while at > digits_at + 3 {
                at -= 3;
                out.insert(at, ',');
            }
        }
    }
}

/// A place for a value: `{{name}}` or `{{name:format}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The value's index among the item's variables.
    pub variable: usize,
    /// The value's name.
    pub name: Box<str>,
    /// How a number is printed; without it as the item says.
    pub format: Option<NumberFormat>,
}

impl Placeholder {
    /// Returns what the author wrote.
    pub fn source(&self) -> String {
        let format = self.format.map_or_else(String::new, |format| {
            let groups = if format.groups { "," } else { "" };
            format!(":{groups}{}", format.decimals.map_or_else(String::new, |places| places.to_string()))
        });
        format!("{{{{{}{format}}}}}", self.name)
    }
}

/// A part of a text that is not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that stays.
    Text(String),
    /// A place for a value.
    Value(Placeholder),
}

/// A text with places for values, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenText(pub Vec<Piece>);

impl OpenText {
    /// Makes a text without places.
    pub fn fixed(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// Tells whether there is no place in it.
    pub fn is_fixed(&self) -> bool {
        self.placeholders().next().is_none()
    }

    /// Returns the places in reading order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Value(place) => Some(place),
        })
    }

    /// Appends the text with its places filled.
    pub fn print(&self, values: &Values, out: &mut String) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(place) => values.print(place, out),
            }
        }
    }

    /// Returns the text with its places filled.
    pub fn filled(&self, values: &Values) -> String {
        let mut text = String::new();
        self.print(values, &mut text);
        text
    }

    /// Returns what the author wrote.
    pub fn source(&self) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(place) => place.source(),
        });
        pieces.collect()
    }
}

/// The values of one draw, by the variables' indexes.
#[derive(Clone, Copy, Debug)]
pub struct Values<'v> {
    pub(super) values: &'v [Value<'v>],
    /// Digits behind the point where a place says nothing else.
    pub(super) decimals: Option<u32>,
}

impl Values<'_> {
    /// No values, for texts without places.
    pub const NONE: Self = Self { values: &[], decimals: None };

    pub(super) fn print(&self, place: &Placeholder, out: &mut String) {
        match self.values.get(place.variable) {
            Some(Value::Number(number)) => {
                let default = NumberFormat { decimals: self.decimals, groups: false };
                place.format.unwrap_or(default).print(*number, out);
            }
            Some(Value::Text(text)) => out.push_str(text),
            Some(Value::Truth(truth)) => out.push_str(if *truth { "true" } else { "false" }),
            None => out.push_str(&place.source()),
        }
    }
}

/// What a draw fills in rich text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A value.
    Value(Placeholder),
    /// A formula with places for values; it is read once they are filled.
    Math {
        /// The LaTeX.
        tex: OpenText,
        /// Whether the formula stands on a line of its own.
        display: bool,
    },
}

impl Slot {
    /// Returns what the author wrote.
    pub fn source(&self) -> String {
        match self {
            Self::Value(place) => place.source(),
            Self::Math { tex, display } => {
                let dollars = if *display { "$$" } else { "$" };
                format!("{dollars}{}{dollars}", tex.source())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn numbers_print_as_their_format_says() {
        let format = |decimals, groups| NumberFormat { decimals, groups };
        for (number, how, expected) in [
            ("1234567.5", format(Some(2), true), "1,234,567.50"),
            ("-1234", format(None, true), "-1,234"),
            ("123", format(None, true), "123"),
            ("2.5", format(Some(0), false), "3"),
            ("-2.5", format(Some(0), false), "-3"),
            ("-0.4", format(Some(0), false), "0"),
            ("7.1000", format(None, false), "7.1"),
            ("1200", format(None, false), "1200"),
            ("999.999", format(Some(2), true), "1,000.00"),
        ] {
            let mut printed = String::new();
            how.print(Decimal::from_str(number).expect("a number"), &mut printed);
            assert_eq!(printed, expected, "{number}");
        }
    }
}
