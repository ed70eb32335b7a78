//! Writes what comes out now into the pages of the suite: `cargo run -p qbank-tests --bin bless`, then read the diff.

use std::{fs, io};

use qbank_tests::story;
use qbank_tests::suite::{FOLDERS, pages};

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
    Ok(())
}
