//! Patterns over prose.

use regex::Regex;

/// Letters, digits and underscores of any language, some rare letters more; the exact set takes a hundred times longer to
/// compile, and so does a search for other cases in it. Punctuation beyond ASCII is left out.
const WORD: &str = r"(?-i:[0-9A-Za-z_\u{aa}\u{b5}\u{ba}\u{c0}-\u{1fff}\u{2c00}-\u{10ffff}])";
const NO_WORD: &str = r"(?-i:[^0-9A-Za-z_\u{aa}\u{b5}\u{ba}\u{c0}-\u{1fff}\u{2c00}-\u{10ffff}])";

/// Compiles a pattern of this crate that takes small letters and capitals for the same.
///
/// A `\b` stands between a letter, digit or underscore of ASCII and anything else: with the letters of all languages, a
/// dash or a currency sign in the text would make the search many times slower. A `\d` is a digit of ASCII.
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
    let classes = [(r"\b", r"(?-u:\b)"), (r"\d", "[0-9]"), (r"\w", WORD), (r"\W", NO_WORD)];
    let pattern =
        classes.iter().fold(pattern.to_owned(), |pattern, (class, set)| pattern.replace(class, set));
    Regex::new(&pattern).expect("the patterns of this crate compile")
}
