//! `qbank adopt`: no question, choice or key changes, what cannot be told is listed, nothing is lost, and once is enough.

#![expect(clippy::disallowed_methods, reason = "foreign banks are laid on the disk")]
#![expect(clippy::print_stdout, reason = "how many faults were seen is to be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use qbank_project::Project;
use qbank_tests::adoption::{Expected, Style, adopted, differences, folder, parsed, styles};
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::{copy_folder, files_below};
use tempfile::TempDir;

fn call(folder: &Path, args: &[&str]) -> Run {
    run(qbank(folder, args.iter().copied()).env("SOURCE_DATE_EPOCH", "1795305600"))
}

#[test]
fn questions_keep_their_stem_their_choices_and_their_key() {
    let differences = styles().into_iter().flat_map(|style| {
        let differences = differences(&style, &adopted(&style).text).into_iter();
        differences.map(move |difference| format!("{}: {difference}", style.name))
    });
    let told = differences.collect::<Vec<String>>().join("\n");
    assert_eq!(told, "");
}

#[test]
fn what_needs_a_person_is_listed_once_with_its_reason() {
    let (mut n_questions, mut n_sound) = (0, 0);
    for style in styles() {
        assert!(style.expected.len() >= 20, "{} has {} questions", style.name, style.expected.len());
        let adopted = adopted(&style);
        let reasons: Vec<&str> = adopted.needs.iter().map(|need| need.reason.as_str()).collect();
        let expected: Vec<&String> = style.expected.iter().flat_map(|question| &question.needs).collect();
        assert_eq!(reasons.len(), expected.len(), "{}: {reasons:#?}", style.name);
        for (reason, expected) in reasons.iter().zip(expected) {
            assert!(reason.contains(expected.as_str()), "{}: {reason}, not {expected}", style.name);
        }
        for (entry, expected) in parsed(&style, &adopted.text).entries.iter().zip(&style.expected) {
            assert!(expected.is_sound() || !expected.needs.is_empty(), "{}: no reason", expected.start);
            let is_listed = adopted.needs.iter().any(|need| need.id.as_ref() == entry.id());
            assert_eq!(is_listed, !expected.needs.is_empty(), "{}: {}", style.name, expected.start);
        }
        n_questions += style.expected.len();
        n_sound += style.expected.iter().filter(|question| question.is_sound()).count();
    }
    assert!(n_questions >= 200, "{n_questions} questions");
    assert!(n_sound * 100 >= n_questions * 98, "{n_sound} of {n_questions}");
}

#[test]
fn a_folder_becomes_a_bank_that_checks_and_a_second_run_changes_nothing() {
    let place = TempDir::with_prefix("qbank-").expect("a temporary folder can be made");
    copy_folder(folder().as_std_path(), &place.path().join("old"));
    let foreign = files_below(&place.path().join("old"));
    let first = call(place.path(), &["adopt", "old", "--bank", "new"]);
    assert_eq!(first.status, Some(1), "{}", first.err());
    let written = files_below(&place.path().join("new"));
    let check = call(place.path(), &["check", "--bank", "new", "--output-format", "concise"]);
    let told = check.out();
    let broken: Vec<&str> = told.lines().filter(|line| line.contains(": error[")).collect();
    let all: Vec<Expected> = styles().into_iter().flat_map(|style| style.expected).collect();
    let is_clean = |question: &&Expected| question.is_sound() && question.disk_needs.is_empty();
    let n_clean = all.iter().filter(is_clean).count();
    println!("{n_clean} of {} questions check clean", all.len());
    assert_eq!(broken.len(), all.len() - n_clean, "{broken:#?}");
    assert!(n_clean * 100 >= all.len() * 98, "{n_clean} of {}", all.len());
    let needs = first.out();
    let reasons = all.iter().flat_map(|question| question.needs.iter().chain(&question.disk_needs));
    assert_eq!(needs.lines().count(), reasons.clone().count(), "{needs}");
    for reason in reasons {
        assert!(needs.contains(reason.as_str()), "{reason} is not in {needs}");
    }
    assert_eq!(call(place.path(), &["fmt", "--check", "--bank", "new"]).status, Some(0));
    for args in [&["adopt", "old", "--bank", "new"][..], &["adopt", "new"]] {
        let again = call(place.path(), args);
        assert!(again.err().contains("0 questions adopted"), "{args:?}: {}", again.err());
        assert_eq!(files_below(&place.path().join("new")), written, "{args:?}");
    }
    assert_eq!(files_below(&place.path().join("old")), foreign);
    let checked = Project::open(&place.path().join("new")).expect("a bank").check().expect("the disk works");
    assert_eq!(checked.bank.entries().len(), all.len());
}

#[test]
fn line_ends_stay_as_they_are() {
    for style in styles() {
        let crlf = Style { text: style.text.replace('\n', "\r\n"), ..style.clone() };
        assert_eq!(adopted(&crlf).text, adopted(&style).text.replace('\n', "\r\n"), "{}", style.name);
    }
}

/// Faults that an adopter could make, on the text that it writes; each tells where it is wrong by then.
fn seeded_faults(style: &Style) -> Vec<(&'static str, String)> {
    let text = adopted(style).text;
    let second = |sign: &str| text.match_indices(sign).nth(1).map(|(at, _)| at);
    let mut faults = Vec::new();
    if let (Some(key), Some(wrong)) = (second("- [x] "), second("- [ ] ")) {
        let mut moved = text.clone();
        moved.replace_range(key + 3..key + 4, " ");
        faults.push(("a tick is lost", moved.clone()));
        moved.replace_range(wrong + 3..wrong + 4, "x");
        faults.push(("a tick moves", moved));
        let end = text[wrong..].find('\n').map_or(text.len(), |length| wrong + length + 1);
        let mut shorter = text.clone();
        shorter.replace_range(wrong..end, "");
        faults.push(("a choice is lost", shorter));
        let mut other = text.clone();
        other.insert_str(wrong + "- [ ] ".len(), "not ");
        faults.push(("a choice says something else", other));
        let mut lettered = text.clone();
        lettered.insert_str(key + "- [x] ".len(), "B) ");
        faults.push(("a letter stays", lettered));
    }
    if let Some(heading) = second("\n## ") {
        let mut numbered = text.clone();
        numbered.insert_str(heading + "\n## ".len(), "Q2. ");
        faults.push(("a number stays", numbered));
        let end = text[heading + 1..].find('\n').map_or(text.len(), |length| heading + 1 + length);
        let mut fused = text.clone();
        fused.replace_range(heading + 1..end, "");
        faults.push(("a heading is lost", fused));
    }
    faults
}

#[test]
fn each_seeded_fault_is_seen() {
    let (mut n_seeded, mut n_killed) = (0, 0);
    let mut survivors = Vec::new();
    for style in styles() {
        for (fault, text) in seeded_faults(&style) {
            n_seeded += 1;
            if differences(&style, &text).is_empty() {
                survivors.push(format!("{}: {fault}", style.name));
            } else {
                n_killed += 1;
            }
        }
        let text = adopted(&style).text;
        for idx in 0..style.expected.len() {
            let mut wrong = style.clone();
            let question = &mut wrong.expected[idx];
            match (&mut question.typed, question.choices.first_mut()) {
                (Some(typed), _) => typed.push('0'),
                (None, Some((is_key, _))) => *is_key = !*is_key,
                (None, None) => continue,
            }
            n_seeded += 1;
            if differences(&wrong, &text).is_empty() {
                survivors.push(format!("{}: a wrong key for {}", style.name, wrong.expected[idx].start));
            } else {
                n_killed += 1;
            }
        }
    }
    println!("killed {n_killed} of {n_seeded}");
    assert_eq!(survivors, Vec::<String>::new());
    assert!(n_seeded > 200, "{n_seeded} faults");
}

/// Words of marks, which adopting takes away.
const MARKS: [&str; 30] = [
    "answer",
    "answers",
    "ans",
    "key",
    "exercise",
    "no",
    "both",
    "ab",
    "correct",
    "explanation",
    "rationale",
    "question",
    "details",
    "summary",
    "show",
    "solution",
    "reveal",
    "click",
    "the",
    "is",
    "to",
    "hint",
    "references",
    "option",
    "options",
    "br",
    "strong",
    "source",
    "true",
    "false",
];

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1) {
        *words.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    words
}

/// Returns the words of a foreign text that are neither in the adopted one nor in what a person is told.
fn lost(style: &Style) -> BTreeSet<String> {
    let adopted = adopted(style);
    let told: Vec<String> = adopted.needs.into_iter().map(|need| need.reason).collect();
    let there = words(&format!("{} {}", adopted.text, told.join(" ")));
    let is_number = |word: &str| word.trim_start_matches('q').chars().all(|c| c.is_ascii_digit());
    let words = words(&style.text).into_keys();
    words
        .filter(|word| !there.contains_key(word) && !MARKS.contains(&word.as_str()) && !is_number(word))
        .collect()
}

#[test]
fn no_word_of_the_foreign_files_is_lost() {
    for style in styles().iter().filter(|style| style.name != "html") {
        assert_eq!(lost(style), BTreeSet::new(), "{}", style.name);
    }
}

/// Parts of foreign files.
const PARTS: [&str; 44] = [
    "## Which one?\n\n",
    "### 3. What fits here:\n",
    "# Part\n\n",
    "Q4. Who asks?\n",
    "**Question 5**\n\n",
    "1. First thing\n",
    "2. Second thing\n",
    "   a) red\n",
    "   b) green\n",
    "A. north\n",
    "B. south\n",
    "C) east\n",
    "(D) west\n",
    "- [ ] one\n",
    "- [x] two\n",
    "* [X] three\n",
    "- plain\n",
    "- **bold**\n",
    "- ticked ✓\n",
    "Answer: B\n",
    "**Answer:** north\n",
    "Answer\n",
    "Explanation: because\n",
    "> quoted\n",
    "\n",
    "\n\n",
    "    deep\n",
    "```\ncode\n```\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "<details><summary>Answer</summary>\nB\n</details>\n",
    "<details>\n",
    "</details>\n",
    "<b>fat</b> ",
    "<br>\n",
    "---\n",
    "===\n",
    "text\n",
    "![alt](x.png)\n",
    "$a_b$ ",
    "$$\nx\n$$\n",
    "## Kept? {#kept}\n\n- [x] this\n- [ ] that\n\n",
    "## Answers\n\n1. B\n2. A\n",
    "<!-- note -->\n",
    "é𝄞 ",
];

fn style(text: &str) -> Style {
    Style { name: "parts".to_owned(), text: text.to_owned(), expected: Vec::new() }
}

fn assert_once_is_enough(text: &str) {
    let once = adopted(&style(text));
    let twice = adopted(&style(&once.text));
    assert_eq!(twice.text, once.text, "from\n{text}");
    assert_eq!(twice.n_adopted, 0, "from\n{text}\nto\n{}", once.text);
}

#[test]
fn a_line_that_the_layout_sets_apart_is_no_question_the_second_time() {
    assert_once_is_enough(
        "<!-- note -->\n===\n   a) red\n## Kept? {#kept}\n\n- [x] this\n- [ ] that\n\n## Which one?\n\n   a) red\n",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_adopted_once_and_without_loss(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 1..16)) {
        let text = parts.concat();
        assert_once_is_enough(&text);
        prop_assert_eq!(lost(&style(&text)), BTreeSet::new(), "from\n{}\nto\n{}", text, adopted(&style(&text)).text);
    }

    #[test]
    fn no_text_makes_the_adopter_panic(text in "[#|\\-:\\[\\]{}()A-C1-2.? \\n\\r*x`$<>/é𝄞]{0,160}") {
        assert_once_is_enough(&text);
    }
}

#[test]
fn the_folder_of_styles_holds_nothing_unread() {
    let names: Vec<String> = styles().into_iter().map(|style| style.name).collect();
    for entry in fs::read_dir(folder()).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        assert!(path.is_dir() || names.contains(&stem), "{}", path.display());
    }
}
