//! Formulas: LaTeX that is known to parse.
//!
//! A [`Math`] cannot hold a formula that fails to convert, so writers never meet one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// A formula in LaTeX. Invariant: it converts to MathML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Math {
    tex: Box<str>,
    display: bool,
}

/// Why a formula does not parse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MathFault {
    /// The bytes of the LaTeX that are at fault.
    pub range: std::ops::Range<usize>,
    /// What is wrong there, as a lower-case fragment.
    pub message: String,
}

impl Math {
    /// The most bytes a formula may have; a longer one would let an author exhaust the converter's stack.
    pub const MAX: usize = 4_096;
    /// The most groups, commands with arguments and environments a formula may nest, counted generously.
    pub const MAX_NESTING: usize = 200;

    /// Checks that the LaTeX parses; `display` formulas stand on a line of their own.
    ///
    /// # Errors
    /// Fails where the formula is too long, nests too deep or does not convert, with the place inside it.
    pub fn new(tex: &str, display: bool) -> Result<Self, MathFault> {
        within_limits(tex)?;
        let math = Self { tex: tex.into(), display };
        if is_known(&math) {
            return Ok(math);
        }
        match CONVERTER.convert_with_local_state(tex, math.mode()) {
            Ok(_) => {
                remember(&math);
                Ok(math)
            }
            Err(error) => {
                Err(MathFault { range: error.0.clone(), message: lower_first(&error.error_message()) })
            }
        }
    }

    /// Returns the LaTeX between the dollars.
    pub fn tex(&self) -> &str {
        &self.tex
    }

    /// Tells whether the formula stands on a line of its own.
    pub fn is_display(&self) -> bool {
        self.display
    }

    /// Returns the formula as a `math` element in the MathML namespace, the LaTeX kept as its annotation.
    ///
    /// # Panics
    /// Never: the constructor converted this very formula.
    pub fn to_mathml(&self) -> String {
        let converted = CONVERTER.convert_with_local_state(&self.tex, self.mode());
        converted.expect("the constructor converted this very formula").mathml
    }

    fn mode(&self) -> MathDisplay {
        if self.display { MathDisplay::Block } else { MathDisplay::Inline }
    }
}

static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    let config = MathCoreConfig { xml_namespace: true, annotation: true, ..MathCoreConfig::default() };
    LatexToMathML::new(config).expect("no macros, so none can be faulty")
});

/// The most formulas that a thread remembers.
const MAX_KNOWN: usize = 256;
/// The most bytes of one that is remembered.
const MAX_KNOWN_BYTES: usize = 128;

thread_local! {
    /// Formulas that converted, inline ones before those on lines of their own: a bank writes few, each many times.
    static KNOWN: RefCell<[BTreeSet<Box<str>>; 2]> = const { RefCell::new([BTreeSet::new(), BTreeSet::new()]) };
}

fn is_known(math: &Math) -> bool {
    KNOWN.with_borrow(|known| known[usize::from(math.display)].contains(&math.tex))
}

fn remember(math: &Math) {
    KNOWN.with_borrow_mut(|known| {
        let known = &mut known[usize::from(math.display)];
        if known.len() < MAX_KNOWN && math.tex.len() <= MAX_KNOWN_BYTES {
            known.insert(math.tex.clone());
        }
    });
}

/// The converter recurses on groups and on commands that take arguments; both are bounded before it runs.
fn within_limits(tex: &str) -> Result<(), MathFault> {
    let fault = |message: String| Err(MathFault { range: 0..tex.len(), message });
    if tex.len() > Math::MAX {
        return fault(format!("the formula has {} bytes; at most {} are allowed", tex.len(), Math::MAX));
    }
    let openers = tex.bytes().filter(|byte| matches!(byte, b'{' | b'\\' | b'^' | b'_')).count();
    if openers > 2 * Math::MAX_NESTING && deepest_nesting(tex) > Math::MAX_NESTING {
        return fault(format!("the formula nests more than {} levels deep", Math::MAX_NESTING));
    }
    Ok(())
}

/// Counts open groups, and commands that directly follow each other (`\sqrt\sqrt\sqrt x` nests without a brace).
fn deepest_nesting(tex: &str) -> usize {
    let (mut depth, mut chain, mut deepest) = (0_usize, 0_usize, 0_usize);
    for byte in tex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' | b'^' | b'_' => chain += 1,
            b' ' | b'=' | b'+' | b'-' => chain = 0,
            _ => {}
        }
        deepest = deepest.max(depth + chain);
    }
    deepest
}

fn lower_first(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    let mut lowered = String::with_capacity(message.len());
    if let Some(first) = chars.next() {
        let _ = write!(lowered, "{}{}", first.to_lowercase(), chars.as_str());
    }
    lowered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_convert_or_say_where_they_fail() {
        assert!(Math::new(r"\sqrt{\frac{2DS}{H}}", false).is_ok());
        let fault = Math::new(r"a + \nosuch{b}", false).unwrap_err();
        assert_eq!(fault.range, 4..11);
        assert!(!fault.message.is_empty());
    }

    #[test]
    fn deep_nests_are_refused_before_the_converter_recurses() {
        for deep in ["{".repeat(1_000), r"\sqrt".repeat(700), r"\left(".repeat(600), "x^".repeat(1_500)] {
            assert!(Math::new(&deep, true).is_err());
        }
        assert!(Math::new(&"x".repeat(5_000), false).is_err());
    }
}
