//! Foreign banks as the tests of `qbank adopt` know them: files in the looks of the wild, and beside each what a person
//! read off it.
//!
//! `style.keys` has for each question of `style.md`, in its order, a line `? ` with the start of the question, then
//! `+ ` before each right choice and `- ` before the others, or `= ` before what is to be typed. A line `! ` holds a part
//! of the reason for which a person has to look at it, `!! ` of one that only the disk shows.

use camino::{Utf8Path, Utf8PathBuf};
use qbank_model::content::inline_text;
use qbank_model::{Interaction, Item};
use qbank_syntax::adopt::{Adopted, Adopter};
use qbank_syntax::{Dialect, FileUse, ParsedFile, Source, parse};

/// A foreign file and what its questions are.
#[derive(Clone, Debug)]
pub struct Style {
    /// The name of its file, without the ending.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its questions.
    pub expected: Vec<Expected>,
}

/// What a person read off a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// How the question starts.
    pub start: String,
    /// The choices, each with whether it is right.
    pub choices: Vec<(bool, String)>,
    /// What is to be typed.
    pub typed: Option<String>,
    /// Parts of the reasons for which a person has to look at it.
    pub needs: Vec<String>,
    /// Those that only the disk shows, such as a picture that is not there.
    pub disk_needs: Vec<String>,
}

impl Expected {
    /// Tells whether the question checks clean: a person may have to look at one that does.
    pub fn is_sound(&self) -> bool {
        self.typed.is_some() || self.choices.iter().any(|(is_key, _)| *is_key)
    }
}

/// Returns the folder of the foreign files.
pub fn folder() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/adopt")
}

/// Reads all foreign files with what is known of them, sorted by name.
///
/// # Panics
/// Panics where a file cannot be read, or has nothing beside it.
pub fn styles() -> Vec<Style> {
    let entries = folder().read_dir_utf8().expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").into_path());
    let mut paths: Vec<Utf8PathBuf> = paths.filter(|path| path.extension() == Some("md")).collect();
    paths.sort();
    let style = |path: Utf8PathBuf| {
        let read =
            |path: &Utf8Path| std::fs::read_to_string(path).expect("a foreign file and its keys are texts");
        let name = path.file_stem().unwrap_or_default().to_owned();
        Style { name, text: read(&path), expected: expected(&read(&path.with_extension("keys"))) }
    };
    paths.into_iter().map(style).collect()
}

fn expected(keys: &str) -> Vec<Expected> {
    let mut all: Vec<Expected> = Vec::new();
    for line in keys.lines().filter(|line| !line.is_empty()) {
        let (sign, text) = line.split_once(' ').expect("a sign and a text");
        if sign == "?" {
            all.push(Expected { start: text.to_owned(), ..Expected::default() });
            continue;
        }
        let last = all.last_mut().expect("a question comes first");
        match sign {
            "+" | "-" => last.choices.push((sign == "+", text.to_owned())),
            "=" => last.typed = Some(text.to_owned()),
            "!!" => last.disk_needs.push(text.to_owned()),
            "!" => last.needs.push(text.to_owned()),
            other => panic!("`{other}` is no sign"),
        }
    }
    all
}

/// Adopts a style's text as the file `items/NAME.md` of an empty bank; pictures are found wherever they are.
pub fn adopted(style: &Style) -> Adopted {
    let path = format!("items/{}.md", style.name);
    let mut adopter = Adopter { dialect: &Dialect::default(), taken: std::collections::BTreeSet::new() };
    let source = Source { file: qbank_model::FileId(0), path: &path, text: &style.text, domain: None };
    adopter.adopt(&source, &mut |file_use, address| {
        let is_local = file_use == FileUse::Image && !address.contains("://");
        is_local.then(|| format!("../media/{address}"))
    })
}

/// Parses an adopted text as the bank does.
pub fn parsed(style: &Style, text: &str) -> ParsedFile {
    let path = format!("items/{}.md", style.name);
    parse(&Source { file: qbank_model::FileId(0), path: &path, text, domain: None }, &Dialect::default())
}

/// Returns how the questions of an adopted text differ from those that a person read off the foreign one.
pub fn differences(style: &Style, text: &str) -> Vec<String> {
    let parsed = parsed(style, text);
    let mut differences = Vec::new();
    if parsed.entries.len() != style.expected.len() {
        differences.push(format!("{} questions, not {}", parsed.entries.len(), style.expected.len()));
    }
    for (entry, expected) in parsed.entries.iter().zip(&style.expected) {
        let found = match entry.item() {
            Some(item) => of_item(item),
            None => of_broken(&text[entry.span().range()]),
        };
        // A number that the author made the heading stays as a title.
        let number = found
            .start
            .strip_prefix("Question ")
            .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let untitled = number.unwrap_or_default().trim_start();
        let starts = [found.start.as_str(), untitled].iter().any(|start| start.starts_with(&expected.start));
        if !starts || found.choices != expected.choices || found.typed != expected.typed {
            differences.push(format!("expected {expected:?}\n   found {found:?}"));
        }
        if entry.item().is_some() != expected.is_sound() {
            differences.push(format!("{}: sound or not is otherwise", expected.start));
        }
    }
    differences
}

fn of_item(item: &Item) -> Expected {
    let start = one_line(&format!("{} {}", inline_text(&item.title), item.stem.to_text()));
    let (all, keys): (&[qbank_model::Choice], Vec<&qbank_model::Choice>) = match &item.interaction {
        Interaction::SingleChoice(single) => (single.choices(), vec![single.key()]),
        Interaction::MultipleChoice(multiple) => (multiple.choices(), multiple.keys().collect()),
        Interaction::TrueFalse(judgement) => (judgement.choices(), vec![judgement.key()]),
        Interaction::Number(number) => {
            return Expected { start, typed: Some(number.key().to_string()), ..Expected::default() };
        }
        Interaction::Text(text) => {
            return Expected { start, typed: Some(text.key().to_owned()), ..Expected::default() };
        }
        _ => return Expected { start, ..Expected::default() },
    };
    let choices = all.iter().map(|choice| {
        let is_key = keys.iter().any(|key| key.id == choice.id);
        (is_key, one_line(&choice.content.to_text()))
    });
    Expected { start, choices: choices.collect(), ..Expected::default() }
}

/// Reads the choices of a question that has no key yet off its text.
fn of_broken(text: &str) -> Expected {
    let heading = text.lines().next().unwrap_or_default();
    let start = heading.trim_start_matches(['#', ' ']).to_owned();
    let choices = text.lines().filter_map(|line| line.strip_prefix("- [ ] "));
    let choices = choices.map(|choice| (false, choice.to_owned())).collect();
    Expected { start, choices, ..Expected::default() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
