//! Typed words as patterns that every player reads alike: XML Schema's regular expressions, in the part of them that
//! JavaScript and Java share.
//!
//! The standard matches a pattern against the whole answer, but some players find it anywhere. For plain words both come to
//! the same, because a second pattern refuses what stands before or behind them.

use qbank_model::interaction::{Accept, Capitals, TypedText};

use super::response::Test;

/// Returns the alternatives in plain words.
pub(super) fn words(answer: &TypedText) -> impl Iterator<Item = &str> {
    answer.accepted().iter().filter_map(|accept| match accept {
        Accept::Words(words) => Some(words.as_str()),
        Accept::Pattern(_) => None,
    })
}

/// Tells whether capitals tell two answers apart.
pub(super) fn capitals_count(answer: &TypedText) -> bool {
    answer.capitals() == Capitals::Count
}

/// Returns what holds where an answer is accepted; white space around words and doubled between them never counts.
pub(super) fn test(field: usize, accept: &Accept, capitals: Capitals) -> Test {
    match accept {
        Accept::Pattern(pattern) => {
            let body = with_capitals(pattern.portable(), capitals);
            Test::Pattern(field, format!(r"\s*({body})\s*"))
        }
        Accept::Words(words) => {
            let words: Vec<String> = words.split_whitespace().map(escaped).collect();
            let words = with_capitals(&words.join(r"\s+"), capitals);
            let more = format!(r".*\S\s*{words}.*|.*{words}\s*\S.*");
            let whole = Test::Pattern(field, format!(r"\s*{words}\s*"));
            Test::All(vec![whole, Test::Not(Box::new(Test::Pattern(field, more)))])
        }
    }
}

/// A dollar may not be escaped in XML Schema, but can be a class.
fn escaped(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len());
    for character in word.chars() {
        match character {
            '$' => pattern.push_str("[$]"),
            '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '[' | ']' | '^' => {
                pattern.push('\\');
                pattern.push(character);
            }
            _ => pattern.push(character),
        }
    }
    pattern
}

/// Returns the pattern with each letter in both cases, where capitals do not count: XML Schema has no such option.
fn with_capitals(pattern: &str, capitals: Capitals) -> String {
    if capitals == Capitals::Count {
        return pattern.to_owned();
    }
    let mut both = String::with_capacity(2 * pattern.len());
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                both.push('\\');
                both.extend(characters.next());
            }
            '[' if !in_class => {
                in_class = true;
                both.push('[');
            }
            ']' => {
                in_class = false;
                both.push(']');
            }
            _ if in_class => push_member(character, &mut characters, &mut both),
            _ => push_letter(character, &mut both),
        }
    }
    both
}

fn push_letter(letter: char, out: &mut String) {
    match other_case(letter) {
        Some(other) => out.extend(['[', letter, other, ']']),
        None => out.push(letter),
    }
}

/// Writes a member of a class, or a range of members, and the same in the other case.
fn push_member(first: char, rest: &mut std::iter::Peekable<std::str::Chars>, out: &mut String) {
    let mut ahead = rest.clone();
    let last = match (ahead.next(), ahead.next()) {
        (Some('-'), Some(last)) if last != ']' && last != '\\' => Some(last),
        _ => None,
    };
    let Some(last) = last else {
        out.push(first);
        out.extend(other_case(first));
        return;
    };
    rest.next();
    rest.next();
    out.extend([first, '-', last]);
    if let (Some(first), Some(last)) = (other_case(first), other_case(last)) {
        out.extend([first, '-', last]);
    }
}

/// Returns the other case of a letter that has one of a single letter.
fn other_case(letter: char) -> Option<char> {
    fn single(mut cased: impl Iterator<Item = char>) -> Option<char> {
        cased.next().filter(|_| cased.next().is_none())
    }
    let cases = [single(letter.to_lowercase()), single(letter.to_uppercase())];
    cases.into_iter().flatten().find(|other| *other != letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_in_both_cases() {
        for (pattern, expected) in [
            ("kan[- ]?ban", "[kK][aA][nN][- ]?[bB][aA][nN]"),
            ("[a-c][^x]", "[a-cA-C][^xX]"),
            (r"\(é\d{2}\)", r"\([éÉ]\d{2}\)"),
            ("straße", "[sS][tT][rR][aA]ß[eE]"),
            ("[0-9A-F]+", "[0-9A-Fa-f]+"),
        ] {
            assert_eq!(with_capitals(pattern, Capitals::Ignored), expected);
            assert_eq!(with_capitals(pattern, Capitals::Count), pattern);
        }
    }

    #[test]
    fn words_are_no_patterns() {
        assert_eq!(escaped("C$(a+b)*[x]^2"), r"C[$]\(a\+b\)\*\[x\]\^2");
    }
}
