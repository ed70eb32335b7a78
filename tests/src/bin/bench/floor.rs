//! The floor: what reading and parsing the Markdown costs when nothing is done with it.

use std::hint::black_box;
use std::io::Write;
use std::{fs, io};

use camino::Utf8Path;
use pulldown_cmark::{Options, Parser};
use walkdir::WalkDir;

/// Walks a folder, reads its Markdown files and runs each through the parser with the product's options.
pub(crate) fn run(folder: &Utf8Path) -> io::Result<()> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut n_events = 0_usize;
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(path)?;
            n_events += Parser::new_ext(&text, options).into_offset_iter().map(black_box).count();
        }
    }
    writeln!(io::stdout(), "{n_events} events")
}
