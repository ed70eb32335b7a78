//! The suite's pages: which there are, and what stands in each once it is true.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::console;
use crate::example::files;
use crate::finding_text::findings;
use crate::item_text::items;
use crate::page::{Page, Section, fenced};
use crate::temp_bank::TempBank;

/// Makes the text that has to stand below the input of a section.
pub type Outcome = fn(&Section) -> String;

/// The folders of the suite, and what comes out of a section in each.
pub const FOLDERS: [(&str, Outcome); 2] = [("suite/syntax", bank_outcome), ("suite/cli", console::outcome)];

/// Returns the pages of one of the [`FOLDERS`], sorted by name, each with its path.
///
/// # Panics
/// Panics when the folder or a page in it cannot be read.
pub fn pages(folder: &str) -> Vec<(Utf8PathBuf, Page)> {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = folder.read_dir_utf8().expect("the folder of pages can be read");
    let mut paths: Vec<Utf8PathBuf> =
        entries.map(|entry| entry.expect("the folder of pages can be read").into_path()).collect();
    paths.sort();
    let read = |path: Utf8PathBuf| {
        let text = fs::read_to_string(&path).expect("a page is a text");
        (path, Page::read(&text))
    };
    paths.into_iter().map(read).collect()
}

/// Compares every page of a folder with what comes out now; returns the sections that differ.
pub fn differences(folder: &str, outcome: Outcome) -> Vec<String> {
    let mut differences = Vec::new();
    for (path, page) in pages(folder) {
        let name = path.file_name().unwrap_or_default();
        for section in page.sections.iter().filter(|section| !section.fences.is_empty()) {
            let (written, found) = (page.outcome(section), outcome(section));
            if written != found {
                differences.push(format!("{name}, {}:\n{}", section.title, difference(written, &found)));
            }
        }
    }
    differences
}

/// Shows the lines between the first and the last that differ: what the page says, then what was found.
fn difference(written: &str, found: &str) -> String {
    let [written, found] = [written, found].map(|text| text.lines().collect::<Vec<_>>());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut written.iter().zip(&found));
    let longest = written.len().min(found.len()) - start;
    let end = same(&mut written.iter().rev().zip(found.iter().rev())).min(longest);
    let says = written[start..written.len() - end].iter().map(|line| format!("  - {line}\n"));
    says.chain(found[start..found.len() - end].iter().map(|line| format!("  + {line}\n"))).collect()
}

/// Returns what the bank of a section holds and what was found in it.
fn bank_outcome(section: &Section) -> String {
    let bank = TempBank::holding(files(section.input()));
    let checked = match bank.check() {
        Ok(checked) => checked,
        Err(fault) => return fenced("text findings", &format!("{fault}\n")),
    };
    let parts = [("text items", items(&checked)), ("text findings", findings(&checked))];
    let fences: Vec<String> =
        parts.iter().filter(|(_, body)| !body.is_empty()).map(|(info, body)| fenced(info, body)).collect();
    fences.join("\n\n")
}
