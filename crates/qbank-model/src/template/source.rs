//! Where drawn values come from.

use std::fmt;

use crate::Decimal;
use crate::expression::{Type, Value};

/// A value that an author gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// An exact number.
    Number(Decimal),
    /// A text.
    Text(String),
}

impl Constant {
    fn kind(&self) -> Type {
        match self {
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::Text,
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::Text(text),
        }
    }
}

/// Where the values of one name, or of several that go together, come from. Invariant: at least one draw; the values of
/// a name have one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source(Range);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Range {
    Steps {
        min: Decimal,
        step: Decimal,
        n: u64,
    },
    /// Rows of values that go together; a list of values is rows of one.
    Rows(Vec<Vec<Constant>>),
}

/// What a source draws from, to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape<'s> {
    /// Numbers from a least one up.
    Steps {
        /// The least one.
        min: Decimal,
        /// The greatest one that is drawn.
        max: Decimal,
        /// The distance between two.
        step: Decimal,
    },
    /// Rows of values that go together; of a single name, rows of one.
    Rows(&'s [Vec<Constant>]),
}

/// Why values cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceFault {
    /// `min` is above `max`.
    #[error("`min` is above `max`")]
    Reversed,
    /// `step` is 0 or less.
    #[error("`step` is not above 0")]
    Step,
    /// More steps than can be counted.
    #[error("the range has more than 1,000,000,000 steps")]
    TooMany,
    /// No value at all.
    #[error("there is no value to draw")]
    Empty,
    /// Numbers and texts under one name.
    #[error("the values of a name are all numbers or all texts")]
    Mixed,
    /// Lists of rows with different lengths.
    #[error("the lists of rows have different lengths")]
    Uneven,
}

impl Source {
    /// Draws `min`, `min + step` and so on, up to `max` at most.
    ///
    /// # Errors
    /// Fails where nothing lies between the two, or the step is not above 0.
    pub fn steps(min: Decimal, max: Decimal, step: Decimal) -> Result<Self, SourceFault> {
        if step <= Decimal::ZERO {
            return Err(SourceFault::Step);
        }
        if min > max {
            return Err(SourceFault::Reversed);
        }
        let n = max
            .checked_sub(min)
            .and_then(|span| span.checked_div(step))
            .map(|steps| steps.floor() + Decimal::ONE);
        let n = n.and_then(|n| u64::try_from(n).ok()).filter(|n| *n <= 1_000_000_000);
        Ok(Self(Range::Steps { min, step, n: n.ok_or(SourceFault::TooMany)? }))
    }

    /// Draws one of the values of a name.
    ///
    /// # Errors
    /// Fails where there is none, or numbers and texts are mixed.
    pub fn values(values: Vec<Constant>) -> Result<Self, SourceFault> {
        Self::columns(vec![values])
    }

    /// Draws a row of the lists of several names; the n-th values of all lists go together.
    ///
    /// # Errors
    /// Fails where the lists differ in length or are empty, or where one mixes numbers and texts.
    pub fn columns(columns: Vec<Vec<Constant>>) -> Result<Self, SourceFault> {
        let n = columns.first().map_or(0, Vec::len);
        if columns.iter().any(|column| column.len() != n) {
            return Err(SourceFault::Uneven);
        }
        if n == 0 {
            return Err(SourceFault::Empty);
        }
        if columns.iter().any(|column| column.iter().any(|value| value.kind() != column[0].kind())) {
            return Err(SourceFault::Mixed);
        }
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        let rows = (0..n).map(|_| columns.iter_mut().filter_map(Iterator::next).collect());
        Ok(Self(Range::Rows(rows.collect())))
    }

    /// Returns the number of draws, at least 1.
    pub fn n_draws(&self) -> u64 {
        match &self.0 {
            Range::Steps { n, .. } => *n,
            Range::Rows(rows) => rows.len() as u64,
        }
    }

    /// Returns what it draws from.
    pub fn shape(&self) -> Shape<'_> {
        match &self.0 {
            Range::Steps { min, step, n } => {
                Shape::Steps { min: *min, max: *min + *step * Decimal::from(n - 1), step: *step }
            }
            Range::Rows(rows) => Shape::Rows(rows),
        }
    }

    /// Returns the types of the names that it draws for.
    pub(super) fn kinds(&self) -> Vec<Type> {
        match &self.0 {
            Range::Steps { .. } => vec![Type::Number],
            Range::Rows(rows) => rows[0].iter().map(Constant::kind).collect(),
        }
    }

    /// Appends the values of one of its draws, numbered from 0.
    pub(super) fn push_draw<'v>(&'v self, draw: u64, values: &mut Vec<Value<'v>>) {
        match &self.0 {
            Range::Steps { min, step, .. } => values.push(Value::Number(*min + *step * Decimal::from(draw))),
            Range::Rows(rows) => values.extend(rows[draw as usize].iter().map(Constant::value)),
        }
    }
}

/// Prints what is drawn: `20 + 5 · 0..9`, or the rows, values parted by commas.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = match &self.0 {
            Range::Steps { min, step, n } => {
                return write!(f, "{} + {} · 0..{n}", min.normalize(), step.normalize());
            }
            Range::Rows(rows) => rows,
        };
        for row in rows {
            for value in row {
                match value {
                    Constant::Number(number) => write!(f, "{}, ", number.normalize())?,
                    Constant::Text(text) => write!(f, "{text:?}, ")?,
                }
            }
        }
        Ok(())
    }
}
