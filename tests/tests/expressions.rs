//! The language of expressions: the field's formulas, and what holds for every text.

use std::str::FromStr;

use proptest::prelude::*;
use qbank_model::Decimal;
use qbank_model::expression::{Expression, Names, Type, Value};

/// A formula of the field on each line: its name, the expression and its value, rounded at 6 digits.
///
/// The values are those of two independent computations, the second not ours; each figure is made up.
const FORMULAS: &str = include_str!("formulas.txt");

struct ThreeNames;

impl Names for ThreeNames {
    fn find(&self, name: &str) -> Option<(usize, Type)> {
        let index = ["a", "b", "word"].iter().position(|known| *known == name)?;
        Some((index, if name == "word" { Type::Text } else { Type::Number }))
    }

    fn all(&self) -> Vec<&str> {
        vec!["a", "b", "word"]
    }
}

fn number(text: &str) -> Decimal {
    Decimal::from_str(text).expect("a decimal number")
}

#[test]
fn the_fields_formulas_come_out_right() {
    let mut n_formulas = 0;
    for line in FORMULAS.lines() {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [name, text, expected] = parts[..] else { panic!("not three parts: {line}") };
        let expression =
            Expression::parse(text, &ThreeNames).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let Ok(Value::Number(found)) = expression.evaluate(&[]) else { panic!("{name} has no number") };
        let expected = number(expected);
        let is_whole = expected.fract().is_zero();
        let allowed =
            if is_whole { Decimal::ZERO } else { number("0.000001") * expected.abs().max(Decimal::ONE) };
        assert!((found - expected).abs() <= allowed, "{name}: {found}, not {expected}");
        n_formulas += 1;
    }
    assert_eq!(n_formulas, 55);
}

/// Pieces that make expressions, sound and broken ones.
const PIECES: [&str; 36] = [
    "a",
    "b",
    "word",
    "1",
    "2.5",
    "0",
    "1000000000000",
    "0.0000000001",
    " + ",
    " - ",
    " * ",
    " / ",
    "^",
    "(",
    ")",
    ", ",
    "sqrt(",
    "ln(",
    "exp(",
    "round(",
    "mod(",
    "min(",
    "if(",
    "z(",
    "sin(",
    "not ",
    " and ",
    " or ",
    " == ",
    " < ",
    "true",
    "\"x\"",
    "pi",
    "%",
    "-",
    "tan(",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic_or_point_outside(text in "\\PC{0,80}") {
        if let Err(fault) = Expression::parse(&text, &ThreeNames) {
            prop_assert!(text.get(fault.range).is_some());
        }
    }

    #[test]
    fn whatever_parses_ends_within_bounds(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 1..30),
        a in -1_000_000_000_i64..1_000_000_000,
        scale in 0_u32..12,
    ) {
        let text = pieces.concat();
        let Ok(expression) = Expression::parse(&text, &ThreeNames) else { return Ok(()) };
        let values = [Value::Number(Decimal::new(a, scale)), Value::Number(Decimal::ZERO), Value::Text("x")];
        match expression.evaluate(&values) {
            Ok(Value::Number(found)) => {
                prop_assert!(found.abs() <= Expression::LARGEST, "{text}: {found}");
            }
            Ok(_) => {}
            Err(fault) => prop_assert!(text.get(fault.range.clone()).is_some(), "{text}: {fault:?}"),
        }
        prop_assert_eq!(expression.evaluate(&values), expression.evaluate(&values));
    }

    #[test]
    fn roots_and_powers_undo_each_other(a in 1_i64..1_000_000_000_000, scale in 0_u32..9) {
        let values = [Value::Number(Decimal::new(a, scale)), Value::Number(Decimal::ZERO), Value::Text("")];
        for text in ["sqrt(a)^2 - a", "exp(ln(a)) - a", "10^log10(a) - a", "sin(ln(a))^2 + cos(ln(a))^2 - 1"] {
            let expression = Expression::parse(text, &ThreeNames).expect("an expression");
            let Ok(Value::Number(error)) = expression.evaluate(&values) else { panic!("{text} has no value") };
            let allowed = number("0.0000000000001") * Decimal::new(a, scale).max(Decimal::ONE);
            prop_assert!(error.abs() <= allowed, "{text} for {a}: {error}");
        }
    }
}
