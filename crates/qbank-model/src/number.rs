//! Numbers as people type them: exact decimals, for authors' answers and learners' alike.
//!
//! A number is a sign, digits, perhaps a decimal point and more digits. Thousands may stand in groups: `12,000.5`. A comma
//! that makes no groups of three, as in `1,5`, is no number: it could mean one and a half or fifteen hundred.

use std::str::FromStr;

use crate::Decimal;

/// Why a text does not start with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// It starts with something else.
    #[error("a number is wanted here")]
    NoNumber,
    /// Its commas make no groups of three.
    #[error("a comma in a number groups thousands, as in 12,000; a decimal point is a full stop")]
    Commas,
    /// It has more than 28 digits.
    #[error("a number has at most 28 digits")]
    TooLong,
}

/// Reads the number that a text starts with and returns it with the number of bytes it takes.
///
/// The sign is `-`, `−` or `+`. Digits before the point may be missing, digits after it may too, but not both.
///
/// # Errors
/// Fails when the text starts with no number, with one whose commas make no groups, or with one over 28 digits.
pub fn leading_number(text: &str) -> Result<(Decimal, usize), NumberFault> {
    let sign = text.chars().next().filter(|c| matches!(c, '-' | '\u{2212}' | '+'));
    let start = sign.map_or(0, char::len_utf8);
    let whole = run_of(&text[start..], |byte| byte.is_ascii_digit() || byte == b',');
    let whole_text = text[start..start + whole].trim_end_matches(',');
    let mut end = start + whole_text.len();
    if whole_text.contains(',') && !groups_thousands(whole_text) {
        return Err(NumberFault::Commas);
    }
    let mut digits = whole_text.replace(',', "");
    if text[end..].starts_with('.') && !text[end..].starts_with("..") {
        let fraction = run_of(&text[end + 1..], |byte| byte.is_ascii_digit());
        if fraction > 0 || !digits.is_empty() {
            digits.push_str(&text[end..=end + fraction]);
            end += 1 + fraction;
        }
    }
    let digits = digits.trim_end_matches('.');
    if digits.is_empty() {
        return Err(NumberFault::NoNumber);
    }
    let number = Decimal::from_str(digits).ok().filter(|_| n_digits(digits) <= 28);
    let mut number = number.ok_or(NumberFault::TooLong)?;
    if matches!(sign, Some('-' | '\u{2212}')) {
        number = -number;
    }
    Ok((number, end))
}

/// Reads a text that is a number and nothing else, spaces around it aside.
pub fn whole_number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (number, length) = leading_number(text).ok()?;
    (length == text.len()).then_some(number)
}

fn run_of(text: &str, belongs: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| belongs(*byte)).count()
}

/// One to three digits without a leading zero, then groups of three.
fn groups_thousands(digits: &str) -> bool {
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

fn n_digits(number: &str) -> usize {
    let significant = number.trim_start_matches(['0', '.']);
    significant.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, expected) in [
            ("35 units", Ok(("35", 2))),
            ("-12.50", Ok(("-12.50", 6))),
            ("\u{2212}3", Ok(("-3", 4))),
            ("+.5", Ok(("0.5", 3))),
            ("5.", Ok(("5", 2))),
            ("12,000.5", Ok(("12000.5", 8))),
            ("1,234,567 a", Ok(("1234567", 9))),
            ("10..12", Ok(("10", 2))),
            ("12, then", Ok(("12", 2))),
            ("007", Ok(("7", 3))),
            ("1,5", Err(NumberFault::Commas)),
            ("0,123", Err(NumberFault::Commas)),
            ("12,00", Err(NumberFault::Commas)),
            ("units", Err(NumberFault::NoNumber)),
            (".", Err(NumberFault::NoNumber)),
            ("", Err(NumberFault::NoNumber)),
            ("1234567890123456789012345678901", Err(NumberFault::TooLong)),
        ] {
            let found = leading_number(text);
            let expected = expected
                .map(|(number, length)| (Decimal::from_str(number).expect("a decimal number"), length));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_whole_number_leaves_nothing_over() {
        assert_eq!(whole_number(" 3.0 "), Some(Decimal::from(3)));
        assert_eq!(whole_number("3 kg"), None);
        assert_eq!(whole_number("1e3"), None);
    }
}
