//! The manual page of each code has the form of one, and its examples hold.

use qbank_model::Code;
use qbank_project::all_codes;
use qbank_tests::example::{Files, examples};
use qbank_tests::page::Page;
use qbank_tests::temp_bank::TempBank;

/// Codes whose faults no page can show; `hostile.rs` and `revisions.rs` show them.
const WITHOUT_EXAMPLE: [&str; 8] = [
    "changed-policy",
    "draws-too-costly",
    "file-too-large",
    "line-too-long",
    "linked-outside",
    "nesting-too-deep",
    "removed-id",
    "table-too-large",
];

#[test]
fn pages_have_the_form_of_pages() {
    let faults: Vec<String> = all_codes().into_iter().flat_map(faults_of_form).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults_of_form(code: Code) -> Vec<String> {
    let page = Page::read(code.0.page);
    let options = page.sections.iter().position(|section| section.title == "Options");
    let mut titles: Vec<&str> = page.sections.iter().map(|section| section.title.as_str()).collect();
    titles.retain(|title| *title != "Options");
    let allowed: &[&[&str]] =
        if WITHOUT_EXAMPLE.contains(&code.name()) { &[&[], &["Valid"]] } else { &[&["Invalid", "Valid"]] };
    let prose = page.introduction.join("\n").to_lowercase();
    let faults = [
        (page.title != code.name(), "the heading is not the code"),
        (!code.0.page.starts_with("# "), "the heading is not the first line"),
        (!code.summary().ends_with('.'), "the first paragraph is no sentence"),
        (code.summary().contains(". "), "the first paragraph is more than one sentence"),
        (page.introduction.len() < 2, "no second paragraph says why it matters"),
        (!allowed.contains(&titles.as_slice()), "the sections are not those of a page"),
        (options.unwrap_or_default() > 0, "the options do not come first"),
        (
            page.sections.iter().any(|section| section.fences.is_empty() && section.title != "Options"),
            "a section has no example",
        ),
        (prose.contains("invalid"), "the prose says invalid"),
    ];
    faults.iter().filter(|(is_so, _)| *is_so).map(|(_, fault)| format!("{}: {fault}", code.name())).collect()
}

#[test]
fn pages_say_the_options_of_their_rules_with_their_defaults() {
    for mut rule in qbank_lint::all() {
        let code = rule.code();
        let page = Page::read(code.0.page);
        let section = page.sections.iter().find(|section| section.title == "Options");
        let text = section.map_or("", |section| &page.text[section.range.clone()]);
        let written: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("- `"))
            .filter_map(|line| line.split(": ").next())
            .collect();
        let declared: Vec<String> = rule
            .options()
            .iter()
            .map(|option| format!("- `{}` ({})", option.name(), option.value()))
            .collect();
        assert_eq!(written, declared, "{}", code.name());
        for option in rule.options() {
            assert!(code.option_summary(option.name()).ends_with('.'), "{}: {}", code.name(), option.name());
        }
    }
}

#[test]
fn examples_of_the_pages_hold() {
    let faults: Vec<String> = all_codes().into_iter().flat_map(faults_of_examples).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults_of_examples(code: Code) -> Vec<String> {
    let mut faults = Vec::new();
    for section in &Page::read(code.0.page).sections {
        let expected = if section.title == "Invalid" { vec![code.name().to_owned()] } else { Vec::new() };
        for (idx, example) in examples(section.fences.iter()).into_iter().enumerate() {
            let found = found_in(example);
            if found != expected {
                let place = format!("{}, {}, example {}", code.name(), section.title, idx + 1);
                faults.push(format!("{place}: found {found:?}"));
            }
        }
    }
    faults
}

/// Returns the codes of what is found in an example, or why its bank cannot be opened.
fn found_in(example: Files) -> Vec<String> {
    match TempBank::holding(example).check() {
        Ok(checked) => checked.diagnostics.iter().map(|finding| finding.code.name().to_owned()).collect(),
        Err(fault) => vec![fault.to_string()],
    }
}
