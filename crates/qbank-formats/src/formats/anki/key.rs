//! What is right, as a hash, so that a corrected key is told from a card that only reads better.
//!
//! It is read off the note's fields, which an old package has too.

use qbank_model::media::hex;
use sha1::{Digest, Sha1};

use super::note_type::{FLAGS, ID, KEY, N_FIELDS, STEM};

/// Returns the hash of a note's key by its letters and numbers alone: spelling, not punctuation, makes another key.
///
/// A variant's key stands behind the hash of its question and a full stop, since other values ask another question. A
/// rubric is how an essay is read, not what is right in it.
pub(super) fn what_is_right(fields: &[String; N_FIELDS]) -> String {
    let key = match fields[FLAGS].split(' ').next() {
        Some("essay") => String::new(),
        Some("multiple") => {
            let mut keys: Vec<String> = fields[KEY].split("<li").map(words).collect();
            keys.sort_unstable();
            keys.join("|")
        }
        _ => words(&fields[KEY]),
    };
    let is_variant = fields[ID].contains('~');
    if is_variant { format!("{}.{}", hash(&words(&fields[STEM])), hash(&key)) } else { hash(&key) }
}

/// Tells whether what is right is another than before. Where a variant's question is another too, its values were drawn
/// anew and nothing was wrong.
pub(super) fn is_correction(before: &str, after: &str) -> bool {
    match (before.split_once('.'), after.split_once('.')) {
        (Some((question, _)), Some((other, _))) => question == other && before != after,
        (_, _) => before != after,
    }
}

fn hash(text: &str) -> String {
    hex(&Sha1::digest(text)[..4])
}

/// Returns the letters of HTML in their small form, and its numbers with sign and point.
fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut letters = html.chars().peekable();
    let mut in_tag = false;
    while let Some(letter) = letters.next() {
        let before_digit = letters.peek().is_some_and(char::is_ascii_digit);
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag => {}
            '.' | '-' | '\u{2212}' if before_digit => out.push(letter),
            _ if letter.is_alphanumeric() => out.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(id: &str, stem: &str, key: &str, flags: &str) -> String {
        let mut fields = <[String; N_FIELDS]>::default();
        for (place, text) in [(ID, id), (STEM, stem), (KEY, key), (FLAGS, flags)] {
            text.clone_into(&mut fields[place]);
        }
        what_is_right(&fields)
    }

    #[test]
    fn only_another_key_is_a_correction() {
        for (before, after, expected) in [
            ("<p>It rises.</p>", "<p>It <em>rises</em></p>", false),
            ("<p>It rises.</p>", "<p>It falls.</p>", true),
            ("<p>3.5</p>", "<p>35</p>", true),
            ("<p>-3</p>", "<p>3</p>", true),
        ] {
            let [before, after] = [before, after].map(|key| note("a", "<p>?</p>", key, "single shuffle"));
            assert_eq!(is_correction(&before, &after), expected, "{before} {after}");
        }
    }

    #[test]
    fn the_order_of_several_keys_and_a_rubric_are_no_keys() {
        let [one, other] = ["<li>a</li><li>b</li>", "<li>b</li><li>a</li>"]
            .map(|key| note("a", "", &format!("<ul>{key}</ul>"), "multiple"));
        assert_eq!(one, other);
        assert_eq!(note("a", "", "<p>2 points</p>", "essay"), note("a", "", "<p>3 points</p>", "essay"));
        assert_ne!(
            note("a", "", "<li>a</li><li>b</li>", "order"),
            note("a", "", "<li>b</li><li>a</li>", "order")
        );
    }

    #[test]
    fn drawn_values_are_no_correction() {
        let variant = |stem: &str, key: &str| note("a~1", stem, key, "numeric");
        assert!(!is_correction(&variant("2 + 2", "4"), &variant("2 + 3", "5")));
        assert!(is_correction(&variant("2 + 2", "5"), &variant("2 + 2", "4")));
    }
}
