//! Writes what comes out now into the pages of the suite, and what is found in the shipped bank: `cargo run -p qbank-tests --bin bless`, then read the diff.

use std::{fs, io};

use qbank_tests::suite::{FOLDERS, pages};
use qbank_tests::{shipped, story};

#[expect(clippy::disallowed_methods, reason = "the pages are files")]
fn main() -> io::Result<()> {
    for (folder, outcome) in FOLDERS {
        for (path, page) in pages(folder) {
            let renewed = page.renewed(outcome);
            if renewed != page.text {
                fs::write(path, renewed)?;
            }
        }
    }
    for (path, page) in story::pages() {
        let renewed = story::renewed(&page);
        if renewed != page.text {
            fs::write(path, renewed)?;
        }
    }
    fs::write(shipped::path(), shipped::findings())
}
