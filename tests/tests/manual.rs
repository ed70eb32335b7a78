//! The questions in the manual are questions: what a reader copies out of it checks clean.

use qbank_tests::page::Page;
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
