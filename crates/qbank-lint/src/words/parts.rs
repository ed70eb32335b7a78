//! Parts of a choice that lists several things.

use std::sync::LazyLock;

use regex::Regex;

use super::{WordedChoice, pattern};

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*[,;]\s+(and |or |but )?|\s+(and|or|but|&)\s+|\s*/\s*"));

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(both |either |an? |the )+"));

/// The most words that a part of a list has.
const MOST_WORDS: usize = 4;

/// What no list is without; cheaper to look for than its parts.
static JOINS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[,;/]|\s(and|or|but|&)\s"));

/// Returns the parts of each choice that speaks of itself, where two and more list several things; nothing where they do
/// not.
pub(super) fn lists_of(choices: &[WordedChoice]) -> Vec<Vec<String>> {
    let may_list = |choice: &&WordedChoice| JOINS.is_match(choice.text.as_str()) && choice.meta().is_none();
    if choices.iter().filter(may_list).nth(1).is_none() {
        return Vec::new();
    }
    let of_themselves = choices.iter().filter(|choice| choice.meta().is_none());
    let lists: Vec<Vec<String>> = of_themselves.map(|choice| parts_of(choice.text.as_str())).collect();
    let n_lists = lists.iter().filter(|parts| parts.len() >= 2).count();
    if n_lists >= 2 { lists } else { Vec::new() }
}

/// Returns the parts of a text that lists short things, in small letters and without articles; one part where it lists
/// nothing, none where a part is long.
fn parts_of(prose: &str) -> Vec<String> {
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
