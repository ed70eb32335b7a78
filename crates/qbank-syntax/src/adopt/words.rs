//! The words that start a part of a question in other people's banks: "Answer: B", "Explanation", "Question 12".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;

/// What such a word starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartWord {
    /// What is right.
    Key,
    /// Why; "Solution" may say what is right as well.
    Rationale,
    Hint,
    Reference,
    /// The choices, which need no word.
    Choices,
}

/// A word at the start of a line and what follows it on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PartStart {
    pub(super) word: PartWord,
    /// The text behind the word, in bytes of the line.
    pub(super) value: Range<usize>,
}

/// A number or a word such as `Q12.` before a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuestionStart {
    pub(super) number: Option<u32>,
    /// The question behind it, in bytes of the line; empty where it stands below.
    pub(super) body: Range<usize>,
}

const KEY: &str = r"(?:the\s+)?(?:correct|right|best|model|sample|suggested)?\s*(?:answers?|responses?)(?:\s+key)?(?:\(s\))?(?:\s+(?:is|are))?|(?:correct|right)\s+(?:options?|choices?|letters?)(?:\s+(?:is|are))?|ans(?:wers?)?|key|correct";
const RATIONALE: &str = r"explanations?|answer explanation|rationale|reason(?:ing)?|why|solution|justification|discussion|feedback|comments?";
const HINT: &str = r"hints?|tip";
const REFERENCE: &str = r"references?|sources?|see also|further reading|read more";
const CHOICES: &str = r"options|choices|possible answers|answer choices";
/// Words around the others on what a reader opens to see the answer.
const SMALL: &str = r"(?:click|tap|here|to|the|show|see|view|reveal|expand|toggle|display|check|open|for|and|with|your|full|solution|explanation|rationale|why)";

static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^[✅✔☑🔑💡📝\u{{FE0F}}\s]*(?P<open>\*\*|__|\*|_)?\s*(?:(?P<key>{KEY})|(?P<why>{RATIONALE})|(?P<hint>{HINT})|(?P<ref>{REFERENCE})|(?P<choices>{CHOICES}))\s*(?:(?P<c1>\*\*|__|\*|_)?\s*(?:[:：]|\s[-–—]+(?:\s|$))\s*(?P<c2>\*\*|__|\*|_)?\s*|(?:\*\*|__|\*|_)?\s*$)"
    ))
});
static IS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\*\*|__)?(?:the\s+)?(?:correct|right|best)\s+(?:answer|option|choice)s?\s+(?:is|are)\s*:?\s*",
    )
});
static SUMMARY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^\W*(?:{SMALL}\W+)*?(?:(?P<key>{KEY})|(?P<why>{RATIONALE})|(?P<hint>{HINT})|(?P<ref>{REFERENCE}))(?:\W+(?:{SMALL}|the))*\W*$"
    ))
});
static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?P<open>\*\*|__)?(?:(?:q|question|exercise|problem)\s*[#.]?\s*(?P<a>\d{1,4})(?:\s*(?:of|/)\s*\d+)?\s*(?P<end>\*\*|__)?\s*(?:[.):：]|\s[-–—]+(?:\s|$)|$)|(?:q|question)\s*[:：])\s*(?P<end2>\*\*|__)?\s*",
    )
});
static NUMBERED_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<open>\*\*|__)?#?(?P<a>\d{1,4})\s*(?:\\?[.):]|\s[-–—]+\s)(?P<end>\*\*|__)?\s*")
});
static KEY_LIST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\W*(?:answers?(?:\s+key)?|key|solutions?|answer\s+sheet|correct\s+answers?)\W*$")
});

/// Reads a word that starts a part of a question.
pub(super) fn part_start(line: &str) -> Option<PartStart> {
    if let Some(found) = PART.captures(line) {
        let groups = [
            ("key", PartWord::Key),
            ("why", PartWord::Rationale),
            ("hint", PartWord::Hint),
            ("ref", PartWord::Reference),
            ("choices", PartWord::Choices),
        ];
        let word = groups.into_iter().find(|(name, _)| found.name(name).is_some()).map(|(_, word)| word)?;
        let is_open = found.name("open").is_some() && found.name("c1").or(found.name("c2")).is_none();
        return Some(PartStart { word, value: value(line, found[0].len(), is_open) });
    }
    let found = IS.find(line)?;
    Some(PartStart { word: PartWord::Key, value: value(line, found.end(), line.starts_with(['*', '_'])) })
}

/// Returns the rest of a line, without the stars whose partners stood before it.
fn value(line: &str, start: usize, is_open: bool) -> Range<usize> {
    let rest = line[start.min(line.len())..].trim_end();
    let bare = if is_open { rest.trim_end_matches(['*', '_']).trim_end() } else { rest };
    start.min(line.len())..start.min(line.len()) + bare.len()
}

/// Tells what a reader opens, by the words on it; `None` where they say something of their own.
pub(super) fn summary_word(summary: &str) -> Option<PartWord> {
    let found = SUMMARY.captures(summary)?;
    let groups = [
        ("key", PartWord::Key),
        ("why", PartWord::Rationale),
        ("hint", PartWord::Hint),
        ("ref", PartWord::Reference),
    ];
    groups.into_iter().find(|(name, _)| found.name(name).is_some()).map(|(_, word)| word)
}

/// Reads `Q12.`, `Question 12:` or `**Question 12**` before a question.
pub(super) fn question_start(line: &str) -> Option<QuestionStart> {
    let found = QUESTION.captures(line)?;
    let is_open = found.name("open").is_some() && found.name("end").or(found.name("end2")).is_none();
    let number = found.name("a").and_then(|number| number.as_str().parse().ok());
    Some(QuestionStart { number, body: value(line, found[0].len(), is_open) })
}

/// Reads the number before a heading's text, with or without a word.
pub(super) fn title_start(title: &str) -> QuestionStart {
    if let Some(start) = question_start(title) {
        return start;
    }
    match NUMBERED_TITLE.captures(title) {
        Some(found) => {
            let is_open = found.name("open").is_some() && found.name("end").is_none();
            let number = found["a"].parse().ok();
            QuestionStart { number, body: value(title, found[0].len(), is_open) }
        }
        None => QuestionStart { number: None, body: 0..title.len() },
    }
}

/// Tells whether a heading announces the keys of the questions above it.
pub(super) fn announces_keys(title: &str) -> bool {
    KEY_LIST.is_match(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_start_parts() {
        for (line, expected) in [
            ("Answer: B", Some((PartWord::Key, "B"))),
            ("**Answer:** B", Some((PartWord::Key, "B"))),
            ("**Answer**: B, D", Some((PartWord::Key, "B, D"))),
            ("**Answer: B**", Some((PartWord::Key, "B"))),
            ("**Correct answer: B) Lots**", Some((PartWord::Key, "B) Lots"))),
            ("Correct Answer(s): A and C", Some((PartWord::Key, "A and C"))),
            ("Ans: b", Some((PartWord::Key, "b"))),
            ("✅ Answer: B", Some((PartWord::Key, "B"))),
            ("The correct answer is B.", Some((PartWord::Key, "B."))),
            ("Answer", Some((PartWord::Key, ""))),
            ("**Explanation**", Some((PartWord::Rationale, ""))),
            ("*Explanation:* Lots fall.", Some((PartWord::Rationale, "Lots fall."))),
            ("Explanation - Lots fall.", Some((PartWord::Rationale, "Lots fall."))),
            ("Hint: think.", Some((PartWord::Hint, "think."))),
            ("Options:", Some((PartWord::Choices, ""))),
            ("Answers differ by plant.", None),
            ("Why does it rise?", None),
            ("Key figures: 12", None),
            ("Reason codes are kept.", None),
        ] {
            let found = part_start(line);
            let found = found.as_ref().map(|start| (start.word, &line[start.value.clone()]));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn summaries_say_what_they_hide() {
        for (summary, expected) in [
            ("Answer", Some(PartWord::Key)),
            ("Show answer", Some(PartWord::Key)),
            ("Click to see the answer", Some(PartWord::Key)),
            ("Answer and explanation", Some(PartWord::Key)),
            ("💡 Hint", Some(PartWord::Hint)),
            ("Explanation", Some(PartWord::Rationale)),
            ("Where the cost comes from", None),
        ] {
            assert_eq!(summary_word(summary), expected, "{summary}");
        }
    }

    #[test]
    fn questions_have_numbers() {
        for (line, expected) in [
            ("Q12. What?", Some((Some(12), "What?"))),
            ("**Q3:** What?", Some((Some(3), "What?"))),
            ("**Question 4: What?**", Some((Some(4), "What?"))),
            ("Question 12", Some((Some(12), ""))),
            ("**Question 12**", Some((Some(12), ""))),
            ("Question 2 of 40: What?", Some((Some(2), "What?"))),
            ("Q: What?", Some((None, "What?"))),
            ("Quality costs", None),
            ("Question everything", None),
        ] {
            let found = question_start(line);
            let found = found.as_ref().map(|start| (start.number, &line[start.body.clone()]));
            assert_eq!(found, expected, "{line}");
        }
    }
}
