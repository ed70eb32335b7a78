//! No expression makes the parser panic or point outside it, and whatever parses has a value or a fault, the same each time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qbank_model::Decimal;
use qbank_model::expression::{Expression, Names, Type, Value};

struct TwoNames;

impl Names for TwoNames {
    fn find(&self, name: &str) -> Option<(usize, Type)> {
        match name {
            "a" => Some((0, Type::Number)),
            "word" => Some((1, Type::Text)),
            _ => None,
        }
    }

    fn all(&self) -> Vec<&str> {
        vec!["a", "word"]
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Expression::parse(text, &TwoNames) {
        Err(fault) => assert!(text.get(fault.range).is_some(), "{text}"),
        Ok(expression) => {
            let values = [Value::Number(Decimal::new(375, 2)), Value::Text("x")];
            let found = expression.evaluate(&values);
            if let Err(fault) = &found {
                assert!(text.get(fault.range.clone()).is_some(), "{text}");
            }
            assert_eq!(found, expression.evaluate(&values));
        }
    }
});
