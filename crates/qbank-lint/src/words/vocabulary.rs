//! Content words: what a text is about, by stems light enough to tell words of one family and nothing more.

use std::collections::BTreeSet;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::{Glossary, Text};

/// Words of four letters and more that say nothing of what a text is about, sorted.
const STOP_WORDS: [&str; 155] = [
    "about",
    "above",
    "after",
    "again",
    "against",
    "alone",
    "along",
    "also",
    "although",
    "always",
    "among",
    "answer",
    "answers",
    "apply",
    "because",
    "been",
    "before",
    "being",
    "below",
    "best",
    "better",
    "between",
    "both",
    "cannot",
    "choice",
    "choices",
    "choose",
    "consider",
    "correct",
    "could",
    "describe",
    "describes",
    "does",
    "doing",
    "done",
    "down",
    "during",
    "each",
    "either",
    "else",
    "enough",
    "even",
    "ever",
    "every",
    "except",
    "explains",
    "false",
    "fewer",
    "find",
    "first",
    "following",
    "from",
    "given",
    "gives",
    "goes",
    "greater",
    "greatest",
    "have",
    "having",
    "hence",
    "here",
    "highest",
    "however",
    "into",
    "itself",
    "just",
    "kind",
    "last",
    "least",
    "less",
    "likely",
    "long",
    "lowest",
    "made",
    "main",
    "mainly",
    "make",
    "makes",
    "many",
    "might",
    "more",
    "most",
    "much",
    "must",
    "name",
    "neither",
    "never",
    "none",
    "number",
    "often",
    "once",
    "only",
    "option",
    "options",
    "other",
    "others",
    "otherwise",
    "over",
    "part",
    "rather",
    "reason",
    "same",
    "select",
    "shall",
    "should",
    "show",
    "shows",
    "since",
    "some",
    "still",
    "such",
    "take",
    "taken",
    "takes",
    "than",
    "that",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "true",
    "under",
    "unless",
    "until",
    "upon",
    "used",
    "uses",
    "using",
    "very",
    "want",
    "wants",
    "well",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "whom",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "would",
    "your",
];

/// Words of fewer letters are not looked at.
const FEWEST_LETTERS: usize = 4;

/// Tells whether a lower-case word says nothing of what a text is about.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// A stem by its hash: cheap to compare and to keep, where nobody has to read it.
pub type StemHash = u32;

/// Tells whether a lower-case word says what a text is about: one of four letters and more that is no stop word.
pub(super) fn is_content(word: &str) -> bool {
    word.chars().count() >= FEWEST_LETTERS && !is_stop_word(word)
}

/// Returns the hash of the stem of a lower-case word.
pub(super) fn stem_hash(word: &str) -> StemHash {
    hash_of(&stem_of(word))
}

/// Returns the hash of a stem.
pub fn hash_of(stem: &str) -> StemHash {
    FixedState::default().hash_one(stem) as StemHash
}

/// Returns the content words of a text that have one of some stems and belong to no term of the glossary, as stems to be shown,
/// sorted.
pub fn words_among(text: &Text, glossary: &Glossary, stems: &[StemHash]) -> BTreeSet<String> {
    let words: Vec<String> = text.parts_of_words().map(str::to_lowercase).collect();
    let hashes: Vec<StemHash> = words.iter().map(|word| stem_hash(word)).collect();
    let covered = glossary.covered(&hashes);
    let among = words.iter().zip(hashes).zip(covered);
    let is_wanted = |word: &str, hash| is_content(word) && stems.contains(&hash);
    let among = among.filter(|((word, hash), is_term)| !is_term && is_wanted(word, *hash));
    among.map(|((word, _), _)| stem_of(word)).collect()
}

/// Returns what two sorted lists share.
pub fn shared<'w>(one: &'w [StemHash], other: &'w [StemHash]) -> impl Iterator<Item = StemHash> + 'w {
    one.iter().copied().filter(|stem| other.binary_search(stem).is_ok())
}

/// Returns the stem of a lower-case word: without the endings of plurals, participles and adverbs.
///
/// Stems are for comparing, not for reading: `prices` and `pricing` both become `pric`.
pub fn stem_of(word: &str) -> String {
    let word = word.trim_end_matches("'s").trim_end_matches('\'');
    let mut stem = singular(word);
    if let Some(rest) = participle(&stem) {
        stem.truncate(rest);
    }
    if stem.ends_with("ly") && !stem.ends_with("ply") && stem.len() >= 6 {
        stem.truncate(stem.len() - 2);
    }
    if stem.ends_with('e') && stem.len() > 3 {
        stem.pop();
    }
    undouble(&mut stem);
    stem
}

fn singular(word: &str) -> String {
    let ends = |ending: &str| word.ends_with(ending) && word.len() > ending.len() + 1;
    if ends("ies") || ends("ied") {
        return format!("{}y", &word[..word.len() - 3]);
    }
    let keeps = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    let end = if ends("s") && !keeps { word.len() - 1 } else { word.len() };
    word[..end].to_owned()
}

/// Returns the length of what is left of a participle, where the word is one: it must keep a vowel.
fn participle(word: &str) -> Option<usize> {
    let rest =
        word.strip_suffix("ing").or_else(|| word.strip_suffix("ed").filter(|rest| !rest.ends_with('e')))?;
    (rest.len() >= 3 && rest.contains(['a', 'e', 'i', 'o', 'u', 'y'])).then_some(rest.len())
}

/// `plann`, of `planning`, becomes `plan`, and `fall` becomes `fal` as `falling` does.
fn undouble(stem: &mut String) {
    let mut last = stem.chars().rev();
    if let (Some(one), Some(other)) = (last.next(), last.next())
        && one == other
        && one.is_ascii_alphabetic()
        && stem.len() > 3
    {
        stem.pop();
    }
}

#[cfg(test)]
mod tests {
    use qbank_model::{Content, Inline};

    use super::*;
    use crate::words::Lexicon;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn words_of_one_family_have_one_stem() {
        for family in [
            vec!["order", "orders", "ordering", "ordered"],
            vec!["price", "prices", "pricing", "priced"],
            vec!["plan", "plans", "planning", "planned"],
            vec!["fall", "falls", "falling"],
            vec!["quantity", "quantities"],
            vec!["supply", "supplies", "supplied", "supplying"],
            vec!["box", "boxes"],
            vec!["class", "classes"],
            vec!["week", "weeks", "weekly"],
            vec!["family", "families"],
            vec!["buyer", "buyers", "buyer's", "buyers'"],
        ] {
            let stems: BTreeSet<String> = family.iter().map(|word| stem_of(word)).collect();
            assert_eq!(stems.len(), 1, "{family:?}: {stems:?}");
        }
    }

    #[test]
    fn words_of_two_families_keep_two_stems() {
        for (one, other) in [
            ("string", "str"),
            ("speed", "spe"),
            ("process", "proces's"),
            ("status", "state"),
            ("need", "nee"),
        ] {
            assert_ne!(stem_of(one), stem_of(other), "{one}, {other}");
        }
    }

    #[test]
    fn terms_of_the_glossary_are_no_content() {
        let content = Content::of_inlines(vec![Inline::Text(
            "Which safety stocks protect the schedule of a stock keeper?".into(),
        )]);
        let text = Text::of(&content);
        let content = |glossary: &Glossary| {
            let content = Lexicon::new(glossary, Vec::new()).content_words(&text);
            words_among(&text, glossary, &content).into_iter().collect::<Vec<_>>()
        };
        let with_term = content(&Glossary::new(["safety stock"]));
        assert_eq!(with_term, ["keeper", "protect", "schedul", "stock"]);
        assert!(content(&Glossary::default()).contains(&"safety".to_owned()));
    }
}
