//! The functions that an expression can call.

/// A function of the language; angles are in radians, results as exact as decimals allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// The least of one number or more.
    Min,
    /// The greatest of one number or more.
    Max,
    /// The distance from 0.
    Abs,
    /// The greatest whole number not above.
    Floor,
    /// The least whole number not below.
    Ceil,
    /// `round(x)` or `round(x, digits)`, digits from 0 to 15 behind the point; halves go away from 0.
    Round,
    /// `mod(a, b)`: what remains of a ÷ b; it has the sign of b.
    Mod,
    /// The square root of a number from 0 up.
    Sqrt,
    /// e to the power of a number.
    Exp,
    /// The natural logarithm of a number above 0.
    Ln,
    /// The decimal logarithm of a number above 0.
    Log10,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The tangent.
    Tan,
    /// `z(p)`: the quantile of the standard normal distribution, p between 0 and 1; z(0.95) is 1.644854 to six digits.
    Z,
}

impl Function {
    /// All functions, in the manual's order.
    pub const ALL: [Self; 15] = [
        Self::Min,
        Self::Max,
        Self::Abs,
        Self::Floor,
        Self::Ceil,
        Self::Round,
        Self::Mod,
        Self::Sqrt,
        Self::Exp,
        Self::Ln,
        Self::Log10,
        Self::Sin,
        Self::Cos,
        Self::Tan,
        Self::Z,
    ];

    /// Returns the word that calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Abs => "abs",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
            Self::Round => "round",
            Self::Mod => "mod",
            Self::Sqrt => "sqrt",
            Self::Exp => "exp",
            Self::Ln => "ln",
            Self::Log10 => "log10",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::Tan => "tan",
            Self::Z => "z",
        }
    }

    /// Returns about how many additions a call costs.
    pub(super) fn cost(self) -> u64 {
        match self {
            Self::Min | Self::Max | Self::Abs | Self::Floor | Self::Ceil | Self::Round | Self::Mod => 2,
            Self::Sqrt => 10,
            Self::Exp | Self::Ln | Self::Log10 | Self::Sin | Self::Cos | Self::Tan => 100,
            Self::Z => 600,
        }
    }

    /// Returns the fewest and the most arguments.
    pub(super) fn arity(self) -> (usize, usize) {
        match self {
            Self::Min | Self::Max => (1, 20),
            Self::Round => (1, 2),
            Self::Mod => (2, 2),
            Self::Abs
            | Self::Floor
            | Self::Ceil
            | Self::Sqrt
            | Self::Exp
            | Self::Ln
            | Self::Log10
            | Self::Sin
            | Self::Cos
            | Self::Tan
            | Self::Z => (1, 1),
        }
    }
}
