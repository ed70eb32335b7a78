//! The book: the manual's pages with those of all codes, and whether the links of what was built lead somewhere.
//!
//! The pages of codes stand beside the code that reports them; a copy is made for each build and kept nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use qbank_project::all_codes;

use crate::temp_bank::copy_folder;

/// Writes the book's sources into a folder: the manual's, a page for each code, and a summary that lists them.
///
/// # Errors
/// Fails when the disk refuses.
pub fn write_sources(docs: &Path, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy_folder(docs, folder);
    let source = folder.join("src");
    fs::create_dir_all(source.join("codes"))?;
    let mut summary = fs::read_to_string(source.join("SUMMARY.md"))?;
    let mut index = "# All codes\n\n`qbank explain CODE` shows the same pages.\n\n| code | severity | meaning |\n|---|---|---|\n".to_owned();
    summary.push_str("\n# Codes\n\n- [All codes](codes.md)\n");
    for code in all_codes() {
        let name = code.name();
        fs::write(source.join("codes").join(format!("{name}.md")), code.0.page)?;
        let _ = writeln!(summary, "  - [{name}](codes/{name}.md)");
        let meaning = code.summary().replace('|', "\\|");
        let severity = code.0.severity.as_str();
        let _ = writeln!(index, "| [{name}](codes/{name}.md) | {severity} | {meaning} |");
    }
    fs::write(source.join("codes.md"), index)?;
    fs::write(source.join("SUMMARY.md"), summary)
}

/// A built book: its files by their paths from its folder, `/` between their parts; pages with their text.
#[derive(Clone, Debug, Default)]
pub struct Book(pub BTreeMap<String, Option<String>>);

/// A place on a page that names another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The page that it stands on.
    pub page: String,
    /// What it names, as written.
    pub target: String,
}

impl Book {
    /// Reads a built book.
    ///
    /// # Panics
    /// Panics when the folder cannot be read.
    pub fn read(folder: &Path) -> Self {
        let files = crate::temp_bank::files_below(folder).into_iter().map(|(path, bytes)| {
            let name = path.display().to_string().replace('\\', "/");
            // The page for missing pages is served from any folder, so that its links have another root.
            let is_page = path.extension().is_some_and(|ending| ending == "html") && name != "404.html";
            (name, is_page.then(|| String::from_utf8_lossy(&bytes).into_owned()))
        });
        Self(files.collect())
    }

    /// Returns the links of all pages to places in the book, in their order.
    pub fn links(&self) -> Vec<Link> {
        let pages = self.0.iter().filter_map(|(page, text)| Some((page, text.as_ref()?)));
        let of_page = |(page, text): (&String, &String)| {
            let targets = attributes(text).into_iter().filter(|(name, _)| matches!(*name, "href" | "src"));
            let targets = targets.filter(|(_, target)| !is_elsewhere(target));
            let links = targets.map(|(_, target)| Link { page: page.clone(), target: target.to_owned() });
            links.collect::<Vec<_>>()
        };
        pages.flat_map(of_page).collect()
    }

    /// Returns the links that lead nowhere: to no file of the book, or to no place on its page.
    pub fn dead_links(&self, links: &[Link]) -> Vec<Link> {
        let ids: BTreeMap<&String, BTreeSet<&str>> = self
            .0
            .iter()
            .filter_map(|(page, text)| Some((page, text.as_ref()?)))
            .map(|(page, text)| {
                let ids = attributes(text).into_iter().filter(|(name, _)| *name == "id");
                (page, ids.map(|(_, id)| id).collect())
            })
            .collect();
        let leads = |link: &&Link| {
            let (path, place) = link.target.split_once('#').unwrap_or((&link.target, ""));
            let file = resolve(&link.page, path);
            match ids.get(&file) {
                Some(ids) => place.is_empty() || ids.contains(place),
                None => self.0.contains_key(&file) && place.is_empty(),
            }
        };
        links.iter().filter(|link| !leads(link)).cloned().collect()
    }
}

/// Tells whether a target is no place in the book: it has a scheme, or it is made when the page runs.
fn is_elsewhere(target: &str) -> bool {
    target.is_empty() || target.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':'))
}

/// Returns the path from the book's folder that a path means on a page.
fn resolve(page: &str, path: &str) -> String {
    if path.is_empty() {
        return page.to_owned();
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                // What leaves the book is in no file of it.
                if parts.pop().is_none() {
                    return path.to_owned();
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the attributes of all tags with their values; what stands in scripts and styles is none.
fn attributes(html: &str) -> Vec<(&str, &str)> {
    let mut attributes = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        rest = of_tag(&rest[name.len()..], &mut attributes);
        if matches!(name, "script" | "style") {
            rest = rest.split_once("</").map_or("", |(_, after)| after);
        }
    }
    attributes
}

/// Reads the attributes up to a tag's end, and returns what follows it.
fn of_tag<'h>(mut rest: &'h str, attributes: &mut Vec<(&'h str, &'h str)>) -> &'h str {
    loop {
        let end = rest.find('>').unwrap_or(rest.len());
        let Some(quote) = rest.find("=\"").filter(|quote| *quote < end) else {
            return rest.get(end + 1..).unwrap_or_default();
        };
        let name = rest[..quote].rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let Some((value, after)) = rest[quote + 2..].split_once('"') else { return "" };
        attributes.push((name, value));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dead(link: &str) -> Vec<String> {
        let page = |text: &str| Some(text.to_owned());
        let book = Book(BTreeMap::from([
            ("index.html".to_owned(), page(link)),
            (
                "codes/no-key.html".to_owned(),
                page("<h2 id=\"valid\">Valid</h2> <a href=\"../index.html\">x</a>"),
            ),
            ("book.css".to_owned(), None),
        ]));
        book.dead_links(&book.links()).into_iter().map(|link| link.target).collect()
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        for (link, expected) in [
            ("<a href=\"codes/no-key.html\">x</a>", None),
            ("<a class=\"a > b\" href=\"codes/no-key.html#valid\">x</a>", None),
            ("<link rel=\"stylesheet\" href=\"book.css\">", None),
            ("<a href=\"#top\" id=\"top\">x</a>", None),
            ("<a href=\"https://example.org/#x\">x</a>", None),
            ("<code>&lt;a href=\"gone.html\"&gt;</code>", None),
            ("<script>let a = '<a href=\"gone.html\">';</script>", None),
            ("<a href=\"gone.html\">x</a>", Some("gone.html")),
            ("<a href=\"codes/no-key.html#invalid\">x</a>", Some("codes/no-key.html#invalid")),
            ("<a href=\"#gone\">x</a>", Some("#gone")),
            ("<img src=\"gone.png\">", Some("gone.png")),
            ("<a href=\"../index.html\">x</a>", Some("../index.html")),
            ("<a href=\"book.css#x\">x</a>", Some("book.css#x")),
        ] {
            assert_eq!(dead(link), expected.into_iter().collect::<Vec<_>>(), "{link}");
        }
    }
}
