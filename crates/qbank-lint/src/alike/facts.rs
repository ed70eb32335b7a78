//! Facts in common: what two items that read alike have to share to be one question asked twice.
//!
//! A number more, a negation less or another key makes another question of the same words, and often a good one.

use std::cmp::Ordering;

use super::Likeness;
use super::likeness::Runs;
use super::reading::{Part, Reading, Role, tokens};

/// Words that turn a question round.
const NEGATIONS: [&str; 11] =
    ["cannot", "except", "false", "incorrect", "neither", "never", "no", "none", "nor", "not", "without"];
/// Words that stand for numbers; "one" mostly does not.
const NUMBERS: [(&str, &str); 11] = [
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
];
/// Words of which the one makes the opposite of a question that has the other.
const OPPOSITES: [(&str, &str); 44] = [
    ("above", "below"),
    ("add", "subtract"),
    ("after", "before"),
    ("always", "never"),
    ("backward", "forward"),
    ("best", "worst"),
    ("bottom", "top"),
    ("centralized", "decentralized"),
    ("customer", "supplier"),
    ("decrease", "increase"),
    ("decreases", "increases"),
    ("decreased", "increased"),
    ("dependent", "independent"),
    ("downstream", "upstream"),
    ("earlier", "later"),
    ("early", "late"),
    ("external", "internal"),
    ("fall", "rise"),
    ("falls", "rises"),
    ("fast", "slow"),
    ("faster", "slower"),
    ("fewer", "more"),
    ("first", "last"),
    ("fixed", "variable"),
    ("gain", "loss"),
    ("higher", "lower"),
    ("highest", "lowest"),
    ("high", "low"),
    ("inside", "outside"),
    ("into", "from"),
    ("large", "small"),
    ("larger", "smaller"),
    ("largest", "smallest"),
    ("least", "most"),
    ("less", "more"),
    ("long", "short"),
    ("longer", "shorter"),
    ("longest", "shortest"),
    ("maximum", "minimum"),
    ("negative", "positive"),
    ("over", "under"),
    ("pull", "push"),
    ("strong", "weak"),
    ("overstated", "understated"),
];

/// Tells whether two items are the same word for word.
pub(super) fn is_copy(one: &Reading, other: &Reading) -> bool {
    let words = |reading: &Reading| (reading.stem.clone(), reading.parts.clone(), reading.case());
    have_same_frame(one, other) && words(one) == words(other)
}

/// Tells how alike two items are that read alike and are no copies.
pub(super) fn likeness(one: &Reading, other: &Reading) -> Likeness {
    if !have_same_frame(one, other) {
        return Likeness::Similar;
    }
    let (case, other_case) = (one.case(), other.case());
    let is_same = match (case, other_case) {
        (None, None) => true,
        (Some(one), Some(other)) => agree(&[one.as_str()], &[other.as_str()]) && reads_alike(&one, &other),
        (None, Some(_)) | (Some(_), None) => false,
    };
    let is_same = is_same && agree(&told(one), &told(other)) && have_same_key(one, other);
    if is_same { Likeness::Duplicate } else { Likeness::Similar }
}

/// Tells whether two items are of one type, draw alike and show the same pictures.
fn have_same_frame(one: &Reading, other: &Reading) -> bool {
    one.kind == other.kind && one.draws == other.draws && one.pictures == other.pictures
}

/// The stem and what is right: a number in a distractor is a matter of that distractor.
fn told<'r>(reading: &'r Reading) -> Vec<&'r str> {
    let right = reading.parts.iter().filter(|part| part.role != Role::Distractor);
    std::iter::once(reading.stem.as_str()).chain(right.map(|part| part.text.as_str())).collect()
}

/// Tells whether two texts have the same numbers and negations, and no word of which the other has the opposite.
fn agree(one: &[&str], other: &[&str]) -> bool {
    let words =
        |texts: &[&'_ str]| texts.iter().flat_map(|text| tokens(text)).map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    let n = |words: &[String], wanted: &str| words.iter().filter(|word| *word == wanted).count();
    let is_opposed = |(left, right): &(&str, &str)| {
        let (left, right) = (n(&one, left).cmp(&n(&other, left)), n(&one, right).cmp(&n(&other, right)));
        left != Ordering::Equal && left == right.reverse()
    };
    numbers(&one) == numbers(&other)
        && n_negations(&one) == n_negations(&other)
        && !OPPOSITES.iter().any(is_opposed)
}

fn numbers(words: &[String]) -> Vec<String> {
    let number = |word: &String| {
        let in_words = NUMBERS.iter().find(|(name, _)| name == word).map(|(_, digits)| (*digits).to_owned());
        let is_number = word.contains(char::is_numeric);
        in_words.or_else(|| is_number.then(|| word.replace(',', "")))
    };
    let mut numbers: Vec<String> = words.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

fn n_negations(words: &[String]) -> usize {
    words.iter().filter(|word| NEGATIONS.contains(&word.as_str()) || word.ends_with("n't")).count()
}

fn reads_alike(one: &str, other: &str) -> bool {
    Runs::of_case(one).are_alike(&Runs::of_case(other))
}

/// Tells whether what is right in the one is right in the other: the part of the other item that is most like a key is a
/// key there, and one with a place has the same place.
fn have_same_key(one: &Reading, other: &Reading) -> bool {
    let n_right =
        |reading: &Reading| reading.parts.iter().filter(|part| part.role != Role::Distractor).count();
    n_right(one) == n_right(other) && finds_its_key(one, other) && finds_its_key(other, one)
}

fn finds_its_key(one: &Reading, other: &Reading) -> bool {
    let has_twin = |part: &Part, among: &Reading| among.parts.iter().any(|twin| twin.text == part.text);
    // What is there word for word is no other part in other words.
    let reworded = other.parts.iter().filter(|part| !has_twin(part, one));
    let reworded: Vec<(&Part, Runs)> = reworded.map(|part| (part, Runs::of_part(&part.text))).collect();
    one.parts.iter().filter(|part| part.role != Role::Distractor).all(|part| {
        if has_twin(part, other) {
            return other.parts.iter().any(|twin| twin == part);
        }
        let (own, own_numbers) = (Runs::of_part(&part.text), numbers_of(&part.text));
        let likeness = |(other, runs): &(&Part, Runs)| {
            let has_same_numbers = !own_numbers.is_empty() && numbers_of(&other.text) == own_numbers;
            let share = own.as_a_part(runs).or_else(|| has_same_numbers.then_some(0))?;
            Some((has_same_numbers, share, other.role == part.role))
        };
        // Of equally like ones the one that is right counts. A name that became another name is like none: then one that is
        // right has to be left over there too.
        let left_over =
            |(left, _): &(&Part, Runs)| left.role == part.role && numbers_of(&left.text) == own_numbers;
        match reworded.iter().filter_map(likeness).max() {
            Some((_, _, is_same)) => is_same,
            None => reworded.iter().any(left_over),
        }
    })
}

fn numbers_of(text: &str) -> Vec<String> {
    numbers(&tokens(text).into_iter().map(str::to_owned).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_a_negation_or_an_opposite_makes_another_question() {
        for (one, other, expected) in [
            ("how many orders of 1,200 units?", "how many are the orders of 1200 units?", true),
            ("how many orders of 1,200 units?", "how many orders of 1,300 units?", false),
            ("a loss of -5 %?", "a loss of 5 %?", false),
            ("which two costs fall?", "which 2 costs fall?", true),
            ("which two costs fall?", "which three costs fall?", false),
            ("which cost does fall?", "which cost does not fall?", false),
            ("which cost doesn't fall?", "which cost does fall?", false),
            ("inside the fence?", "outside the fence?", false),
            ("which cost falls after it rises?", "which cost rises after it falls?", true),
        ] {
            assert_eq!(agree(&[one], &[other]), expected, "{one} {other}");
        }
    }
}
