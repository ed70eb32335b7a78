//! The floor: what reading and parsing the Markdown costs when nothing is done with it.

use std::hint::black_box;

use camino::Utf8Path;
use miette::Result;
use pulldown_cmark::{Options, Parser};

use crate::shell;

/// Walks a folder, reads its Markdown files and runs each through the parser with the product's options.
pub(crate) fn run(dir: &Utf8Path) -> Result<()> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut n_events = 0;
    for path in shell::files(dir, &["md"]) {
        let text = shell::read(&path)?;
        n_events += Parser::new_ext(&text, options).into_offset_iter().map(black_box).count();
    }
    println!("{n_events} events");
    Ok(())
}
