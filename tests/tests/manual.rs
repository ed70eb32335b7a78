//! The questions in the manual are questions: what a reader copies out of it checks clean.

use qbank_tests::page::Page;
use qbank_tests::story;
use qbank_tests::temp_bank::TempBank;

const FORMAT: &str = include_str!("../../docs/src/format.md");

#[test]
fn the_formats_examples_check_clean() {
    let page = Page::read(FORMAT);
    let fences = page.sections.iter().flat_map(|section| &section.fences);
    let questions: Vec<&str> =
        fences.filter(|fence| fence.info == "markdown").map(|fence| fence.body.as_str()).collect();
    assert!(questions.len() >= 15, "only {} examples", questions.len());
    for question in questions {
        let bank = TempBank::new().with("items/inventory/page.md", question);
        let checked = bank.check().expect("the bank can be read");
        let messages: Vec<&str> =
            checked.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert!(messages.is_empty() && checked.bank.items().count() > 0, "{messages:?} in\n{question}");
    }
}

#[test]
fn the_sessions_of_the_stories_go_as_they_say() {
    for (path, page) in story::pages() {
        let renewed = story::renewed(&page);
        let differing = page.text.lines().zip(renewed.lines()).find(|(says, found)| says != found);
        assert!(renewed == page.text, "{}: says, and is found: {differing:?}", path.display());
    }
}

#[test]
fn a_story_that_says_something_else_is_found() {
    let page = Page::read("# A\n\n## B\n\n```console\n$ qbank --version\nqbank 0.0.0\n```\n");
    assert_ne!(story::renewed(&page), page.text);
}
