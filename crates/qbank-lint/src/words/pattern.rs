//! Patterns over prose.

use regex::Regex;

/// Compiles a pattern of this crate that takes small letters and capitals for the same.
///
/// A `\b` stands between a letter, digit or underscore of ASCII and anything else: with the letters of all languages, a
/// dash or a currency sign in the text would make the search many times slower.
///
/// # Panics
/// Panics where the pattern is wrong, which a test of its rule finds.
pub fn pattern(pattern: &str) -> Regex {
    exact_pattern(&format!("(?i){pattern}"))
}

/// Compiles a pattern of this crate for which capitals are other letters; `\b` as for [`pattern`].
///
/// # Panics
/// Panics where the pattern is wrong, which a test of its rule finds.
pub fn exact_pattern(pattern: &str) -> Regex {
    Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).expect("the patterns of this crate compile")
}
