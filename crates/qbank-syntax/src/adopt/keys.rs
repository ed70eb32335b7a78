//! Which choices are right: by ticks, by bold, and by what a line such as "Answer: B" says in letters, numbers or words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::marks::{Tick, bold_inside};
use super::pattern::pattern;
use super::question::{Choice, Question};

/// What was found out about a question's keys.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The right choices.
    pub(super) right: BTreeSet<usize>,
    /// Whether bold text was the mark of the right ones, and not of something else.
    pub(super) bold_marks: bool,
    /// What the lines say beside the keys: the start of the rationale.
    pub(super) because: Vec<String>,
    /// Lines that could not be resolved, to be kept as a note.
    pub(super) unresolved: Vec<String>,
    /// What a person has to decide.
    pub(super) needs: Vec<String>,
    /// Whether the author plainly meant several choices.
    pub(super) several_meant: bool,
}

/// What a line names, and what it says beside that.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    choices: BTreeSet<usize>,
    because: Option<String>,
}

static LETTER_AND_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?s)^(?:(?i:options?|choices?)\s+)?[*_`(\[]*([A-Za-z])[*_`)\]]*(?:\s*[.):,;–—-]+[*_]*\s*|\s*\(|\s+(?:because|since|as)\s+)(.+)$",
    )
});
static LETTER_START: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[,;]\s*|\s+and\s+|\s+&\s+|\s+)\(?([A-Za-z])[.)]\s+"));

/// Finds the keys of a question that has choices.
pub(super) fn find(question: &Question) -> Keys {
    let mut keys = Keys::default();
    let choices = &question.choices;
    let ticked = marked(choices, |choice| choice.tick == Tick::Key);
    let bold = marked(choices, |choice| choice.bold);
    let bold_tells = !bold.is_empty() && bold.len() < choices.len();
    let mut named = BTreeSet::new();
    for line in &question.keys {
        match name(line, choices).or_else(|| name_of_first_line(line, choices)) {
            Some(Named { choices, because }) => {
                named.extend(choices);
                keys.because.extend(because);
            }
            None => keys.unresolved.push(line.clone()),
        }
    }
    let by_marks = if ticked.is_empty() && bold_tells { bold.clone() } else { ticked.clone() };
    keys.several_meant = named.len() > 1;
    keys.bold_marks = bold_tells && (by_marks == bold || named == bold);
    let agree = named == by_marks || (ticked.is_empty() && named.is_superset(&bold));
    match (named.is_empty(), by_marks.is_empty()) {
        (true, true) => keys.needs.push(match keys.unresolved.first() {
            Some(line) => format!("the answer names no choice: {line}"),
            None => "nothing says which choice is right".to_owned(),
        }),
        (false, false) if !agree => keys.contradict(question, [&by_marks, &named]),
        (no_names, _) => {
            keys.right = if no_names { by_marks } else { named };
            // A line that names nothing beside marks or lines that do is an explanation.
            keys.because.append(&mut keys.unresolved);
        }
    }
    keys
}

impl Keys {
    /// Leaves a question open whose marks say something else than its answer.
    fn contradict(&mut self, question: &Question, [marked, named]: [&BTreeSet<usize>; 2]) {
        let (marked, named) = (listed(marked, &question.choices), listed(named, &question.choices));
        self.needs.push(format!("the marks say {marked}, the answer says {named}: tick what is right"));
        self.unresolved.clone_from(&question.keys);
        self.unresolved.push(format!("marked: {marked}"));
        self.because.clear();
    }
}

fn marked(choices: &[Choice], is_marked: impl Fn(&Choice) -> bool) -> BTreeSet<usize> {
    choices.iter().enumerate().filter(|(_, choice)| is_marked(choice)).map(|(idx, _)| idx).collect()
}

fn listed(indices: &BTreeSet<usize>, choices: &[Choice]) -> String {
    let texts = indices.iter().map(|idx| format!("`{}`", choices[*idx].text.replace('\n', " ")));
    texts.collect::<Vec<_>>().join(" and ")
}

/// Finds the choices that the first of several lines names; the others say why.
fn name_of_first_line(lines: &str, choices: &[Choice]) -> Option<Named> {
    let (first, others) = lines.split_once('\n')?;
    let named = name(first, choices)?;
    let because = named.because.map_or_else(|| others.to_owned(), |because| format!("{because}\n{others}"));
    Some(Named { because: Some(because), ..named })
}

/// Finds the choices that a line names: by a text, by letters or numbers, by a letter and its text, by several texts.
fn name(line: &str, choices: &[Choice]) -> Option<Named> {
    let only = |choices: BTreeSet<usize>| Some(Named { choices, because: None });
    if let Some(idx) = by_text(line, choices) {
        return only(BTreeSet::from([idx]));
    }
    if let Some(found) = by_letters(line, choices.len()) {
        return only(found);
    }
    if let Some(found) = by_numbers(line, choices) {
        return only(found);
    }
    if let Some(found) = letters_with_texts(line, choices) {
        return only(found);
    }
    if let Some(found) = letter_and_text(line, choices) {
        return Some(found);
    }
    by_texts(line, choices).and_then(only)
}

/// Returns a text as it is compared: without marks of emphasis around it, white space made one, a last full stop gone.
fn compared(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    loop {
        let bare = bold_inside(&text).map(str::to_owned);
        let bare = bare.or_else(|| {
            let inner =
                text.strip_prefix(['"', '“', '`', '*', '_'])?.strip_suffix(['"', '”', '`', '*', '_'])?;
            Some(inner.to_owned()).filter(|inner| !inner.is_empty())
        });
        match bare {
            Some(bare) => text = bare,
            None => break,
        }
    }
    text.strip_suffix('.').unwrap_or(&text).trim().to_lowercase()
}

fn by_text(text: &str, choices: &[Choice]) -> Option<usize> {
    let wanted = compared(text);
    let is_truth = choices.len() == 2 && choices.iter().any(|choice| compared(&choice.text) == "true");
    let wanted = match wanted.as_str() {
        "t" if is_truth => "true".to_owned(),
        "f" if is_truth => "false".to_owned(),
        _ => wanted,
    };
    let mut same = choices.iter().enumerate().filter(|(_, choice)| compared(&choice.text) == wanted);
    let first = same.next()?.0;
    same.next().is_none().then_some(first)
}

/// Splits at what stands between entries of a short list; words such as "option" say nothing.
fn tokens(line: &str) -> Vec<String> {
    let line = line.trim().trim_end_matches('.');
    let words = line
        .split([',', ';', '/', '&', '+', ' ', '\n'])
        .map(|word| word.trim_matches(|c: char| "()[]*_`.:\"".contains(c)));
    let telling = words.filter(|word| {
        !word.is_empty()
            && !["and", "option", "options", "choice", "choices", "both"]
                .contains(&word.to_lowercase().as_str())
    });
    telling.map(str::to_owned).collect()
}

fn by_letters(line: &str, n_choices: usize) -> Option<BTreeSet<usize>> {
    let letter = |word: &str| {
        let byte =
            Some(word).filter(|word| word.len() == 1)?.bytes().next().filter(u8::is_ascii_alphabetic)?;
        Some(usize::from(byte.to_ascii_uppercase() - b'A')).filter(|idx| *idx < n_choices)
    };
    let words = tokens(line);
    if let [word] = &words[..]
        && word.len() > 1
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && word.bytes().is_sorted_by(|one, next| one < next)
    {
        // `AD` without anything between its letters.
        return word.split("").filter(|part| !part.is_empty()).map(letter).collect();
    }
    let found: Option<BTreeSet<usize>> = words.iter().map(|word| letter(word)).collect();
    found.filter(|found| !found.is_empty())
}

/// Numbers count the choices, unless a choice is about a number as well.
fn by_numbers(line: &str, choices: &[Choice]) -> Option<BTreeSet<usize>> {
    let is_about =
        |number: &str| choices.iter().any(|choice| choice.text.split_whitespace().next() == Some(number));
    let place = |word: &String| {
        let number: usize = word.parse().ok().filter(|_| !is_about(word))?;
        number.checked_sub(1).filter(|idx| *idx < choices.len())
    };
    let found: Option<BTreeSet<usize>> = tokens(line).iter().map(place).collect();
    found.filter(|found| !found.is_empty())
}

/// `A) one, C) three`
fn letters_with_texts(line: &str, choices: &[Choice]) -> Option<BTreeSet<usize>> {
    let starts: Vec<(usize, usize, usize)> = LETTER_START
        .captures_iter(line)
        .filter_map(|found| {
            let place = found.get(0)?;
            let letter = found[1].as_bytes()[0].to_ascii_uppercase();
            Some((place.start(), place.end(), usize::from(letter - b'A')))
        })
        .collect();
    if starts.len() < 2 {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(start, _, _)| *start).chain([line.len()]);
    let one = |((_, start, letter), end): (&(usize, usize, usize), usize)| {
        let choice = choices.get(*letter)?;
        (compared(&line[*start..end]) == compared(&choice.text)).then_some(*letter)
    };
    starts.iter().zip(ends).map(one).collect()
}

/// `B) the text of B`, or `B, because …`; a letter with the text of another choice names nothing.
fn letter_and_text(line: &str, choices: &[Choice]) -> Option<Named> {
    let found = LETTER_AND_TEXT.captures(line.trim())?;
    let letter = usize::from(found[1].as_bytes()[0].to_ascii_uppercase() - b'A');
    let choice = choices.get(letter)?;
    let rest = found[2].trim();
    let bare = rest.strip_suffix(')').filter(|_| line.contains(" (")).unwrap_or(rest);
    let because = match by_text(bare, choices) {
        Some(idx) if idx != letter => return None,
        Some(_) => None,
        None if compared(bare) == compared(&choice.text) => None,
        None => {
            // The text of the choice may stand before the reason.
            let text = choice.text.trim_end_matches('.');
            let after = rest
                .strip_prefix(text)
                .map(|after| after.trim_start_matches([' ', '.', ',', ';', ':', '-', '–', '—']));
            Some(after.filter(|after| !after.is_empty()).unwrap_or(rest).to_owned())
        }
    };
    Some(Named { choices: BTreeSet::from([letter]), because })
}

fn by_texts(line: &str, choices: &[Choice]) -> Option<BTreeSet<usize>> {
    let separators = [";", "|", ",", " and ", "\n"];
    separators.iter().find_map(|separator| {
        let parts: Vec<&str> = line.split(separator).collect();
        let found: Option<BTreeSet<usize>> = parts.iter().map(|part| by_text(part, choices)).collect();
        found.filter(|found| parts.len() > 1 && found.len() == parts.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(texts: &[&str]) -> Vec<Choice> {
        let choice = |text: &&str| Choice {
            text: (*text).to_owned(),
            below: Vec::new(),
            feedback: Vec::new(),
            tick: Tick::None,
            bold: false,
        };
        texts.iter().map(choice).collect()
    }

    #[test]
    fn answers_name_choices() {
        let four = choices(&["Ordering cost", "Carrying cost", "Cost of `A` goods", "Freight, in and out"]);
        for (line, expected) in [
            ("B", Some(vec![1])),
            ("b.", Some(vec![1])),
            ("(B)", Some(vec![1])),
            ("Option B", Some(vec![1])),
            ("A, D", Some(vec![0, 3])),
            ("A and C", Some(vec![0, 2])),
            ("AD", Some(vec![0, 3])),
            ("A/B/C", Some(vec![0, 1, 2])),
            ("2", Some(vec![1])),
            ("1, 3", Some(vec![0, 2])),
            ("carrying cost.", Some(vec![1])),
            ("**Carrying cost**", Some(vec![1])),
            ("B) Carrying cost", Some(vec![1])),
            ("B - Carrying cost", Some(vec![1])),
            ("B (Carrying cost)", Some(vec![1])),
            ("B, because stock lies longer.", Some(vec![1])),
            ("**B** – stock lies longer.", Some(vec![1])),
            ("A) Ordering cost, B) Carrying cost", Some(vec![0, 1])),
            ("Ordering cost; Carrying cost", Some(vec![0, 1])),
            ("Freight, in and out", Some(vec![3])),
            ("B) Ordering cost", None),
            ("E", None),
            ("Ac", None),
            ("DA", None),
            ("9", None),
            ("A plant that orders weekly", None),
            ("", None),
        ] {
            let found = name(line, &four).map(|named| named.choices.into_iter().collect::<Vec<_>>());
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_number_that_a_choice_is_about_counts_no_choices() {
        assert_eq!(name("2", &choices(&["2 orders", "3 orders"])), None);
    }

    #[test]
    fn what_stands_behind_a_key_is_its_reason() {
        let two = choices(&["Ordering cost", "Carrying cost"]);
        for (line, expected) in [
            ("B. Stock lies longer.", "Stock lies longer."),
            ("B) Carrying cost. Stock lies longer.", "Stock lies longer."),
        ] {
            assert_eq!(name(line, &two).and_then(|named| named.because).as_deref(), Some(expected), "{line}");
        }
    }
}
