//! The pages of `suite/`: what goes in gives what the page says comes out.

use qbank_tests::suite::{FOLDERS, differences};

fn holds(folder: &str) {
    let (_, outcome) = FOLDERS.into_iter().find(|(name, _)| *name == folder).expect("a folder of the suite");
    let differences = differences(folder, outcome);
    assert!(differences.is_empty(), "- the page says, + is found\n\n{}", differences.join("\n"));
}

#[test]
fn question_files_give_the_items_that_the_pages_say() {
    holds("suite/syntax");
}

#[test]
fn commands_print_what_the_pages_say() {
    holds("suite/cli");
}
