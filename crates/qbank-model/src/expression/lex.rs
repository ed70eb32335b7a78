//! The words and signs of an expression.

use std::ops::Range;

use super::{Expression, Operator, ParseFault};
use crate::Decimal;
use crate::number::leading_number;

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Number(Decimal),
    /// A name, a function or a word of the language.
    Word(&'t str),
    /// What stands between quotation marks.
    Text(&'t str),
    Operator(Operator),
    Open,
    Close,
    Comma,
}

/// Splits a text into tokens, each with its bytes.
///
/// # Errors
/// Fails at the first thing that starts no token.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, ParseFault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(text, at, first)?;
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn token(text: &str, at: usize, first: char) -> Result<(Token<'_>, usize), ParseFault> {
    let rest = &text[at..];
    if first.is_ascii_digit() || first == '.' {
        return number(rest, at);
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        return Ok((Token::Word(&rest[..length]), length));
    }
    if let Some(quoted) = rest.strip_prefix(['"', '\'']) {
        let close =
            quoted.find(first).ok_or_else(|| ParseFault::new(at..text.len(), "the text is not closed"))?;
        return Ok((Token::Text(&quoted[..close]), close + 2));
    }
    sign(rest, first).map_err(|message| ParseFault::new(at..at + first.len_utf8(), message))
}

/// Commas part arguments here, so they group no thousands.
fn number(rest: &str, at: usize) -> Result<(Token<'_>, usize), ParseFault> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let fault = |length: usize, message: &str| Err(ParseFault::new(at..at + length, message));
    if rest[end..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        let length =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(rest.len());
        return fault(length, "a number has digits and a decimal point, no exponent and no unit");
    }
    match leading_number(&rest[..end]) {
        Ok((value, length)) if length == end && value > Expression::LARGEST => {
            fault(length, "a number is at most 10^18")
        }
        Ok((value, length)) if length == end => Ok((Token::Number(value), length)),
        Ok((_, length)) => fault(length.max(1), "a number has one decimal point"),
        Err(_) => fault(end, "a number has digits, at most 28 of them"),
    }
}

fn sign(rest: &str, first: char) -> Result<(Token<'_>, usize), &'static str> {
    let operator = |operator, length| Ok((Token::Operator(operator), length));
    match first {
        '+' => operator(Operator::Add, 1),
        '-' => operator(Operator::Subtract, 1),
        '\u{2212}' => operator(Operator::Subtract, 3),
        '*' if rest.starts_with("**") => Err("write `^` for a power"),
        '*' => operator(Operator::Multiply, 1),
        '\u{d7}' => operator(Operator::Multiply, 2),
        '/' => operator(Operator::Divide, 1),
        '^' => operator(Operator::Power, 1),
        '<' if rest.starts_with("<=") => operator(Operator::AtMost, 2),
        '<' => operator(Operator::Less, 1),
        '>' if rest.starts_with(">=") => operator(Operator::AtLeast, 2),
        '>' => operator(Operator::More, 1),
        '=' if rest.starts_with("==") => operator(Operator::Equal, 2),
        '=' => Err("write `==` to compare"),
        '!' if rest.starts_with("!=") => operator(Operator::Unequal, 2),
        '(' => Ok((Token::Open, 1)),
        ')' => Ok((Token::Close, 1)),
        ',' => Ok((Token::Comma, 1)),
        '%' => Err("there is no `%`: divide by 100, or write mod(a, b)"),
        '&' => Err("write `and`"),
        '|' => Err("write `or`"),
        '!' => Err("write `not`"),
        '{' => Err("a name stands here without braces"),
        _ => Err("this sign is no part of an expression"),
    }
}
