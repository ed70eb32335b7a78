//! Parts of a choice that lists several things.

use std::sync::LazyLock;

use regex::Regex;

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*[,;]\s+(and |or |but )?|\s+(and|or|but|&)\s+|\s*/\s*").expect("the pattern compiles")
});

static ARTICLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(both |either |an? |the )+").expect("the pattern compiles"));

/// The most words that a part of a list has.
const MOST_WORDS: usize = 4;

/// Returns the parts of a text that lists short things, in small letters and without articles; one part where it lists
/// nothing, none where a part is long.
pub fn parts_of(prose: &str) -> Vec<String> {
    let parts: Vec<String> = BETWEEN
        .split(prose.trim_end_matches('.'))
        .map(|part| ARTICLE.replace(part.trim().trim_end_matches(" only"), "").to_lowercase())
        .filter(|part| !part.is_empty())
        .collect();
    let is_short = |part: &String| part.split_whitespace().count() <= MOST_WORDS;
    if parts.iter().all(is_short) { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_parts() {
        for (prose, parts) in [
            ("Pull, small lots, and a short queue.", vec!["pull", "small lots", "short queue"]),
            ("Both labour and machine hours", vec!["labour", "machine hours"]),
            ("MRP/DRP", vec!["mrp", "drp"]),
            ("Demand", vec!["demand"]),
            ("The plan that sales and operations agree on in a month", vec![]),
        ] {
            assert_eq!(parts_of(prose), parts, "{prose}");
        }
    }
}
