//! Builds the book and follows its links: `book MDBOOK FOLDER`, with the program that builds and the folder for both the
//! sources and the pages.
//!
//! Then each link is broken in turn; one that is not missed shows that the check proves nothing.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program that builds and tells")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use qbank_tests::book::{Book, Link, write_sources};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(mdbook), Some(folder), None) = (args.next(), args.next(), args.next()) else {
        return Err("two arguments are wanted: the program mdbook and a folder".into());
    };
    let (source, pages) = (PathBuf::from(&folder).join("source"), PathBuf::from(&folder).join("html"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the package lies in the project")?;
    write_sources(&root.join("docs"), &source)?;
    let built = Command::new(mdbook).arg("build").arg(&source).arg("--dest-dir").arg(&pages).status()?;
    if !built.success() {
        return Err("the book cannot be built".into());
    }
    let book = Book::read(&pages);
    let links = book.links();
    let dead = book.dead_links(&links);
    for Link { page, target } in &dead {
        println!("{page}: {target} leads nowhere");
    }
    if !dead.is_empty() {
        return Err(format!("{} dead links", dead.len()).into());
    }
    println!("book: {} pages, {} links lead somewhere", book.0.values().flatten().count(), links.len());
    follow_broken(&book, &links)
}

/// Breaks each link, by its place where it names one, else by its file, and sees that this is found.
fn follow_broken(book: &Book, links: &[Link]) -> Result<(), Box<dyn Error>> {
    let broken: Vec<Link> = links
        .iter()
        .map(|link| Link { page: link.page.clone(), target: format!("{}-gone", link.target) })
        .collect();
    let n_killed = book.dead_links(&broken).len();
    println!("killed {n_killed} of {}", broken.len());
    if n_killed == broken.len() && n_killed > 0 { Ok(()) } else { Err("broken links were not found".into()) }
}
