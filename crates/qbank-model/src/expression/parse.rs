//! Reads an expression by operator precedence and checks its names and types on the way.

use std::ops::Range;

use super::functions::Function;
use super::lex::{Token, tokens};
use super::{Expression, Node, NodeKind, Operator, Type};
use crate::Decimal;
use crate::suggest::did_you_mean;

/// The names that an expression may use.
pub trait Names {
    /// Returns the index and the type of a name.
    fn find(&self, name: &str) -> Option<(usize, Type)>;

    /// Returns all names, for suggestions.
    fn all(&self) -> Vec<&str>;
}

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseFault {
    /// The bytes at fault.
    pub range: Range<usize>,
    /// What is wrong there, as a lower-case fragment.
    pub message: String,
}

impl ParseFault {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into() }
    }
}

/// Words of the language that name nothing.
const RESERVED: [&str; 7] = ["and", "or", "not", "if", "true", "false", "pi"];

/// π, rounded at 28 digits.
const PI: Decimal = Decimal::from_parts(1_102_470_953, 185_874_565, 1_703_060_790, false, 28);

impl Expression {
    /// Parses a text.
    ///
    /// # Errors
    /// Fails at the first thing that cannot stand there: a sign, an unknown name or function, a wrong number of arguments,
    /// a value of the wrong type, or too long or too deep a text.
    pub fn parse(text: &str, names: &dyn Names) -> Result<Self, ParseFault> {
        if text.len() > Self::MAX {
            return Err(ParseFault::new(0..text.len(), "an expression has at most 1,000 bytes"));
        }
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0, end: text.len(), names };
        let (root, result) = parser.expression(0)?;
        match parser.tokens.get(parser.at) {
            None => Ok(Self { root, result }),
            Some((_, range)) => Err(ParseFault::new(range.clone(), "an operator is wanted here")),
        }
    }

    /// Tells whether a word belongs to the language, so that no value can be called so.
    pub fn is_reserved(word: &str) -> bool {
        RESERVED.contains(&word) || Function::ALL.iter().any(|function| function.as_str() == word)
    }
}

struct Parser<'t, 'n> {
    tokens: Vec<(Token<'t>, Range<usize>)>,
    at: usize,
    depth: usize,
    end: usize,
    names: &'n dyn Names,
}

type Typed = (Node, Type);

impl<'t> Parser<'t, '_> {
    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    /// Returns the bytes of the next token, or the end of the text.
    fn place(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |(_, range)| range.clone())
    }

    fn fault<T>(&self, message: impl Into<String>) -> Result<T, ParseFault> {
        Err(ParseFault::new(self.place(), message))
    }

    fn takes(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn operator(&self) -> Option<Operator> {
        match self.peek()? {
            Token::Operator(operator) => Some(*operator),
            Token::Word("and") => Some(Operator::And),
            Token::Word("or") => Some(Operator::Or),
            _ => None,
        }
    }

    /// Reads operands and the operators between them that bind at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Typed, ParseFault> {
        self.depth += 1;
        if self.depth > Expression::MAX_NESTING {
            return self.fault("the expression nests more than 64 levels deep");
        }
        let mut left = self.operand()?;
        while let Some(operator) = self.operator() {
            let (binds_left, binds_right) = operator.binding();
            if binds_left < least {
                break;
            }
            self.at += 1;
            let right = self.expression(binds_right)?;
            left = binary(operator, left, right)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Typed, ParseFault> {
        let place = self.place();
        let Some(token) = self.peek().cloned() else { return self.fault("a value is missing here") };
        self.at += 1;
        match token {
            Token::Number(number) => Ok((node(NodeKind::Number(number), place), Type::Number)),
            Token::Text(text) => Ok((node(NodeKind::Text(text.into()), place), Type::Text)),
            // A sign binds tighter than a product and looser than a power: −2^2 is −4.
            Token::Operator(Operator::Subtract) => {
                let inner = self.expression(13)?;
                let range = place.start..inner.0.range().end;
                expect(&inner, Type::Number)?;
                Ok((node(NodeKind::Negative(Box::new(inner.0)), range), Type::Number))
            }
            Token::Word("not") => {
                let inner = self.expression(5)?;
                let range = place.start..inner.0.range().end;
                expect(&inner, Type::Truth)?;
                Ok((node(NodeKind::Not(Box::new(inner.0)), range), Type::Truth))
            }
            Token::Open => {
                let (mut inner, result) = self.expression(0)?;
                let close = self.place();
                if !self.takes(&Token::Close) {
                    return self.fault("a closing parenthesis is missing");
                }
                (inner.start, inner.end) = (place.start as u16, close.end as u16);
                Ok((inner, result))
            }
            Token::Word(word) => self.word(word, place),
            Token::Operator(_) | Token::Close | Token::Comma => {
                self.at -= 1;
                self.fault("a value is missing here")
            }
        }
    }

    fn word(&mut self, word: &str, place: Range<usize>) -> Result<Typed, ParseFault> {
        match word {
            "true" | "false" => return Ok((node(NodeKind::Truth(word == "true"), place), Type::Truth)),
            "pi" => return Ok((node(NodeKind::Number(PI), place), Type::Number)),
            _ => {}
        }
        if self.peek() == Some(&Token::Open) {
            return self.call(word, place);
        }
        if let Some((index, kind)) = self.names.find(word) {
            return Ok((node(NodeKind::Name(index), place), kind));
        }
        let is_function = Function::ALL.iter().any(|function| function.as_str() == word) || word == "if";
        let message = if is_function {
            format!("`{word}` is a function: write `{word}(…)`")
        } else {
            format!("nothing is called `{word}`; {}", did_you_mean(word, &self.names.all()))
        };
        Err(ParseFault::new(place, message))
    }

    fn call(&mut self, word: &str, place: Range<usize>) -> Result<Typed, ParseFault> {
        let function = Function::ALL.into_iter().find(|function| function.as_str() == word);
        if function.is_none() && word != "if" {
            let known = Function::ALL.map(Function::as_str);
            let message = format!("no function is called `{word}`; {}", did_you_mean(word, &known));
            return Err(ParseFault::new(place, message));
        }
        self.at += 1;
        let mut arguments = Vec::new();
        if !self.takes(&Token::Close) {
            loop {
                arguments.push(self.expression(0)?);
                if self.takes(&Token::Close) {
                    break;
                }
                if !self.takes(&Token::Comma) {
                    return self.fault("a comma or a closing parenthesis is wanted here");
                }
            }
        }
        let range = place.start..self.tokens[self.at - 1].1.end;
        let (least, most) = function.map_or((3, 3), Function::arity);
        if !(least..=most).contains(&arguments.len()) {
            let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
            let message = format!("`{word}` takes {wanted} values, not {}", arguments.len());
            return Err(ParseFault::new(range, message));
        }
        let Some(function) = function else { return conditional(arguments, range) };
        for argument in &arguments {
            expect(argument, Type::Number)?;
        }
        let arguments = arguments.into_iter().map(|(argument, _)| argument).collect();
        Ok((node(NodeKind::Call(function, arguments), range), Type::Number))
    }
}

fn conditional(arguments: Vec<Typed>, range: Range<usize>) -> Result<Typed, ParseFault> {
    let Ok([condition, yes, no]) = <[Typed; 3]>::try_from(arguments) else {
        return Err(ParseFault::new(range, "`if` takes 3 values"));
    };
    expect(&condition, Type::Truth)?;
    expect(&no, yes.1)?;
    let result = yes.1;
    Ok((node(NodeKind::If(Box::new([condition.0, yes.0, no.0])), range), result))
}

fn binary(operator: Operator, left: Typed, right: Typed) -> Result<Typed, ParseFault> {
    let result = match operator {
        Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Power => {
            expect(&left, Type::Number)?;
            expect(&right, Type::Number)?;
            Type::Number
        }
        Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast => {
            expect(&left, Type::Number)?;
            expect(&right, Type::Number)?;
            Type::Truth
        }
        Operator::Equal | Operator::Unequal => {
            expect(&right, left.1)?;
            Type::Truth
        }
        Operator::And | Operator::Or => {
            expect(&left, Type::Truth)?;
            expect(&right, Type::Truth)?;
            Type::Truth
        }
    };
    let range = left.0.range().start..right.0.range().end;
    Ok((node(NodeKind::Binary(operator, Box::new([left.0, right.0])), range), result))
}

fn expect(typed: &Typed, wanted: Type) -> Result<(), ParseFault> {
    if typed.1 == wanted {
        return Ok(());
    }
    let message = format!("{} is wanted here, not {}", wanted.name(), typed.1.name());
    Err(ParseFault::new(typed.0.range(), message))
}

/// Offsets fit: an expression has at most [`Expression::MAX`] bytes.
fn node(kind: NodeKind, range: Range<usize>) -> Node {
    Node { kind, start: range.start as u16, end: range.end as u16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Few;

    impl Names for Few {
        fn find(&self, name: &str) -> Option<(usize, Type)> {
            match name {
                "demand" => Some((0, Type::Number)),
                "plant" => Some((1, Type::Text)),
                _ => None,
            }
        }

        fn all(&self) -> Vec<&str> {
            vec!["demand", "plant"]
        }
    }

    #[test]
    fn faults_point_into_the_expression() {
        for (text, range, message) in [
            ("", 0..0, "a value is missing here"),
            ("2 +", 3..3, "a value is missing here"),
            ("2 3", 2..3, "an operator is wanted here"),
            ("(2", 2..2, "a closing parenthesis is missing"),
            ("2)", 1..2, "an operator is wanted here"),
            ("demnd * 2", 0..5, "nothing is called `demnd`; did you mean `demand`?"),
            ("squrt(2)", 0..5, "no function is called `squrt`; did you mean `sqrt`?"),
            ("sqrt", 0..4, "`sqrt` is a function: write `sqrt(…)`"),
            ("sqrt(2, 3)", 0..10, "`sqrt` takes 1 values, not 2"),
            ("1 + sqrt()", 4..10, "`sqrt` takes 1 values, not 0"),
            ("if(1, 2, 3)", 3..4, "a yes or no is wanted here, not a number"),
            ("if(true, 2, \"a\")", 12..15, "a number is wanted here, not a text"),
            ("demand + plant", 9..14, "a number is wanted here, not a text"),
            ("plant == 2", 9..10, "a text is wanted here, not a number"),
            ("10 % 3", 3..4, "there is no `%`: divide by 100, or write mod(a, b)"),
            ("a = 2", 2..3, "write `==` to compare"),
            ("1e400", 0..5, "a number has digits and a decimal point, no exponent and no unit"),
            ("1 + 1000000000000000001", 4..23, "a number is at most 10^18"),
            ("1.2.3", 0..3, "a number has one decimal point"),
            ("2 ** 3", 2..3, "write `^` for a power"),
            ("{{demand}}", 0..1, "a name stands here without braces"),
            ("\"open", 0..5, "the text is not closed"),
        ] {
            let fault = Expression::parse(text, &Few).expect_err(text);
            assert_eq!((fault.range, fault.message.as_str()), (range, message), "{text}");
        }
        for deep in
            ["(".repeat(900), "-".repeat(900), "not ".repeat(200), "sqrt(".repeat(150), "2^".repeat(300)]
        {
            let fault = Expression::parse(&deep, &Few).expect_err("too deep");
            assert_eq!(fault.message, "the expression nests more than 64 levels deep");
        }
        assert!(Expression::parse(&"1+".repeat(600), &Few).is_err());
    }

    #[test]
    fn pi_has_28_digits() {
        assert_eq!(PI.to_string(), "3.1415926535897932384626433833");
    }
}
