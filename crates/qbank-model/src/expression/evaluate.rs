//! Computes expressions; every computation ends, in a value or in a fault that points at the part that failed.

use std::ops::Range;

use rust_decimal::RoundingStrategy;

use super::{Expression, Function, Node, NodeKind, Operator, real};
use crate::Decimal;

/// What an expression computes, or what a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// An exact decimal number.
    Number(Decimal),
    /// Yes or no.
    Truth(bool),
    /// A text.
    Text(&'v str),
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct EvalFault {
    /// The bytes of the expression that failed.
    pub range: Range<usize>,
    /// How they failed.
    pub kind: EvalFaultKind,
}

/// How a part of an expression fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalFaultKind {
    /// A division by 0, or what amounts to one.
    #[error("division by 0")]
    DivisionByZero,
    /// A number over 10¹⁸.
    #[error("the number grows beyond 1,000,000,000,000,000,000")]
    TooLarge,
    /// A root or a broken power of a negative number.
    #[error("a negative number has no such root or power")]
    NegativeRoot,
    /// A logarithm of 0 or less.
    #[error("only numbers above 0 have a logarithm")]
    Logarithm,
    /// A probability that is not between 0 and 1.
    #[error("z(p) needs a p from 0.000000001 to 0.999999999")]
    Probability,
    /// An angle over a million.
    #[error("an angle is at most 1,000,000")]
    Angle,
    /// A number of digits that is not whole, or not from 0 to 15.
    #[error("a number is rounded to 0 to 15 digits")]
    Digits,
}

type Result<T> = std::result::Result<T, EvalFault>;

impl Expression {
    /// The largest number that may come up on the way, in either direction: 10¹⁸.
    pub const LARGEST: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

    /// Computes the value; `values` are those of the names, by the indexes that [`super::Names`] gave at parsing.
    ///
    /// # Errors
    /// Fails where a part has no value: a division by 0, a number that grows too large, a root of a negative number.
    ///
    /// # Panics
    /// Panics where `values` are not of the number and the types that the names had at parsing.
    pub fn evaluate<'v>(&'v self, values: &[Value<'v>]) -> Result<Value<'v>> {
        self.root.value(values)
    }
}

impl Node {
    fn value<'v>(&'v self, values: &[Value<'v>]) -> Result<Value<'v>> {
        match &self.kind {
            NodeKind::Number(number) => Ok(Value::Number(*number)),
            NodeKind::Truth(truth) => Ok(Value::Truth(*truth)),
            NodeKind::Text(text) => Ok(Value::Text(text)),
            NodeKind::Name(name) => Ok(values[*name]),
            NodeKind::Negative(inner) => Ok(Value::Number(-inner.number(values)?)),
            NodeKind::Not(inner) => Ok(Value::Truth(!inner.truth(values)?)),
            NodeKind::If(parts) => {
                let [condition, yes, no] = &**parts;
                if condition.truth(values)? { yes.value(values) } else { no.value(values) }
            }
            NodeKind::Binary(operator, sides) => self.binary(*operator, sides, values),
            NodeKind::Call(function, arguments) => self.call(*function, arguments, values).map(Value::Number),
        }
    }

    fn number(&self, values: &[Value]) -> Result<Decimal> {
        match self.value(values)? {
            Value::Number(number) => Ok(number),
            Value::Truth(_) | Value::Text(_) => panic!("types were checked when the expression was parsed"),
        }
    }

    fn truth(&self, values: &[Value]) -> Result<bool> {
        match self.value(values)? {
            Value::Truth(truth) => Ok(truth),
            Value::Number(_) | Value::Text(_) => panic!("types were checked when the expression was parsed"),
        }
    }

    fn binary<'v>(
        &'v self,
        operator: Operator,
        sides: &'v [Node; 2],
        values: &[Value<'v>],
    ) -> Result<Value<'v>> {
        let [left, right] = sides;
        let truth = match operator {
            Operator::And => left.truth(values)? && right.truth(values)?,
            Operator::Or => left.truth(values)? || right.truth(values)?,
            Operator::Equal => left.value(values)? == right.value(values)?,
            Operator::Unequal => left.value(values)? != right.value(values)?,
            Operator::Less => left.number(values)? < right.number(values)?,
            Operator::AtMost => left.number(values)? <= right.number(values)?,
            Operator::More => left.number(values)? > right.number(values)?,
            Operator::AtLeast => left.number(values)? >= right.number(values)?,
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Power => {
                let numbers = (left.number(values)?, right.number(values)?);
                return self.arithmetic(operator, numbers).map(Value::Number);
            }
        };
        Ok(Value::Truth(truth))
    }

    fn arithmetic(&self, operator: Operator, (left, right): (Decimal, Decimal)) -> Result<Decimal> {
        let computed = match operator {
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::Divide if right.is_zero() => return Err(self.fault(EvalFaultKind::DivisionByZero)),
            Operator::Divide => left.checked_div(right),
            Operator::Power => real::power(left, right).map(Some).map_err(|kind| self.fault(kind))?,
            _ => left.checked_add(right),
        };
        self.bounded(computed)
    }

    fn call(&self, function: Function, arguments: &[Node], values: &[Value]) -> Result<Decimal> {
        let first = arguments[0].number(values)?;
        let computed = match function {
            Function::Min | Function::Max => {
                let mut best = first;
                for argument in &arguments[1..] {
                    let number = argument.number(values)?;
                    best = if function == Function::Min { best.min(number) } else { best.max(number) };
                }
                Ok(best)
            }
            Function::Abs => Ok(first.abs()),
            Function::Floor => Ok(first.floor()),
            Function::Ceil => Ok(first.ceil()),
            Function::Round => {
                let digits = arguments.get(1).map_or(Ok(Decimal::ZERO), |digits| digits.number(values))?;
                round(first, digits)
            }
            Function::Mod => modulo(first, arguments[1].number(values)?),
            Function::Sqrt => real::sqrt(first),
            Function::Exp => real::exp(first),
            Function::Ln => real::ln(first),
            Function::Log10 => real::log10(first),
            Function::Sin => real::sin(first),
            Function::Cos => real::cos(first),
            Function::Tan => real::tan(first),
            Function::Z => real::normal_quantile(first),
        };
        self.bounded(Some(computed.map_err(|kind| self.fault(kind))?))
    }

    fn bounded(&self, number: Option<Decimal>) -> Result<Decimal> {
        let in_bounds = number.filter(|number| number.abs() <= Expression::LARGEST);
        in_bounds.ok_or_else(|| self.fault(EvalFaultKind::TooLarge))
    }

    fn fault(&self, kind: EvalFaultKind) -> EvalFault {
        EvalFault { range: self.range(), kind }
    }
}

/// Rounds halves away from 0.
fn round(number: Decimal, digits: Decimal) -> std::result::Result<Decimal, EvalFaultKind> {
    let places = u32::try_from(digits).ok().filter(|places| *places <= 15 && digits.fract().is_zero());
    let places = places.ok_or(EvalFaultKind::Digits)?;
    Ok(number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
}

/// Decimal's own remainder has the sign of the dividend; this one has the divisor's.
fn modulo(dividend: Decimal, divisor: Decimal) -> std::result::Result<Decimal, EvalFaultKind> {
    let remainder = dividend.checked_rem(divisor).ok_or(EvalFaultKind::DivisionByZero)?;
    let differs = !remainder.is_zero() && remainder.is_sign_negative() != divisor.is_sign_negative();
    Ok(if differs { remainder + divisor } else { remainder })
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::super::{Names, Type};
    use super::*;

    struct Nothing;

    impl Names for Nothing {
        fn find(&self, _: &str) -> Option<(usize, Type)> {
            None
        }

        fn all(&self) -> Vec<&str> {
            Vec::new()
        }
    }

    fn evaluated(text: &str) -> std::result::Result<String, (EvalFaultKind, Range<usize>)> {
        let expression = Expression::parse(text, &Nothing).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        match expression.evaluate(&[]) {
            Ok(Value::Number(number)) => Ok(number.normalize().to_string()),
            Ok(Value::Truth(truth)) => Ok(truth.to_string()),
            Ok(Value::Text(text)) => Ok(text.to_owned()),
            Err(fault) => Err((fault.kind, fault.range)),
        }
    }

    #[test]
    fn a_result_of_few_digits_has_no_more_places_than_a_decimal() {
        for text in [
            "z(0.5000000000000000001002627103)",
            "sqrt(0.000000000000000000000000001)",
            "sin(0.000000000000000000001)",
        ] {
            let expression = Expression::parse(text, &Nothing).expect("an expression");
            let Ok(Value::Number(number)) = expression.evaluate(&[]) else { panic!("{text} has no number") };
            assert!(number.scale() <= Decimal::MAX_SCALE, "{text}: {} places", number.scale());
        }
    }

    #[test]
    fn what_is_exact_stays_exact() {
        for (text, expected) in [
            ("0.1 + 0.2", "0.3"),
            ("2 + 3 * 4 - 1", "13"),
            ("(2 + 3) * 4", "20"),
            ("-2^2", "-4"),
            ("2^3^2", "512"),
            ("2^-2", "0.25"),
            ("10 / 4 / 5", "0.5"),
            ("100 * 0.5 * 1.1 / 5", "11"),
            ("ceil(100 * 0.5 * 1.1 / 5)", "11"),
            ("7 - 2 - 1", "4"),
            ("round(2.5) + round(-2.5)", "0"),
            ("round(2.345, 2)", "2.35"),
            ("mod(-7, 3)", "2"),
            ("mod(7, -3)", "-2"),
            ("mod(0.3, 0.1)", "0"),
            ("min(3, 1, 2) + max(3, 1, 2)", "4"),
            ("abs(-3) + floor(-1.5) + ceil(-1.5)", "0"),
            ("sqrt(144)", "12"),
            ("sqrt(0.0225)", "0.15"),
            ("sqrt(152415787501905210)", "390404645.85082131"),
            ("4^0.5", "2"),
            ("0^0", "1"),
            ("1.5^10", "57.6650390625"),
            ("log10(1000)", "3"),
            ("exp(0)", "1"),
            ("1 < 2 and not 2 < 1", "true"),
            ("1 == 1.0 or 1 / 0 == 1", "true"),
            ("if(2 >= 2, \"yes\", \"no\")", "yes"),
            ("if(1 != 1, 1 / 0, 5)", "5"),
        ] {
            let found = evaluated(text);
            let found = found.as_deref().map(|found| found.get(..expected.len()).unwrap_or(found));
            assert_eq!(found, Ok(expected), "{text}");
        }
    }

    /// Twenty digits, computed with another program at a precision of 50.
    #[test]
    fn functions_are_true_to_many_digits() {
        for (text, expected) in [
            ("sqrt(2)", "1.4142135623730950488016887242"),
            ("exp(1)", "2.7182818284590452354"),
            ("exp(-3.7)", "0.024723526470339391203"),
            ("exp(40)", "235385266837019985.41"),
            ("ln(2)", "0.69314718055994530942"),
            ("ln(0.0001)", "-9.2103403719761827361"),
            ("ln(987654321)", "20.710843316960354003"),
            ("log10(2)", "0.30102999566398119521"),
            ("2^0.3", "1.2311444133449162845"),
            ("sin(1)", "0.84147098480789650665"),
            ("cos(3)", "-0.98999249660044545727"),
            ("tan(1)", "1.5574077246549022305"),
            ("sin(1000)", "0.82687954053200256026"),
            ("z(0.95)", "1.64485362695147"),
            ("z(0.5)", "0"),
            ("z(0.025)", "-1.95996398454005"),
            ("z(0.999999)", "4.75342430882290"),
        ] {
            let found = Decimal::from_str(&evaluated(text).expect("a number")).expect("a number");
            let expected = Decimal::from_str(expected).expect("a number");
            let allowed = Decimal::from_str("0.0000000000000000001")
                .expect("a number")
                .max(expected.abs() * Decimal::new(1, 19));
            let allowed = if text.starts_with('z') { Decimal::new(6, 15) } else { allowed };
            assert!((found - expected).abs() <= allowed, "{text}: {found}, not {expected}");
        }
    }

    #[test]
    fn faults_point_at_the_part_that_fails() {
        for (text, kind, range) in [
            ("1 + 1 / (2 - 2)", EvalFaultKind::DivisionByZero, 4..15),
            ("mod(1, 0)", EvalFaultKind::DivisionByZero, 0..9),
            ("0^-1", EvalFaultKind::DivisionByZero, 0..4),
            ("10^19", EvalFaultKind::TooLarge, 0..5),
            ("9^9^9", EvalFaultKind::TooLarge, 0..5),
            ("exp(100)", EvalFaultKind::TooLarge, 0..8),
            ("999999999999 * 999999999", EvalFaultKind::TooLarge, 0..24),
            ("2 + sqrt(-1)", EvalFaultKind::NegativeRoot, 4..12),
            ("(-8)^0.5", EvalFaultKind::NegativeRoot, 0..8),
            ("ln(0)", EvalFaultKind::Logarithm, 0..5),
            ("z(1)", EvalFaultKind::Probability, 0..4),
            ("sin(10^7)", EvalFaultKind::Angle, 0..9),
            ("round(1, 0.5)", EvalFaultKind::Digits, 0..13),
            ("round(1, 16)", EvalFaultKind::Digits, 0..12),
        ] {
            assert_eq!(evaluated(text), Err((kind, range)), "{text}");
        }
    }
}
