//! What the rules find in the shipped bank, short enough to be read whole: `suite/lint/shipped.txt` holds it.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::TestBank;

const HEADER: &str = "\
# All that a check of the shipped bank finds, however unsure: severity, code, item (or file). None may warn.
# `cargo run -p qbank-tests --bin bless` writes this file.
";

/// Returns where the findings are kept.
pub fn path() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/lint/shipped.txt")
}

/// Returns what the file holds.
///
/// # Panics
/// Panics when it cannot be read.
pub fn known() -> String {
    fs::read_to_string(path()).expect("the file is a text")
}

/// Returns what the file has to hold: a line for each finding, sorted.
///
/// # Panics
/// Panics when the bank cannot be read.
pub fn findings() -> String {
    let checked = TestBank::open("bank").checked;
    let mut lines: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|finding| {
            let file = || checked.sources.path(finding.primary.span.file).to_owned();
            let subject = finding.item.as_ref().map_or_else(file, |item| item.id.to_string());
            format!("{} {} {subject}\n", finding.severity.as_str(), finding.code.name())
        })
        .collect();
    lines.sort();
    HEADER.to_owned() + &lines.concat()
}
