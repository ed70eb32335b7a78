//! The small language in which authors say how a key is computed: exact decimals, no loops, no input, no output.
//!
//! `+ - * / ^`, parentheses, `== != < <= > >=`, `and or not`, `if(c, a, b)`, and the functions of [`Function`]. Every
//! expression ends: its length, its nesting and the size of its numbers are bounded. What is exact in decimals is exact
//! here; roots, powers with a fraction and the other functions are rounded at 20 digits or better, and equal on every
//! system.

mod evaluate;
mod functions;
mod lex;
mod parse;
mod real;

use std::ops::Range;

pub use evaluate::{EvalFault, EvalFaultKind, Value};
pub use functions::Function;
pub use parse::{Names, ParseFault};

use crate::Decimal;

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// An exact decimal number.
    Number,
    /// Yes or no.
    Truth,
    /// A text, which can only be compared.
    Text,
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Truth => "a yes or no",
            Self::Text => "a text",
        }
    }
}

/// An expression whose names and types were checked when it was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    root: Node,
    result: Type,
}

impl Expression {
    /// The most bytes of an expression.
    pub const MAX: usize = 1_000;
    /// The most levels that parentheses, functions and signs may nest.
    pub const MAX_NESTING: usize = 64;

    /// Returns the type of what it computes.
    pub fn result(&self) -> Type {
        self.result
    }

    /// Returns the indexes of the names that it reads, each once, in rising order.
    pub fn reads(&self) -> Vec<usize> {
        let mut read = Vec::new();
        self.root.for_each(&mut |node| {
            if let NodeKind::Name(name) = node.kind {
                read.push(name);
            }
        });
        read.sort_unstable();
        read.dedup();
        read
    }

    /// Returns about how many additions it costs to compute, so that trying many draws can be bounded.
    pub fn cost(&self) -> u64 {
        let mut cost = 0;
        self.root.for_each(&mut |node| {
            cost += match &node.kind {
                NodeKind::Call(function, _) => function.cost(),
                NodeKind::Binary(Operator::Power, _) => 200,
                _ => 1,
            };
        });
        cost
    }

    /// Returns the numbers that are written in it, each with its bytes, in the order of the text.
    pub fn numbers(&self) -> Vec<(Decimal, Range<usize>)> {
        let mut numbers = Vec::new();
        self.root.for_each(&mut |node| {
            if let NodeKind::Number(number) = node.kind {
                numbers.push((number, node.range()));
            }
        });
        numbers
    }
}

/// A part of an expression and its bytes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    kind: NodeKind,
    start: u16,
    end: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum NodeKind {
    Number(Decimal),
    Truth(bool),
    Text(Box<str>),
    /// The value at an index.
    Name(usize),
    Negative(Box<Node>),
    Not(Box<Node>),
    Binary(Operator, Box<[Node; 2]>),
    If(Box<[Node; 3]>),
    Call(Function, Vec<Node>),
}

impl Node {
    fn range(&self) -> Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }

    /// Calls `visit` for every part, in the order of the text.
    fn for_each(&self, visit: &mut dyn FnMut(&Node)) {
        visit(self);
        match &self.kind {
            NodeKind::Number(_) | NodeKind::Truth(_) | NodeKind::Text(_) | NodeKind::Name(_) => {}
            NodeKind::Negative(inner) | NodeKind::Not(inner) => inner.for_each(visit),
            NodeKind::Binary(_, sides) => sides.iter().for_each(|node| node.for_each(visit)),
            NodeKind::If(parts) => parts.iter().for_each(|node| node.for_each(visit)),
            NodeKind::Call(_, arguments) => arguments.iter().for_each(|node| node.for_each(visit)),
        }
    }
}

/// What stands between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    And,
    Or,
}

impl Operator {
    /// How tightly it binds to the left and to the right; powers bind from the right.
    fn binding(self) -> (u8, u8) {
        match self {
            Self::Or => (1, 2),
            Self::And => (3, 4),
            Self::Equal | Self::Unequal | Self::Less | Self::AtMost | Self::More | Self::AtLeast => (7, 8),
            Self::Add | Self::Subtract => (9, 10),
            Self::Multiply | Self::Divide => (11, 12),
            Self::Power => (16, 15),
        }
    }
}
